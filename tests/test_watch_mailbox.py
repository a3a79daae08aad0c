"""Newsletters: a mailbox folder over IMAP, and a mailbox file that grows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import imap_server
from tests.commands import tts
from tests.imap_server import PASSWORD, USER, Mailbox
from tests.test_watch import carts, due, look, says, show, titles
from tts.show import library
from tts.sources.mail import imap

__all__ = ["show"]
TEXT = "A cart came over the bridge in the morning, and the keeper wrote it down. " * 4


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    monkeypatch.setenv("PAGECAST_IMAP_TOKEN", f"{USER}:{PASSWORD}")
    with imap_server.serve() as served:
        yield served


def address(box: Mailbox, folder: str = "News") -> str:
    return f"imap+plain://127.0.0.1:{box.port}/{folder}"


def test_new_messages_of_a_folder_become_episodes(show: Path, box: Mailbox) -> None:
    says(show, f'source = "{address(box)}"')
    box.add(1, "Cart 1", TEXT)
    assert look(show).exit_code == 0
    box.add(2, "Cart 2", TEXT)
    due(show)
    assert look(show).exit_code == 0
    assert titles(show) == carts(1, 2)
    assert any(said.startswith("EXAMINE") for said in box.said)
    assert not [said for said in box.said if said.startswith(("STORE", "SELECT")) or "BODY[]" in said.split("PEEK")[0]]


def test_an_empty_folder_is_well(show: Path, box: Mailbox) -> None:
    says(show, f'source = "{address(box)}"')
    assert look(show).exit_code == 0
    box.add(1, "Cart 1", TEXT)
    due(show)
    look(show)
    assert titles(show) == carts(1)


def test_names_of_folders_in_other_scripts_are_written_as_imap_has_them(show: Path, box: Mailbox) -> None:
    box.folder = "&lvtbUFgx- &- Co"
    box.add(1, "Cart 1", TEXT)
    says(show, f'source = "{address(box, "電子報 & Co")}"')
    look(show)
    assert titles(show) == carts(1)


def test_a_wrong_password_is_reported_and_not_repeated(
    show: Path, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAGECAST_IMAP_TOKEN", f"{USER}:another secret")
    says(show, f'source = "{address(box)}"')
    result = look(show)
    assert result.exit_code == 1 and "wrong password" in result.stderr
    assert "another secret" not in result.output + (show / ".pagecast/watch.json").read_text(encoding="utf-8")


def test_if_there_are_too_many_messages_the_newest_are_taken(
    show: Path, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (1, 2, 3):
        box.add(number, f"Cart {number}", TEXT)
    monkeypatch.setattr(imap, "MOST_IN_ALL", 2 * len(box.messages[1]) + 10)
    says(show, f'source = "{address(box)}"')
    look(show)
    assert titles(show) == carts(2, 3)


def test_no_password_goes_readably_into_the_internet(show: Path, box: Mailbox) -> None:
    says(show, 'source = "imap+plain://93.184.216.34/News"')
    assert "would send your password unencrypted to 93.184.216.34" in look(show).stderr


def test_no_mailbox_is_opened_before_it_is_allowed(show: Path, box: Mailbox) -> None:
    (show / "show.toml").write_text(f'[[sources]]\nsource = "{address(box)}"\n', encoding="utf-8")
    assert "you have not allowed" in look(show).stderr
    assert not box.said


@pytest.mark.parametrize("place", ["imap://ida:hidden@example.org/News", "imap:///News", "imap+tls://example.org/"])
def test_an_invalid_mailbox_address_is_reported(show: Path, place: str) -> None:
    says(show, f'source = "{place}"')
    result = look(show)
    assert result.exit_code == 1 and "hidden" not in result.stderr


def test_a_mailbox_s_file_that_grows_gives_each_message_once(show: Path, tmp_path: Path) -> None:
    def entry(n: int) -> str:
        head = f"From - Mon Nov 23 10:00:00 2026\nFrom: a@example.org\nSubject: Cart {n}\nMessage-ID: <{n}@e.org>\n"
        return f"{head}Date: Mon, 23 Nov 2026 10:0{n}:00 +0000\n\n{TEXT}\n\n"

    (tmp_path / "news.mbox").write_text(entry(1), encoding="utf-8")
    says(show, 'source = "../news.mbox"')
    look(show)
    assert titles(show) == carts(1)
    (tmp_path / "news.mbox").write_text(entry(1) + entry(2), encoding="utf-8")
    due(show)
    look(show)
    assert titles(show) == carts(1, 2)
    assert tts("list", "-o", str(show)).stdout.count("Cart") == 2


def test_the_identity_of_an_entry_without_an_address_does_not_depend_on_the_current_folder() -> None:
    show = library.Show(Path("show"))
    assert library.identity("wallabag://example.org#7", show) == "wallabag://example.org#7"

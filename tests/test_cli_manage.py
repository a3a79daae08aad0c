"""`tts init`, `list`, `remove`, `rename`, `retag` as users call them."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from pathlib import Path

import pytest
from mutagen.id3 import ID3

from tests import shows
from tests.commands import fine, tts
from tts.locale.settings_file import Comments
from tts.model import LibraryError
from tts.show import library, settings, settings_file
from tts.show.keep_settings import Keep
from tts.show.settings import Settings

ARTICLES = {
    "ferry.md": "# The Ferry\n\nThe ferry leaves at six.\n",
    "market.md": "# 夜市\n\n燈一盞一盞亮起來。\n",
    "bridge.md": "# 桥上的灯火\n\n桥上的灯亮了。\n",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three articles and their show."""
    folder = tmp_path_factory.mktemp("made")
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
        fine("make", str(folder / name), "--engine", "silent", "-q", "-o", str(folder / "output"))
    return folder


@pytest.fixture
def here(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return shows.work_in_copy(made, tmp_path / "here", monkeypatch)


# --- init ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["", "en", "zh-Hans", "zh-Hant"])
def test_a_new_show_toml_has_every_setting_and_is_the_defaults(tmp_path: Path, language: str) -> None:
    told = fine("init", str(tmp_path / "show"), *(["--language", language] if language else []))
    path = tmp_path / "show" / "show.toml"
    assert told.stdout == f"{path}\n" and "tts make ARTICLE -o" in told.stderr
    assert settings.read(path) == Settings(language=language)
    text = path.read_text(encoding="utf-8")
    for each in fields(Settings):
        assert f"\n[{each.name}]" in text or f"\n#{each.name} = " in text or f"\n{each.name} = " in text, each.name
    assert ("The show's name" in text) == (not language.startswith("zh"))
    assert ("節目名稱" in text) == (language == "zh-Hant") and ("节目名称" in text) == (language == "zh-Hans")


def test_every_setting_has_exactly_its_comment() -> None:
    why = "give each field of Settings one of Comments (tts/locale) and a place in tts/show/settings_file.py"
    assert {each.name for each in fields(Comments)} == {each.name for each in fields(Settings)}, why


def test_each_setting_is_set_by_removing_its_comment_sign(tmp_path: Path) -> None:
    """Below its comment is a line of TOML with the default."""
    text = settings_file.text()
    (tmp_path / "show.toml").write_text(
        "\n".join(line.removeprefix("#") if line[:1] == "#" and line[1:2] != " " else line for line in text.split("\n"))
    )
    assert settings.read(tmp_path / "show.toml") == Settings(
        voices={"zh-Hans": "kokoro/zf_xiaoxiao", "en": "hibari/heart"},
        rules={"code": "skip"},
        speakers={"Q": "am_michael", "quotation": "zh=zm_yunxi,en=af_bella", "labels": "skip"},
        keep=Keep(days=30, number=50, size=2 * 10**9, unheard=True),
        funding={"url": "https://example.org/support", "text": "Support the show"},
        serve={"add": True},
    )


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('url = "example.org"', "url is not an address"),
        ('url = "javascript:alert(1)"', "url is not an address"),
        ('text = "Support us"', "no url"),
        ("url = 3", "something else than texts"),
        (f'url = "https://example.org/"\ntext = "{"x" * 129}"', "longer than apps show"),
    ],
)
def test_the_address_for_support_is_checked(tmp_path: Path, table: str, said: str) -> None:
    path = tmp_path / "show.toml"
    path.write_text(f"[funding]\n{table}\n", encoding="utf-8")
    with pytest.raises(LibraryError, match=said):
        settings.read(path)


def test_the_address_for_support_is_ascii_or_empty(tmp_path: Path) -> None:
    path = tmp_path / "show.toml"
    path.write_text('[funding]\nurl = "https://例子.example/支持"\n', encoding="utf-8")
    assert settings.read(path).funding["url"] == "https://xn--fsqu00a.example/%E6%94%AF%E6%8C%81"
    path.write_text('[funding]\nurl = ""\n', encoding="utf-8")
    assert settings.read(path) == Settings()


def test_options_of_init_are_written(tmp_path: Path) -> None:
    told = {
        "title": 'Boats "weekly" \\ 週刊', "author": "A", "owner": "B", "email": "b@example.org", "language": "en",
        "description": "One.\nTwo.", "category": "News", "base-url": "https://example.org/listen/",
    }  # fmt: skip
    fine("init", str(tmp_path), "--private", *(word for name, value in told.items() for word in (f"--{name}", value)))
    expected = Settings(private=True, **{name.replace("-", "_"): value for name, value in told.items()})  # type: ignore[arg-type]
    assert settings.read(tmp_path / "show.toml") == expected


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--category", "Newz", "News"),
        ("--email", "me", "e-mail"),
        ("--base-url", "example.org", "https://example.org"),
        ("--base-url", "https://e.org/\x01/", "not an address"),
        ("--link", 'https://e.org/"><b>', "not an address"),
        ("--email", "a\x01@example.org", "e-mail"),
        ("--base-url", "https://[例/", "not an address"),
    ],
)
def test_invalid_options_are_refused_before_anything_is_written(
    tmp_path: Path, option: str, value: str, told: str
) -> None:
    refused = tts("init", str(tmp_path / "show"), option, value)
    assert refused.exit_code == 1 and told in refused.stderr and not (tmp_path / "show").exists()


def test_an_existing_file_is_completed_and_never_changed(tmp_path: Path) -> None:
    before = '# mine\ntitle = "Boats"   # with a comment\n\n[voices]\nen = "hibari/heart"\n\n[other]\nx = 1\n'
    path = tmp_path / "show.toml"
    path.write_text(before)
    assert "settings were added" in fine("init", str(tmp_path), "--author", "A").stderr
    after = path.read_text()
    assert before.strip() in after and "#email = " in after and after.count("[voices]") == 1
    assert settings.read(path) == Settings(title="Boats", author="A", voices={"en": "hibari/heart"})
    assert "nothing was changed" in fine("init", str(tmp_path)).stderr
    assert path.read_text() == after
    clash = tts("init", str(tmp_path), "--title", "Ships")
    assert clash.exit_code == 1 and "already" in clash.stderr and path.read_text() == after


def test_bytes_that_are_not_text_can_be_printed(tmp_path: Path) -> None:
    fine("init", str(tmp_path), "--title", "a\udcffb")
    assert settings.read(tmp_path / "show.toml").title == "a?b"


def test_a_title_cannot_control_the_terminal(here: Path) -> None:
    path = next(Path("output").glob("*/episode.json"))
    path.write_text(json.dumps({**json.loads(path.read_bytes()), "title": "a\x1b]0;b\x07\nc\x9b1m"}), encoding="utf-8")
    assert not re.search("[\x1b\x07\x9b]", fine("list").stdout)


def test_commented_settings_are_set_by_the_next_init(tmp_path: Path) -> None:
    fine("init", str(tmp_path))
    before = (tmp_path / "show.toml").read_text()
    assert "title" in fine("init", str(tmp_path), "--title", "Boats", "--private").stderr
    assert settings.read(tmp_path / "show.toml") == Settings(title="Boats", private=True)
    after = (tmp_path / "show.toml").read_text()
    assert (
        after.replace('title = "Boats"', '#title = "Pagecast"').replace("private = true", "#private = false") == before
    )


def test_other_commands_write_into_the_file_in_its_places(here: Path) -> None:
    fine("init", "fresh", "--language", "en")
    show = library.remember_voice(library.open_show(here / "fresh"), "en", "hibari", "heart")
    for end in "cd":
        settings_file.put(show.folder / "show.toml", {"guid": f"9b024349-ccf0-5f69-a609-6b82873eab3{end}"})
    text = (show.folder / "show.toml").read_text()
    told = settings.read(show.folder / "show.toml")
    assert told.voices == {"en": "hibari/heart"} and told.guid.endswith("3d")
    assert text.count("guid = ") == 1 and text.index("guid = ") > text.index("The feed's identity")
    assert text.index('\nen = "hibari/heart"') < text.index("[rules]")


def test_a_setting_in_a_feed_table_is_set_there(tmp_path: Path) -> None:
    (tmp_path / "show.toml").write_text('# mine\n[feed]\nmedium = "blog"  # so\n')
    settings_file.put(tmp_path / "show.toml", {"medium": "newsletter", "title": "Boats"})
    assert settings.read(tmp_path / "show.toml") == Settings(medium="newsletter", title="Boats")
    assert "# mine" in (tmp_path / "show.toml").read_text() and "# so" in (tmp_path / "show.toml").read_text()


# --- list ---------------------------------------------------------------------------------------------------


def test_episodes_are_listed_the_newest_last(here: Path) -> None:
    told = fine("list")
    lines = told.stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["1", "2", "3"]
    assert lines[0].endswith("silent/silent  The Ferry") and lines[2].endswith("桥上的灯火")
    assert "3 episodes" in told.stderr
    listed = json.loads(fine("list", "--json").stdout)
    assert [one["title"] for one in listed] == ["The Ferry", "夜市", "桥上的灯火"]
    assert listed[0]["source"] == "../ferry.md" and listed[0]["state"] == "whole" and Path(listed[0]["path"]).exists()


def test_broken_episodes_are_marked(here: Path) -> None:
    for name in ("cover.jpg", "episode.json"):
        next(here.glob(f"output/the-ferry-*/{name}")).unlink()
    next(here.glob("output/ye-shi-*/cover.jpg")).unlink()
    next(here.glob("output/qiao-*/episode.json")).write_text("[]")
    told = fine("list")
    assert "✗" in told.stdout and "cover.jpg is missing" in told.stdout and "can't be read" in told.stdout
    assert "2 broken" in told.stderr
    assert {one["state"] for one in json.loads(fine("list", "--json").stdout)} == {"broken"}


def test_a_show_without_episodes_says_how_to_have_one(here: Path) -> None:
    told = fine("list", "-o", "empty")
    assert told.stdout == "" and "tts make ARTICLE -o empty" in told.stderr
    assert json.loads(fine("list", "-o", "empty", "--json").stdout) == []


# --- remove, rename, retag ----------------------------------------------------------------------------------


def test_one_episode_is_removed_at_once_and_several_with_yes(here: Path) -> None:
    assert "removed 1: The Ferry" in fine("remove", "ferry.md").stderr
    refused = tts("remove", "2", "3")
    assert refused.exit_code == 2 and "--yes" in refused.stderr
    assert len(json.loads(fine("list", "--json").stdout)) == 2
    fine("remove", "2", "3", "夜市", "--yes")
    assert json.loads(fine("list", "--json").stdout) == []


@pytest.mark.parametrize(("asked", "told"), [("7", "there are 3"), ("harbour", "tts list -o output")])
def test_names_that_match_no_episode_are_refused(here: Path, asked: str, told: str) -> None:
    refused = tts("remove", "1", asked, "--yes")
    assert refused.exit_code == 1 and told in refused.stderr
    assert len(json.loads(fine("list", "--json").stdout)) == 3


def test_an_ambiguous_name_removes_nothing(here: Path) -> None:
    fine("rename", "1", "夜市二")
    fine("rename", "2", "夜市一")
    refused = tts("remove", "--title", "夜市")
    assert refused.exit_code == 1 and "夜市一" in refused.stderr and "夜市二" in refused.stderr
    assert len(json.loads(fine("list", "--json").stdout)) == 3


def test_an_episode_can_be_renamed_and_get_its_own_title_back(here: Path) -> None:
    told = fine("rename", "--title", "ferry", "The Last\nBoat\x07")
    audio = Path(told.stdout.strip())
    assert audio.name.startswith("the-last-boat-") and str(ID3(audio)["TIT2"]) == "The Last Boat"
    assert "1: The Ferry → The Last Boat" in told.stderr
    assert "unchanged" in fine("make", "ferry.md", "--engine", "silent").stderr
    assert "The Last Boat → The Ferry" in fine("rename", "1", "--own").stderr


def test_a_show_is_renamed_in_its_file_and_in_its_episodes(here: Path) -> None:
    fine("init")
    told = fine("rename", "--show", "Boats weekly")
    assert "3 retagged" in told.stderr and len(told.stdout.splitlines()) == 3
    assert str(ID3(told.stdout.splitlines()[0])["TALB"]) == "Boats weekly"
    text = (here / "output" / "show.toml").read_text()
    assert text.index("The show's name") < text.index('\ntitle = "Boats weekly"') and "#title" not in text


@pytest.mark.parametrize(
    "args",
    [
        ["1"],
        ["1", ""],
        ["1", "T", "--own"],
        ["--show"],
        ["--show", "A", "B"],
        [],
        ["--title", "Ferry"],
        ["--title", "Ferry", "1", "T"],
        ["--title", "Ferry", "T", "--own"],
        ["--show", "A", "--title", "B"],
    ],
)
def test_a_typing_error_is_reported_as_one(here: Path, args: list[str]) -> None:
    assert tts("rename", *args).exit_code == 2


def test_retagging_skips_broken_episodes(here: Path) -> None:
    next(here.glob("output/ye-shi-*/cover.jpg")).unlink()
    (here / "output" / "show.toml").write_text('title = "Boats"\n')
    told = fine("retag")
    assert "2 retagged" in told.stderr and "1 broken" in told.stderr
    assert "0 retagged, 1 already" in fine("retag", "1").stderr
    refused = tts("retag", "夜市")
    assert refused.exit_code == 1 and "cover.jpg is missing" in refused.stderr


def test_ambiguous_names_are_listed_one_per_line(here: Path) -> None:
    for number in ("1", "2"):
        fine("rename", "-o", "output", number, "Same")
    told = tts("remove", "Same", "-o", "output").stderr
    first, *lines = told.splitlines()
    assert first == "error: 'Same' matches 2 episodes:"
    assert [line.split()[:2] for line in lines[:2]] == [["-", "1"], ["-", "2"]]


def test_commands_that_are_to_be_pasted_name_the_show(here: Path) -> None:
    (here / "output").rename(here / "a show")
    told = fine("remove", "1", "-o", "a show").stderr
    assert "tts restore 1 -o 'a show'" in told
    assert "tts restore 1 -o 'a show'" in fine("remove", "1", "-o", "a show").stderr
    assert "tts restore 1 -o 'a show'" in tts("rename", "1", "Other", "-o", "a show").stderr


def test_a_number_from_a_damaged_manifest_does_not_count(here: Path) -> None:
    (here / "output" / "zz").mkdir()
    (here / "output" / "zz" / "episode.json").write_text('{"number": 999999999999}', encoding="utf-8")
    (here / "new.md").write_text("# New\n\nIt came today.\n", encoding="utf-8")
    fine("make", "new.md", "--engine", "silent", "-q", "-o", "output")
    listed = json.loads(fine("list", "-o", "output", "--json").stdout)
    assert [one["number"] for one in listed if one["title"] == "New"] == [4]


@pytest.mark.parametrize("command", ["check", "retag", "serve"])
def test_a_missing_folder_is_not_an_empty_show(command: str, tmp_path: Path) -> None:
    done = tts(command, "-o", str(tmp_path / "nowhere"))
    assert done.exit_code == 1
    assert "there is no show in" in done.stderr and "tts make SOURCE -o" in done.stderr

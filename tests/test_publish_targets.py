"""Publishing to folders and buckets: what is sent, in which order and type, and after interruptions at any point."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests import buckets, forked
from tts.cache import Cache
from tts.cli.main import cli
from tts.episode import manage, pipeline, retagging
from tts.episode.options import Options
from tts.model import LibraryError
from tts.publish import build, public_files
from tts.publish.targets import send
from tts.show import library

URL = "https://example.org/listen/"
ARTICLES = {
    "ferry.md": "# The Ferry\n\nThe ferry leaves at six.\n",
    "market.md": "# 夜市\n\n燈一盞一盞亮起來。\n",
    "bridge.md": "# 桥上的灯火\n\n桥上的灯亮了。\n",
}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A show of three episodes, published into its own folder."""
    folder = tmp_path_factory.mktemp("published")
    cache = Cache(tmp_path_factory.mktemp("clips"))
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
        show = library.open_show(folder / "show")
        pipeline.make(str(folder / name), show, Options(engine="silent"), cache=cache)
    (folder / "show" / "lexicon.toml").write_text("", encoding="utf-8")
    (folder / "show" / "notes.html").write_text("mine", encoding="utf-8")
    build.publish(library.open_show(folder / "show"), base_url=URL)
    return folder


@pytest.fixture
def show(published: Path, tmp_path: Path) -> Path:
    shutil.copytree(published, tmp_path / "copy")
    return tmp_path / "copy" / "show"


def test_sources_are_sent_where_the_show_wants_them_to_be(show: Path, tmp_path: Path) -> None:
    settings, sources = show / "show.toml", {"show.toml", "episode.json", "script.json"}
    plain = settings.read_text(encoding="utf-8")
    for wanted in (False, True, False):
        settings.write_text(plain + "public_sources = true\n" * wanted, encoding="utf-8")
        send.upload(show, str(tmp_path / "www"))
        found = {path.name for path in (tmp_path / "www").rglob("*") if path.name in sources}
        assert found == (sources if wanted else set())


def again(show: Path) -> None:
    build.publish(library.open_show(show), base_url=URL)


def first(show: Path) -> manage.EpisodeFolder:
    return manage.episode_folders(library.open_show(show))[0]


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def without_record(found: dict[str, bytes]) -> dict[str, bytes]:
    return {name: content for name, content in found.items() if name != public_files.RECORD}


class Heard(send.Listener):
    def __init__(self) -> None:
        self.sends: list[str] = []

    def sent(self, name: str, size: int) -> None:
        self.sends.append(name)


# --- what is published --------------------------------------------------------------------------------------


def test_the_users_own_files_are_not_sent(show: Path) -> None:
    names = {item.name for item in public_files.items(show)}
    assert not {"show.toml", "lexicon.toml", "notes.html"} & names
    assert not any(part.startswith(".") for name in names for part in name.split("/"))
    assert not any(name.endswith(("/script.json", "/episode.json", ".toml")) for name in names)
    assert {"index.html", "feed.xml", "shows.opml", "sitemap.xml"} <= names
    assert sum(name.endswith(".mp3") for name in names) == 3
    assert sum(name.endswith("/embed.html") for name in names) == 3


@pytest.mark.parametrize("name", ["pagecast/diary.txt", "page-7.html", "*/embed.html", "*/transcript.srt"])
def test_the_targets_of_links_are_not_sent(name: str, show: Path, tmp_path: Path) -> None:
    place = next(show.glob(name), show / name)
    secret = tmp_path / "secret.txt"
    secret.write_bytes(b"s" * (place.stat().st_size if place.exists() else 9))
    place.unlink(missing_ok=True)
    place.symlink_to(secret)
    for _ in range(2):
        assert not any(item.path.read_bytes() == secret.read_bytes() for item in public_files.items(show))
        again(show)


def test_an_episode_that_is_a_link_is_not_published(show: Path, tmp_path: Path) -> None:
    folder = first(show).folder
    shutil.move(folder, tmp_path / "disk")
    folder.symlink_to(tmp_path / "disk")
    again(show)
    assert not any(item.name.startswith(folder.name) for item in public_files.items(show))


def test_all_that_pages_and_feed_lead_to_is_published(show: Path) -> None:
    """Every address of ours in any published file is that of a published file."""
    import re

    names = {item.name for item in public_files.items(show)}
    for item in public_files.items(show):
        if item.path.suffix in (".html", ".xml", ".opml"):
            for name in re.findall(re.escape(URL) + r"([^\s\"'<>&#?]*)", item.path.read_text(encoding="utf-8")):
                assert (name + "index.html" if name.endswith("/") or not name else name) in names, (item.name, name)
            if item.path.suffix == ".html":
                folder = item.name.rpartition("/")[0]
                for link in re.findall(r"(?:src|href)=\"([^\"#?:]+)[\"#?]", item.path.read_text(encoding="utf-8")):
                    name = os.path.normpath(f"{folder}/{link}" if folder else link)
                    name = f"{name}/index.html".removeprefix("./") if link.endswith("/") else name
                    assert name in names or name == ".", (item.name, link)


def test_audio_goes_first_and_the_feed_last(show: Path, tmp_path: Path) -> None:
    heard = Heard()
    send.upload(show, str(tmp_path / "www"), listener=heard)
    kinds = ["".join(sign for sign in (Path(n).suffix, "/" if "/" in n else "")) for n in heard.sends]
    assert kinds[:3] == [".mp3/"] * 3 and heard.sends[-1] == "feed.xml"
    assert max(n for n, kind in enumerate(kinds) if kind == ".html/") < heard.sends.index("index.html")


def test_a_folder_that_was_not_published_is_reported(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="nothing is published") as told:
        send.upload(tmp_path / "show", str(tmp_path / "www"))
    assert "tts publish" in told.value.hint


def test_an_episode_that_broke_since_is_left_out(show: Path) -> None:
    (first(show).folder / "transcript.vtt").unlink()
    assert not any(item.name.startswith(first(show).folder.name) for item in public_files.items(show))


# --- a folder -----------------------------------------------------------------------------------------------


def test_a_folder_gets_everything_once_and_then_only_changes(show: Path, tmp_path: Path) -> None:
    www = tmp_path / "www"
    done = send.upload(show, www.as_uri())
    assert without_record(files(www)) == {item.name: item.path.read_bytes() for item in public_files.items(show)}
    assert len(done.added) == len(files(www)) - 1 and not done.changed and not done.removed
    moments = {p: p.stat().st_mtime_ns for p in www.rglob("*")}
    idle = send.upload(show, str(www))
    assert (idle.added, idle.changed, idle.removed, idle.bytes) == ((), (), (), 0)
    assert {p: p.stat().st_mtime_ns for p in www.rglob("*")} == moments
    old = first(show).manifest.audio.file
    retagging.rename(manage.episode_of(first(show)), library.open_show(show), "Boats")
    again(show)
    more = send.upload(show, str(www))
    assert [n for n in more.added if n.endswith(".mp3")] == [
        f"{first(show).folder.name}/{first(show).manifest.audio.file}"
    ]
    assert f"{first(show).folder.name}/{old}" in more.removed and "feed.xml" in more.changed
    assert without_record(files(www)) == {item.name: item.path.read_bytes() for item in public_files.items(show)}


def test_removed_files_are_deleted_and_others_stay(show: Path, tmp_path: Path) -> None:
    www = tmp_path / "www"
    www.mkdir()
    (www / "mine.html").write_text("mine")
    send.upload(show, str(www))
    gone = first(show)
    (www / gone.folder.name / "mine.txt").write_text("mine")
    manage.remove(gone)
    again(show)
    done = send.upload(show, str(www))
    assert any(name.endswith(".mp3") for name in done.removed)
    assert files(www / gone.folder.name) == {"mine.txt": b"mine"} and (www / "mine.html").exists()


def test_files_damaged_or_deleted_at_the_target_are_sent_again(show: Path, tmp_path: Path) -> None:
    www = tmp_path / "www"
    send.upload(show, str(www))
    (www / "index.html").write_text("other")
    next(www.glob("*/*.mp3")).unlink()
    (www / public_files.RECORD).write_text("{broken")
    with pytest.raises(LibraryError, match=r"index\.html.*in the way"):
        send.upload(show, str(www))
    (www / "index.html").unlink()
    assert len(send.upload(show, str(www)).added) == 2
    assert without_record(files(www)) == {item.name: item.path.read_bytes() for item in public_files.items(show)}


def test_a_foreign_page_is_not_overwritten(show: Path, tmp_path: Path) -> None:
    (tmp_path / "www").mkdir()
    (tmp_path / "www" / "index.html").write_text("my home page")
    with pytest.raises(LibraryError, match="did not make it"):
        send.upload(show, str(tmp_path / "www"))
    assert files(tmp_path / "www") == {"index.html": b"my home page"}


def test_one_show_does_not_take_away_another_s_episodes(show: Path, tmp_path: Path) -> None:
    send.upload(show, str(tmp_path / "www"))
    text = (show / "show.toml").read_text(encoding="utf-8")
    guid = library.open_show(show).settings.guid
    (show / "show.toml").write_text(text.replace(guid, "9b024349-ccf0-5f69-a609-6b82873eab3c"), encoding="utf-8")
    with pytest.raises(LibraryError, match="another show"):
        send.upload(show, str(tmp_path / "www"))


def test_a_record_can_name_nothing_outside(show: Path, tmp_path: Path) -> None:
    www, outside = tmp_path / "www", tmp_path / "outside.txt"
    outside.write_text("mine")
    send.upload(show, str(www))
    record = json.loads((www / public_files.RECORD).read_text())
    record["files"] |= {"../outside.txt": ["", ""], "a/../../outside.txt": ["", ""], str(outside): ["", ""]}
    (www / public_files.RECORD).write_text(json.dumps(record))
    send.upload(show, str(www))
    assert outside.exists()


@pytest.mark.parametrize("inside", ["", "/www", "/pagecast"])
def test_the_show_is_not_its_own_target(show: Path, inside: str) -> None:
    with pytest.raises(LibraryError, match="own folder"):
        send.upload(show, f"{show}{inside}")


@pytest.mark.parametrize("target", ["ftp://example.org/x", "https://example.org/", "gs://bucket", "rsync://x"])
def test_a_target_of_another_kind_is_reported(show: Path, target: str) -> None:
    with pytest.raises(LibraryError, match="can't publish to") as told:
        send.upload(show, target)
    assert "s3://bucket/prefix" in told.value.hint


def test_a_file_where_the_folder_should_be_is_reported(show: Path, tmp_path: Path) -> None:
    (tmp_path / "www").write_text("")
    with pytest.raises(LibraryError, match="is a file"):
        send.upload(show, str(tmp_path / "www"))


# --- a bucket -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with buckets.serving() as address:
        yield address


@pytest.fixture
def bucket(server: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Any]:
    with buckets.bucket_of("listen", server, monkeypatch, tmp_path) as made:
        yield made


def objects(bucket: Any) -> dict[str, bytes]:
    return {each.key: each.get()["Body"].read() for each in bucket.objects.all()}


def test_a_bucket_gets_everything_with_types_and_cache_headers(show: Path, bucket: Any) -> None:
    done = send.upload(show, "s3://listen/shows/mine/")
    found = {name.removeprefix("shows/mine/"): content for name, content in objects(bucket).items()}
    assert without_record(found) == {item.name: item.path.read_bytes() for item in public_files.items(show)}
    assert len(done.added) == len(found) - 1

    def headers(name: str) -> tuple[str, str]:
        """The headers that listeners get: over HTTP, without keys."""
        bucket.Object(f"shows/mine/{name}").Acl().put(ACL="public-read")
        with urllib.request.urlopen(f"{os.environ['AWS_ENDPOINT_URL']}/listen/shows/mine/{name}") as answer:
            return answer.headers["Content-Type"], answer.headers["Cache-Control"]

    folder = first(show).folder.name
    audio = f"{folder}/{first(show).manifest.audio.file}"
    year, hour, minutes = public_files.YEAR, public_files.HOUR, public_files.MINUTES
    assert "31536000" in year and "immutable" in year
    assert headers(audio) == ("audio/mpeg", year)
    assert headers("feed.xml") == ("application/rss+xml; charset=utf-8", minutes)
    assert headers("index.html") == ("text/html; charset=utf-8", minutes)
    assert headers(f"{folder}/index.html") == ("text/html; charset=utf-8", minutes)
    assert headers(f"{folder}/transcript.vtt") == ("text/vtt; charset=utf-8", hour)
    assert headers(f"{folder}/chapters.json") == ("application/json+chapters", hour)
    assert headers(f"{folder}/cover.jpg") == ("image/jpeg", hour)
    for loaded in ("listen.js", "pagecast/pages-0.js", f"{folder}/player.js"):
        assert headers(loaded) == ("text/javascript; charset=utf-8", minutes)
    script = next(name for name in found if name.startswith("pagecast/player-"))
    assert headers(script) == ("text/javascript; charset=utf-8", year)


def test_only_changes_are_sent_even_without_a_record(show: Path, bucket: Any) -> None:
    send.upload(show, "s3://listen")
    heard = Heard()
    idle = send.upload(show, "s3://listen", listener=heard)
    assert (heard.sends, idle.removed) == ([], ())
    bucket.Object(public_files.RECORD).delete()
    shutil.rmtree(show / ".pagecast")
    assert send.upload(show, "s3://listen").bytes == 0
    (show / "robots.txt").write_text("# Pagecast\n")
    manage.remove(first(show))
    again(show)
    done = send.upload(show, "s3://listen")
    assert "robots.txt" in done.added and "feed.xml" in done.changed and any(n.endswith(".mp3") for n in done.removed)
    assert not [n for n in done.added + done.changed if n.endswith((".mp3", ".vtt"))]
    assert without_record(objects(bucket)) == {item.name: item.path.read_bytes() for item in public_files.items(show)}


KILLED = """
import os, signal, sys
from pathlib import Path
from tts.publish.targets import send
class Killer(send.Listener):
    left = int(sys.argv[3])
    def sent(self, name, size):
        self.left -= 1
        if self.left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)
send.upload(Path(sys.argv[1]), sys.argv[2], listener=Killer())
"""


@pytest.mark.parametrize("after", [1, 4, 14, 30])
def test_killed_at_any_point_the_next_run_goes_on(show: Path, bucket: Any, after: int) -> None:
    """No file at the target links to a missing one, and nothing is left over in the end."""
    send.upload(show, "s3://listen")
    retagging.rename(manage.episode_of(first(show)), library.open_show(show), "Boats")
    library.open_show(show)
    (show.parent / "harbour.md").write_text("# Harbour\n\nIt is open.\n", encoding="utf-8")
    pipeline.make(
        str(show.parent / "harbour.md"), library.open_show(show), Options(engine="silent"),
        cache=Cache(show.parent / "clips"),
    )  # fmt: skip
    again(show)
    killed = forked.run([sys.executable, "-c", KILLED, str(show), "s3://listen", str(after)], timeout=60, check=False)
    assert killed.returncode in (-signal.SIGKILL, 0)
    there = objects(bucket)
    import feedparser

    for entry in feedparser.parse(there["feed.xml"]).entries:
        name = entry.enclosures[0].href.removeprefix(URL)
        assert len(there[name]) == int(entry.enclosures[0].length)
    send.upload(show, "s3://listen")
    assert without_record(objects(bucket)) == {item.name: item.path.read_bytes() for item in public_files.items(show)}


@pytest.mark.parametrize(
    ("target", "environment", "told"),
    [
        ("s3://nowhere", {}, "no bucket nowhere at http://127"),
        ("s3://listen", {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}, "no keys"),
        ("s3://", {}, "does not name a bucket"),
        ("s3://AKIAX:s3cr3t/never+printed@listen", {}, "does not name a bucket"),
    ],
)
def test_errors_of_a_bucket_are_reported_in_clear_words(
    show: Path, bucket: Any, monkeypatch: pytest.MonkeyPatch, *, target: str, environment: dict[str, str], told: str
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(LibraryError, match=told) as failed:
        send.upload(show, target)
    assert failed.value.hint and "s3cr3t" not in f"{failed.value.message} {failed.value.hint}"


def test_a_missing_server_is_reported_soon(show: Path, bucket: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{free.getsockname()[1]}")
    with pytest.raises(LibraryError, match="can't be reached"):
        send.upload(show, "s3://listen")


@pytest.mark.parametrize(
    ("status", "code", "told"),
    [
        (403, "AccessDenied", "are not allowed to do that"),
        (403, "InvalidAccessKeyId", "does not accept the keys"),
        (403, "SignatureDoesNotMatch", "does not accept the keys"),
        (301, "PermanentRedirect", "another region"),
        (400, "AuthorizationHeaderMalformed", "another region"),
        (418, "Teapot", "failed"),
    ],
)
def test_refusals_of_a_server_are_reported(
    show: Path, monkeypatch: pytest.MonkeyPatch, status: int, code: str, told: str
) -> None:
    """A server that answers everything with an error of S3's."""
    from http.server import BaseHTTPRequestHandler, HTTPServer
    from threading import Thread

    class Refusing(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            secret = buckets.KEYS["AWS_SECRET_ACCESS_KEY"]
            body = f"<Error><Code>{code}</Code><Message>no {secret}</Message></Error>".encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Refusing) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        for name, value in (*buckets.KEYS.items(), ("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.server_port}")):
            monkeypatch.setenv(name, value)
        with pytest.raises(LibraryError, match=told) as failed:
            send.upload(show, "s3://listen")
        server.shutdown()
    assert buckets.KEYS["AWS_SECRET_ACCESS_KEY"] not in f"{failed.value.message} {failed.value.hint}"


def test_a_provider_without_bulk_deletion_is_served_too(
    show: Path, bucket: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_DISABLE_BULK_DELETE", "true")
    send.upload(show, "s3://listen")
    manage.remove(first(show))
    again(show)
    assert send.upload(show, "s3://listen").removed
    assert without_record(objects(bucket)) == {item.name: item.path.read_bytes() for item in public_files.items(show)}


def test_a_long_episode_goes_in_pieces_and_once(show: Path, bucket: Any) -> None:
    """It is larger than one part, so its ETag is not an MD5; it is recognized all the same."""
    from mutagen.mp3 import MP3

    lines = "\n\n".join(f"Paragraph {n} is about the ferry, the lamps and the tide of that day." for n in range(450))
    (show.parent / "long.md").write_text(f"# Long\n\n{lines}\n", encoding="utf-8")
    options = Options(engine="silent")
    made = pipeline.make(str(show.parent / "long.md"), library.open_show(show), options, cache=Cache(show.parent / "c"))
    again(show)
    assert made.episode.audio.stat().st_size > 8 << 20
    done = send.upload(show, "s3://listen")
    name = f"{made.episode.folder.name}/{made.episode.audio.name}"
    assert name in done.added and "-" in bucket.Object(name).e_tag
    bucket.download_file(name, str(show.parent / "again.mp3"))
    assert MP3(show.parent / "again.mp3").info.length == MP3(made.episode.audio).info.length
    bucket.Object(public_files.RECORD).delete()
    assert send.upload(show, "s3://listen").bytes == 0


def test_the_command_publishes_and_sends(show: Path, bucket: Any, tmp_path: Path) -> None:
    told = CliRunner().invoke(cli, ["publish", "-o", str(show), "--to", "s3://listen/x"])
    assert told.exit_code == 0, told.output
    assert "s3://listen/x: " in told.stderr and "new" in told.stderr and f"{URL}feed.xml" in told.stdout
    told = CliRunner().invoke(cli, ["publish", "-o", str(show), "--to", "s3://listen/x", "--json"])
    assert json.loads(told.stdout)["uploaded"]["bytes"] == 0 and "nothing to send" in told.stderr
    told = CliRunner().invoke(cli, ["publish", "-o", str(show), "--to", str(tmp_path / "www"), "--dry-run"])
    assert told.exit_code == 0 and not (tmp_path / "www").exists()
    told = CliRunner().invoke(cli, ["publish", "-o", str(show), "--to", "s3://nowhere"])
    assert told.exit_code == 1 and "no bucket nowhere" in told.stderr and "Traceback" not in told.stderr


def test_without_a_base_url_the_missing_feed_is_reported(show: Path, tmp_path: Path) -> None:
    told = (show / "show.toml").read_text(encoding="utf-8") if (show / "show.toml").exists() else ""
    lines = [line for line in told.splitlines() if not line.startswith(("base_url", "guid"))]
    (show / "show.toml").write_text("\n".join(lines), encoding="utf-8")
    done = CliRunner().invoke(cli, ["publish", "-o", str(show), "--to", str(tmp_path / "there")])
    assert done.exit_code == 0 and "no feed" in done.stderr and "put it online" not in done.stderr


def test_keys_of_a_profile_are_found(show: Path, bucket: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "credentials").write_text("[mine]\naws_access_key_id = A\naws_secret_access_key = B%C\n")
    for name in buckets.KEYS:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.setenv("AWS_PROFILE", "mine")
    assert send.upload(show, "s3://listen").added
    for name, value in buckets.KEYS.items():
        monkeypatch.setenv(name, value)

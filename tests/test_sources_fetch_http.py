"""Fetching over HTTP from a real server on this machine, and forbidden addresses."""

from __future__ import annotations

import asyncio
import gzip
import threading
import time
from collections.abc import Callable, Iterator
from ipaddress import ip_address
from pathlib import Path

import pytest
from aiohttp import web
from click.testing import CliRunner
from yarl import URL

import tts
from tts.cli.main import cli
from tts.model import SourceError
from tts.sources import fetch, fetch_image, read
from tts.sources.fetch import http, retry_after
from tts.sources.fetch.cookies import Cookies, read_cookies
from tts.sources.fetch.page_redirects import leads_to
from tts.sources.fetch.public_addresses import is_public, literal

PAGE = (
    "<html><head><title>河</title></head><body><article><p>"
    + "河水慢慢地流过石桥，谁也不着急。" * 20
    + "</p></article></body></html>"
)


async def page(request: web.Request) -> web.Response:
    return web.Response(
        body=PAGE.encode("gb18030"),
        headers={"Content-Type": "text/html; charset=GB2312", "Last-Modified": "Mon, 23 Nov 2026 10:00:00 GMT"},
    )


async def echo(request: web.Request) -> web.Response:
    return web.json_response(dict(request.headers), content_type="text/plain")


async def hop(request: web.Request) -> web.Response:
    left = int(request.match_info["left"])
    headers = {"Location": f"/hop/{left - 1}" if left else "/page", "Set-Cookie": "seen=1"}
    return web.Response(status=302, headers=headers)


async def lead(request: web.Request) -> web.Response:
    return web.Response(status=307, headers={"Location": request.query["to"]})


async def bomb(request: web.Request) -> web.Response:
    headers = {"Content-Type": "text/html", "Content-Encoding": "gzip"}
    return web.Response(body=gzip.compress(b"<p>" + b"a" * (http.MOST_BYTES * 3)), headers=headers)


async def endless(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "text/plain"})
    await response.prepare(request)
    while True:
        await response.write(b"word " * 100_000)


async def stall(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "text/plain"})
    await response.prepare(request)
    await response.write(b"the beginning")
    await asyncio.sleep(3600)
    return response


async def drip(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "text/plain"})
    await response.prepare(request)
    while True:
        await response.write(b"drop ")
        await asyncio.sleep(0.1)
    return response


def answer(status: int, kind: str, body: bytes = b"x") -> Callable[[web.Request], object]:
    async def handler(request: web.Request) -> web.Response:
        return web.Response(status=status, body=body, headers={"Content-Type": kind})

    return handler


async def cut(request: web.Request) -> web.StreamResponse:
    """Declares a larger size than it sends."""
    response = web.StreamResponse(headers={"Content-Type": "text/html", "Content-Length": "9000"})
    await response.prepare(request)
    await response.write(b"<p>Half a sentence")
    assert request.transport is not None
    request.transport.close()
    return response


async def moved(request: web.Request) -> web.Response:
    """A page that only redirects to /page, in the requested way."""
    stub = STUBS[request.query["by"]].replace("TO", request.query.get("to", "/page"))
    return web.Response(body=stub.encode(), content_type="text/html")


async def gate(request: web.Request) -> web.Response:
    """Sets a cookie and redirects to itself; with the cookie it serves the page."""
    if request.cookies.get("seen") == "1":
        return await page(request)
    headers = {"Set-Cookie": "seen=1; Path=/", "Content-Type": "text/html"}
    if request.query["by"] == "refresh":
        body = b'<meta http-equiv=refresh content="0; url=/gate?by=refresh">One moment'
        return web.Response(body=body, headers=headers)
    return web.Response(status=302, headers={**headers, "Location": str(request.rel_url)})


async def subscribers(request: web.Request) -> web.Response:
    if "member=yes" not in request.headers.get("Cookie", ""):
        return web.Response(status=int(request.query.get("else", "403")), text="Subscribe")
    return await page(request)


BUSY: dict[str, list[float]] = {}
"""When /busy was asked, by its query."""


async def busy(request: web.Request) -> web.Response:
    asked = BUSY.setdefault(request.query_string, [])
    asked.append(time.monotonic())
    if len(asked) > int(request.query.get("times", "1")):
        return await page(request)
    headers = {"Retry-After": request.query["after"]} if "after" in request.query else {}
    return web.Response(status=int(request.query["status"]), headers=headers)


async def challenge(request: web.Request) -> web.Response:
    return web.Response(status=403, text="Just a moment...", headers={"cf-mitigated": "challenge"})


STUBS = {
    "meta": '<html><head><meta http-equiv="refresh" content="0; url=TO"></head><body>Moved.</body></html>',
    "quoted": "<META HTTP-EQUIV=Refresh CONTENT=\"1;URL='TO'\"><p><a href='TO'>Click here</a>",
    "no url=": '<meta http-equiv="refresh" content="0;TO">',
    "comma": '<meta http-equiv="refresh" content="0, URL=TO">',
    "self": '<meta http-equiv="refresh" content="0; url=/moved?by=self">Moved.',
    "noscript": '<head><noscript><META http-equiv="refresh" content="0;URL=/other"></noscript><title>TO</title></head>'
    '<script>window.opener = null; location.replace("TO")</script>',
    "timer": "<p>One moment</p><script>setTimeout(function () { location.href = 'TO' }, 500)</script>",
    "base": '<base href="/"><meta http-equiv="refresh" content="0; url=page">',
    "script": "<script>window.location.href = 'TO';</script>",
    "assign": '<script type="text/javascript">top.location.assign("TO")</script><body></body>',
    "escaped": '<script>location = "\\/page"</script>',
}


ROUTES = {
    "/moved": moved,
    "/gate": gate,
    "/subscribers": subscribers,
    "/busy": busy,
    "/challenge": challenge,
    "/page": page,
    "/echo": echo,
    "/hop/{left}": hop,
    "/lead": lead,
    "/bomb": bomb,
    "/endless": endless,
    "/stall": stall,
    "/cut": cut,
    "/drip": drip,
    "/路径/文章": page,
    "/archive": answer(200, "application/x-7z-compressed"),
    "/video": answer(200, "video/mp4"),
    "/image": answer(200, "image/png", b"\x89PNG"),
    "/empty": answer(200, "text/html", b""),
    "/gone": answer(410, "text/html"),
    "/login": answer(403, "text/html"),
    "/broken": answer(500, "text/html"),
}


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A server in a separate thread; yields its address."""
    loop = asyncio.new_event_loop()
    started: list[str] = []
    ready = threading.Event()

    async def serve() -> web.AppRunner:
        app = web.Application()
        for path, handler in ROUTES.items():
            app.router.add_get(path, handler)
        runner = web.AppRunner(app, shutdown_timeout=0)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        started.append(f"http://127.0.0.1:{runner.addresses[0][1]}")
        ready.set()
        return runner

    def work() -> None:
        asyncio.set_event_loop(loop)
        runner = loop.run_until_complete(serve())
        loop.run_forever()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(runner.cleanup())

    thread = threading.Thread(target=work)
    thread.start()
    assert ready.wait(10)
    yield started[0]
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)


def test_a_page(server: str) -> None:
    source = fetch(f"{server}/page", allow_private=True)
    assert (source.media_type, source.charset.lower()) == ("text/html", "gb2312")
    assert (source.url, source.modified) == (f"{server}/page", "2026-11-23")
    assert read(source).blocks[0].text.startswith("河水慢慢地流过石桥")


def test_it_says_who_asks_and_keeps_no_cookies(server: str) -> None:
    text = fetch(f"{server}/echo", allow_private=True).content.decode()
    assert f"Pagecast/{tts.__version__}" in text
    assert "ookie" not in text


def test_an_address_in_chinese(server: str) -> None:
    assert fetch(f"{server}/路径/文章", allow_private=True).content


def test_from_a_thread_that_has_a_loop(server: str) -> None:
    async def inside() -> bytes:
        return fetch(f"{server}/page", allow_private=True).content

    assert asyncio.run(inside())


def test_redirects(server: str) -> None:
    assert fetch(f"{server}/hop/4", allow_private=True).url == f"{server}/page"
    with pytest.raises(SourceError, match="redirects more than 5 times"):
        fetch(f"{server}/hop/5", allow_private=True)


@pytest.mark.parametrize(
    ("to", "said"), [("/nothing", "404"), ("/archive", "application/x-7z-compressed"), ("/empty", "empty page")]
)
def test_an_error_after_a_redirect_names_both_addresses(server: str, to: str, said: str) -> None:
    first = str(URL(f"{server}/lead").with_query(to=to))
    with pytest.raises(SourceError, match=said) as caught:
        fetch(first, allow_private=True)
    assert first in caught.value.message
    assert f"{server}{to} " in caught.value.message


@pytest.mark.parametrize("target", ["file:///etc/hosts", "ftp://example.org/", "http://u:p@example.org/", "http://"])
def test_redirects_to_forbidden_addresses_are_refused(server: str, target: str) -> None:
    with pytest.raises(SourceError):
        fetch(str(URL(f"{server}/lead").with_query(to=target)), allow_private=True)


def test_a_redirect_into_the_private_network(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server stands for a public one; the address that it redirects to is private."""
    monkeypatch.setattr(http, "is_public", lambda address: str(address) == "127.0.0.1" or is_public(address))
    assert fetch(f"{server}/page").content
    for target in ("http://127.0.0.2/", "http://[::1]/", "http://169.254.169.254/latest/", "http://2130706434/"):
        with pytest.raises(SourceError, match="leads to the private address") as caught:
            fetch(str(URL(f"{server}/lead").with_query(to=target)))
        assert "--allow-private" in caught.value.hint


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "0177.0.0.1", "[::ffff:127.0.0.1]", "127.0.0.1."]
)
def test_this_machine_is_not_reached(server: str, host: str) -> None:
    port = URL(server).port
    with pytest.raises(SourceError, match="leads to the private address"):
        fetch(f"http://{host}:{port}/page")
    with pytest.raises(SourceError, match="leads to the private address"):
        fetch_image(f"http://{host}:{port}/image")


@pytest.mark.parametrize(
    ("path", "said", "hint"),
    [
        ("/nothing", "404 Not Found", "no such page"),
        ("/gone", "410", "taken the page down"),
        ("/login", "403", "browser"),
        ("/broken", "500", "later"),
        ("/archive", "is application/x-7z-compressed, not a web page", "text"),
        ("/video", "is video/mp4", ""),
        ("/image", "is image/png", ""),
        ("/empty", "empty page", "browser"),
        ("/bomb", "larger than 10 MB", ""),
        ("/endless", "larger than 10 MB", ""),
        ("/cut", "was cut off", "again"),
    ],
)
def test_refused(server: str, path: str, said: str, hint: str) -> None:
    with pytest.raises(SourceError, match=said) as caught:
        fetch(server + path, allow_private=True)
    assert server + path in caught.value.message
    assert hint in caught.value.hint
    assert caught.value.hint


def test_a_stalled_answer_ends(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "READ_SECONDS", 0.3)
    with pytest.raises(SourceError, match="did not answer in time"):
        fetch(f"{server}/stall", allow_private=True)


def test_a_dripping_answer_ends(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "TOTAL_SECONDS", 0.5)
    with pytest.raises(SourceError, match="did not answer in time"):
        fetch(f"{server}/drip", allow_private=True)


def test_nobody_listens() -> None:
    with pytest.raises(SourceError, match="can't be fetched"):
        fetch("http://127.0.0.1:9/", allow_private=True)
    with pytest.raises(SourceError, match="can't be fetched"):
        fetch("http://no-such-host.invalid/")


@pytest.mark.parametrize("by", [name for name in STUBS if name != "self"])
def test_a_page_that_only_leads_on(by: str, server: str) -> None:
    source = fetch(f"{server}/moved?by={by}", allow_private=True)
    assert source.url == f"{server}/page"
    assert read(source).blocks[0].text.startswith("河水慢慢地流过石桥")


@pytest.mark.parametrize(
    "content",
    [
        '<meta http-equiv="refresh" content="300"><p>Live: the river rises.</p>',
        '<meta http-equiv="refresh" content="600; url=/page"><p>Live: the river rises.</p>',
        '<meta http-equiv="refresh" content="0; url=/page"><p>' + "The river rises and rises. " * 40,
        "<script>if (old) { location.href = '/old' } else { location.href = '/page' }</script>",
        "<script>" + "run();" * 500 + "location.href = '/page'</script>",
        "<p>The location: 'here'</p>",
        '<noscript><meta http-equiv="refresh" content="0; url=/nojs"></noscript><div id="root"></div>',
        '<meta http-equiv="refresh" content="0; url=/page"><script type="text/json">{"articleBody": "x"}</script>',
        "<p>A note.</p><script>if (/iPhone/.test(agent)) { location.href = 'times://open/1' }</script>",
        "<p>A note.</p><script>location.href = 'times://open/1'</script>",
        "<p>A note.</p><script>if (top !== self) top.location = 'https://example.org/'</script>",
        "<p>" + "A short note on the ferry. " * 12 + "</p><script>location.href = '/page'</script>",
        "<script>var allocation = '/page'; my_location = '/page'</script>",
        '<meta http-equiv="refresh" content="0; url=http://[">',
    ],
    ids=[
        "reload",
        "late",
        "text",
        "two",
        "application",
        "word",
        "without script",
        "stated text",
        "phones",
        "app",
        "frame",
        "note",
        "other names",
        "not an address",
    ],
)
def test_a_page_that_does_more_than_lead_on_is_the_page(content: str) -> None:
    assert leads_to(content.encode(), "https://example.org/news") == ""


def test_a_page_that_leads_to_itself_is_the_page(server: str) -> None:
    address = f"{server}/moved?by=self"
    source = fetch(address, allow_private=True)
    assert source.url == address and b"Moved." in source.content
    twice = f"{server}/moved?by=meta&to=/moved%3Fby%3Dmeta%26to%3D/page"
    assert fetch(twice, allow_private=True).url == f"{server}/page"


@pytest.mark.parametrize("by", ["meta", "script"])
@pytest.mark.parametrize("target", ["file:///etc/hosts", "javascript:alert(1)", "http://10.0.0.1:1/"])
def test_a_page_redirects_only_to_allowed_addresses(
    by: str, target: str, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "is_public", lambda address: str(address) == "127.0.0.1" or is_public(address))
    address = str(URL(f"{server}/moved").with_query(by=by, to=target))
    if by == "script" and not target.startswith("http"):
        assert fetch(address).url == address, "the page itself"
        return
    with pytest.raises(SourceError, match=r"not an http or https address|private address"):
        fetch(str(URL(f"{server}/moved").with_query(by=by, to=target)))


# --- cookies ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["redirect", "refresh"])
def test_a_cookie_that_a_site_sets_on_the_way_to_its_page(by: str, server: str) -> None:
    source = fetch(f"{server}/gate?by={by}", allow_private=True)
    assert read(source).blocks[0].text.startswith("河水慢慢地流过石桥")
    assert "ookie" not in fetch(f"{server}/echo", allow_private=True).content.decode(), "forgotten by the next"


def cookies_file(tmp_path: Path, *lines: str) -> str:
    path = tmp_path / "cookies.txt"
    path.write_text("\n".join(["# Netscape HTTP Cookie File", "", *lines]) + "\n", encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    "line",
    [
        "127.0.0.1\tFALSE\t/\tFALSE\t0\tmember\tyes",
        "#HttpOnly_127.0.0.1\tFALSE\t/\tFALSE\t4102444800\tmember\tyes",
        "127.0.0.1\tFALSE\t/subscribers\tFALSE\t4102444800.25\tmember\tyes",
        ".0.0.1\tTRUE\t/\tFALSE\t0\tother\tno\n127.0.0.1\tFALSE\t/\tFALSE\t0\tmember\tyes\r",
    ],
    ids=["session", "http only", "fraction", "crlf"],
)
def test_cookies_of_the_user(line: str, server: str, tmp_path: Path) -> None:
    file = cookies_file(tmp_path, line)
    before = Path(file).read_bytes()
    source = fetch(f"{server}/subscribers", allow_private=True, cookies=file)
    assert read(source).blocks[0].text.startswith("河水慢慢地流过石桥")
    assert Path(file).read_bytes() == before


@pytest.mark.parametrize(
    "line",
    [
        "example.org\tTRUE\t/\tFALSE\t0\tmember\tyes",
        "127.0.0.1\tFALSE\t/else\tFALSE\t0\tmember\tyes",
        "127.0.0.1\tFALSE\t/\tTRUE\t0\tmember\tyes",
        "localhost\tFALSE\t/\tFALSE\t0\tmember\tyes",
    ],
    ids=["site", "folder", "https only", "name"],
)
def test_cookies_go_only_where_they_belong(line: str, server: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="403") as caught:
        fetch(f"{server}/subscribers", allow_private=True, cookies=cookies_file(tmp_path, line))
    assert "include none for this site" in caught.value.hint


@pytest.mark.parametrize(
    ("line", "host", "sent"),
    [
        ("example.com\tFALSE", "example.com", True),
        ("example.com\tFALSE", "news.example.com", False),
        (".example.com\tTRUE", "news.example.com", True),
        ("example.com\tTRUE", "a.b.example.com", True),
        (".example.com\tTRUE", "example.com", True),
        (".example.com\tTRUE", "badexample.com", False),
    ],
)
def test_a_host_s_own_cookies_go_to_no_subdomain(line: str, host: str, sent: bool, tmp_path: Path) -> None:
    file = cookies_file(tmp_path, f"{line}\t/\tTRUE\t0\tmember\tyes")
    header = Cookies(read_cookies(file)).header(f"https://{host}/")
    assert bool(header) == sent


def test_cookies_do_not_follow_to_another_site(server: str, tmp_path: Path) -> None:
    """From 127.0.0.1 to localhost, which is another name."""
    file = cookies_file(tmp_path, "127.0.0.1\tFALSE\t/\tFALSE\t0\tmember\tyes")
    other = server.replace("127.0.0.1", "localhost")
    address = str(URL(f"{server}/lead").with_query(to=f"{other}/echo"))
    assert "member" not in fetch(address, allow_private=True, cookies=file).content.decode()
    address = str(URL(f"{other}/lead").with_query(to=f"{server}/echo"))
    assert "member=yes" in fetch(address, allow_private=True, cookies=file).content.decode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "contains no cookies"),
        (b"# Netscape HTTP Cookie File\n", "contains no cookies"),
        (b'[{"domain": "example.org", "name": "member"}]', "line 1 of .* is not a cookie"),
        (b"example.org\tTRUE\t/\tFALSE\tsoon\tmember\tyes", "no expiry date: soon"),
        (b"example.org\tTRUE\t/\tFALSE\tinf\tmember\tyes", "no expiry date: inf"),
        (b"example.org\tTRUE\t/\tFALSE\t1000000000\tmember\tyes", "all 1 cookies in .* have expired"),
        (b"SQLite format 3\0\xff\xfe", "not text"),
        (b"example.org\tTRUE\t/\tFALSE\t0\t\t", "without a name"),
    ],
)
def test_a_file_that_holds_no_cookies(content: bytes, said: str, server: str, tmp_path: Path) -> None:
    path = tmp_path / "cookies.txt"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=said) as caught:
        fetch(f"{server}/page", allow_private=True, cookies=str(path))
    assert "cookies.txt (Netscape format)" in caught.value.hint


def test_cookies_by_the_command_leave_no_trace(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    file = cookies_file(tmp_path, "127.0.0.1\tFALSE\t/\tFALSE\t0\tmember\tyes")
    command = ["make", f"{server}/subscribers", "--allow-private", "--engine", "silent", "--cookies", file]
    made = CliRunner().invoke(cli, command)
    assert made.exit_code == 0, made.output
    written = [path for path in (tmp_path / "output").rglob("*") if path.is_file()]
    assert written and not any(b"member" in path.read_bytes() for path in written)
    refused = CliRunner().invoke(cli, [*command[:-1], "nothing.txt"])
    assert refused.exit_code == 1 and "nothing.txt can't be read" in refused.stderr


@pytest.mark.parametrize("status", [401, 402, 403])
def test_a_locked_page_says_how_to_get_in(status: int, server: str) -> None:
    with pytest.raises(SourceError, match=str(status)) as caught:
        fetch(f"{server}/subscribers?else={status}", allow_private=True)
    assert ("--cookies" in caught.value.hint) == (status != 403)


def test_a_bot_check_is_reported_as_one(server: str) -> None:
    with pytest.raises(SourceError, match="wants to check that you are human"):
        fetch(f"{server}/challenge", allow_private=True)


# --- a server that is busy -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_asked_again_when_it_says(status: int, server: str) -> None:
    query = f"status={status}&after=2"
    assert fetch(f"{server}/busy?{query}", allow_private=True).content
    first, second = BUSY[query]
    assert second - first >= 2


def test_a_busy_server_that_names_no_time(server: str) -> None:
    query = "status=502&times=2"
    assert fetch(f"{server}/busy?{query}", allow_private=True).content
    assert len(BUSY[query]) == 3


def test_a_date_that_has_passed_is_now(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retry_after, "WAITS", (3600.0, 3600.0))  # where none is named: refused as too long
    query = "status=503&after=Mon,%2023%20Nov%202020%2010:00:00%20GMT"
    assert fetch(f"{server}/busy?{query}", allow_private=True).content


def test_a_server_that_stays_busy_is_not_asked_forever(server: str) -> None:
    query = "status=503&after=0&times=99"
    with pytest.raises(SourceError, match="answered 503"):
        fetch(f"{server}/busy?{query}", allow_private=True)
    assert len(list(BUSY.values())[-1]) == 3


@pytest.mark.parametrize("after", ["3600", "99999999999999"])
def test_a_server_that_asks_for_an_hour_is_not_waited_for(after: str, server: str) -> None:
    with pytest.raises(SourceError, match="answered 429") as caught:
        fetch(f"{server}/busy?status=429&times=9&after={after}", allow_private=True)
    assert "try again in" in caught.value.hint and "the site asks for that" in caught.value.hint


def test_an_image(server: str) -> None:
    assert fetch_image("image", base=f"{server}/page", allow_private=True) == b"\x89PNG"
    with pytest.raises(SourceError, match="not an image"):
        fetch_image(f"{server}/page", allow_private=True)
    with pytest.raises(SourceError, match="not an http"):
        fetch_image("file:///etc/hosts")


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("9.9.9.9", True),
        ("2606:4700::1111", True),
        ("10.0.0.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("fe80::1", False),
        ("fc00::1", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("::ffff:10.0.0.1", False),
        ("::ffff:9.9.9.9", True),
        ("::127.0.0.1", False),
        ("2002:7f00:1::", False),
        ("2002:909:909::", True),
        ("64:ff9b::192.168.0.1", False),
        ("64:ff9b::9.9.9.9", True),
        ("2001:db8::1", False),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(ip_address(address)) is public


@pytest.mark.parametrize(
    "host", ["127.1", "0x7f000001", "017700000001", "127.0.1", "2130706433", "127.0.0.1.", "0x7F.0.0.1"]
)
def test_odd_ways_to_write_an_address(host: str) -> None:
    address = literal(host)
    assert address is not None
    assert not is_public(address)


@pytest.mark.parametrize("host", ["example.org", "1.example.org", "face", "0xyz", "999999999999", "1.2.3.4.5"])
def test_names_are_no_addresses(host: str) -> None:
    assert literal(host) is None

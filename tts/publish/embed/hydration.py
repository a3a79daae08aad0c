"""Recognizes pages whose scripts take over their markup in the browser, so that an additional
element would break them, and the framework if it is known.

In such a page the player is put in by a script, when the page's own has done its work.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tts.publish.embed.html_positions import Element, Outline
from tts.publish.embed.page_bytes import Page

_KNOWN = (
    (
        "VitePress",
        ("__VP_", 'content="VitePress'),
        r"__VP_(HASH_MAP|SITE_DATA)__|<meta name=\"generator\" content=\"VitePress",
    ),
    (
        "VuePress",
        ("__VUEPRESS_SSR_CONTEXT__", 'content="VuePress'),
        r"__VUEPRESS_SSR_CONTEXT__|<meta name=\"generator\" content=\"VuePress",
    ),
    ("Docusaurus", ("__docusaurus",), r"id=\"?__docusaurus\b"),
    ("Next.js", ("__NEXT_DATA__", "self.__next_f"), r"__NEXT_DATA__|self\.__next_f\b"),
    ("Nuxt", ("__NUXT__", "__nuxt"), r"__NUXT__|id=\"?__nuxt\b"),
    ("Gatsby", ("___gatsby",), r"id=\"?___gatsby\b"),
    (
        "SvelteKit",
        ("__sveltekit_", "data-sveltekit-hydrate"),
        r"\b__sveltekit_\w+|data-sveltekit-hydrate",
    ),
    (
        "Remix",
        ("__remixContext", "__reactRouterContext"),
        r"__remixContext|__reactRouterContext",
    ),
    ("TanStack Start", ("$_TSR", "__TSR_"), r"\$_TSR\b|__TSR_"),
    ("SolidStart", ("_$HY",), r"\b_\$HY\b"),
    ("Angular", ("ng-state", "ng-server-context="), r"id=\"ng-state\"|\bng-server-context="),
    ("Gridsome", ("__INITIAL_STATE__",), r"data-server-rendered[^>]*>[\s\S]*__INITIAL_STATE__"),
    ("React", ("data-reactroot",), r"\bdata-reactroot\b"),
    (
        "Vue",
        ("data-server-rendered", "data-v-app"),
        r"\bdata-server-rendered\b|\bdata-v-app\b",
    ),
)
"""What frameworks leave in every page that they take over: texts, one of which a page has to
contain, and the pattern. Looking for the texts is much faster."""
_STATE = re.compile(
    r"\b(?:window|self|globalThis)(?:\.|\[[\"'])__\w+(?:[\"']\])?\s*="
    r"|<script[^>]*application/json[^>]*\bid=[\"']?__",
)
"""Data that the page hands to its script under a name of its own kind."""
_MARKS = ("<!--", "ngh=", "data-hk=")
"""Texts of which `_MARKED` needs one."""
_MARKED = re.compile(r"<!--(?:\$[?!]?|\[!?|\]|/\$| )-->|\bngh=|\bdata-hk=")
"""Comments and attributes by which renderers find their places again: React's, Vue's and Svelte's,
Angular's, Solid's."""
_MODULE = re.compile(r"<script[^>]*\btype=[\"']?module|\brel=[\"']?modulepreload|\bimport\(")


def hydration_of(page: Page, outline: Outline) -> str:
    """What takes the whole page over, in words; empty where nothing does."""
    text = page.text
    if outline.by_name.get("astro-island"):
        return ""
    for name, signs, pattern in _KNOWN:
        if _has_any(text, signs) and re.search(pattern, text):
            return name
    if "__" in text and _STATE.search(text) and _MODULE.search(text):
        return "its scripts are modules with the page's data"
    if _has_any(text, _MARKS) and _MARKED.search(text) and _scripts(outline):
        return "its markup has the marks of a renderer"
    return ""


def _has_any(text: str, signs: Iterable[str]) -> bool:
    return any(sign in text for sign in signs)


def island_around(outline: Outline, place: int) -> str:
    """What takes over an island of Astro's around the place, in words; empty where there is none
    that waits for its component. The rest of such a page is left alone."""
    for one in outline.all("astro-island"):
        if one.begin < place < one.end and "ssr" in one.attributes:
            return "Astro's island around it"
    return ""


def _scripts(outline: Outline) -> list[Element]:
    """The scripts that run; data blocks do not."""
    return [one for one in outline.all("script") if not _is_data(one.attributes.get("type", ""))]


def _is_data(kind: str) -> bool:
    return bool(kind) and kind != "module" and "javascript" not in kind

"""Recognizes pages whose scripts take over their markup in the browser, so that an additional
element would break them, and the framework if it is known.

In such a page the player is put in by a script, when the page's own has done its work.
"""

from __future__ import annotations

import re

from tts.publish.embed.html_positions import Element, Outline
from tts.publish.embed.page_bytes import Page

_KNOWN = (
    ("VitePress", r"__VP_(HASH_MAP|SITE_DATA)__|<meta name=\"generator\" content=\"VitePress"),
    ("VuePress", r"__VUEPRESS_SSR_CONTEXT__|<meta name=\"generator\" content=\"VuePress"),
    ("Docusaurus", r"id=\"?__docusaurus\b"),
    ("Next.js", r"__NEXT_DATA__|self\.__next_f\b"),
    ("Nuxt", r"__NUXT__|id=\"?__nuxt\b"),
    ("Gatsby", r"id=\"?___gatsby\b"),
    ("SvelteKit", r"\b__sveltekit_\w+|data-sveltekit-hydrate"),
    ("Remix", r"__remixContext|__reactRouterContext"),
    ("TanStack Start", r"\$_TSR\b|__TSR_"),
    ("SolidStart", r"\b_\$HY\b"),
    ("Angular", r"id=\"ng-state\"|\bng-server-context="),
    ("Gridsome", r"data-server-rendered[^>]*>[\s\S]*__INITIAL_STATE__"),
    ("React", r"\bdata-reactroot\b"),
    ("Vue", r"\bdata-server-rendered\b|\bdata-v-app\b"),
)
"""What frameworks leave in every page that they take over."""
_STATE = re.compile(
    r"\b(?:window|self|globalThis)(?:\.|\[[\"'])__\w+(?:[\"']\])?\s*="
    r"|<script[^>]*application/json[^>]*\bid=[\"']?__",
)
"""Data that the page hands to its script under a name of its own kind."""
_MARKED = re.compile(r"<!--(?:\$[?!]?|\[!?|\]|/\$| )-->|\bngh=|\bdata-hk=")
"""Comments and attributes by which renderers find their places again: React's, Vue's and Svelte's,
Angular's, Solid's."""
_MODULE = re.compile(r"<script[^>]*\btype=[\"']?module|\brel=[\"']?modulepreload|\bimport\(")


def hydration_of(page: Page, outline: Outline, place: int = -1) -> str:
    """What takes the page over, in words; empty where nothing does. `place` is where its player
    would go: a page may have islands, and be left alone but for these."""
    if island := _island(outline, place):
        return island
    if outline.by_name.get("astro-island"):
        return ""
    for name, sign in _KNOWN:
        if re.search(sign, page.text):
            return name
    if _STATE.search(page.text) and _MODULE.search(page.text):
        return "its scripts are modules with the page's data"
    if _MARKED.search(page.text) and _scripts(outline):
        return "its markup has the marks of a renderer"
    return ""


def _island(outline: Outline, place: int) -> str:
    """An island of Astro's around the place, that waits for its component."""
    for one in outline.all("astro-island"):
        if one.begin < place < one.end and "ssr" in one.attributes:
            return "Astro's island around it"
    return ""


def _scripts(outline: Outline) -> list[Element]:
    """The scripts that run; data blocks do not."""
    return [one for one in outline.all("script") if not _is_data(one.attributes.get("type", ""))]


def _is_data(kind: str) -> bool:
    return bool(kind) and kind != "module" and "javascript" not in kind

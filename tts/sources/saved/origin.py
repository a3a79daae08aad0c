"""The origin of a saved page, as recorded by the program that saved it, and what that program
added."""

from __future__ import annotations

import re

MARKS = (
    re.compile(r"<!--\s*Page saved with SingleFile(?:Z)?\s+url:\s*(https?://\S+)", re.IGNORECASE),
    re.compile(r"<!--\s*saved from url=\(\d+\)(https?://[^\s>]+?)/?\s*-->", re.IGNORECASE),
    re.compile(r"<!--\s*Saved from (https?://\S+) at [^>]{0,80}monolith", re.IGNORECASE),
    re.compile(
        r"<html[^<>]{0,500}\sdata-scrapbook-source=[\"']?(https?://[^\s\"'>]+)", re.IGNORECASE
    ),
)
"""Marks of SingleFile, of browsers and Word (the mark of the web), of monolith, and of
WebScrapBook."""
MIRRORED = re.compile(r"<!--\s*Mirrored from ([\w.-]+\.\w+/\S*) by HTTrack", re.IGNORECASE)
LOOKED_AT = 20_000
INLINED = re.compile(r"data:[\w/+.-]{1,60}(?:;[\w=-]{1,40}){0,3};base64,[A-Za-z0-9+/=\s]{100,}+")
"""A picture or font embedded in the page, which may be larger than all its text."""


def origin_of(text: str) -> str:
    """The address from which a page was saved; empty if not recorded."""
    head = text[:LOOKED_AT]
    for mark in MARKS:
        if found := mark.search(head):
            return found[1]
    mirrored = MIRRORED.search(head)
    return f"http://{mirrored[1]}" if mirrored else ""


def without_inlined(text: str) -> str:
    """A page without embedded pictures and fonts."""
    return INLINED.sub("data:,", text) if ";base64," in text else text

"""Notices about cookies and consent, recognized by their words, because every vendor uses its own
names."""

from __future__ import annotations

import re

WORDS = re.compile("cookie|クッキー|쿠키|куки|ciastecz|ارتباط", re.IGNORECASE)
"""Every notice contains one of these."""
NOTICE = re.compile(
    r"\b(?:we|our|this (?:web)?site|partners|vendors|you)\b[^.]{0,120}"
    r"\b(?:use|uses|using|store|set|placed|place|accept|such as|change)\b[^.]{0,80}\bcookies\b"
    r"|\bcookies?\b[^.]{0,60}\b(?:policy|notice|settings|preferences|consent)\b"
    r"|\bby (?:continuing|clicking|using)\b[^.]{0,120}\bcookies\b"
    r"|\bcookies\b[^.]{0,120}\b(?:by us|this (?:web)?site|our (?:web)?site|our services|consent)\b"
    r"|(?:本|[此该該]|我们|我們)[^。]{0,12}(?:使用|采用|採用|利用)[^。]{0,16}cookie"
    r"|(?:当|本)(?:サイト|ウェブ)[^。]{0,40}(?:cookie|クッキー)"
    r"|\b(?:wir|diese (?:web)?seite)\b[^.]{0,80}\bcookies\b"
    r"|\b(?:nous|ce site)\b[^.]{0,80}\bcookies\b"
    r"|\b(?:este sitio|utilizamos|usamos|nosotros|este site)\b[^.]{0,80}\bcookies\b"
    r"|\b(?:questo sito|utilizziamo|usiamo)\b[^.]{0,80}\bcookie"
    r"|\b(?:wij|we|deze (?:web)?site)\b[^.]{0,80}\bcookies\b"
    r"|(?:мы|сайт)[^.]{0,60}использу[^.]{0,40}(?:cookie|куки)"
    r"|쿠키를? ?(?:사용|수집)|ملفات تعريف الارتباط|plik(?:i|ów) cookie",
    re.IGNORECASE,
)
"""How a site speaks about its own cookies; an article speaks about those of others."""


def is_notice(text: str) -> bool:
    """Whether a paragraph tells readers which cookies the site sets.

    >>> is_notice("We use cookies to improve our services."), is_notice("She bakes cookies.")
    (True, False)
    """
    return bool(WORDS.search(text)) and bool(NOTICE.search(text))

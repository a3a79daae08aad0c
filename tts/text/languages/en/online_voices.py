"""Rules for online voices, which read English numbers but misread these; `spoken` covers the same
and more."""

from __future__ import annotations

from typing import Final

from tts.text.languages.en.numbers import power
from tts.text.languages.rule import Rule

NUMBER = r"\d+(?:\.\d+)?"
ONLINE: Final = (
    Rule(r"\b[Nn]os?\.\s?(?=\d)|№\s?(?=\d)", "number ", "No.1", "number 1"),
    Rule(rf"({NUMBER})%?\s?[-–—~]\s?({NUMBER})%", r"\1 to \2%", "5-10%", "5 to 10%"),
    Rule(
        r"/km[²2](?!\w)",
        " per square kilometer",
        "people/km² and $5/kg",
        "people per square kilometer and $5/kg",
    ),
    Rule(
        r"(?<!\w)km[²2](?!\w)|(?<=\d)km[²2]\b",
        " square kilometers",
        "50 km² of ice",
        "50  square kilometers of ice",
    ),
    Rule(r"(\d+)[：∶](\d+)", r"\1 to \2", "The bill passed 3：2.", "The bill passed 3 to 2."),
    Rule(
        r"(?<=[A-Za-z\d)])(?!²(?![⁰-⁹])|³)([⁻⁰¹²³⁴-⁹]*[⁰¹²³⁴-⁹])",
        lambda m: f" {power(m[1])}",
        "1.5×10⁸",
        "1.5×10 to the eighth",
    ),
    Rule(
        r"\bCVE-(\d{4})-(\d{4,7})\b",
        r"CVE \1, \2",
        "CVE-2024-3094 affects xz 5.6.0–5.6.1 at 192.168.0.1:8080.",
        "CVE 2024, 3094 affects xz 5.6.0–5.6.1 at 192.168.0.1:8080.",
    ),
    Rule(
        r"\b([A-Za-z]{3,})[-−](?=\d+(?:\.\d+)?%)",
        r"\1 minus ",
        "Sales rose 6% YoY, but QoQ-3%.",
        "Sales rose 6% YoY, but QoQ minus 3%.",
    ),
    Rule(r"\b([A-Z][A-Za-z]+)-(\d+)([a-z])\b", r"\1 \2 \3", "GPT-4o", "GPT 4 o"),
    Rule(r"\b([A-Z][A-Za-z]+)-(?=\d)", r"\1 ", "Omega-3", "Omega 3"),
    Rule(
        r"(?<![\w.-])(\d{4})\s?[-–—]\s?(\d{4})(?![\w-])", r"\1 to \2", "2010–2015", "2010 to 2015"
    ),
)

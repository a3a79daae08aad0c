"""Where English sentences end: abbreviations, and words that begin a sentence."""

from __future__ import annotations

from typing import Final

from tts.text.languages.sentence_ends import SentenceEnds

EXCLAIMED: Final = frozenset(str.split("yahoo jeopardy oklahoma yum joomla airplane"))
"""Names with an exclamation mark of their own."""
ABBREVIATIONS: Final = frozenset(
    str.split(
        "mr mrs ms mx dr prof st sr jr rev hon gen col capt lt sgt maj cmdr gov sen rep pres supt "
        "messrs mmes vs v viz cf ca approx ed eds vol pp p fig figs eq nos ch inc ltd "
        "co corp bros dept univ assn jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed "
        "thu fri sat sun ave blvd rd mt ft e.g i.e a.k.a al डॉ प्रो रु"
    )
)
"""Before a full stop that ends no sentence; Hindi, which has no row of its own, is read by these
too."""
NUMBERED: Final = frozenset(str.split("no art sec rm apt bldg ste fl ext"))
"""Those that end no sentence before a number only: "She said no." and "He is apt." do."""
ENDING: Final = frozenset(
    str.split(
        "etc inc ltd co corp univ jr sr bros al a.m p.m u.s u.k u.n e.u d.c st ave rd blvd ph.d "
        "m.d b.a m.a b.c a.d jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri "
        "sat sun ft"
    )
)
"""Those that may end one: they do when a usual first word follows."""
STARTERS: Final = frozenset(
    str.split(
        "the a an this that these those he she it they we you i his her its their our my your "
        "there here in on at by for from with as if when while after before but and or so yet "
        "however meanwhile then now what who why how where no yes not one some many most all each "
        "every both another even still also once since until although though"
    )
)
ENGLISH_ENDS: Final = SentenceEnds(ABBREVIATIONS, ENDING, STARTERS, NUMBERED, EXCLAIMED)

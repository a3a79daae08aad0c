"""Where German sentences end: abbreviations with a full stop, ordinals, quotation marks."""

from __future__ import annotations

from typing import Final

from tts.text.languages.sentence_ends import SentenceEnds

ABBREVIATIONS: Final = frozenset(
    str.split(
        "abb abs abt adr allg art aufl bd bde bes bzgl bzw ca dipl dr ebd eigtl einschl engl "
        "entspr evtl exkl fa fam ff fr frz geb gegr gem gest ggf ggfs hbf hg hgg hl hr hrsg ing "
        "inkl insb jr kap lat lfd lt max min mind mio mrd bio tsd nr nrn pl prof red s sen sog "
        "spez st std str svw tab tel u urspr usf usw v vgl vs zit zt zzgl jan feb mär apr jun jul "
        "aug sep sept okt nov dez jh chr etc z.b d.h u.a z.t i.d.r"
    )
)
ENDING: Final = frozenset(
    str.split(
        "usw usf etc ff jh chr ä o u st str tel std min max mio mrd art tab bd kap red lat a.d e.v"
    )
)
STARTERS: Final = frozenset(
    str.split(
        "der die das ein eine dieser diese dieses es er sie wir ihr ich du man sein seine ihre "
        "mein meine unser unsere hier da dort dann danach doch aber und oder denn auch nun jetzt "
        "heute gestern als wenn weil während nach nachdem vor in im an am auf aus bei mit von zu "
        "zum zur für seit bis um über unter wie wer was wo wann warum so schon nur noch kein keine "
        "nicht alle viele manche jeder jede jedes später damals zuvor dabei dazu dafür damit darum "
        "deshalb trotzdem außerdem allerdings jedoch"
    )
)
QUOTES: Final = str.maketrans({"„": "“", "“": "”", "‚": "‘", "‘": "’", "»": "«", "«": "»"})
"""German opening marks are closing marks in English."""
GERMAN_ENDS: Final = SentenceEnds(
    ABBREVIATIONS, ENDING, STARTERS, compounds=("str",), ordinals=True, quotes=QUOTES
)

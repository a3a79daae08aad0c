"""How long a page takes to be read, against trafilatura alone on the same pages, and how much of it is found."""

from __future__ import annotations

import logging
import statistics
import sys
from collections import Counter
from pathlib import Path

from common import alternate, figure, report

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.pages import Page, pages
from tests.test_sources_extract import f1, said

LIMIT = 1.3
ROUNDS = 7


def extracted(page: Page) -> str:
    """What trafilatura's precise rules find."""
    from trafilatura import bare_extraction

    document = bare_extraction(page.html, favor_precision=True)
    return (document.text or "") if document else ""


def main() -> None:
    logging.disable(logging.CRITICAL)
    ratios: list[float] = []
    scores: dict[str, Counter[str]] = {"zh": Counter(), "en": Counter()}
    made = [page for language in scores for page in pages(language)]
    for page in made:
        taken = alternate(
            {"ours": lambda page=page: said(page), "alone": lambda page=page: extracted(page)},
            ROUNDS,
        )
        ratios.append(taken["ours"] / taken["alone"])
        scores[page.language] += Counter(
            ours=f1(said(page), page.text), alone=f1(extracted(page), page.text)
        )
    rows = [("median ratio of times", f"{statistics.median(ratios):.2f} x")]
    rows += [("nine pages in ten below", f"{sorted(ratios)[len(ratios) * 9 // 10]:.2f} x")]
    for language, found in scores.items():
        count = len(made) // len(scores)
        rows.append((f"F1 {language}, trafilatura alone", f"{found['alone'] / count:.3f}"))
        rows.append((f"F1 {language}", f"{found['ours'] / count:.3f}"))
    figure("extract: against trafilatura, median", statistics.median(ratios))
    for language, found in scores.items():
        figure(f"extract: F1 {language}", found["ours"] * len(scores) / len(made), more=True)
    report(
        f"Reading {len(made)} pages of ten layouts", rows, f"at most {LIMIT} x; F1 held by tests"
    )


if __name__ == "__main__":
    main()

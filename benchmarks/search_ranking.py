"""How high what people mean stands among 10,000 procedures, beside SQLite's full-text search with bm25 on the same words."""

import re
import sqlite3
from collections.abc import Callable, Sequence

from benchmarks.figures import Figure, at_least, figure
from benchmarks.search_questions import ALL, HELD_OUT
from kiosk.domain.bilingual import fold
from kiosk.domain.procedure import Procedure

PEER = "SQLite FTS5, bm25"
SHOWN = 20
FIRST = 5
_WEIGHTS = (10.0, 6.0, 2.0)
"""Of name, keywords and the rest: the same as the product's, so that only the way of ranking differs."""


class FullText:
    """FTS5 over names, keywords and the rest, tone marks and đ folded for it; the last word may be unfinished."""

    def __init__(self, procedures: Sequence[Procedure]) -> None:
        self._base = sqlite3.connect(":memory:")
        self._base.execute("CREATE VIRTUAL TABLE found USING fts5(code UNINDEXED, name, keywords, rest)")
        self._base.executemany(
            "INSERT INTO found VALUES (?, ?, ?, ?)", [_row(procedure) for procedure in procedures]
        )

    def search(self, text: str) -> list[str]:
        """Codes, best first."""
        words = re.findall(r"[a-z0-9.]+", fold(text))
        if not words:
            return []
        asked = " OR ".join([*(f'"{word}"' for word in words), f'"{words[-1]}"*'])
        weights = ", ".join(str(weight) for weight in (0.0, *_WEIGHTS))
        rows = self._base.execute(
            f"SELECT code FROM found WHERE found MATCH ? ORDER BY bm25(found, {weights}) LIMIT ?",
            (asked, SHOWN),
        )
        return [code for (code,) in rows]


def _row(procedure: Procedure) -> tuple[str, str, str, str]:
    rest = [procedure.field, procedure.result.name if procedure.result else None]
    rest += [text for case in procedure.cases for text in (case.name, case.when)]
    return (
        procedure.code,
        fold(f"{procedure.name.vi} {procedure.name.en} {procedure.code}"),
        fold(" ".join(procedure.keywords)),
        fold(" ".join(f"{text.vi} {text.en}" for text in rest if text)),
    )


def rank_figures(procedures: Sequence[Procedure], own: Callable[[str], Sequence[str]]) -> list[Figure]:
    """Mean reciprocal rank and the share found among the first five, of all questions and of those held out."""
    peer = FullText(procedures).search
    figures = []
    for words, questions in (("all questions", ALL), ("questions never tuned to", HELD_OUT)):
        sample = f"{words}, n = {len(questions)}"
        (own_mrr, own_first), (peer_mrr, peer_first) = (_ranks(search, questions) for search in (own, peer))
        figures.append(
            figure(
                f"mean reciprocal rank, {sample}",
                own_mrr,
                "",
                peer=peer_mrr,
                peer_name=PEER,
                goal=at_least(0.8),
            )
        )
        figures.append(
            figure(
                f"among the first {FIRST}, {sample}",
                100 * own_first,
                "%",
                peer=100 * peer_first,
                peer_name=PEER,
            )
        )
    return figures


def _ranks(
    search: Callable[[str], Sequence[str]], questions: Sequence[tuple[str, str]]
) -> tuple[float, float]:
    reciprocal = found = 0.0
    for text, code in questions:
        codes = list(search(text))
        place = codes.index(code) + 1 if code in codes else 0
        reciprocal += 1 / place if place else 0.0
        found += 0 < place <= FIRST
    return reciprocal / len(questions), found / len(questions)

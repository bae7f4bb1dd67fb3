"""What a measurement comes to: the product's figure, a peer's from the same run, their ratio, the goal; measures nothing."""

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TextIO

SHOW_EVERY_S, TELL_EVERY_S = 0.3, 10.0
"""How often progress is shown on a terminal, and told in a log."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A limit on the product's own figure, or with `of_ratio` on its ratio to the peer's."""

    limit: float
    least: bool
    of_ratio: bool = False

    def words(self, unit: str) -> str:
        """ "≥ 97 %" or "≤ 1.2 ×"."""
        return f"{'≥' if self.least else '≤'} {plain(self.limit)} {'×' if self.of_ratio else unit}".rstrip()

    def met(self, product: float, ratio: float | None) -> bool | None:
        """None when it asks for a ratio and there is no peer."""
        value = ratio if self.of_ratio else product
        if value is None:
            return None
        return value >= self.limit if self.least else value <= self.limit


def at_least(limit: float) -> Goal:
    """The product reaches this much."""
    return Goal(limit, least=True)


def at_most(limit: float) -> Goal:
    """The product needs no more than this."""
    return Goal(limit, least=False)


def ratio_at_most(limit: float) -> Goal:
    """The product needs no more than so many times what the peer needs."""
    return Goal(limit, least=False, of_ratio=True)


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. `ratio` is product ÷ peer; `met` is None where there is no goal or nothing to judge it by."""

    what: str
    product: float
    peer: float | None
    peer_name: str
    ratio: float | None
    goal: str
    met: bool | None
    unit: str = ""


def figure(
    what: str,
    product: float,
    unit: str = "",
    *,
    peer: float | None = None,
    peer_name: str = "",
    goal: Goal | None = None,
) -> Figure:
    """A line with its ratio and verdict worked out. `peer` None with a `peer_name`: the peer gave no figure."""
    ratio = product / peer if peer else None
    return Figure(
        what,
        product,
        peer,
        peer_name,
        ratio,
        goal.words(unit) if goal else "",
        goal.met(product, ratio) if goal else None,
        unit,
    )


class Progress:
    """Says what is under way: rewrites one line on a terminal, adds a line now and then in a log."""

    def __init__(self, title: str, out: TextIO | None = None) -> None:
        self._title = title
        self._out = out or sys.stderr
        self._rewrites = self._out.isatty()
        self._words = ""
        self._last_s = float("-inf")
        self._longest = 0

    def step(self, words: str, done: int = 0, of: int = 0) -> None:
        """`done` of `of` pieces of what `words` name; call it as often as you like."""
        now_s = time.monotonic()
        every_s = SHOW_EVERY_S if self._rewrites else TELL_EVERY_S
        if words == self._words and now_s - self._last_s < every_s:
            return
        self._words, self._last_s = words, now_s
        self._show(f"  {self._title}: {words}" + (f" {done}/{of}" if of else ""))

    def finish(self, seconds: float) -> None:
        """The benchmark has ended."""
        self._show(f"  {self._title}: done in {seconds:.0f} s")
        if self._rewrites:
            self._out.write("\n")
            self._out.flush()

    def _show(self, line: str) -> None:
        self._longest = max(self._longest, len(line))
        self._out.write(f"\r{line.ljust(self._longest)}" if self._rewrites else f"{line}\n")
        self._out.flush()


def race(
    runners: Mapping[str, Callable[[], object]],
    rounds: int,
    *,
    clock: Callable[[], float] = time.perf_counter,
    after: Callable[[int], None] = lambda _round: None,
) -> dict[str, float]:
    """Median milliseconds of each runner. They take turns, and every round another one begins: load on the machine
    then falls on all alike. `clock` in seconds: `time.process_time` leaves out waiting."""
    taken: dict[str, list[float]] = {name: [] for name in runners}
    names = list(runners)
    for number in range(rounds):
        for place in range(len(names)):
            name = names[(number + place) % len(names)]
            began = clock()
            runners[name]()
            taken[name].append((clock() - began) * 1000)
        after(number + 1)
    return {name: median(values) for name, values in taken.items()}


def share_percent(hits: int, of: int) -> float:
    """Hits in a hundred."""
    return 100.0 * hits / of if of else 0.0


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that so many per cent of `values` do not exceed."""
    ranked = sorted(values)
    place = max(0, -(-len(ranked) * percent // 100) - 1)
    return ranked[int(place)]


def plain(value: float) -> str:
    """A number with as many digits as anybody wants to read."""
    if value and abs(value) < 0.1:
        return f"{value:.2g}"
    digits = 0 if abs(value) >= 1000 or value == round(value) else 1 if abs(value) >= 10 else 2
    return f"{value:,.{digits}f}".replace(",", " ")


def _ratio(value: float) -> str:
    return f"{value:.2f}" if value >= 0.1 else f"{value:.2g}"


def verdict(figure: Figure) -> str:
    """ "ok", "short", or a dash where nothing can be judged."""
    return "–" if figure.met is None else "ok" if figure.met else "short"


HEADINGS = ("what", "product", "peer", "", "ratio", "goal", "")


def table(results: Sequence[tuple[str, Sequence[Figure]]]) -> str:
    """All figures as one table of text, a heading a benchmark."""
    blocks = [(name, [_cells(each) for each in figures]) for name, figures in results if figures]
    rows = [HEADINGS, *(row for _, block in blocks for row in block)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    lines = [_line(HEADINGS, widths)]
    for name, block in blocks:
        lines += ["", name, *(_line(row, widths) for row in block)]
    return "\n".join(lines)


def _cells(one: Figure) -> tuple[str, ...]:
    unit = f" {one.unit}" if one.unit else ""
    return (
        one.what,
        plain(one.product) + unit,
        "–" if one.peer is None else plain(one.peer) + unit,
        one.peer_name,
        "–" if one.ratio is None else _ratio(one.ratio),
        one.goal or "–",
        verdict(one),
    )


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    to_the_right = (1, 2, 4)
    padded = [
        cell.rjust(width) if column in to_the_right else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return ("  " + "  ".join(padded)).rstrip()

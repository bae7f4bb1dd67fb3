"""A report as a person reads it: sections of lines, and bars; how it was counted and how it is drawn is elsewhere."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One figure with its words, ready to read."""

    key: str
    words: str
    value: str


@dataclass(frozen=True, slots=True)
class ReportSection:
    """Lines that belong together."""

    words: str
    lines: tuple[ReportLine, ...]


@dataclass(frozen=True, slots=True)
class ReportBars:
    """A chart: a word and a count for each bar, in order."""

    words: str
    bars: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A whole report. `footing` says where the figures come from."""

    title: str
    subtitle: str
    sections: tuple[ReportSection, ...]
    charts: tuple[ReportBars, ...]
    footing: str

"""The list of what to bring as a slip and as a sheet of A4; which papers stand on it is decided elsewhere."""

from dataclasses import dataclass

from kiosk.domain.bilingual import Text
from kiosk.domain.procedure import Procedure
from kiosk.domain.procedure_parts import Case, Component
from kiosk.domain.procedure_versions import dates_words
from kiosk.domain.receipt import Receipt
from kiosk.domain.sheet import Block, Boxes, Facts, Heading, Sentence, Sheet
from kiosk.domain.what_to_bring import PaperNeeded, WhatToBring
from kiosk.flow.issue_receipt import local_time_text, point_values
from kiosk.flow.visit import Surroundings


@dataclass(frozen=True, slots=True)
class BringWriter:
    """One list for one case and channel, in one language. `proof`: what proves the exemption that was chosen."""

    around: Surroundings
    language: str
    procedure: Procedure
    case: Case
    channel: str
    papers: WhatToBring
    proof: Text | None = None

    def receipt(self) -> Receipt:
        """The slip."""
        procedure, papers = self.procedure, self.papers
        time, fee = procedure.time(self.channel), procedure.price(self.channel)
        values: dict[str, object] = {
            **point_values(self.around.portal),
            "procedure_name": self.words(procedure.name),
            "procedure_code": procedure.short_code,
            "case_name": self._case_name(),
            "agency": self._agency(),
            "way": self.say(f"bring.way_{self.channel}"),
            "here": "yes" if self.channel == "online" else "",
            "hand_in": [{"name": name, "details": details} for name, details in self._lines(papers.hand_in)],
            "show": [{"name": name, "details": details} for name, details in self._lines(papers.show)],
            "proof": self.words(self.proof),
            "spared": [{"name": name, "details": why} for name, why in self._spared()],
            "notes": [self.words(note.name) for note in papers.notes],
            "papers_unknown": "" if papers.complete else self.say("bring.papers_unknown"),
            "time_text": self.words(time.words) if time else "",
            "fee_text": self.words(fee.words) if fee else "",
            "fee_note": self.words(fee.basis) if fee else "",
            "dates": self._dates(),
            "at": local_time_text(self.around.now()),
        }
        return Receipt("bring", values, self.language)

    def sheet(self) -> Sheet:
        """The sheet of A4."""
        point = self.around.portal.agent_point
        code, at = self.procedure.short_code, local_time_text(self.around.now())
        return Sheet(
            title=self.say("bring.sheet_title"),
            subtitle=" · ".join(
                part for part in (self.words(self.procedure.name), self._case_name()) if part
            ),
            head=tuple(part for part in (point.name, point.address) if part),
            blocks=(self._facts(), *self.blocks(), *self._closing()),
            footing=self.say("bring.footing", code=code, at=at),
        )

    def blocks(self, hand_in: str = "bring.hand_in") -> tuple[Block, ...]:
        """The papers, part by part; parts without any are left out. `hand_in`: key of the first part's heading."""
        papers = self.papers
        parts: list[Block] = []
        for title, rows in (
            (hand_in, self._lines(papers.hand_in)),
            ("bring.show", self._lines(papers.show)),
            ("bring.proof_title", [(self.words(self.proof), "")] if self.proof else []),
        ):
            if rows:
                parts += [Heading(self.say(title)), Boxes(tuple(rows))]
        if not papers.complete:
            parts.append(Sentence(self.say("bring.papers_unknown"), strong=True))
        elif not parts:
            parts.append(Sentence(self.say("bring.nothing"), strong=True))
        if self.channel == "online":
            parts.append(Sentence(self.say("bring.here_note")))
        if papers.spared:
            parts += [Heading(self.say("bring.spared")), Facts(tuple(self._spared()))]
        parts += [Sentence(self.words(note.name)) for note in papers.notes]
        return tuple(parts)

    def _closing(self) -> tuple[Block, ...]:
        """That these papers are enough: where that is known."""
        return (Sentence(self.say("bring.nothing_more"), strong=True),) if self.papers.complete else ()

    def say(self, key: str, **values: object) -> str:
        """A sentence in the writer's language."""
        return self.around.words(key, self.language).format(**values)

    def words(self, text: Text | None) -> str:
        """A text of the catalogue in the writer's language."""
        return text.in_language(self.language) if text else ""

    def _case_name(self) -> str:
        return self.words(self.case.name) if len(self.procedure.cases) > 1 else ""

    def _agency(self) -> str:
        return self.words(self.around.agency(self.procedure.agency_kind))

    def _facts(self) -> Facts:
        time, fee = self.procedure.time(self.channel), self.procedure.price(self.channel)
        unknown = self.say("bring.not_published")
        price = (
            ". ".join(part for part in (self.words(fee.words), self.words(fee.basis)) if part) if fee else ""
        )
        dates = self._dates()
        return Facts(
            (
                *(((self.say("bring.dates"), dates),) if dates else ()),
                (self.say("bring.way_label"), self.say(f"bring.way_{self.channel}")),
                (self.say("bring.agency"), self._agency()),
                (self.say("bring.time"), self.words(time.words) if time else unknown),
                (self.say("bring.fee"), price or unknown),
            )
        )

    def _dates(self) -> str:
        """From when or until when these rules apply; empty where nothing is known to change."""
        validity = self.around.catalogue.validity(self.procedure.code)
        return self.words(dates_words(validity)) if validity else ""

    def _lines(self, needed: tuple[PaperNeeded, ...]) -> list[tuple[str, str]]:
        found = []
        for each in needed:
            details = [self._counts(each.paper)]
            if each.instead:
                names = "; ".join(self.words(other.name) for other in each.instead)
                details.append(self.say("bring.or", names=names))
            found.append((self.words(each.paper.name), ". ".join(part for part in details if part)))
        return found

    def _counts(self, paper: Component) -> str:
        counted = (("bring.originals", paper.originals), ("bring.copies", paper.copies))
        return ", ".join(self.say(key, count=count) for key, count in counted if count)

    def _spared(self) -> list[tuple[str, str]]:
        return [(self.words(each.paper.name), self._because(each.source)) for each in self.papers.spared]

    def _because(self, source: str) -> str:
        key = f"bring.has_{source}"
        words = self.say(key)
        return words if words != key else self.say("bring.has_other", source=source)

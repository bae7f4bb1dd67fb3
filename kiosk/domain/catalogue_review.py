"""Imported procedures that wait for a person: what is doubtful, what is proposed, what was decided; it reads no lists."""

import copy
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Protocol

from kiosk.domain.bilingual import Text


class ReviewState(StrEnum):
    """Only an accepted procedure is ever seen by citizens."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    PUT_ASIDE = "put_aside"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One way to settle a doubt: `changes` are (RFC 6901 pointer, new value) into the procedure."""

    words: Text
    changes: tuple[tuple[str, Any], ...] = ()

    def to_body(self) -> dict[str, Any]:
        """For the store."""
        return {"words": self.words.to_wire(), "changes": [list(change) for change in self.changes]}

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> "Proposal":
        """The inverse."""
        changes = tuple((str(pointer), value) for pointer, value in body["changes"])
        return cls(Text.from_wire(body["words"]) or Text.of("?"), changes)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that the list leaves open. Nobody guesses: a person takes a proposal or types the number.

    `code` names the kind (`review.doubt_<code>` says it), `said` quotes the list, or says what is wrong. `number_at`: pointers that take a whole
    number typed instead. `answer`: place of the proposal taken, from 0; `number`: what was typed.
    Without proposals and without `number_at` the record cannot be used until the list itself is put right.
    """

    code: str
    said: Text | str
    proposals: tuple[Proposal, ...] = ()
    number_at: tuple[str, ...] = ()
    answer: int | None = None
    number: int | None = None

    def said_in(self, language: str) -> str:
        """What the list says is the same in every language."""
        return self.said if isinstance(self.said, str) else self.said.in_language(language)

    @property
    def is_settled(self) -> bool:
        """Whether a person has decided."""
        return self.answer is not None or self.number is not None

    @property
    def can_be_settled(self) -> bool:
        """Whether anything can be decided here at all."""
        return bool(self.proposals or self.number_at)

    def changes(self) -> tuple[tuple[str, Any], ...]:
        """What the decision changes in the procedure."""
        if self.number is not None:
            return tuple((pointer, self.number) for pointer in self.number_at)
        return self.proposals[self.answer].changes if self.answer is not None else ()

    def to_body(self) -> dict[str, Any]:
        """For the store."""
        return {
            "code": self.code,
            "said": self.said if isinstance(self.said, str) else self.said.to_wire(),
            "proposals": [proposal.to_body() for proposal in self.proposals],
            "number_at": list(self.number_at),
            "answer": self.answer,
            "number": self.number,
        }

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> "Doubt":
        """The inverse."""
        return cls(
            code=body["code"],
            said=body["said"] if isinstance(body["said"], str) else Text.from_wire(body["said"]) or "",
            proposals=tuple(Proposal.from_body(each) for each in body["proposals"]),
            number_at=tuple(body["number_at"]),
            answer=body["answer"],
            number=body["number"],
        )


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One record of an imported list. `place` says where it stood ("line 7"), `source` in which file."""

    code: str
    name: str
    source: str
    place: str
    wire: Mapping[str, Any] = field(repr=False)
    doubts: tuple[Doubt, ...] = ()
    state: ReviewState = ReviewState.WAITING

    @property
    def is_clear(self) -> bool:
        """Nothing in it was doubtful."""
        return not self.doubts

    @property
    def open_doubts(self) -> int:
        """How many still wait for a decision."""
        return sum(not doubt.is_settled for doubt in self.doubts)

    @property
    def can_be_accepted(self) -> bool:
        """Whether every doubt is settled."""
        return self.open_doubts == 0

    def decided(self, place: int, *, answer: int | None = None, number: int | None = None) -> "ReviewItem":
        """With one doubt settled; an answer that was not offered changes nothing."""
        doubt = self.doubts[place]
        offered = answer is None or 0 <= answer < len(doubt.proposals)
        typed = number is None or (bool(doubt.number_at) and number >= 0)
        if not (offered and typed):
            return self
        settled = replace(doubt, answer=answer, number=number)
        return replace(self, doubts=(*self.doubts[:place], settled, *self.doubts[place + 1 :]))

    def settled_wire(self) -> dict[str, Any]:
        """The procedure with every decision worked in."""
        body: dict[str, Any] = copy.deepcopy(dict(self.wire))
        for doubt in self.doubts:
            for pointer, value in doubt.changes():
                set_member(body, pointer, value)
        return body


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A record as a list shows it."""

    code: str
    name: str
    source: str
    doubts: int
    open_doubts: int
    state: ReviewState


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What became of a list: records taken in for review, how many of them without doubt, already known as they are,
    and (place, code, detail) of what could not be read: `review.refused_<code>` says it."""

    source: str
    records: int
    clear: int
    unchanged: int
    refused: tuple[tuple[str, str, Text], ...] = ()


class ReviewStore(Protocol):
    """Imported records and what was decided about them."""

    def take_in(self, items: Sequence[ReviewItem]) -> int:
        """Keep records for review; one of the same code is replaced, unless it is the very same. Returns how many were
        already known as they are."""

    def lines(self, *, state: ReviewState, limit: int = 200) -> list[ReviewLine]:
        """Those with most open doubts first, then by code."""

    def count(self, state: ReviewState) -> tuple[int, int]:
        """(all, those without any doubt)."""

    def find(self, code: str) -> ReviewItem | None: ...
    def dated(self) -> list[ReviewItem]:
        """Versions under a key of their own (`code@day`), beside another of their code; not those put aside."""

    def without_doubt(self) -> list[ReviewItem]:
        """Waiting records in which nothing is doubtful."""

    def keep(self, items: Sequence[ReviewItem], *, by: str) -> None:
        """With their decisions and states, in one transaction."""

    def accepted(self) -> list[Mapping[str, Any]]:
        """The procedures that a person has accepted, in the order of their codes."""


def set_member(body: Any, pointer: str, value: Any) -> None:
    """Put a value at an RFC 6901 pointer; objects on the way are made. Raises KeyError where a list has no such place."""
    *way, last = [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
    here = body
    for part in way:
        if isinstance(here, list):
            if not (re.fullmatch(r"\d+", part) and int(part) < len(here)):
                raise KeyError(pointer)
            here = here[int(part)]
        else:
            if not isinstance(here.get(part), dict | list):
                here[part] = {}
            here = here[part]
    if isinstance(here, list):
        if not (re.fullmatch(r"\d+", last) and int(last) < len(here)):
            raise KeyError(pointer)
        here[int(last)] = value
    else:
        here[last] = value

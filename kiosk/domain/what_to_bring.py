"""The exact list of papers for one case and one way of filing, before anything is begun; it knows no person."""

from collections.abc import Collection
from dataclasses import dataclass

from kiosk.domain.procedure import Procedure
from kiosk.domain.procedure_parts import CHANNELS, FORM_ITSELF, Case, Component


@dataclass(frozen=True, slots=True)
class PaperNeeded:
    """A paper to bring; any one of `instead` does as well, best first."""

    paper: Component
    instead: tuple[Component, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperSpared:
    """A paper that need not be brought: `source` has it ("form": it is filled in here)."""

    paper: Component
    source: str


@dataclass(frozen=True, slots=True)
class WhatToBring:
    """The whole list: what is handed in, what is only shown, what stays at home and why, and remarks."""

    hand_in: tuple[PaperNeeded, ...]
    show: tuple[PaperNeeded, ...]
    spared: tuple[PaperSpared, ...]
    notes: tuple[Component, ...]
    questions: tuple[str, ...]
    """Sources of data whose having or not having something changes this list, in the order of the papers."""
    complete: bool = True
    """False where the papers are not (all) known here: the agency must be asked."""

    @property
    def is_nothing(self) -> bool:
        """Whether one may come with empty hands."""
        return not (self.hand_in or self.show)


def ways_of_filing(procedure: Procedure, *, may_file_here: bool) -> tuple[str, ...]:
    """The channels a person may really take: "online" (here) only where this terminal may file it, post only where
    the post may carry the dossier. Without any published way: in person."""
    possible = {
        "online": may_file_here and procedure.goes_online,
        "post": procedure.bcci_eligible and not procedure.presence_required,
        "direct": True,
    }
    ways = tuple(name for name in CHANNELS if possible[name] and procedure.channel(name) is not None)
    return ways or ("direct",)


def what_to_bring(case: Case, channel: str, known_to: Collection[str] = ()) -> WhatToBring:
    """The list for a case. `known_to`: sources of data that have what they should of this person.

    A paper's group (itself and all that may stand in for it) is spared as soon as data stands for one of them.
    """
    hand_in: list[PaperNeeded] = []
    show: list[PaperNeeded] = []
    spared: list[PaperSpared] = []
    questions: dict[str, None] = {}
    groups = {group[0].id: group for group in case.required_groups(channel)}
    for component in case.components:
        if component.kind == "note":
            continue
        if component.kind == "show":
            group: tuple[Component, ...] = (component,)
        elif component.id in groups:
            group = groups[component.id]
        else:
            if component.kind == "submit" and not component.is_handed_in(channel):
                spared.append(PaperSpared(component, FORM_ITSELF))
            continue
        sources = [source for paper in group for source in paper.satisfied_by if source != FORM_ITSELF]
        questions.update(dict.fromkeys(sources))
        source = next((source for source in sources if source in known_to), None)
        if source is not None:
            spared.append(PaperSpared(component, source))
        else:
            (show if component.kind == "show" else hand_in).append(PaperNeeded(component, group[1:]))
    return WhatToBring(
        tuple(hand_in),
        tuple(show),
        tuple(spared),
        tuple(component for component in case.components if component.kind == "note"),
        tuple(questions),
        complete=case.papers_known,
    )

"""The portal's one notice as a list of things to do, each ticked off by itself; kept with the draft, shown by nobody here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kiosk.domain.dossier import SupplementItem
from kiosk.domain.procedure import Procedure
from kiosk.domain.procedure_parts import Case

PAPER, ANSWER, OTHER = "paper", "answer", "other"
"""What an item asks for: a paper anew, an answer put right, or something only a person can tick off."""


@dataclass(slots=True)
class SupplementList:
    """`notices`: how often the portal has asked; the rule is once. `ticked`: places that a person ticked off by hand."""

    items: tuple[SupplementItem, ...]
    notices: int = 1
    notice_text: str = ""
    before: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """The answers as they were sent, so that a changed one is known."""
    ticked: set[int] = field(default_factory=set)

    def kind_of(self, place: int, procedure: Procedure, case: Case) -> str:
        """A component that is not of this case, or none at all, is for the person's own judgement."""
        name = self.target_of(place)
        if any(component.id == name and component.kind == "submit" for component in case.components):
            return PAPER
        return ANSWER if name in procedure.fields() else OTHER

    def target_of(self, place: int) -> str:
        """The component or the field that an item names."""
        return self.items[place].component_id.removeprefix("/form/").removeprefix("form.")

    def to_json(self) -> dict[str, Any]:
        """As the draft keeps it."""
        return {
            "items": [[item.component_id, item.reason, item.what_to_do] for item in self.items],
            "notices": self.notices,
            "text": self.notice_text,
            "before": dict(self.before),
            "ticked": sorted(self.ticked),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any] | None) -> "SupplementList | None":
        """The inverse; None for a draft that supplements nothing."""
        if not kept or not kept.get("items"):
            return None
        items: Sequence[Sequence[str]] = kept["items"]
        return cls(
            tuple(SupplementItem(*item) for item in items),
            kept.get("notices", 1),
            kept.get("text", ""),
            kept.get("before", {}),
            set(kept.get("ticked", ())),
        )

"""The words of a change of law: what a person may choose about a draft begun under older rules, and what is shown."""

from dataclasses import dataclass
from datetime import date

from kiosk.domain.bilingual import Text
from kiosk.domain.version_changes import VersionChange
from kiosk.flow.messages import Intent, View


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRulesChosen(Intent):
    """The draft is to follow the rules of today; what still fits stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BegunRulesKept(Intent):
    """The draft goes on under the rules it was begun with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRulesView(View):
    """Since the draft was begun its procedure has changed, or has ended."""

    procedure_name: Text
    since: date | None
    """From when the newer rules apply."""
    changes: tuple[VersionChange, ...] = ()
    ended: Text | None = None
    """Why nothing can be begun any more; the newer rules are then none."""

"""The words of filing for somebody else: a person one stands in for, or an organisation."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.flow.messages import Intent, View

RELATIONS = ("parent", "child", "spouse", "sibling", "guardian", "other")
"""Of the person at the kiosk to the one the dossier is for; "other" needs an authority paper."""
POSITIONS = ("legal_representative", "authorised")
"""Of the person at the kiosk in the organisation; whoever is only authorised needs a paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BehalfChosen(Intent):
    """The dossier is for somebody else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BehalfKindChosen(Intent):
    """For a person ("citizen") or an organisation."""

    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BehalfAnswered(Intent):
    """`fields`: relation, authority; of an organisation also name, tax_code, legal_name, address."""

    fields: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class BehalfView(View):
    """Who stands in for whom, and by what paper."""

    kind: str = "citizen"
    fields: Mapping[str, str] = field(default_factory=dict, repr=False)
    problems: Mapping[str, str] = field(default_factory=dict)

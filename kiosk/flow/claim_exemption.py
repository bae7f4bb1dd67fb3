"""An exemption that is asked for, as members of the form: the contract has no other place that an officer sees."""

from collections.abc import Mapping
from typing import Any

from kiosk.domain.procedure_parts import Exemption

CLAIM = "fee_exemption"
REASON, PROOF = f"{CLAIM}_reason", f"{CLAIM}_proof"
MEMBERS = (CLAIM, REASON, PROOF)
LIMIT = 500


def claim_of(exemption: Exemption | None) -> dict[str, str]:
    """Which group (its id and its name in Vietnamese) and the paper that proves it; empty where nothing is asked for."""
    if exemption is None:
        return {}
    told = {CLAIM: exemption.id, REASON: exemption.name.vi}
    if exemption.proof is not None:
        told[PROOF] = exemption.proof.vi
    return {name: words[:LIMIT] for name, words in told.items()}


def without_claim(form: Mapping[str, Any]) -> dict[str, Any]:
    """The answers alone, of a form as it was sent."""
    return {name: answer for name, answer in form.items() if name not in MEMBERS}


def claimed_in(form: Mapping[str, Any]) -> str:
    """The id of the exemption that a form asks for; empty for none."""
    claimed = form.get(CLAIM)
    return claimed if isinstance(claimed, str) else ""

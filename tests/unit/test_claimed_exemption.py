"""An exemption that is asked for reaches the officer where the portal's form can carry it, and is never a reason for a refusal."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from kiosk.domain.procedure import Procedure
from kiosk.flow.claim_exemption import CLAIM, MEMBERS, PROOF, REASON, claimed_in, without_claim
from kiosk.flow.filing import Filing
from kiosk.flow.prices import NOBODY
from kiosk.flow.submit_dossier import SummaryStep
from kiosk.flow.views import SummaryView
from kiosk.flow.visit import Visit
from tests.unit.visit_driver import VisitDriver

RESIDENCE = "1.004222"


def filing_with(form: Mapping[str, Any] | None = None, exemption: str = "poor") -> Filing:
    around = VisitDriver().around
    procedure = around.catalogue.get(RESIDENCE)
    assert procedure is not None
    if form is not None:
        procedure = Procedure.from_wire({**procedure.to_wire(), "form": form, "form_layout": []})
    filing = Filing(Visit(session_id="s"), around, procedure, procedure.cases[0].id)
    filing.begin()
    filing.exemption = exemption
    return filing


def test_group_and_proof_stand_in_the_form_that_is_sent() -> None:
    filing = filing_with()
    form = filing.request().answers
    exemption = filing.costs.chosen_exemption()
    assert exemption is not None and exemption.proof is not None
    assert [form[name] for name in MEMBERS] == ["poor", exemption.name.vi, exemption.proof.vi]
    schema = {**filing.procedure.form, "required": []}
    assert not list(Draft202012Validator(schema).iter_errors(form)), "a gateway's own check takes it"
    view = SummaryStep(filing).view()
    assert isinstance(view, SummaryView) and view.exemption_is_told is True
    assert all(question.vi != CLAIM for question, _ in view.answers), "it is no question of the form"


@pytest.mark.parametrize("exemption", ["", NOBODY])
def test_whoever_asks_for_nothing_claims_nothing(exemption: str) -> None:
    filing = filing_with(exemption=exemption)
    assert not set(filing.request().answers) & set(MEMBERS)
    assert filing.exemption_is_told is None


OPEN = {"type": "object", "properties": {"name": {"type": "string"}}}


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({}, True),
        ({"additionalProperties": True}, True),
        ({"additionalProperties": {"type": "string"}}, True),
        ({"additionalProperties": False}, False),
        ({"additionalProperties": {"type": "integer"}}, False),
        ({"unevaluatedProperties": False}, False),
        ({"allOf": [{"additionalProperties": False}]}, False),
        ({"maxProperties": 1}, False),
        ({"propertyNames": {"pattern": "^[a-z]{1,8}$"}}, False),
    ],
)
def test_a_form_that_would_refuse_it_gets_none(more: dict[str, Any], told: bool) -> None:
    filing = filing_with({**OPEN, **more})
    assert (CLAIM in filing.form()) is told
    assert filing.exemption_is_told is told


def test_a_correction_takes_the_claim_up_again_and_not_as_an_answer() -> None:
    filing = filing_with()
    form = {"name": "An", **filing.form()}
    assert claimed_in(form) == "poor"
    assert not set(without_claim(form)) & set(MEMBERS)
    assert claimed_in(replace(filing.request(), answers={}).answers) == ""
    assert REASON in form and PROOF in form

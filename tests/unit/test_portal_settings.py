"""The portal's settings as they come over the wire: what is broken promises nothing and stops nothing."""

from datetime import date

import pytest

from kiosk.domain.portal import AgentPoint, DeliveryPrice, PortalSettings
from kiosk.domain.rules import local_reference_is_valid, make_local_reference


def test_nothing_at_all_is_the_settings_of_a_fresh_terminal() -> None:
    assert PortalSettings.from_wire({}) == PortalSettings()


def test_an_agent_point_without_any_procedure_may_file_none() -> None:
    settings = PortalSettings.from_wire({"allowed_procedures": []})
    assert not settings.allows("1.001193")


def test_an_agent_point_whose_list_is_not_named_may_file_all() -> None:
    assert PortalSettings.from_wire({"allowed_procedures": None}).allows("1.001193")


@pytest.mark.parametrize("amount", [None, "30000", -1, True, 3.5])
def test_a_price_that_cannot_be_read_is_unknown_and_not_free(amount: object) -> None:
    settings = PortalSettings.from_wire({"delivery_prices": [{"method": "home", "amount": amount}]})
    assert settings.delivery_price("home") == DeliveryPrice("home", None)


@pytest.mark.parametrize("day", [5, "soon", "2026-13-01", ["2026-01-01"]])
def test_a_subsidy_whose_days_cannot_be_read_counts_for_nobody(day: object) -> None:
    settings = PortalSettings.from_wire({"subsidies": [{"scheme": "MAU", "when": {}, "from": day}]})
    assert settings.subsidies == ()


def test_the_days_of_a_subsidy_may_be_times() -> None:
    wire = {"scheme": "MAU", "when": {}, "from": "2026-01-01T00:00:00.000Z", "to": None}
    [subsidy] = PortalSettings.from_wire({"subsidies": [wire]}).subsidies
    assert (subsidy.valid_from, subsidy.valid_to) == ("2026-01-01", None)


@pytest.mark.parametrize(
    ("code", "carried"),
    [("HN0099", "HN0099"), ("vnpost-hanoi-cua-nam-01", "ANOICUANAM01"), ("Điểm 7", "IM7"), ("—", "0000")],
)
def test_any_code_of_an_agent_point_can_stand_in_a_reference(code: str, carried: str) -> None:
    point = AgentPoint(code=code)
    assert point.reference_code == carried
    assert local_reference_is_valid(make_local_reference(point.reference_code, date(2026, 11, 22), 1))

"""The sandbox plays a portal of 2019 as well as today's: accounts of its own, levels 1 to 4."""

from pathlib import Path

import pytest

from kiosk.catalogue.shipped import load_shipped, read_procedure
from kiosk.sandbox.profiles import PROFILES, SETTINGS_2019, procedures_of

SHIPPED = [
    procedure.to_wire()
    for procedure in load_shipped(
        Path(__file__).parents[2] / "resources" / "procedures", forms_were_checked=True
    )
]


def test_todays_portal_publishes_what_ships() -> None:
    assert procedures_of("2026", SHIPPED) == SHIPPED
    assert PROFILES[0] == "2026"


def test_a_portal_of_2019_has_every_level_and_every_record_can_be_used() -> None:
    procedures = [read_procedure(body) for body in procedures_of("2019", SHIPPED)]
    assert len(procedures) == len(SHIPPED)
    assert {procedure.service_level for procedure in procedures} == {1, 2, 3, 4}
    for procedure in procedures:
        assert procedure.goes_online == (procedure.service_level >= 3)
        assert procedure.pays_online == (procedure.service_level == 4)
        assert procedure.prints_form == (procedure.service_level == 2)
        if not procedure.goes_online:
            assert procedure.online_reason is not None
    assert SETTINGS_2019["account_methods"] == ["portal"]


def test_a_profile_there_is_not_is_refused() -> None:
    with pytest.raises(KeyError):
        procedures_of("1999", SHIPPED)

"""The shipped procedures beside what the portal's list of July 2026 says of each: ways, times, fees, cut-offs, papers."""

import re
from datetime import date
from pathlib import Path

import pytest

from kiosk.catalogue.shipped import load_calendar, load_shipped
from kiosk.domain.procedure import Procedure
from kiosk.domain.procedure_versions import Versions

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
PROCEDURES = load_shipped(RESOURCES / "procedures", forms_were_checked=True)
TODAY = date(2026, 11, 22)
ONLY_NAMED = {
    *("1.014027", "1.001776", "1.001699", "1.001731", "1.011606"),
    *("3.000182", "1.010833", "1.014748", "1.002759"),
}
"""The list has their names and nothing else."""
LISTED: dict[str, tuple[str, str, str]] = {
    # code: (ways: O online, P post, D direct; time; fee). "0" same day, "w" working days, "d" days, "h" hours, "-" not
    # stated; a fee "?" is not stated, "V" set by the province
    "1.001193": ("OPD", "0 15:00", "0"),
    "1.004873": ("OPD", "3w", "V"),
    "1.000894": ("OPD", "0 15:00", "0"),
    "1.000656": ("OPD", "0 15:00", "0"),
    "1.004884": ("OPD", "5w", "V"),
    "1.004772": ("OPD", "5w", "V"),
    "1.000689": ("OPD", "3w", "V"),
    "1.004859": ("OPD", "1w 15:00", "V"),
    "2.000528": ("OPD", "0", "V"),
    "2.000635": ("OPD", "0 15:00", "8000"),
    "2.000815": ("D", "0", "2000"),
    "2.000884": ("D", "0", "10000"),
    "2.000908": ("OPD", "1w", "0"),
    "2.001035": ("D", "-", "50000"),
    "2.001263": ("OPD", "-", "400000"),
    "1.004222": ("OD", "7w", "10000/20000"),
    "1.004194": ("OD", "3w", "7000/10000"),
    "1.002755": ("OD", "3w", "7000/10000"),
    "1.003197": ("O", "5w", "?"),
    "1.010028": ("OPD", "2w", "?"),
    "1.010041": ("OD", "1w", "0"),
    "1.003677": ("O", "1w", "?"),
    "2.001159": ("OD", "1h", "?"),
    "1.013314": ("OPD", "2w", "0"),
    "3.000333": ("OPD", "10d", "200000"),
    "3.000347": ("OD", "5w", "135000"),
    "3.000348": ("OD", "5w", "135000"),
    "1.001612": ("OPD", "3w", "V150000/V50000"),
    "2.000720": ("OPD", "3w", "V"),
    "1.001570": ("OPD", "-", "V"),
    "1.001266": ("OPD", "-", "V"),
    "2.000575": ("OPD", "-", "V"),
    "1.014063": ("OD", "7w", "25000"),
    "1.014064": ("OD", "7w", "35000"),
    "1.011410": ("O", "1w", "0"),
    "3.000228": ("D", "3w", "0"),
    "1.001456": ("OPD", "8w", "200000"),
    "1.013225": ("OPD", "15d", "V"),
    "1.001613": ("OPD", "5w", "0"),
    "1.011441": ("PD", "0", "V"),
    "1.013831": ("PD", "4w/18w", "V"),
    "1.012783": ("PD", "20w/5w", "V"),
    "1.013080": ("O", "2w", "?"),
    "2.000986": ("D", "20w", "0"),
}
"""Where the original must be handed in or all must sign, the list's own "online" is left out."""
_UNITS = {"w": "working_day", "d": "day", "h": "hour"}

each_procedure = pytest.mark.parametrize(
    "procedure", PROCEDURES, ids=lambda each: f"{each.code}-{each.version}"
)


def in_force(code: str, day: date = TODAY) -> Procedure:
    found = Versions([each for each in PROCEDURES if each.code == code]).in_force(day)
    assert found is not None
    return found


def time_said(procedure: Procedure, channel: str) -> str:
    time = procedure.time(channel)
    if time is None:
        return "-"
    words = (
        "0" if time.n == 0 else next(f"{time.n}{key}" for key, unit in _UNITS.items() if unit == time.unit)
    )
    return f"{words} {procedure.cutoff:%H:%M}" if procedure.cutoff else words


def fee_said(procedure: Procedure, channel: str) -> str:
    fee = procedure.price(channel)
    assert fee is not None
    if fee.amount is None:
        return "?"
    return f"V{fee.amount or ''}" if fee.varies else str(fee.amount)


def test_every_procedure_is_compared() -> None:
    assert set(LISTED) | ONLY_NAMED == {procedure.code for procedure in PROCEDURES}


@pytest.mark.parametrize("code", LISTED)
def test_ways_times_fees_and_cut_offs_are_those_of_the_list(code: str) -> None:
    ways, time, fee = LISTED[code]
    procedure = in_force(code)
    channels = [channel.name for channel in procedure.channels]

    assert "".join(name[0].upper() for name in channels) == ways
    times, fees = ([said(procedure, name) for name in channels] for said in (time_said, fee_said))
    assert "/".join(dict.fromkeys(times)) == time
    assert "/".join(dict.fromkeys(fees)) == fee


@each_procedure
def test_a_paper_that_is_only_shown_is_not_counted_as_a_copy_to_leave(procedure: Procedure) -> None:
    for case in procedure.cases:
        for paper in case.components:
            assert paper.kind != "show" or paper.copies == 0, paper.id
            assert not ("hoặc bản sao" in paper.name.vi and paper.originals and paper.copies), paper.id


@each_procedure
def test_a_price_that_ends_on_a_day_ends_with_its_version(procedure: Procedure) -> None:
    for channel in procedure.channels:
        basis = channel.fee.basis.vi if channel.fee and channel.fee.basis else ""
        for day, month, year in re.findall(r"đến hết (\d{1,2})/(\d{1,2})/(\d{4})", basis):
            assert procedure.valid_to == date(int(year), int(month), int(day))


@each_procedure
def test_what_is_not_stated_is_said_in_the_data(procedure: Procedure) -> None:
    silent = any(
        channel.time is None or (channel.fee and channel.fee.amount is None) for channel in procedure.channels
    )
    same_day = any(channel.time and channel.time.n == 0 for channel in procedure.channels)
    if silent or (same_day and procedure.cutoff is None):
        assert procedure.to_wire().get("source_note") or procedure.code == "1.013080"


@pytest.mark.parametrize(
    ("code", "half", "full"), [("1.014063", 25_000, 50_000), ("1.014064", 35_000, 70_000)]
)
def test_the_halved_fee_of_the_id_card_ends_with_2026(code: str, half: int, full: int) -> None:
    for day, amount in ((date(2026, 12, 31), half), (date(2027, 1, 1), full), (date(2030, 1, 1), full)):
        for channel in ("online", "direct"):
            fee = in_force(code, day).price(channel)
            assert fee is not None
            assert fee.amount == amount, day


def test_acts_that_are_announced_are_named_where_the_old_one_is_the_basis() -> None:
    for procedure in PROCEDURES:
        rests = any("Luật Hộ tịch 60/2014" in act.vi for act in procedure.legal_basis)
        assert ([day for day, _ in procedure.announced] == [date(2027, 3, 1)]) is rests


def test_a_dead_code_leads_to_the_one_that_took_its_place() -> None:
    from kiosk.catalogue.search import ProcedureIndex

    index = ProcedureIndex(PROCEDURES)
    for typed in ("2.000488", "2000488", "2.000488.000.00.00.H26"):
        assert [hit.code for hit in index.search(typed)][:1] == ["3.000333"]


def test_every_agency_has_hours_or_the_common_ones() -> None:
    calendar = load_calendar(RESOURCES / "calendar")
    for procedure in PROCEDURES:
        assert calendar.hours_on(date(2026, 11, 23), procedure.agency_kind)

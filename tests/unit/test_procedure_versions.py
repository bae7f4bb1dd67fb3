"""Several versions of one procedure side by side: which counts on which day, and what is wrong with some together."""

from datetime import date
from typing import Any

import pytest

from kiosk.domain.bilingual import Text
from kiosk.domain.dossier import Dossier, DossierState
from kiosk.domain.procedure import Procedure, SearchHit
from kiosk.domain.procedure_versions import Standing, Versions, clashes, displaces, validity_words
from kiosk.domain.version_changes import changes_between
from kiosk.flow.catalogue import Catalogue


def a_version(version: str, begins: str | None = None, ends: str | None = None, **more: Any) -> Procedure:
    return Procedure.from_wire(
        {
            "code": "1.000001",
            "name": f"Bản {version}",
            "version": version,
            "valid_from": begins,
            "valid_to": ends,
            **more,
        }
    )


OLD = a_version("2026", "2026-01-01", "2026-12-31")
NEW = a_version("2027", "2027-01-01")


@pytest.mark.parametrize(
    ("day", "version", "standing"),
    [
        ("2025-12-31", None, Standing.COMING),
        ("2026-01-01", "2026", Standing.IN_FORCE),
        ("2026-12-31", "2026", Standing.IN_FORCE),
        ("2027-01-01", "2027", Standing.IN_FORCE),
        ("2040-01-01", "2027", Standing.IN_FORCE),
    ],
)
def test_the_version_of_the_day_counts(day: str, version: str | None, standing: Standing) -> None:
    for versions in (Versions([OLD, NEW]), Versions([NEW, OLD])):
        found = versions.in_force(date.fromisoformat(day))
        assert (found.version if found else None) == version
        assert versions.validity(date.fromisoformat(day)).standing is standing


def test_an_open_end_is_closed_by_the_next_version() -> None:
    versions = Versions([a_version("a"), a_version("b", "2027-01-01", "2027-06-30")])

    assert versions.shown(date(2026, 12, 31)).version == "a"
    assert versions.shown(date(2027, 1, 1)).version == "b"
    assert versions.in_force(date(2027, 7, 1)) is None, "what was replaced does not come back"
    assert versions.validity(date(2027, 7, 1)).ended_after == date(2027, 6, 30)


def test_a_person_is_told_since_when_and_what_instead() -> None:
    ended = Versions([OLD]).validity(date(2027, 2, 1))
    coming = Versions([NEW]).validity(date(2026, 12, 1))

    assert validity_words(ended) == Text(
        "Thủ tục này đã hết hiệu lực từ ngày 01/01/2027.",
        "This procedure has not been in force since 01/01/2027.",
    )
    words = validity_words(coming)
    assert words is not None and "01/01/2027" in words.vi and "01/01/2027" in words.en
    assert validity_words(Versions([OLD]).validity(date(2026, 5, 1))) is None


@pytest.mark.parametrize(
    ("later", "kind", "says"),
    [
        (a_version("2026", "2027-01-01"), "same_version", "second time"),
        (a_version("2027", "2026-12-31"), "overlap", "until 2026-12-31"),
        (a_version("2027", "2026-01-01"), "overlap", "on one day"),
        (a_version("2027", "2027-01-02"), "gap", "no version would be in force"),
    ],
)
def test_versions_that_do_not_go_together_are_named(later: Procedure, kind: str, says: str) -> None:
    (clash,) = clashes([OLD, later])

    assert clash.kind == kind
    assert says in clash.reason.en
    assert clashes([OLD, NEW]) == []
    assert clashes([a_version("a"), NEW]) == [], "an open end is no overlap"
    assert [each.kind for each in clashes([a_version("a"), a_version("b")])] == ["overlap"]


@pytest.mark.parametrize(
    ("new", "known", "displaced"),
    [
        ({"version": 2, "valid_from": "2027-01-01"}, {"version": 1, "valid_from": "2026-01-01"}, False),
        ({"version": 2, "valid_from": "2026-01-01"}, {"version": 1, "valid_from": "2026-01-01"}, True),
        ({"version": 1, "valid_from": "2027-02-01"}, {"version": 1, "valid_from": "2027-01-01"}, True),
        ({"version": 2}, {"version": 1, "valid_from": "2026-01-01"}, True),
        ({"version": 2}, {}, True),
        ({"version": 2, "valid_to": "2026-12-31"}, {"version": 3, "valid_from": "2027-01-01"}, False),
    ],
)
def test_what_is_delivered_takes_the_place_of_what_it_must(
    new: dict[str, Any], known: dict[str, Any], displaced: bool
) -> None:
    assert displaces(new, known) is displaced


class Nowhere:
    """An index that finds everything it was given."""

    def __init__(self, procedures: Any) -> None:
        self.procedures = list(procedures)

    def search(self, text: str, limit: int = 20) -> list[SearchHit]:
        return [SearchHit(each.code, each.name, 1.0, "name") for each in self.procedures][:limit]


def test_the_catalogue_follows_the_day_without_being_read_again() -> None:
    day = [date(2026, 12, 31)]
    catalogue = Catalogue([OLD, NEW], Nowhere, lambda: day[0])

    assert len(catalogue) == 1
    assert catalogue.search("bản") == [OLD], "one line a code, the version of the day"
    assert catalogue.get("1.000001") == OLD
    day[0] = date(2027, 1, 1)
    assert catalogue.search("bản") == [NEW]
    assert catalogue.search("") == [NEW]
    assert catalogue.in_force("1.000001") == NEW


def test_what_ended_names_what_takes_its_place() -> None:
    ended = a_version("1", None, "2026-06-30", replaced_by="2.000002")
    other = Procedure.from_wire({"code": "2.000002", "name": "Thủ tục mới"})
    validity = Catalogue([ended, other], Nowhere, lambda: date(2026, 11, 22)).validity("1.000001")

    assert validity is not None and validity.replaced_by == other
    words = validity_words(validity)
    assert words is not None
    assert words.vi == (
        "Thủ tục này đã hết hiệu lực từ ngày 01/07/2026. Thay bằng thủ tục 2.000002 – Thủ tục mới."
    )


def test_a_dossier_keeps_its_version_when_the_list_has_forgotten_it() -> None:
    body = {"procedure": {"code": "1.000001", "version": "2026"}}
    dossier = Dossier("d", "K-1", 1, DossierState.SUBMITTED, "SUBMITTED", "1.000001", "x", body)

    assert Catalogue([NEW], Nowhere, lambda: date(2027, 2, 1), [OLD]).begun_with(dossier) == OLD
    forgetful = Catalogue([NEW], Nowhere, lambda: date(2027, 2, 1))
    assert forgetful.begun_with(dossier) == NEW
    forgetful.follow(OLD)
    assert forgetful.begun_with(dossier) == OLD


def test_what_changes_is_said_for_the_case_that_applies() -> None:
    def paper(name: str, copies: int = 1) -> dict[str, Any]:
        return {"id": name, "name": name, "copies": copies}

    def fee(amount: int) -> dict[str, Any]:
        return {"online": {"fee": {"amount": amount}, "time": {"n": 3, "unit": "working_day"}}}

    case = {"id": "a", "name": "A"}
    other = {"id": "b", "name": "B", "components": [paper("x")]}
    old = a_version("1", channels=fee(5_000), cases=[{**case, "components": [paper("p"), paper("q")]}, other])
    new = a_version("2", channels=fee(7_000), cases=[{**case, "components": [paper("p", 2), paper("r")]}])

    found = {
        (change.kind, change.before and change.before.vi, change.after and change.after.vi)
        for change in changes_between(old, new, "online", "a")
    }
    assert found == {
        ("fee", "5.000 đồng", "7.000 đồng"),
        ("paper_new", None, "r"),
        ("paper_gone", "q", None),
        ("paper_changed", "p", "p"),
    }
    assert [change.kind for change in changes_between(old, new, "online", "b")] == ["fee", "case_gone"]
    assert changes_between(old, old, "online") == ()

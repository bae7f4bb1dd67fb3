"""The list of what to bring is exact: with all of it the dossier is complete, without any one paper it is not."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.catalogue.shipped import load_shipped
from kiosk.domain.procedure import Procedure
from kiosk.domain.procedure_parts import CHANNELS, Case
from kiosk.domain.what_to_bring import WhatToBring, ways_of_filing, what_to_bring

PROCEDURES = load_shipped(Path(__file__).parents[2] / "resources" / "procedures", forms_were_checked=True)
BY_CODE = {procedure.code: procedure for procedure in PROCEDURES}


def every_case() -> Iterator[tuple[Procedure, Case, str]]:
    for procedure in PROCEDURES:
        for case in procedure.cases:
            for channel in ways_of_filing(procedure, may_file_here=True):
                yield procedure, case, channel


def named(rows: tuple[tuple[Procedure, Case, str], ...]) -> list[str]:
    return [f"{procedure.code}-{case.id}-{channel}" for procedure, case, channel in rows]


TABLE = tuple(every_case())


def lacks(case: Case, channel: str, brought: set[str]) -> set[str]:
    """What a clerk at that counter would miss: papers to hand in, and papers to show."""
    missing = {paper.id for paper in case.missing(sorted(brought), channel)}
    return missing | {
        paper.id for paper in case.components if paper.kind == "show" and paper.id not in brought
    }


def brought_with(papers: WhatToBring) -> set[str]:
    return {needed.paper.id for needed in (*papers.hand_in, *papers.show)}


@pytest.mark.parametrize(("procedure", "case", "channel"), TABLE, ids=named(TABLE))
def test_the_list_is_enough_and_nothing_on_it_is_too_much(
    procedure: Procedure, case: Case, channel: str
) -> None:
    papers = what_to_bring(case, channel)
    whole = brought_with(papers)
    assert lacks(case, channel, whole) == set(), "nobody is sent away who brings the list"
    for needed in (*papers.hand_in, *papers.show):
        without = whole - {needed.paper.id}
        assert lacks(case, channel, without) == {needed.paper.id}, "each paper of the list is really needed"
        for other in needed.instead:
            assert lacks(case, channel, without | {other.id}) == set(), "any stand-in does as well"
        assert needed.paper.originals + needed.paper.copies > 0
    assert all(note.kind == "note" for note in papers.notes)


@pytest.mark.parametrize(("procedure", "case", "channel"), TABLE, ids=named(TABLE))
def test_what_data_has_stays_at_home_and_nothing_else(procedure: Procedure, case: Case, channel: str) -> None:
    plain = what_to_bring(case, channel)
    for source in plain.questions:
        papers = what_to_bring(case, channel, [source])
        gone = brought_with(plain) - brought_with(papers)
        assert gone, "a question that changes nothing is not asked"
        spared = {each.paper.id for each in papers.spared if each.source == source}
        assert gone <= spared
        for paper_id in gone:
            group = next(
                {needed.paper, *needed.instead}
                for needed in (*plain.hand_in, *plain.show)
                if needed.paper.id == paper_id
            )
            assert any(source in paper.satisfied_by for paper in group)
        assert brought_with(papers) | gone == brought_with(plain)
    assert what_to_bring(case, channel, ["a source of another kind"]) == plain


def test_every_procedure_and_case_is_in_the_table() -> None:
    assert {(procedure.code, case.id) for procedure, case, _ in TABLE} == {
        (procedure.code, case.id) for procedure in PROCEDURES for case in procedure.cases
    }


def test_a_form_filled_in_here_is_brought_only_where_the_dossier_goes_on_paper() -> None:
    birth = BY_CODE["1.001193"].cases[0]
    online, direct = what_to_bring(birth, "online"), what_to_bring(birth, "direct")
    assert "declaration" in {each.paper.id for each in online.spared}
    assert "declaration" not in brought_with(online)
    assert "declaration" in brought_with(direct)


def test_only_ways_that_can_be_taken_are_offered() -> None:
    assert ways_of_filing(BY_CODE["1.001193"], may_file_here=True) == ("online", "post", "direct")
    assert ways_of_filing(BY_CODE["1.001193"], may_file_here=False) == ("post", "direct")
    assert ways_of_filing(BY_CODE["1.000894"], may_file_here=True) == ("online", "direct"), "both must come"
    assert ways_of_filing(BY_CODE["2.000815"], may_file_here=True) == ("direct",)
    assert ways_of_filing(BY_CODE["1.003197"], may_file_here=False) == ("direct",), (
        "in person where nothing else"
    )
    assert set(CHANNELS) == {"online", "post", "direct"}

"""Takes a portal's list in for review: every record by itself, so that a bad one never stops the others."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from kiosk.catalogue.portal_list import read_list
from kiosk.catalogue.portal_record import fingerprint, review_of
from kiosk.catalogue.shipped import read_procedure
from kiosk.domain.bilingual import Text
from kiosk.domain.catalogue_review import Doubt, ImportOutcome, Proposal, ReviewItem, ReviewState, ReviewStore
from kiosk.domain.procedure import Procedure
from kiosk.domain.procedure_reading import ProcedureInvalid

LIST_SUFFIXES = (".csv", ".json", ".jsonl", ".xlsx", ".xlsm")
_AT_ONCE = 200
_TWICE = Text("Dùng dòng này", "Use this one")


def import_list(file: Path, store: ReviewStore, today: date) -> ImportOutcome:
    """Read and keep for review; nothing becomes visible. Raises ListUnreadable when the file itself cannot be read."""
    items: dict[str, ReviewItem] = {}
    refused: list[tuple[str, str, str]] = []
    for record in read_list(file):
        try:
            item = review_of(record, file.name, today)
        except ProcedureInvalid as wrong:
            code = {"/code": "no_code", "/name": "no_name"}.get(wrong.pointer, "invalid")
            refused.append((record.place, code, "" if code != "invalid" else str(wrong)))
            continue
        earlier = items.get(item.code)
        if earlier is not None:
            if fingerprint(earlier.wire) == fingerprint(item.wire):
                continue
            said = f"{earlier.place}, {item.place}"
            twice = Doubt("code_twice", said, (Proposal(_TWICE),))
            item = ReviewItem(item.code, item.name, item.source, item.place, item.wire, (twice, *item.doubts))
        items[item.code] = item
    unchanged = store.take_in(list(items.values()))
    clear = sum(item.is_clear for item in items.values())
    return ImportOutcome(file.name, len(items), clear, unchanged, tuple(refused))


def accept(item: ReviewItem, store: ReviewStore, *, by: str) -> Procedure:
    """Make a record a procedure that citizens see. Raises ProcedureInvalid, also for a doubt that is still open."""
    procedure = settled(item)
    store.keep([replace(item, state=ReviewState.ACCEPTED)], by=by)
    return procedure


def accept_all_clear(store: ReviewStore, *, by: str) -> tuple[int, int]:
    """Accept every record without a doubt. Returns (accepted, found wrong after all: they get a doubt that says so)."""
    right, wrong = [], []
    for item in store.without_doubt():
        try:
            settled(item)
            right.append(replace(item, state=ReviewState.ACCEPTED))
        except ProcedureInvalid as trouble:
            wrong.append(replace(item, doubts=(Doubt("invalid", f"{trouble.pointer}: {trouble.reason}"),)))
    every = [*right, *wrong]
    for start in range(0, len(every), _AT_ONCE):  # nobody's draft is to wait for all of them
        store.keep(every[start : start + _AT_ONCE], by=by)
    return len(right), len(wrong)


def settled(item: ReviewItem) -> Procedure:
    """The procedure with every decision worked in. Raises ProcedureInvalid."""
    if not item.can_be_accepted:
        raise ProcedureInvalid("", f"{item.open_doubts} doubts are still open.")
    try:
        return read_procedure(item.settled_wire())
    except KeyError as error:
        raise ProcedureInvalid(str(error.args[0]), "a decision fits nothing in the record.") from error

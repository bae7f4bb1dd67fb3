"""Takes a portal's list in for review: every record by itself, so that a bad one never stops the others."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from kiosk.catalogue.portal_list import read_list
from kiosk.catalogue.portal_record import fingerprint, review_of
from kiosk.catalogue.shipped import read_procedure
from kiosk.domain.bilingual import Text
from kiosk.domain.catalogue_review import Doubt, ImportOutcome, Proposal, ReviewItem, ReviewState, ReviewStore
from kiosk.domain.procedure import Procedure
from kiosk.domain.procedure_reading import ProcedureInvalid
from kiosk.domain.procedure_versions import Clash, clashes, day_text

LIST_SUFFIXES = (".csv", ".json", ".jsonl", ".xlsx", ".xlsm")
_AT_ONCE = 200
_TWICE = Text("Dùng dòng này", "Use this one")


def import_list(file: Path, store: ReviewStore, today: date) -> ImportOutcome:
    """Read and keep for review; nothing becomes visible. Raises ListUnreadable when the file itself cannot be read."""
    items: dict[str, ReviewItem] = {}
    refused: list[tuple[str, str, Text]] = []
    for record in read_list(file):
        try:
            item = review_of(record, file.name, today)
        except ProcedureInvalid as wrong:
            code = {"/code": "no_code", "/name": "no_name"}.get(wrong.pointer, "invalid")
            refused.append((record.place, code, Text.of("") if code != "invalid" else wrong.words))
            continue
        item = _beside(item, items, today)
        earlier = items.get(item.code)
        if earlier is not None:
            if fingerprint(earlier.wire) == fingerprint(item.wire):
                continue
            said = f"{earlier.place}, {item.place}"
            twice = Doubt("code_twice", said, (Proposal(_TWICE),))
            item = ReviewItem(item.code, item.name, item.source, item.place, item.wire, (twice, *item.doubts))
        items[item.code] = item
    _doubt_clashes(items)
    unchanged = store.take_in(list(items.values()))
    clear = sum(item.is_clear for item in items.values())
    return ImportOutcome(file.name, len(items), clear, unchanged, tuple(refused))


def _beside(item: ReviewItem, items: Mapping[str, ReviewItem], today: date) -> ReviewItem:
    """A version that begins in the future, or on another day than the one before it in the list, is reviewed beside it."""
    begins = str(item.wire.get("valid_from") or "")
    other = items.get(item.code)
    if not begins or (
        begins <= today.isoformat() and (other is None or other.wire.get("valid_from") == begins)
    ):
        return item
    return replace(item, code=f"{item.code}@{begins}")


def _doubt_clashes(items: dict[str, ReviewItem]) -> None:
    """Versions of one code that overlap, leave a gap, or have one name: the later one waits for a decision."""
    by_code: dict[str, list[tuple[str, Procedure]]] = {}
    for key, item in items.items():
        try:
            by_code.setdefault(str(item.wire["code"]), []).append((key, Procedure.from_wire(item.wire)))
        except ProcedureInvalid:
            continue  # it has a doubt of its own
    for versions in by_code.values():
        keys = {id(procedure): key for key, procedure in versions}
        for clash in clashes([procedure for _, procedure in versions]):
            item = items[keys[id(clash.later)]]
            doubt = Doubt(f"version_{clash.kind}", clash.reason, _ways_out(clash))
            items[item.code] = replace(item, doubts=(doubt, *item.doubts))


def _ways_out(clash: Clash) -> tuple[Proposal, ...]:
    begins, last = clash.later.valid_from, clash.earlier.valid_to
    if clash.kind == "same_version":
        label = f"{clash.later.version}-{begins or 'list'}"
        return (
            Proposal(Text(f"Đặt tên bản là {label}", f"Name the version {label}"), (("/version", label),)),
        )
    as_listed = Text("Đúng như danh sách", "As the list says")
    if last is None:
        return (Proposal(as_listed),)
    next_day = last + timedelta(days=1)
    words = Text(f"Có hiệu lực từ {day_text(next_day)}", f"In force from {day_text(next_day)}")
    return (Proposal(words, (("/valid_from", next_day.isoformat()),)), Proposal(as_listed))


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
            wrong.append(replace(item, doubts=(Doubt("invalid", trouble.words),)))
    every = [*right, *wrong]
    for start in range(0, len(every), _AT_ONCE):  # nobody's draft is to wait for all of them
        store.keep(every[start : start + _AT_ONCE], by=by)
    return len(right), len(wrong)


def settled(item: ReviewItem) -> Procedure:
    """The procedure with every decision worked in. Raises ProcedureInvalid."""
    if not item.can_be_accepted:
        raise ProcedureInvalid(
            "",
            Text(
                f"còn {item.open_doubts} điều phải quyết định.", f"{item.open_doubts} doubts are still open."
            ),
        )
    try:
        return read_procedure(item.settled_wire())
    except KeyError as error:
        raise ProcedureInvalid(
            str(error.args[0]),
            Text(
                "quyết định không khớp với chỗ nào trong bản ghi.", "a decision fits nothing in the record."
            ),
        ) from error

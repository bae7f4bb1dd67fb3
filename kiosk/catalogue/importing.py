"""Takes a portal's list in for review: every record by itself, so that a bad one never stops the others."""

from collections.abc import Mapping, Sequence
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
    _doubt_clashes(items, _from_earlier_lists(items, store))
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


def _from_earlier_lists(items: Mapping[str, ReviewItem], store: ReviewStore) -> list[ReviewItem]:
    """Other versions of the same codes that are under review or accepted, as decided so far."""
    codes = {str(item.wire["code"]) for item in items.values()}
    dated = [item for item in store.dated() if item.code.partition("@")[0] in codes]
    bases = (store.find(key.partition("@")[0]) for key in items if "@" in key)
    kept = [*dated, *(item for item in bases if item and item.state is not ReviewState.PUT_ASIDE)]
    return [item for item in kept if item.code not in items]


def _doubt_clashes(items: dict[str, ReviewItem], kept: Sequence[ReviewItem]) -> None:
    """Versions of one code that overlap, leave a gap, or have one name: the later one waits for a decision, or the one
    of this list where the later one is `kept` from another."""
    by_code: dict[str, list[tuple[str, Procedure]]] = {}
    for key, item in (*((each.code, each) for each in kept), *items.items()):
        wire = item.wire if key in items else item.settled_wire()
        try:
            by_code.setdefault(str(wire["code"]), []).append((key, Procedure.from_wire(wire)))
        except ProcedureInvalid:
            continue  # it has a doubt of its own
    for versions in by_code.values():
        keys = {id(procedure): key for key, procedure in versions}
        for clash in clashes([procedure for _, procedure in versions]):
            ways, key = _ways_out(clash), keys[id(clash.later)]
            if key not in items:
                ways, key = _ways_before(clash), keys[id(clash.earlier)]
            if key in items:
                doubt = Doubt(f"version_{clash.kind}", clash.reason, ways)
                items[key] = replace(items[key], doubts=(doubt, *items[key].doubts))


def _ways_before(clash: Clash) -> tuple[Proposal, ...]:
    """The later version is known already: the earlier one may end before it."""
    as_listed = Text("Đúng như danh sách", "As the list says")
    begins = clash.later.valid_from
    if begins is None:
        return (Proposal(as_listed),)
    last = begins - timedelta(days=1)
    words = Text(f"Hết hiệu lực ngày {day_text(last)}", f"In force until {day_text(last)}")
    return (Proposal(words, (("/valid_to", last.isoformat()),)), Proposal(as_listed))


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

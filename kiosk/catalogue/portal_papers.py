"""Papers of a portal's record by case, with what is doubtful about them; it settles nothing."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kiosk.catalogue.portal_list import named
from kiosk.domain.bilingual import Text, fold
from kiosk.domain.catalogue_review import Doubt, Proposal

_SHOW_BLOCK = re.compile(r"^(?:\W|\d)*(?:cac )?(?:giay to|ho so)?\s*(?:phai |can )?xuat trinh\b.{0,30}$")
_SUBMIT_BLOCK = re.compile(
    r"^(?:\W|\d)*(?:cac )?(?:giay to|ho so|thanh phan)?\s*(?:phai |can )?nop\b.{0,30}$"
)
_SHOWN = re.compile(r"\bxuat trinh\b|de doi chieu")
_IN_ONE_CASE = re.compile(r"\btruong hop\b|\bdoi voi\b|\bneu\b|\bkhi\b.{0,30}\bthi\b")
_ELECTRONIC_FORM = re.compile(r"bieu mau dien tu|to khai dien tu|mau dien tu tuong tac")
_PAPER_FORM = re.compile(r"^(?:\W|\d)*(?:to khai|don |giay de nghi|phieu de nghi|van ban de nghi)")
_ONLINE = re.compile(r"truc tuyen")
_COUNT = {
    "originals": re.compile(r"ban chinh\W*(\d+)|(\d+)\s*(?:ban )?chinh|so ban chinh\W*(\d+)"),
    "copies": re.compile(r"ban sao\W*(\d+)|(\d+)\s*(?:ban )?sao|so ban sao\W*(\d+)"),
}
_NOTE = Text("Chỉ là ghi chú, không phải giấy tờ", "A remark only, no paper")
_ONE_ORIGINAL = Text("Nộp 1 bản chính", "Hand in 1 original")
_ONE_COPY = Text("Nộp 1 bản sao", "Hand in 1 copy")
_SHOW = Text("Chỉ xuất trình, không giữ lại", "Only shown, never kept")
_HAND_IN = Text("Phải nộp", "Handed in")
_ALWAYS = Text("Luôn cần", "Always needed")
_SOMETIMES = Text("Chỉ có khi thuộc trường hợp đó: để làm ghi chú", "Only in that case: keep it as a remark")
_BY_FORM = Text(
    "Khai trên máy thay tờ khai giấy khi nộp trực tuyến", "Online the form filled in here replaces it"
)


@dataclass(slots=True)
class Papers:
    """The wire's cases, and what is doubtful."""

    cases: list[dict[str, Any]] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


def read_papers(value: Any, procedure_name: str) -> Papers:
    """The record's "thành phần hồ sơ"."""
    found = Papers()
    for number, (case_name, rows) in enumerate(_cases(value)):
        name = Text.of(case_name or procedure_name).to_wire()
        case: dict[str, Any] = {"id": f"case_{number + 1}", "name": name, "when": None, "components": []}
        found.cases.append(case)
        shows = False
        for row in rows:
            words = str(row.get("paper") or "").strip()
            folded = fold(words)
            if not words:
                continue
            counted = _counts(str(row.get("counts") or ""))
            if not any(counted or ()) and _SHOW_BLOCK.match(folded):
                shows = True
            elif not any(counted or ()) and _SUBMIT_BLOCK.match(folded):
                shows = False
            else:
                _add(found, number, words, str(row.get("form_no") or "").strip(), counted, shows=shows)
    if not any(case["components"] for case in found.cases):
        found.doubts.append(
            Doubt("no_papers", "", (Proposal(Text("Không cần giấy tờ nào", "No papers are needed")),))
        )
    return found


def _add(
    found: Papers, case: int, words: str, form_no: str, counted: tuple[int, int] | None, *, shows: bool
) -> None:
    components = found.cases[case]["components"]
    at = f"/cases/{case}/components/{len(components)}"
    originals, copies = counted or (0, 0)
    folded = fold(words)
    is_note = counted == (0, 0)
    component: dict[str, Any] = {
        "id": f"paper_{len(components) + 1}",
        "name": Text.of(words[:600]).to_wire(),
        "form_no": form_no[:120] or None,
        "originals": originals,
        "copies": copies,
        "kind": "note" if is_note else "show" if shows else "submit",
        "alternatives": [],
        "satisfied_by": [],
    }
    components.append(component)
    original = ((f"{at}/originals", 1), (f"{at}/copies", 0), (f"{at}/kind", "show" if shows else "submit"))
    copy = ((f"{at}/originals", 0), (f"{at}/copies", 1), (f"{at}/kind", "show" if shows else "submit"))
    note = ((f"{at}/originals", 0), (f"{at}/copies", 0), (f"{at}/kind", "note"))
    said = words[:300]
    counts = (Proposal(_ONE_ORIGINAL, original), Proposal(_ONE_COPY, copy), Proposal(_NOTE, note))
    if counted is None:
        found.doubts.append(Doubt("count_missing", said, counts))
    elif is_note:
        found.doubts.append(Doubt("zero_originals", said, (counts[2], counts[0], counts[1])))
    if is_note:
        return
    if not shows and _SHOWN.search(folded):
        shown, kept = (
            Proposal(_SHOW, ((f"{at}/kind", "show"),)),
            Proposal(_HAND_IN, ((f"{at}/kind", "submit"),)),
        )
        found.doubts.append(Doubt("shown_or_handed_in", said, (shown, kept)))
    if _ELECTRONIC_FORM.search(folded) or (_ONLINE.search(folded) and _PAPER_FORM.match(folded)):
        by_form = (f"{at}/satisfied_by", ["form"])
        proposals = (Proposal(_BY_FORM, (by_form,)), Proposal(_NOTE, note), Proposal(_ALWAYS))
        found.doubts.append(Doubt("form_of_the_channel", said, proposals))
    elif _IN_ONE_CASE.search(folded):
        found.doubts.append(Doubt("depends_on_case", said, (Proposal(_ALWAYS), Proposal(_SOMETIMES, note))))


def _cases(value: Any) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    """(name of the case, rows): an object by case, a list of rows that may name their case, or lines of text."""
    if isinstance(value, Mapping):
        for name, rows in value.items():
            yield str(name), [row for _, some in _cases(rows) for row in some]
        return
    if isinstance(value, str):
        yield from _from_lines(value)
        return
    by_case: dict[str, list[Mapping[str, Any]]] = {}
    for row in value if isinstance(value, list) else []:
        if isinstance(row, Mapping):
            members = named(row)
            inner = members.get("papers") or members.get("giay to")
            if isinstance(inner, list):
                case = str(members.get("case") or members.get("name") or "")
                rows = [named(each) if isinstance(each, Mapping) else {"paper": each} for each in inner]
                by_case.setdefault(case, []).extend(rows)
                continue
            members.setdefault("paper", members.get("name"))
            by_case.setdefault(str(members.get("case") or ""), []).append(members)
        elif isinstance(row, str):
            by_case.setdefault("", []).extend(each for _, some in _from_lines(row) for each in some)
    yield from by_case.items()


def _from_lines(text: str) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    """Lines "paper | form | count"; a line in brackets or ending with ":" begins a case."""
    name, rows = "", list[Mapping[str, Any]]()
    for line in text.splitlines():
        words = line.strip()
        heads = re.fullmatch(r"\[(.+)\]|([^|]*[Tt]rường hợp[^|]*):", words)
        if heads:
            if rows:
                yield name, rows
            name, rows = (heads[1] or heads[2]).strip(), []
        elif words:
            cells = [cell.strip() for cell in words.split("|")]
            if len(cells) == 2:
                cells.insert(1, "")
            rows.append(dict(zip(("paper", "form_no", "counts"), cells, strict=False)))
    if rows:
        yield name, rows


def _counts(words: str) -> tuple[int, int] | None:
    """(originals, copies), None where neither is said."""
    folded = fold(words)
    found = {}
    for name, pattern in _COUNT.items():
        if match := pattern.search(folded):
            found[name] = int(next(part for part in match.groups() if part))
    return (found.get("originals", 0), found.get("copies", 0)) if found else None

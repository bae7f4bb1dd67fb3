"""Reads a portal's list of procedures (CSV, JSON or XLSX) into records with plain names; it judges no content."""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.catalogue.spreadsheet import SpreadsheetBroken, read_rows
from kiosk.domain.bilingual import Text, fold

_MOST_BYTES = 200_000_000
_NAMES: Mapping[str, tuple[str, ...]] = {
    "code": ("ma thu tuc", "ma so thu tuc", "ma tthc", "ma so", "ma", "code"),
    "name": ("ten thu tuc", "ten thu tuc hanh chinh", "ten tthc", "ten", "name"),
    "decision": ("so quyet dinh", "quyet dinh cong bo"),
    "level": ("cap thuc hien", "cap do", "level"),
    "kind": ("loai thu tuc", "loai tthc"),
    "field": ("linh vuc", "field"),
    "audience": ("doi tuong thuc hien", "doi tuong"),
    "agency": ("co quan thuc hien", "co quan giai quyet", "agency"),
    "authority": ("co quan co tham quyen",),
    "mode": ("muc do", "muc do dich vu cong", "dich vu cong truc tuyen", "online"),
    "ways": ("cach thuc thuc hien", "cach thuc", "channels"),
    "papers": ("thanh phan ho so", "ho so", "cases"),
    "steps": ("trinh tu thuc hien", "trinh tu"),
    "legal": ("can cu phap ly", "co so phap ly", "legal basis"),
    "conditions": ("yeu cau dieu kien", "yeu cau dieu kien thuc hien", "yeu cau", "dieu kien"),
    "result": ("ket qua thuc hien", "ket qua", "result"),
    "keywords": ("tu khoa", "keywords"),
    "description": ("mo ta", "mo ta thu tuc", "ghi chu", "description"),
    "version": ("phien ban", "version"),
    "valid_from": ("ngay co hieu luc", "hieu luc tu", "co hieu luc tu", "ngay hieu luc", "valid from"),
    "valid_to": ("ngay het hieu luc", "het hieu luc", "hieu luc den", "valid to", "valid until"),
    # one row a way or a paper
    "way": ("hinh thuc nop", "hinh thuc", "kenh"),
    "time": ("thoi han giai quyet", "thoi gian giai quyet", "thoi han", "thoi gian", "time"),
    "fee": ("phi le phi", "le phi", "phi", "muc phi", "fee"),
    "way_text": ("mo ta cach thuc", "mo ta phi", "dien giai"),
    "case": ("truong hop", "case"),
    "paper": ("ten giay to", "giay to", "paper"),
    "form_no": ("mau don to khai", "mau don", "bieu mau", "mau", "form"),
    "counts": ("so luong", "so ban", "count"),
}
_MEMBER_OF = {alias: name for name, aliases in _NAMES.items() for alias in aliases}


class ListUnreadable(ValueError):
    """The file as a whole cannot be read; the sentence names file, place (a line, 0 for none) and reason."""

    def __init__(self, file: Path, line: int, why: Text) -> None:
        at_vi, at_en = (f", dòng {line}", f", line {line}") if line else ("", "")
        self.words = Text(f"{file.name}{at_vi}: {why.vi}", f"{file.name}{at_en}: {why.en}")
        super().__init__(self.words.en)


@dataclass(frozen=True, slots=True)
class Record:
    """One procedure of the list. `place`: "line 7", "row 7" or "item 7". `wire`: it is in the gateway's own shape."""

    place: str
    members: Mapping[str, Any]
    is_wire: bool = False


def read_list(file: Path) -> list[Record]:
    """Every record, in order; rows that go on with the code above are joined to it. Raises ListUnreadable."""
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise ListUnreadable(file, 0, Text("tệp quá lớn.", "the file is too large."))
        content = file.read_bytes()
        if content[:4] == b"PK\x03\x04" or file.suffix.lower() in (".xlsx", ".xlsm"):
            return _joined(_table(read_rows(file), "row"), file)
    except OSError as trouble:
        raise ListUnreadable(
            file, 0, Text("không đọc được; cắm lại USB.", f"cannot be read ({type(trouble).__name__}).")
        ) from trouble
    except SpreadsheetBroken as trouble:
        raise ListUnreadable(file, 0, Text(f"bảng tính hỏng: {trouble}", str(trouble))) from trouble
    words = _decoded(content, file)
    if words.lstrip()[:1] in ("{", "["):
        return _from_json(words, file)
    return _joined(_table(_csv_rows(words, file), "line"), file)


def plain_name(words: str) -> str:
    """A column's or member's name as `_NAMES` writes it: "Mã_thủ tục (TTHC)" gives "ma thu tuc"."""
    bare = re.sub(r"\(.*?\)", " ", fold(words.replace("_", " ")))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", bare).split())


def named(given: Mapping[Any, Any]) -> dict[str, Any]:
    """A record's members by the names used here; what is unknown stays under its own plain name."""
    found: dict[str, Any] = {}
    for key, value in given.items():
        name = plain_name(str(key))
        member = _MEMBER_OF.get(name, name)
        if value not in (None, "") or member not in found:
            found.setdefault(member, value)
    return found


def _decoded(content: bytes, file: Path) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as trouble:
        line = content[: trouble.start].count(b"\n") + 1
        raise ListUnreadable(
            file,
            line,
            Text("không phải UTF-8; lưu tệp lại dạng UTF-8.", "is not UTF-8; save the file as UTF-8."),
        ) from trouble


def _from_json(words: str, file: Path) -> list[Record]:
    try:
        body = json.loads(words)
    except json.JSONDecodeError as trouble:
        lines = [line for line in words.splitlines() if line.strip()]
        if len(lines) > 1 and trouble.msg == "Extra data":
            return _json_lines(words, file)
        raise ListUnreadable(
            file, trouble.lineno, Text(f"JSON hỏng: {trouble.msg}.", f"{trouble.msg}.")
        ) from trouble
    except RecursionError as trouble:
        raise ListUnreadable(file, 0, Text("lồng nhau quá sâu.", "is nested too deeply.")) from trouble
    if isinstance(body, Mapping):
        lists = [value for value in body.values() if isinstance(value, list) and value]
        inner = [each for each in lists if isinstance(each[0], Mapping)]
        body = (
            [body] if {"code", "ma thu tuc"} & {plain_name(str(key)) for key in body} else (inner or [[]])[0]
        )
    if not isinstance(body, list):
        raise ListUnreadable(file, 1, Text("cần một danh sách thủ tục.", "needs a list of procedures."))
    return [_json_record(item, f"item {number}") for number, item in enumerate(body, 1)]


def _json_lines(words: str, file: Path) -> list[Record]:
    found = []
    for number, line in enumerate(words.splitlines(), 1):
        if line.strip():
            try:
                found.append(_json_record(json.loads(line), f"line {number}"))
            except json.JSONDecodeError as trouble:
                raise ListUnreadable(
                    file, number, Text(f"JSON hỏng: {trouble.msg}.", f"{trouble.msg}.")
                ) from trouble
    return found


def _json_record(item: Any, place: str) -> Record:
    if not isinstance(item, Mapping):
        return Record(place, {})
    if "code" in item and (isinstance(item.get("cases"), list) or isinstance(item.get("channels"), Mapping)):
        return Record(place, item, is_wire=True)
    return Record(place, named(item))


def _csv_rows(words: str, file: Path) -> Iterator[list[str]]:
    heads = (line for line in words.splitlines()[:50] if {"ma", "code"} & set(plain_name(line).split()))
    head = next(heads, words.partition("\n")[0])
    delimiter = max(",;\t|", key=head.count)
    csv.field_size_limit(10_000_000)
    try:
        yield from csv.reader(io.StringIO(words, newline=""), delimiter=delimiter, strict=True)
    except csv.Error as trouble:
        raise ListUnreadable(
            file,
            0,
            Text(
                f"{trouble}; có thể thiếu dấu nháy đóng.", f"{trouble}; a quotation mark may not be closed."
            ),
        ) from trouble


def _table(rows: Iterator[list[str]], word: str) -> Iterator[Record]:
    """The first row with a column for the code is the head; rows above it (titles) are left out."""
    columns: list[str] = []
    for number, row in enumerate(rows, 1):
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if not columns:
            names = [_MEMBER_OF.get(plain_name(cell), plain_name(cell)) for cell in cells]
            if "code" in names:
                columns = names
            continue
        members: dict[str, Any] = {}
        for name, cell in zip(columns, cells, strict=False):
            if cell and name:
                members.setdefault(name, cell)
        yield Record(f"{word} {number}", members)


_OF_A_WAY = ("way", "time", "fee", "way_text")
_OF_A_PAPER = ("case", "paper", "form_no", "counts")


def _joined(rows: Iterator[Record], file: Path) -> list[Record]:
    """Rows of one procedure as one record: ways and papers of a row each are gathered into lists."""
    found: list[tuple[str, dict[str, Any]]] = []
    for row in rows:
        members = dict(row.members)
        code = members.get("code")
        goes_on = bool(found) and (code is None or _is_same(members, found[-1][1]))
        if not goes_on:
            found.append(
                (
                    row.place,
                    {name: v for name, v in members.items() if name not in (*_OF_A_WAY, *_OF_A_PAPER)},
                )
            )
        target = found[-1][1]
        if goes_on:
            for name, value in members.items():
                if name not in (*_OF_A_WAY, *_OF_A_PAPER):
                    target.setdefault(name, value)
        _gather(target, "ways", {name: members[name] for name in _OF_A_WAY if name in members}, "way")
        _gather(target, "papers", {name: members[name] for name in _OF_A_PAPER if name in members}, "paper")
    if not found:
        raise ListUnreadable(
            file,
            0,
            Text(
                "không có cột nào tên là Mã thủ tục.",
                "no row is headed with the procedure's code (Mã thủ tục).",
            ),
        )
    return [Record(place, members) for place, members in found]


def _is_same(row: Mapping[str, Any], record: Mapping[str, Any]) -> bool:
    """Whether a row goes on with the record above it: the same code, and no other version of it."""
    return row["code"] == record.get("code") and all(
        name not in row or row[name] == record.get(name) for name in ("version", "valid_from")
    )


def _gather(target: dict[str, Any], name: str, part: dict[str, Any], needed: str) -> None:
    if needed in part and isinstance(target.setdefault(name, []), list):
        target[name].append(part)

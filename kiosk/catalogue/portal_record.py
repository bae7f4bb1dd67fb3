"""A record of a portal's list as a procedure for review: what is certain is taken, what is doubtful becomes a doubt."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from kiosk.catalogue.portal_list import Record
from kiosk.catalogue.portal_papers import read_papers
from kiosk.catalogue.portal_ways import read_ways
from kiosk.catalogue.shipped import read_procedure
from kiosk.domain.bilingual import Text, fold
from kiosk.domain.catalogue_review import Doubt, Proposal, ReviewItem
from kiosk.domain.procedure_reading import ProcedureInvalid

_CODE = re.compile(r"\d\.\d{6}(?:\.[0-9A-Za-z.]+)?")
_AGENCIES = (
    (re.compile(r"cong an (?:cap )?(?:xa|phuong)|cong an xa"), "commune_police"),
    (re.compile(r"cong an (?:cap )?tinh|cong an thanh pho|canh sat giao thong"), "province_police"),
    (re.compile(r"dang ky dat dai"), "land_registry"),
    (
        re.compile(
            r"(?:uy ban nhan dan|ubnd)(?: cap)? (?:xa|phuong)|phuc vu hanh chinh cong(?: cap)? (?:xa|phuong)"
        ),
        "commune_one_stop",
    ),
    (re.compile(r"luu giu so goc|quan ly so goc|co so du lieu ho tich"), "record_keeper"),
)
_AGENCY_WORDS = {
    "commune_one_stop": Text("Trung tâm hành chính công xã, phường", "Commune one-stop centre"),
    "commune_police": Text("Công an xã, phường", "Commune police"),
    "province_police": Text("Công an tỉnh, thành phố", "Provincial police"),
    "land_registry": Text("Văn phòng đăng ký đất đai", "Land registry"),
    "record_keeper": Text("Nơi giữ sổ gốc", "Keeper of the register"),
}
_CUTOFF = re.compile(r"sau (\d{1,2}) ?(?:gio|h)(?: ?(\d{2}))?")
_PRESENCE = re.compile(r"phai co mat|truc tiep ky|sinh trac|khong (?:duoc )?uy quyen")
_EXEMPT = re.compile(
    r"[^.;\n]*\b(?:mien|giam)\b[^.;\n]*(?:ho ngheo|nguoi co cong|khuyet tat|tre em|nguoi cao tuoi|hoc sinh|sinh vien|dong bao)[^.;\n]*"
)
_GROUPS = {
    "nguoi co cong": ("merit", Text("Người có công với cách mạng", "People with merit to the revolution")),
    "ho ngheo": ("poor", Text("Hộ nghèo, hộ cận nghèo", "Poor and near-poor households")),
    "khuyet tat": ("disabled", Text("Người khuyết tật", "People with disabilities")),
    "tre em": ("child", Text("Trẻ em", "Children")),
    "cao tuoi": ("elderly", Text("Người cao tuổi", "Older people")),
    "hoc sinh": ("student", Text("Học sinh, sinh viên", "Pupils and students")),
}
_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_UNDATED = Text("Không ghi ngày", "State no day")
_PROSE = ("description", "conditions", "steps")
_YES, _NO = Text("Đúng, phải có mặt", "Yes, one must come"), Text("Không cần có mặt", "Nobody need come")


def review_of(record: Record, source: str, today: date) -> ReviewItem:
    """The record for review. Raises ProcedureInvalid with a sentence where it names no procedure at all."""
    if record.is_wire:
        return _from_wire(record, source)
    members = record.members
    raw_code = str(members.get("code") or "").strip()
    code = _CODE.fullmatch(raw_code)
    if code is None:
        raise ProcedureInvalid("/code", f"{raw_code!r} is no procedure code such as 1.001193.")
    name = " ".join(str(members.get("name") or "").split())
    if not name:
        raise ProcedureInvalid("/name", f"{raw_code} has no name.")
    prose = "\n".join(str(members[part]) for part in _PROSE if members.get(part))
    ways = read_ways(members.get("ways"), prose, today)
    papers = read_papers(members.get("papers"), name)
    cutoff = _CUTOFF.search(fold(prose))
    (begins, first_doubt), (ends, last_doubt) = (
        _day_of(members.get(name)) for name in ("valid_from", "valid_to")
    )
    wire: dict[str, Any] = {
        "code": raw_code,
        "version": str(members.get("version") or "").strip() or None,
        "valid_from": begins,
        "valid_to": ends,
        "name": Text.of(name).to_wire(),
        "field": _words(members.get("field")),
        "level": _words(members.get("level")),
        "agency_kind": "",
        "keywords": _list_of(members.get("keywords")),
        "online": {"mode": "full" if "online" in ways.channels else "none", "reason": None},
        "bcci": {"eligible": "post" in ways.channels, "reason": None},
        "presence_required": False,
        "cutoff": f"{int(cutoff[1]):02}:{cutoff[2] or '00'}" if cutoff and int(cutoff[1]) < 24 else None,
        "channels": ways.channels,
        "cases": papers.cases,
        "exemptions": [],
        "form": {},
        "form_layout": [],
        "result": {"name": _words(members.get("result")), "code": None} if members.get("result") else None,
        "legal_basis": _list_of(members.get("legal")),
    }
    doubts = [*ways.doubts, *papers.doubts, *_about_agency(wire, members), *_about_mode(wire, members)]
    doubts += [doubt for doubt in (first_doubt, last_doubt) if doubt]
    doubts += [*_about_presence(prose), *_about_exemptions(members, prose)]
    if wire["version"] is None:
        wire["version"] = f"import-{today:%Y%m%d}-{fingerprint(wire)[:6]}"
    return ReviewItem(raw_code, name, source, record.place, wire, tuple(doubts))


def fingerprint(wire: Mapping[str, Any]) -> str:
    """Hex; equal for equal content."""
    content = {name: value for name, value in wire.items() if name != "version"}
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _from_wire(record: Record, source: str) -> ReviewItem:
    """In the gateway's own shape: nothing to interpret, so it is right or wrong."""
    wire = record.members
    code, name = str(wire.get("code") or ""), Text.from_wire(wire.get("name"))
    try:
        read_procedure(wire)
    except ProcedureInvalid as wrong:
        if not _CODE.fullmatch(code) or name is None:
            raise
        return ReviewItem(code, name.vi, source, record.place, wire, (Doubt("invalid", wrong.words),))
    return ReviewItem(code, name.vi if name else code, source, record.place, wire)


def _day_of(said: Any) -> tuple[str | None, Doubt | None]:
    """A day as 2026-12-31 from 31/12/2026 and the like; a doubt where it is none."""
    words = str(said or "").strip()
    if not words:
        return None, None
    found = _DAY.fullmatch(words)
    try:
        if found is None:
            return date.fromisoformat(words[:10]).isoformat(), None
        day, month, year = (int(part) for part in found.groups())
        return date(year, month, day).isoformat(), None
    except ValueError:
        return None, Doubt("date_unreadable", words[:60], (Proposal(_UNDATED),))


def _about_agency(wire: dict[str, Any], members: Mapping[str, Any]) -> Iterator[Doubt]:
    said = str(members.get("agency") or members.get("authority") or "").strip()
    kinds = [kind for pattern, kind in _AGENCIES if pattern.search(fold(said))]
    if len(kinds) == 1:
        wire["agency_kind"] = kinds[0]
        return
    proposals = tuple(
        Proposal(words, (("/agency_kind", kind),))
        for kind, words in _AGENCY_WORDS.items()
        if kind in kinds or not kinds
    )
    yield Doubt("agency_unclear" if said else "agency_empty", said[:300], proposals)


def _about_mode(wire: dict[str, Any], members: Mapping[str, Any]) -> Iterator[Doubt]:
    said = str(members.get("mode") or "").strip()
    folded = fold(said)
    if not said or wire["online"]["mode"] == "none":
        return
    level = re.search(r"(?:muc do|level|muc)?\s*([1-4])\b", folded)
    if "mot phan" in folded or (level and level[1] == "3"):
        wire["online"]["mode"] = "partial"
        if level:
            wire["service_level"] = 3
    elif level and level[1] in "12":
        wire["online"]["mode"], wire["service_level"] = "none", int(level[1])
    elif "toan" not in folded and not level:
        proposals = tuple(
            Proposal(words, (("/online/mode", mode),))
            for mode, words in (
                ("full", Text("Toàn trình", "Wholly online")),
                ("partial", Text("Một phần", "Partly online")),
                ("none", Text("Không nộp trực tuyến", "Not online")),
            )
        )
        yield Doubt("mode_unclear", said[:200], proposals)


def _about_presence(prose: str) -> Iterator[Doubt]:
    folded = fold(prose)
    if match := _PRESENCE.search(folded):
        said = prose[max(0, match.start() - 80) : match.end() + 80]
        yield Doubt(
            "presence",
            said,
            (
                Proposal(_YES, (("/presence_required", True),)),
                Proposal(_NO, (("/presence_required", False),)),
            ),
        )


def _about_exemptions(members: Mapping[str, Any], prose: str) -> Iterator[Doubt]:
    """Exemptions stand in prose only: who they are for is proposed, what proves it is not known."""
    texts = [prose]
    for row in (
        members.get("ways") or [] if isinstance(members.get("ways"), list) else [members.get("ways") or ""]
    ):
        texts.append(" ".join(str(part) for part in row.values()) if isinstance(row, Mapping) else str(row))
    whole = "\n".join(texts)
    match = _EXEMPT.search(fold(whole))
    if match is None:
        return
    groups = [group for part, group in _GROUPS.items() if part in match[0]]
    listed = [{"id": key, "name": words.to_wire(), "proof": None} for key, words in groups]
    names = ", ".join(words.vi for _, words in groups) or "?"
    english = ", ".join(words.en for _, words in groups) or "?"
    yield Doubt(
        "exemption_in_prose",
        match[0].strip()[:300],
        (
            Proposal(Text(f"Được miễn, giảm: {names}", f"Exempt: {english}"), (("/exemptions", listed),)),
            Proposal(Text("Không ghi ai được miễn", "Name nobody as exempt"), (("/exemptions", []),)),
        ),
    )


def _words(value: Any) -> dict[str, Any] | None:
    text = Text.from_wire(value if isinstance(value, Mapping) else " ".join(str(value or "").split())[:600])
    return text.to_wire() if text else None


def _list_of(value: Any) -> list[str]:
    if isinstance(value, list):
        return [" ".join(str(item).split())[:300] for item in value if str(item).strip()]
    return [part.strip()[:300] for part in re.split(r"[;\n]", str(value or "")) if part.strip()]

"""Ways of filing of a portal's record: times and fees with what is doubtful about them; it settles nothing."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kiosk.catalogue.portal_list import named
from kiosk.domain.bilingual import Text, fold
from kiosk.domain.catalogue_review import Doubt, Proposal
from kiosk.domain.procedure_parts import Fee, Time

_CHANNELS = (("truc tuyen", "online"), ("buu chinh", "post"), ("buu dien", "post"), ("truc tiep", "direct"))
_UNITS = (
    ("ngay lam viec", "working_day"),
    ("working day", "working_day"),
    ("ngay", "day"),
    ("day", "day"),
    ("gio", "hour"),
    ("hour", "hour"),
    ("thang", "month"),
    ("month", "month"),
)
_SAME_DAY = re.compile(r"\btrong ngay\b|\bngay trong ngay\b|\bngay sau khi\b")
_NUMBER = re.compile(r"(?<![\d.,])(\d{1,3})(?![\d.,]*\d)\s*([a-z ]*)")
_MONEY = re.compile(r"(-?\d{1,3}(?:[.,]\d{3})+|-?\d{4,9}|-?\d+)\s*(?:d\b|đ\b|dong\b|đong\b|vnd\b|vnđ\b)?")
_MONEY_IN_TEXT = re.compile(r"(?<![\d./])(\d{1,3}(?:[.,]\d{3})+|\d{4,9})\s*(?:d\b|dong\b|vnd\b)")
_UNTIL = re.compile(r"(?:den het|het|den|truoc) (?:ngay )?(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
_SET_BY_PROVINCE = re.compile(r"hoi dong nhan dan|\bhdnd\b|theo quy dinh cua (?:tinh|dia phuong|thanh pho)")
_SET_BY_ACT = re.compile(r"thong tu (?:so )?\d+/\d{4}/tt|nghi quyet (?:so )?\d+/\d{4}|theo quy dinh")
_FREE = re.compile(r"mien phi|khong (?:thu|mat) (?:phi|le phi)|^khong$|^0 ?(?:d|dong|vnd)?$|free")
MOST_DAYS = 3650


@dataclass(slots=True)
class Ways:
    """The wire's channels, and what is doubtful."""

    channels: dict[str, Any] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)


def read_ways(value: Any, other_text: str, today: date) -> Ways:
    """The record's "cách thức thực hiện". `other_text`: the record's remaining prose, where fees hide too."""
    found = Ways()
    for way in _each(value):
        name = _channel(str(way.get("way") or ""))
        said = " | ".join(str(part) for part in way.values() if part)
        if not name:
            found.doubts.append(Doubt("way_unknown", said, (Proposal(_LEAVE_OUT),)))
            continue
        if name in found.channels:
            found.doubts.append(Doubt("way_twice", said, (Proposal(_LEAVE_OUT),)))
            continue
        channel: dict[str, Any] = {"time": None, "fee": {"amount": None, "basis": None, "varies": False}}
        found.channels[name] = channel
        text = str(way.get("way_text") or way.get("description") or "")
        found.doubts += _read_time(channel, f"/channels/{name}/time", str(way.get("time") or ""), text)
        found.doubts += _read_fee(channel, f"/channels/{name}/fee", way.get("fee"), text, other_text, today)
    if not found.channels:
        found.doubts.append(Doubt("no_way", "", tuple(_ways_proposed())))
    found.doubts += _times_that_differ(found.channels)
    return found


_LEAVE_OUT = Text("Bỏ dòng này", "Leave this line out")
_AS_READ = Text("Đúng như vậy", "It is right as it is")
_NOT_PUBLISHED = Text("Chưa công bố", "Not published")


def _ways_proposed() -> Iterator[Proposal]:
    empty = {"time": None, "fee": {"amount": None, "basis": None, "varies": False}}
    yield Proposal(Text("Chỉ nộp trực tiếp", "In person only"), (("/channels/direct", empty),))
    yield Proposal(
        Text("Trực tuyến và trực tiếp", "Online and in person"),
        (("/channels/online", empty), ("/channels/direct", empty)),
    )


def _each(value: Any) -> Iterator[Mapping[str, Any]]:
    """Rows of the table: a list of objects, an object by way, or lines with "|" between the columns."""
    if isinstance(value, Mapping):
        for way, row in value.items():
            yield {"way": way, **named(row)} if isinstance(row, Mapping) else {"way": way, "time": row}
    elif isinstance(value, list):
        for row in value:
            if isinstance(row, Mapping):
                yield named(row)
            elif isinstance(row, str):
                yield from _each(row)
    elif isinstance(value, str):
        for line in value.splitlines():
            if line.strip():
                cells = [cell.strip() for cell in line.split("|")]
                yield dict(zip(("way", "time", "fee", "way_text"), cells, strict=False))


def _channel(words: str) -> str:
    folded = fold(words)
    if folded in ("online", "post", "direct"):
        return folded
    return next((name for part, name in _CHANNELS if part in folded), "")


# --- times -----------------------------------------------------------------------------------------------------


def _read_time(channel: dict[str, Any], at: str, column: str, text: str) -> Iterator[Doubt]:
    folded = fold(column)
    time = _time(folded)
    if not folded.strip():
        yield Doubt("time_missing", text[:200], (Proposal(_NOT_PUBLISHED), *_times_proposed(at, 0)))
        return
    if time is not None:
        channel["time"] = time
        other = _time_in(fold(text))
        if other is not None and other != time:
            choices = tuple(_time_proposal(at, each) for each in (time, other))
            yield Doubt("time_text_differs", f"{column} ≠ {text}"[:300], choices)
        return
    number = _NUMBER.search(folded)
    if number is None:
        yield Doubt("time_unreadable", column[:200], (Proposal(_NOT_PUBLISHED), *_times_proposed(at, 0)))
    elif number[2].strip():
        n = int(number[1])
        yield Doubt("time_unit_unknown", column[:200], (*_times_proposed(at, n), Proposal(_NOT_PUBLISHED)))
    else:
        n = int(number[1])
        yield Doubt("time_unit_missing", column[:200], (*_times_proposed(at, n), Proposal(_NOT_PUBLISHED)))


def _time(folded: str) -> dict[str, Any] | None:
    """Only what is said with a number and a unit that is known, and nothing else."""
    if "-" in folded.split("|", maxsplit=1)[0][:1]:
        return None
    if (number := _NUMBER.search(folded)) is not None:
        unit = next((unit for words, unit in _UNITS if number[2].strip().startswith(words)), None)
        n = int(number[1])
        return {"n": n, "unit": unit} if unit is not None and n <= MOST_DAYS else None
    return {"n": 0, "unit": "working_day"} if _SAME_DAY.search(folded) else None


def _time_in(folded: str) -> dict[str, Any] | None:
    """A term named in prose: "trong thời hạn 15 ngày làm việc"."""
    match = re.search(
        r"(?:trong|thoi han|khong qua)[^.;]{0,40}?(\d{1,3} (?:ngay lam viec|ngay|gio|thang))", folded
    )
    return _time(match[1]) if match else None


def _times_proposed(at: str, n: int) -> Iterator[Proposal]:
    if n == 0:
        yield _time_proposal(at, {"n": 0, "unit": "working_day"})
        return
    for unit in ("working_day", "day", "hour", "month"):
        yield _time_proposal(at, {"n": n, "unit": unit})


def _time_proposal(at: str, time: dict[str, Any]) -> Proposal:
    return Proposal(Time(time["n"], time["unit"]).words, ((at, time),))


def _times_that_differ(channels: Mapping[str, Any]) -> Iterator[Doubt]:
    """What is true of one way of filing may be true of the others; a difference may be a slip of the list."""
    times = {name: channel["time"] for name, channel in channels.items() if channel["time"]}
    different = [
        time for place, time in enumerate(times.values()) if time not in list(times.values())[:place]
    ]
    if len(different) < 2:
        return
    words = {name: Time(time["n"], time["unit"]).words for name, time in times.items()}
    said = "; ".join(f"{name}: {word.vi}" for name, word in words.items())
    same_for_all = (
        Proposal(
            Text(
                f"Mọi cách đều {Time(time['n'], time['unit']).words.vi}",
                f"{Time(time['n'], time['unit']).words.en} in every way",
            ),
            tuple((f"/channels/{name}/time", time) for name in times),
        )
        for time in different
    )
    yield Doubt("times_differ", said, (Proposal(_AS_READ), *same_for_all))


# --- fees ------------------------------------------------------------------------------------------------------


def _read_fee(
    channel: dict[str, Any], at: str, column: Any, text: str, other_text: str, today: date
) -> Iterator[Doubt]:
    words = "" if column is None else str(column)
    folded, prose = fold(words), fold(text)
    amount = _amount(folded)
    said = " · ".join(part for part in (words, text) if part)[:300]
    typed = (f"{at}/amount",)
    if amount is not None and amount < 0:
        yield Doubt("fee_negative", said, _fees_proposed(at, ()), typed)
        return
    provincial = bool(_SET_BY_PROVINCE.search(folded) or _SET_BY_PROVINCE.search(prose))
    if amount is None and not provincial:
        code = "fee_unreadable" if folded.strip() else "fee_missing"
        yield Doubt(code, said, _fees_proposed(at, _amounts(prose)), typed)
        return
    channel["fee"] = _fee(amount, text if provincial or amount else "", varies=provincial)
    gone = [day for day in _days(prose) if day < today]
    if gone:
        yield Doubt("discount_expired", said, _fees_proposed(at, _candidates(amount, prose)), typed)
        return
    if any(day >= today for day in _days(prose)):
        yield Doubt("discount_ends", said, _fees_proposed(at, _candidates(amount, prose)), typed)
        return
    hidden = _amounts(prose) or (_amounts(fold(other_text)) if amount == 0 else ())
    if amount == 0 and (hidden or provincial or _SET_BY_ACT.search(prose)):
        yield Doubt("fee_free_but", said or other_text[:200], _fees_proposed(at, (0, *hidden)), typed)
    elif amount is not None and hidden and amount not in hidden:
        yield Doubt("fee_text_differs", said, _fees_proposed(at, _candidates(amount, prose)), typed)


def _amount(folded: str) -> int | None:
    if _FREE.search(folded):
        return 0
    match = _MONEY.search(folded)
    if match is None or (
        len(re.findall(r"\d[\d.,]*", folded)) > 1 and not re.search(r"1 (?:lan|ban|truong)", folded)
    ):
        return None
    return int(re.sub(r"[.,]", "", match[1]))


def _amounts(prose: str) -> tuple[int, ...]:
    found = (int(re.sub(r"[.,]", "", each)) for each in _MONEY_IN_TEXT.findall(prose))
    return tuple(dict.fromkeys(found))


def _candidates(amount: int | None, prose: str) -> tuple[int, ...]:
    return tuple(dict.fromkeys((*(() if amount is None else (amount,)), *_amounts(prose))))


def _days(prose: str) -> list[date]:
    days = []
    for day, month, year in _UNTIL.findall(prose):
        try:
            days.append(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return days


def _fee(amount: int | None, basis: str, *, varies: bool) -> dict[str, Any]:
    words = Text.of(basis[:300]).to_wire() if basis.strip() else None
    return {"amount": amount, "basis": words, "varies": varies}


def _fees_proposed(at: str, amounts: tuple[int, ...]) -> tuple[Proposal, ...]:
    """Each amount that the list names, the province's, or none published; another one is typed."""
    proposals = [
        Proposal(Fee(amount, None, False).words, ((f"{at}/amount", amount), (f"{at}/varies", False)))
        for amount in amounts[:5]
    ]
    varies = Text("Do Hội đồng nhân dân tỉnh quy định", "Set by the province's People's Council")
    return (
        *proposals,
        Proposal(varies, ((f"{at}/amount", 0), (f"{at}/varies", True))),
        Proposal(_NOT_PUBLISHED, ((f"{at}/amount", None), (f"{at}/varies", False))),
    )

"""A public procedure as data: what it is, what papers each case needs, what it costs and how long it takes.

Read from the wire's `Procedure`; it searches nothing, checks no answers and computes no dates.
"""

import dataclasses
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import time as time_of_day
from typing import Any

from kiosk.domain.bilingual import Text, fold
from kiosk.domain.form_field import FormField, form_fields, refuse_broken_form
from kiosk.domain.procedure_parts import (
    CHANNELS,
    COMPONENT_KINDS,
    FORM_ITSELF,
    TIME_UNITS,
    Case,
    Channel,
    Component,
    Exemption,
    Fee,
    FormLayoutPage,
    Result,
    Time,
)
from kiosk.domain.procedure_reading import Place, ProcedureInvalid, refuse_doubles

ONLINE_MODES = ("full", "partial", "none")
SERVICE_LEVELS = (1, 2, 3, 4)
"""The old scheme: 1 information, 2 the form too (printed, it is a paper form), 3 filed online, 4 paid online too."""
FIELDS_A_PAGE = 5

_LONG_CODE = re.compile(r"^(\d\.\d{6})(?:\.[0-9A-Za-z.]+)?$")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one answer: a stable snake_case code, and a sentence that says what to do."""

    code: str
    text: Text


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One procedure found. `matched` says by what: code, name, keyword, other, or similar (a typing slip)."""

    code: str
    name: Text
    score: float
    matched: str


@dataclass(frozen=True, slots=True)
class Procedure:
    """One procedure. All that the gateway said is given back by `to_wire`, members unknown here too."""

    code: str
    version: str | int | None
    valid_from: date | None
    valid_to: date | None
    name: Text
    field: Text | None
    level: Text | None
    agency_kind: str
    keywords: tuple[str, ...]
    online_mode: str
    online_reason: Text | None
    bcci_eligible: bool
    bcci_reason: Text | None
    presence_required: bool
    cutoff: time_of_day | None
    channels: tuple[Channel, ...]
    cases: tuple[Case, ...]
    exemptions: tuple[Exemption, ...]
    form: Mapping[str, Any] = dataclasses.field(hash=False, repr=False)
    form_layout: tuple[FormLayoutPage, ...]
    result: Result | None
    legal_basis: tuple[Text, ...]
    level_named: int | None
    """The old scheme's level where the portal names one (`service_level`); today's portals name a mode instead."""
    replaced_by: str | None
    """The code of what takes its place when it has ended, where the data says so."""
    former_codes: tuple[str, ...]
    """Codes that it took the place of: people still ask for them."""
    announced: tuple[tuple[date, Text], ...]
    """Acts that will change its rules, with the day each takes effect; what they change is not known yet."""
    wire: bytes = dataclasses.field(hash=False, repr=False, compare=False)
    """What it was read from, packed: thousands of procedures would otherwise lie in memory twice."""

    @classmethod
    def from_wire(cls, body: Mapping[str, Any]) -> "Procedure":
        """Reads the wire's `Procedure`. Raises `ProcedureInvalid` naming the member and the reason."""
        place = Place(body)
        case_places = place.at("cases").items()
        cases = tuple(Case.from_wire(each) for each in case_places)
        refuse_doubles([each.at("id") for each in case_places], [case.id for case in cases], "the case id")
        if not cases:  # a procedure without cases has one that needs no papers
            cases = (Case("", place.at("name").text(), None, ()),)
        refuse_broken_form(place.at("form"))
        form = {} if place.at("form").absent else dict(place.at("form").mapping())
        valid_from, valid_to = place.at("valid_from").day_or_none(), place.at("valid_to").day_or_none()
        if valid_from and valid_to and valid_to < valid_from:
            raise place.at("valid_to").wrong(
                Text(
                    "thủ tục hết hiệu lực trước khi có hiệu lực.", "the procedure would end before it begins."
                )
            )
        mode = (
            place.at("online").at("mode") if not place.at("online").absent else Place("none", "/online/mode")
        )
        return cls(
            code=place.at("code").word(),
            version=_version(place.at("version")),
            valid_from=valid_from,
            valid_to=valid_to,
            name=place.at("name").text(),
            field=place.at("field").text_or_none(),
            level=place.at("level").text_or_none(),
            agency_kind=place.at("agency_kind").word_or_none() or "",
            keywords=place.at("keywords").words(),
            online_mode=mode.one_of(ONLINE_MODES),
            online_reason=_member(place.at("online"), "reason").text_or_none(),
            bcci_eligible=_member(place.at("bcci"), "eligible").flag(when_absent=False),
            bcci_reason=_member(place.at("bcci"), "reason").text_or_none(),
            presence_required=place.at("presence_required").flag(when_absent=False),
            cutoff=place.at("cutoff").clock_or_none(),
            channels=_channels(place.at("channels")),
            cases=cases,
            exemptions=_exemptions(place.at("exemptions")),
            form=form,
            form_layout=_pages(place.at("form_layout"), form_fields(form)),
            result=_result(place.at("result")),
            legal_basis=tuple(_act(item) for item in place.at("legal_basis").items()),
            level_named=_level(place.at("service_level")),
            replaced_by=place.at("replaced_by").word_or_none(),
            former_codes=place.at("former_codes").words(),
            announced=tuple(_announced(item) for item in place.at("announced").items()),
            wire=zlib.compress(json.dumps(dict(body)).encode(), level=1),
        )

    def to_wire(self) -> dict[str, Any]:
        """The wire's `Procedure`, exactly as it was read."""
        body: dict[str, Any] = json.loads(zlib.decompress(self.wire))
        return body

    @property
    def short_code(self) -> str:
        """The eight characters people know ("1.001193"), also where the gateway uses a long form."""
        match = _LONG_CODE.match(self.code)
        return match[1] if match else self.code

    @property
    def service_level(self) -> int:
        """1 to 4: as the portal names it, else "toàn trình" is 4, "một phần" 3, and offline 2 with a form, 1 without."""
        if self.level_named is not None:
            return self.level_named
        return {"full": 4, "partial": 3}.get(self.online_mode, 2 if self.form_layout else 1)

    @property
    def goes_online(self) -> bool:
        """Whether a dossier may be filed online at all, wholly or in part."""
        return self.online_mode != "none" and self.service_level >= 3

    @property
    def pays_online(self) -> bool:
        """Whether a fee may be paid through the terminal: at level 4 alone, and so never where only a part is online."""
        return self.online_mode == "full" and self.service_level == max(SERVICE_LEVELS)

    @property
    def prints_form(self) -> bool:
        """Whether the form is filled in here only to be printed: the print counts as the paper form (level 2)."""
        return not self.goes_online and self.service_level >= 2 and bool(self.form_layout)

    def is_in_force(self, on: date) -> bool:
        """Whether the procedure may be used on that day."""
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_to is None or on <= self.valid_to
        )

    def channel(self, name: str) -> Channel | None:
        """The way of filing called "online", "post" or "direct", if there is one."""
        return next((channel for channel in self.channels if channel.name == name), None)

    def price(self, channel: str) -> Fee | None:
        """The fee on that channel, None where none is published."""
        return found.fee if (found := self.channel(channel)) else None

    def time(self, channel: str) -> Time | None:
        """The processing time on that channel, None where none is published."""
        return found.time if (found := self.channel(channel)) else None

    def case(self, case_id: str) -> Case | None:
        """The case of that id."""
        return next((case for case in self.cases if case.id == case_id), None)

    def components_for(self, case_id: str) -> tuple[Component, ...]:
        """All papers and notes of a case, in order; empty for an unknown case."""
        return case.components if (case := self.case(case_id)) else ()

    def fields(self) -> dict[str, FormField]:
        """The questions of the form by name."""
        return form_fields(self.form)


def _member(place: Place, key: str) -> Place:
    return Place(None, f"{place.pointer}/{key}") if place.absent else place.at(key)


def _version(place: Place) -> str | int | None:
    if isinstance(place.value, int) and not isinstance(place.value, bool):
        return place.value
    return place.word_or_none()


def _announced(place: Place) -> tuple[date, Text]:
    if (day := place.at("from").day_or_none()) is None:
        raise place.at("from").wrong(
            Text(
                "văn bản đã công bố phải có ngày có hiệu lực.",
                "an announced act needs the day it takes effect.",
            )
        )
    return day, place.at("name").text()


def _level(place: Place) -> int | None:
    if place.absent:
        return None
    level = place.count("a service level")
    if level not in SERVICE_LEVELS:
        raise place.wrong(
            Text(
                f"{level} không phải mức độ dịch vụ; phải là 1, 2, 3 hoặc 4.",
                f"{level} is no service level; it must be 1, 2, 3 or 4.",
            )
        )
    return level


def _channels(place: Place) -> tuple[Channel, ...]:
    found = []
    for name, channel in place.members():
        if name in CHANNELS and not channel.absent:
            found.append(Channel(name, Time.from_wire(channel.at("time")), Fee.from_wire(channel.at("fee"))))
    return tuple(found)


def _exemptions(place: Place) -> tuple[Exemption, ...]:
    items = place.items()
    found = tuple(
        Exemption(i.at("id").word(), i.at("name").text(), i.at("proof").text_or_none()) for i in items
    )
    refuse_doubles(
        [item.at("id") for item in items], [exemption.id for exemption in found], "the exemption id"
    )
    return found


def _result(place: Place) -> Result | None:
    if place.absent:
        return None
    if isinstance(place.value, Mapping) and "name" in place.value:
        return Result(place.at("name").text(), place.at("code").word_or_none())
    return Result(place.text(), None)


def _act(place: Place) -> Text:
    """A legal act: a string, `{vi, en}`, or an object with a name."""
    named = isinstance(place.value, Mapping) and "name" in place.value
    return place.at("name").text() if named else place.text()


def _pages(place: Place, fields: Mapping[str, FormField]) -> tuple[FormLayoutPage, ...]:
    """The pages given, and behind them pages for questions that no page names: none may be lost."""
    pages, placed = [], set()
    for page in place.items():
        for item in page.at("fields").items():
            name = item.word()
            if name not in fields:
                raise item.wrong(
                    Text(f"tờ khai không có câu hỏi {name!r}.", f"the form has no question {name!r}.")
                )
            if name in placed:
                raise item.wrong(
                    Text(
                        f"câu hỏi {name!r} đứng trên trang hai lần.",
                        f"the question {name!r} stands on a page a second time.",
                    )
                )
            placed.add(name)
        pages.append(FormLayoutPage(page.at("title").text(), page.at("fields").words()))
    left = [name for name in fields if name not in placed]
    title = Text("Thông tin khác", "Further details") if pages else Text("Thông tin cần khai", "Your details")
    for start in range(0, len(left), FIELDS_A_PAGE):
        pages.append(FormLayoutPage(title, tuple(left[start : start + FIELDS_A_PAGE])))
    return tuple(pages)


__all__ = [
    "CHANNELS",
    "COMPONENT_KINDS",
    "FORM_ITSELF",
    "ONLINE_MODES",
    "TIME_UNITS",
    "Case",
    "Channel",
    "Component",
    "Exemption",
    "Fee",
    "FormField",
    "FormLayoutPage",
    "Problem",
    "Procedure",
    "ProcedureInvalid",
    "Result",
    "SearchHit",
    "Text",
    "Time",
    "fold",
]

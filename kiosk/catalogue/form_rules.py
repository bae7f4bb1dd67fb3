"""Checks the answers to a procedure's form against its JSON Schema and our notes in it; it draws nothing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from kiosk.catalogue.answers import has_hidden_characters, known_about, read_answer, real_date
from kiosk.catalogue.sentences import WHOLE_FORM, form_as_a_whole, problem
from kiosk.domain.bilingual import Text
from kiosk.domain.calendar import VIETNAM
from kiosk.domain.form_field import (
    LONGEST_LINE,
    LONGEST_TEXT,
    FormField,
    form_fields,
    form_properties,
    is_asked,
)
from kiosk.domain.procedure import Problem

if TYPE_CHECKING:
    from kiosk.catalogue.schema_check import SchemaCheck

_YEARS = range(1880, 2201)
_FORMS_REMEMBERED = 16
_WORST_FIRST = (
    "control_characters",
    "too_long",
    "required",
    "not_a_number",
    "not_a_date",
    "too_short",
    "pattern",
)


@dataclass(frozen=True, slots=True)
class _Prepared:
    form: Mapping[str, Any]
    fields: dict[str, FormField]
    schemas: dict[str, Mapping[str, Any]]
    check: "SchemaCheck"


def today_in_vietnam() -> date:
    """The day it is now in Vietnam, whatever the machine's time zone."""
    return datetime.now(VIETNAM).date()


class JsonSchemaFormRules:
    """Checks answers; `values` are the answers so far by question, as typed or as JSON values.

    A question that is not asked (`x-show-when`) draws no complaint; its leftover answer does not count.
    """

    def __init__(self, today: Callable[[], date] = today_in_vietnam) -> None:
        self._today = today
        self._prepared: list[_Prepared] = []

    def warm_up(self) -> None:
        """Loads the schema library (some 0.1 s), so that the first answer need not wait for it."""
        self._prepare({})

    def check_field(self, form: Mapping[str, Any], field: str, values: Mapping[str, Any]) -> Problem | None:
        """What is wrong with one answer, also in view of the others; None when it may stand."""
        return self.check_all(form, values).get(field)

    def check_all(self, form: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Problem]:
        """Every problem of the form at once, one a question, in the order of the questions."""
        prepared = self._prepare(form)
        answers = self._clean(prepared, values)
        found: dict[str, list[Problem]] = {}
        for field, issue in self._issues(prepared, answers):
            found.setdefault(field, []).append(issue)
        order = [name for name in (*prepared.fields, WHOLE_FORM) if name in found]
        return {name: min(found[name], key=_severity) for name in order}

    def visible_fields(
        self, form: Mapping[str, Any], layout_fields: Sequence[str], values: Mapping[str, Any]
    ) -> tuple[str, ...]:
        """Those questions of a page that are asked after the answers so far, in the page's order."""
        prepared = self._prepare(form)
        answers = self._read(prepared, values)
        return tuple(name for name in layout_fields if is_asked(prepared.fields, name, answers))

    def autofill(self, form: Mapping[str, Any], person_wire: Mapping[str, Any]) -> dict[str, Any]:
        """Answers that the card or the account already knows (`x-autofill`); only such as pass the check."""
        prepared = self._prepare(form)
        filled: dict[str, Any] = {}
        for name, field in prepared.fields.items():
            for known in known_about(person_wire, field.autofill or ""):
                answer = read_answer(field, prepared.schemas[name], known)
                blamed = {question for question, _ in self._issues(prepared, {name: answer})}
                if answer is not None and name not in blamed:
                    filled[name] = answer
                    break
        return filled

    def clean(self, form: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
        """The answers as they go into the dossier: JSON values in NFC, only of questions that are asked."""
        return self._clean(self._prepare(form), values)

    def takes(self, form: Mapping[str, Any], values: Mapping[str, Any], more: Mapping[str, Any]) -> bool:
        """Whether the schema finds nothing new to complain of when `more` stands beside the answers."""
        check = self._prepare(form).check
        before = sorted(map(str, check.complaints(values)))
        return sorted(map(str, check.complaints({**values, **more}))) == before

    def _read(self, prepared: _Prepared, values: Mapping[str, Any]) -> dict[str, Any]:
        read = {
            name: read_answer(field, prepared.schemas[name], values[name])
            for name, field in prepared.fields.items()
            if name in values
        }
        return {name: answer for name, answer in read.items() if answer is not None}

    def _clean(self, prepared: _Prepared, values: Mapping[str, Any]) -> dict[str, Any]:
        answers = self._read(prepared, values)
        return {name: answer for name, answer in answers.items() if is_asked(prepared.fields, name, answers)}

    def _issues(self, prepared: _Prepared, answers: Mapping[str, Any]) -> Iterator[tuple[str, Problem]]:
        for name, answer in answers.items():
            field = prepared.fields[name]
            if has_hidden_characters(answer, field.widget == "long_text"):
                yield name, problem("control_characters", field)
            longest = LONGEST_TEXT if field.widget == "long_text" else LONGEST_LINE
            if isinstance(answer, str) and len(answer) > longest:
                yield name, problem("too_long", field, longest)
            if field.widget == "date":
                yield from self._date_issues(prepared, name, answers)
        for name, code, limit in prepared.check.complaints(answers):
            if name == WHOLE_FORM:
                yield name, form_as_a_whole()
            elif name in prepared.fields and is_asked(prepared.fields, name, answers):
                yield name, problem(code, prepared.fields[name], limit)

    def _date_issues(
        self, prepared: _Prepared, name: str, answers: Mapping[str, Any]
    ) -> Iterator[tuple[str, Problem]]:
        field, schema = prepared.fields[name], prepared.schemas[name]
        day = real_date(answers[name])
        if day is None:
            yield name, problem("not_a_date", field)
            return
        if day.year not in _YEARS:
            yield name, problem("year", field)
        for note, breaks, with_today, with_other in (
            ("x-not-after", date.__gt__, "in_future", "too_late"),
            ("x-not-before", date.__lt__, "in_past", "too_early"),
        ):
            bound = schema.get(note)
            if bound == "today":
                if breaks(day, self._today()):
                    yield name, problem(with_today, field)
            elif isinstance(bound, str):
                limit = real_date(answers.get(bound) if bound in prepared.fields else bound)
                if limit is not None and breaks(day, limit):
                    yield name, problem(with_other, field, Text.of(limit.strftime("%d/%m/%Y")))

    def _prepare(self, form: Mapping[str, Any]) -> _Prepared:
        for known in self._prepared:
            if known.form is form:
                return known
        from kiosk.catalogue.schema_check import SchemaCheck

        prepared = _Prepared(form, form_fields(form), form_properties(form), SchemaCheck(form))
        self._prepared = [prepared, *self._prepared[: _FORMS_REMEMBERED - 1]]
        return prepared


def _severity(issue: Problem) -> int:
    return _WORST_FIRST.index(issue.code) if issue.code in _WORST_FIRST else len(_WORST_FIRST)

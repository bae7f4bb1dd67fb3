"""Checks the answers to a procedure's form against its JSON Schema and our notes in it; it draws nothing."""

import copy
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from kiosk.catalogue.answers import has_hidden_characters, known_about, read_answer
from kiosk.catalogue.sentences import form_as_a_whole, problem
from kiosk.domain.bilingual import Text
from kiosk.domain.calendar import VIETNAM
from kiosk.domain.form_field import FormField, form_fields, form_properties, is_asked, python_pattern
from kiosk.domain.procedure import Problem

WHOLE_FORM = ""
"""Key in the answer of `check_all` for what no single question can be blamed for."""

_LONGEST_LINE = 500
_LONGEST_TEXT = 4000
_YEARS = range(1880, 2201)
_FORMS_REMEMBERED = 16
_CODES = {
    "required": "required",
    "dependentRequired": "required",
    "enum": "choice",
    "const": "choice",
    "minLength": "too_short",
    "maxLength": "too_long",
    "pattern": "pattern",
    "minimum": "too_small",
    "exclusiveMinimum": "too_small",
    "maximum": "too_big",
    "exclusiveMaximum": "too_big",
}
_WORST_FIRST = (
    "control_characters",
    "too_long",
    "required",
    "not_a_number",
    "not_a_date",
    "too_short",
    "pattern",
)
_ISO_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_EMAIL = re.compile(r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}$")

_formats = FormatChecker(formats=())


@_formats.checks("date")
def _is_date(value: object) -> bool:
    return not isinstance(value, str) or _real_date(value) is not None


@_formats.checks("email")
def _is_email(value: object) -> bool:
    return not isinstance(value, str) or (_EMAIL.match(value) is not None and ".." not in value)


@dataclass(frozen=True, slots=True)
class _Prepared:
    form: Mapping[str, Any]
    fields: dict[str, FormField]
    schemas: dict[str, Mapping[str, Any]]
    validator: Draft202012Validator


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
            longest = _LONGEST_TEXT if field.widget == "long_text" else _LONGEST_LINE
            if isinstance(answer, str) and len(answer) > longest:
                yield name, problem("too_long", field, longest)
            if field.widget == "date":
                yield from self._date_issues(prepared, name, answers)
        for error in prepared.validator.iter_errors(dict(answers)):
            for name, code, limit in _blame(error):
                if name == WHOLE_FORM:
                    yield name, form_as_a_whole()
                elif name in prepared.fields and is_asked(prepared.fields, name, answers):
                    yield name, problem(code, prepared.fields[name], limit)

    def _date_issues(
        self, prepared: _Prepared, name: str, answers: Mapping[str, Any]
    ) -> Iterator[tuple[str, Problem]]:
        field, schema = prepared.fields[name], prepared.schemas[name]
        day = _real_date(answers[name])
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
                limit = _real_date(answers.get(bound) if bound in prepared.fields else bound)
                if limit is not None and breaks(day, limit):
                    yield name, problem(with_other, field, Text.of(limit.strftime("%d/%m/%Y")))

    def _prepare(self, form: Mapping[str, Any]) -> _Prepared:
        for known in self._prepared:
            if known.form is form:
                return known
        schema = _with_python_patterns(form)
        prepared = _Prepared(
            form,
            form_fields(form),
            form_properties(form),
            Draft202012Validator(schema, format_checker=_formats),
        )
        self._prepared = [prepared, *self._prepared[: _FORMS_REMEMBERED - 1]]
        return prepared


def _blame(error: ValidationError) -> Iterator[tuple[str, str, object]]:
    """Which questions an error of the schema is about: (question, code, limit)."""
    rule, instance, wanted = str(error.validator), _plain(error.instance), _plain(error.validator_value)
    if rule == "required" and not error.absolute_path:
        yield from ((name, "required", None) for name in wanted if name not in instance)
    elif rule == "dependentRequired" and not error.absolute_path:
        for given, needed in wanted.items():
            if given in instance:
                yield from ((name, "required", None) for name in needed if name not in instance)
    elif error.absolute_path:
        yield str(error.absolute_path[0]), _code(error), wanted
    elif error.context:
        branches: dict[object, list[ValidationError]] = {}
        for inner in error.context:
            branches.setdefault(inner.relative_schema_path[0], []).append(inner)
        for inner in min(branches.values(), key=len):
            yield from _blame(inner)
    else:
        yield WHOLE_FORM, "invalid", None


def _plain(value: Any) -> Any:
    """The library types its own "never set" into every member; an error that it yields has them all."""
    return value


def _code(error: ValidationError) -> str:
    rule, wanted = str(error.validator), error.validator_value
    if rule == "format":
        return {"date": "not_a_date", "email": "email"}.get(str(wanted), "format")
    if rule == "type":
        return "not_a_number" if wanted in ("integer", "number") else "invalid"
    return _CODES.get(rule, "invalid")


def _severity(issue: Problem) -> int:
    return _WORST_FIRST.index(issue.code) if issue.code in _WORST_FIRST else len(_WORST_FIRST)


def _real_date(value: object) -> date | None:
    if not isinstance(value, str) or not _ISO_DATE.match(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _with_python_patterns(form: Mapping[str, Any]) -> dict[str, Any]:
    schema = copy.deepcopy(dict(form))
    waiting: list[object] = [schema]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            if isinstance(part.get("pattern"), str):
                part["pattern"] = python_pattern(part["pattern"])
            waiting += part.values()
        elif isinstance(part, Iterable) and not isinstance(part, str):
            waiting += part
    return schema

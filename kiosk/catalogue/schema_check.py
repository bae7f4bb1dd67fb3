"""One form's JSON Schema put to work on answers; the only module that knows the library, so it is imported late."""

import copy
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import SchemaError, ValidationError

from kiosk.catalogue.answers import real_date
from kiosk.catalogue.sentences import WHOLE_FORM
from kiosk.domain.bilingual import Text
from kiosk.domain.form_field import python_pattern
from kiosk.domain.procedure import ProcedureInvalid

_EMAIL = re.compile(r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}$")
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

_formats = FormatChecker(formats=())


@_formats.checks("date")
def _is_date(value: object) -> bool:
    return not isinstance(value, str) or real_date(value) is not None


@_formats.checks("email")
def _is_email(value: object) -> bool:
    return not isinstance(value, str) or (_EMAIL.match(value) is not None and ".." not in value)


class SchemaCheck:
    """Checks answers against one form."""

    def __init__(self, form: Mapping[str, Any]) -> None:
        self._validator = Draft202012Validator(_with_python_patterns(form), format_checker=_formats)

    def complaints(self, answers: Mapping[str, Any]) -> Iterator[tuple[str, str, object]]:
        """What the schema finds wrong: (question or WHOLE_FORM, code, the limit that was broken)."""
        for error in self._validator.iter_errors(dict(answers)):
            yield from _blame(error)


def refuse_broken_schema(form: Mapping[str, Any]) -> None:
    """Raises `ProcedureInvalid` unless the form is a JSON Schema 2020-12."""
    try:
        Draft202012Validator.check_schema(form)
    except SchemaError as trouble:
        pointer = "".join(f"/{step}" for step in ("form", *trouble.absolute_path))
        raise ProcedureInvalid(
            pointer,
            Text(
                f"không phải JSON Schema 2020-12: {trouble.message}.",
                f"is no JSON Schema 2020-12: {trouble.message}.",
            ),
        ) from trouble


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

"""What one question of a procedure's form is and when it is asked; it draws nothing and checks no answer."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kiosk.domain.bilingual import Text
from kiosk.domain.form_question import refuse_unaskable
from kiosk.domain.procedure_reading import Place

WIDGETS = (
    "text",
    "name",
    "digits",
    "date",
    "choice",
    "yes_no",
    "phone",
    "email",
    "address",
    "long_text",
    "number",
)
LONGEST_LINE = 500
LONGEST_TEXT = 4000
"""Characters of an answer in one line and in several, where the form itself allows more."""

# JSON Schema's patterns may ask for Unicode classes, which Python's `re` does not know
_UNICODE_CLASSES = {"L": "A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿḀ-ỿ一-鿿가-힣", "N": "0-9"}


@dataclass(frozen=True, slots=True)
class ShowWhen:
    """A question is asked only if `field` was answered with one of `answers`."""

    field: str
    answers: tuple[object, ...]

    def holds(self, values: Mapping[str, Any]) -> bool:
        """Whether the answer given is one of those asked for (true and 1 are different answers)."""
        given = values.get(self.field)
        return any(given == answer and type(given) is type(answer) for answer in self.answers)


@dataclass(frozen=True, slots=True)
class FormField:
    """One question: everything a page needs to draw it.

    `widget` is one of WIDGETS. `choices` are (value, words) in the order of the list, empty unless the widget
    is "choice". `autofill` is a dotted path such as "applicant.full_name".
    """

    name: str
    title: Text
    widget: str
    required: bool
    help: Text | None = None
    choices: tuple[tuple[object, Text], ...] = ()
    autofill: str | None = None
    show_when: ShowWhen | None = None
    error: Text | None = None
    max_length: int | None = None


def form_properties(form: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The form's questions as JSON Schema, by name, each with what its `$ref` into the form itself leads to."""
    return {
        name: _whole(form, schema if isinstance(schema, Mapping) else {})
        for name, schema in (form.get("properties") or {}).items()
    }


def form_fields(form: Mapping[str, Any]) -> dict[str, FormField]:
    """Every question of a form by name, in the form's order; a form without our `x-…` notes is read too."""
    needed = set(form.get("required") or ())
    return {name: _field(name, schema, name in needed) for name, schema in form_properties(form).items()}


def is_asked(fields: Mapping[str, FormField], name: str, values: Mapping[str, Any]) -> bool:
    """Whether the question is asked after these answers; never while the one it hangs on is not asked."""
    for _ in range(len(fields) + 1):
        field = fields.get(name)
        if field is None:
            return False
        if field.show_when is None:
            return True
        if not field.show_when.holds(values):
            return False
        name = field.show_when.field
    return False


def python_pattern(pattern: str) -> str:
    """A JSON Schema pattern as Python's `re` takes it: `\\p{L}` and `\\p{N}` with their kin become ranges."""

    def ranges(match: re.Match[str]) -> str:
        inside_brackets = len(re.findall(r"(?<!\\)\[", pattern[: match.start()])) > len(
            re.findall(r"(?<!\\)\]", pattern[: match.start()])
        )
        letters = _UNICODE_CLASSES[match[1]]
        return letters if inside_brackets else f"[{letters}]"

    return re.sub(r"\\p\{(L|N)[a-z]*\}", ranges, pattern)


def refuse_broken_form(form: Place) -> None:
    """Raises `ProcedureInvalid` for a form that could not be drawn or checked."""
    if form.absent:
        return
    if form.at("type").value not in (None, "object"):
        raise form.at("type").wrong(
            Text('tờ khai phải là JSON Schema kiểu "object".', 'a form is a JSON Schema of type "object".')
        )
    for schema in _schemas(form):
        reference = schema.at("$ref").value
        if isinstance(reference, str) and not (
            reference.startswith("#") and _resolve(form.mapping(), reference)
        ):
            raise schema.at("$ref").wrong(
                Text(
                    f"{reference!r} không dẫn tới đâu trong tờ khai này.",
                    f"{reference!r} leads to nothing inside this form.",
                )
            )
        if isinstance(pattern := schema.at("pattern").value, str):
            try:
                re.compile(python_pattern(pattern))
            except re.error as trouble:
                raise schema.at("pattern").wrong(
                    Text(
                        f"{pattern!r} không phải một mẫu: {trouble}.",
                        f"{pattern!r} is not a pattern: {trouble}.",
                    )
                ) from trouble
    properties = form.at("properties")
    known = dict(properties.members())
    for name, schema in known.items():
        refuse_unaskable(schema, _whole(form.mapping(), schema.mapping()))
        _refuse_broken_condition(schema.at("x-show-when"), name, known)
    for required in form.at("required").items():
        if required.word() not in known:
            raise required.wrong(
                Text(
                    f"tờ khai không có câu hỏi {required.word()!r}.",
                    f"the form has no question {required.word()!r}.",
                )
            )


def _refuse_broken_condition(condition: Place, name: str, known: Mapping[str, Place]) -> None:
    if condition.absent:
        return
    if condition.at("equals").absent:
        raise condition.wrong(
            Text(
                'cần "equals": câu trả lời, hoặc danh sách câu trả lời.',
                'needs "equals": the answer, or a list of answers.',
            )
        )
    passed, place = {name}, condition
    while not place.absent:
        other = place.at("field").word()
        if other not in known:
            raise place.at("field").wrong(
                Text(f"tờ khai không có câu hỏi {other!r}.", f"the form has no question {other!r}.")
            )
        if other in passed:
            raise place.at("field").wrong(
                Text(
                    f"{other!r} phải chờ câu trả lời của chính nó: các điều kiện đi thành vòng.",
                    f"{other!r} would wait for its own answer: the conditions form a circle.",
                )
            )
        passed.add(other)
        place = known[other].at("x-show-when")


def _schemas(place: Place) -> Iterator[Place]:
    """Every schema object inside a form, the form itself first."""
    if isinstance(place.value, Mapping):
        yield place
        for key, member in place.members():
            if not key.startswith("x-") and key not in ("enum", "const", "default", "examples"):
                yield from _schemas(member)
    elif isinstance(place.value, list):
        for item in place.items():
            yield from _schemas(item)


def _whole(form: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """A question with what its references lead to, the nearer word first. One that leads in a circle keeps its `$ref`."""
    passed: set[str] = set()
    while isinstance(reference := schema.get("$ref"), str) and reference not in passed:
        passed.add(reference)
        target = _resolve(form, reference)
        own = {name: value for name, value in schema.items() if name != "$ref"}
        schema = {**target, **own}
    return schema


def _resolve(form: Mapping[str, Any], reference: str) -> Mapping[str, Any]:
    found: object = form
    for step in reference.removeprefix("#").strip("/").split("/"):
        if not step:
            continue
        found = found.get(step.replace("~1", "/").replace("~0", "~")) if isinstance(found, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _field(name: str, schema: Mapping[str, Any], required: bool) -> FormField:
    widget = schema.get("x-widget")
    if widget not in WIDGETS:
        widget = _likely_widget(schema)
    title = Text.from_wire(schema.get("x-title")) or Text.from_wire(schema.get("title")) or Text.of(name)
    return FormField(
        name=name,
        title=title,
        widget=widget,
        required=required,
        help=Text.from_wire(schema.get("x-help")) or Text.from_wire(schema.get("description")),
        choices=_choices(schema) if widget == "choice" else (),
        autofill=schema["x-autofill"] if isinstance(schema.get("x-autofill"), str) else None,
        show_when=_show_when(schema.get("x-show-when")),
        error=Text.from_wire(schema.get("x-error")),
        max_length=schema["maxLength"] if isinstance(schema.get("maxLength"), int) else None,
    )


def _likely_widget(schema: Mapping[str, Any]) -> str:
    kinds = schema.get("type")
    kind = next((each for each in kinds if each != "null"), None) if isinstance(kinds, list) else kinds
    if _values(schema):
        return "choice"
    if kind == "boolean":
        return "yes_no"
    if kind in ("integer", "number"):
        return "number"
    if schema.get("format") in ("date", "email"):
        return str(schema["format"])
    return "long_text" if isinstance(schema.get("maxLength"), int) and schema["maxLength"] > 200 else "text"


def _values(schema: Mapping[str, Any]) -> list[object]:
    values = schema.get("enum")
    if isinstance(values, list):
        return [value for value in values if value is not None]
    options = schema.get("oneOf")
    if isinstance(options, list) and all(
        isinstance(option, Mapping) and "const" in option for option in options
    ):
        return [option["const"] for option in options]
    return []


def _choices(schema: Mapping[str, Any]) -> tuple[tuple[object, Text], ...]:
    words = dict(schema["x-choices"]) if isinstance(schema.get("x-choices"), Mapping) else {}
    for option in schema.get("oneOf") or ():
        words.setdefault(str(option.get("const")), option.get("title"))
    return tuple(
        (value, Text.from_wire(words.get(str(value))) or Text.of(str(value))) for value in _values(schema)
    )


def _show_when(value: object) -> ShowWhen | None:
    if not isinstance(value, Mapping) or not isinstance(value.get("field"), str):
        return None
    answers = value.get("equals")
    return ShowWhen(value["field"], tuple(answers) if isinstance(answers, list) else (answers,))

"""Which questions of a form nobody could answer at a terminal; what can be answered is drawn from `form_field`."""

from collections.abc import Mapping
from typing import Any

from kiosk.domain.bilingual import Text
from kiosk.domain.procedure_reading import Place

_NO_WIDGET = frozenset({"object", "array", "null"})
_RANGES = (("minLength", "maxLength"), ("minimum", "maximum"))


def refuse_unaskable(place: Place, schema: Mapping[str, Any]) -> None:
    """Raises `ProcedureInvalid` where no widget can be drawn or no answer could be right.

    `place` is the question where it stands, `schema` the same with what its `$ref` leads to.
    """
    if "$ref" in schema:
        raise place.at("$ref").wrong(
            Text("câu hỏi dẫn về chính nó: đi thành vòng.", "the question leads back to itself: a circle.")
        )
    kinds = _kinds(schema)
    if kinds and set(kinds) <= _NO_WIDGET:
        raise place.at("type").wrong(
            Text(
                f"không vẽ được câu hỏi kiểu {kinds[0]!r}: chỉ hỏi được chữ, số, ngày, có hay không, lựa chọn.",
                f"a question of type {kinds[0]!r} cannot be drawn: words, numbers, dates, yes or no and choices can.",
            )
        )
    choices = schema.get("enum")
    if isinstance(choices, list):
        if not any(choice is not None for choice in choices):
            raise place.at("enum").wrong(Text("không có gì để chọn.", "there is nothing to choose."))
        if any(isinstance(choice, list | dict) for choice in choices):
            raise place.at("enum").wrong(
                Text(
                    "mỗi lựa chọn phải là chữ, số, hoặc đúng/sai.",
                    "each choice must be a word, a number, or true or false.",
                )
            )
    for least, most in _RANGES:
        low, high = schema.get(least), schema.get(most)
        if isinstance(low, int | float) and isinstance(high, int | float) and low > high:
            raise place.at(least).wrong(
                Text(
                    f"không câu trả lời nào đúng: {least} {low} lớn hơn {most} {high}.",
                    f"no answer could be right: {least} {low} is more than {most} {high}.",
                )
            )


def _kinds(schema: Mapping[str, Any]) -> list[str]:
    """The types named, but for null; by what only lists and objects have where none is named."""
    named = schema.get("type")
    if named is None:
        return ["array"] if "items" in schema else ["object"] if "properties" in schema else []
    return [str(kind) for kind in (named if isinstance(named, list) else [named]) if kind != "null"] or [
        "null"
    ]

"""Reading a delivered procedure so that every complaint names its place; it knows no member's meaning."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from kiosk.domain.bilingual import Text


class ProcedureInvalid(ValueError):
    """A procedure cannot be used. `pointer` is the RFC 6901 pointer of the member, `reason` a sentence in English.

    `words` are place and reason in both languages, for whoever reads a screen.
    """

    def __init__(self, pointer: str, reason: Text | str) -> None:
        told = Text.of(reason) if isinstance(reason, str) else reason
        self.pointer = pointer
        self.reason = told.en
        self.told = told
        self.words = Text(f"{pointer or '/'}: {told.vi}", f"{pointer or '/'}: {told.en}")
        super().__init__(self.words.en)


@dataclass(frozen=True, slots=True)
class Place:
    """One value inside a procedure together with where it stands. Missing members read as null."""

    value: object
    pointer: str = ""

    def wrong(self, reason: Text | str) -> ProcedureInvalid:
        """The complaint about this place, to be raised."""
        return ProcedureInvalid(self.pointer, reason)

    @property
    def absent(self) -> bool:
        """Missing or null."""
        return self.value is None

    def at(self, key: str) -> "Place":
        """The member `key` of an object (null when the object lacks it)."""
        return Place(self.mapping().get(key), f"{self.pointer}/{key.replace('~', '~0').replace('/', '~1')}")

    def mapping(self) -> Mapping[str, object]:
        """This value as an object."""
        if not isinstance(self.value, Mapping):
            raise self.wrong(Text("phải là một đối tượng {…}.", "must be an object {…}."))
        return self.value

    def members(self) -> Iterator[tuple[str, "Place"]]:
        """Each member of an object; nothing for null."""
        if not self.absent:
            for key in self.mapping():
                yield key, self.at(key)

    def items(self) -> list["Place"]:
        """Each item of a list; nothing for null."""
        if self.absent:
            return []
        if isinstance(self.value, str) or not isinstance(self.value, Sequence):
            raise self.wrong(Text("phải là một danh sách […].", "must be a list […]."))
        return [Place(item, f"{self.pointer}/{index}") for index, item in enumerate(self.value)]

    def text(self) -> Text:
        """Words in both languages."""
        if (text := Text.from_wire(self.value)) is None:
            raise self.wrong(
                Text(
                    'cần có chữ: "…" hoặc {"vi": "…", "en": "…"}.',
                    'needs words: "…" or {"vi": "…", "en": "…"}.',
                )
            )
        return text

    def text_or_none(self) -> Text | None:
        """Words in both languages, or None for null and for empty words."""
        return None if self.absent or self.value == "" else self.text()

    def word(self) -> str:
        """A string that is not blank."""
        if not isinstance(self.value, str) or not self.value.strip():
            raise self.wrong(Text("không được để trống.", "needs a text that is not empty."))
        return self.value.strip()

    def word_or_none(self) -> str | None:
        """A string, or None for null and for an empty one."""
        return None if self.absent or self.value == "" else self.word()

    def words(self) -> tuple[str, ...]:
        """A list of strings; one string alone counts as a list of one."""
        return (self.word(),) if isinstance(self.value, str) else tuple(item.word() for item in self.items())

    def count(self, what: str) -> int:
        """An integer of 0 or more; `what` is the thing counted, for the complaint."""
        value = self.value
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.wrong(
                Text(
                    f"phải là số nguyên, không phải {self.value!r}.",
                    f"{what} must be a whole number, not {self.value!r}.",
                )
            )
        if value < 0:
            raise self.wrong(
                Text(
                    f"không thể là {value}: phải từ 0 trở lên.",
                    f"{what} cannot be {value}: it must be 0 or more.",
                )
            )
        return value

    def flag(self, when_absent: bool) -> bool:
        """true or false."""
        if self.absent:
            return when_absent
        if not isinstance(self.value, bool):
            raise self.wrong(
                Text(
                    f"phải là true hoặc false, không phải {self.value!r}.",
                    f"must be true or false, not {self.value!r}.",
                )
            )
        return self.value

    def one_of(self, choices: Sequence[str]) -> str:
        """One of the words that are known here."""
        if self.value not in choices:
            raise self.wrong(
                Text(
                    f"ở đây không có {self.value!r}; phải là một trong: {', '.join(choices)}.",
                    f"{self.value!r} is not known here; it must be one of {', '.join(choices)}.",
                )
            )
        return str(self.value)

    def day_or_none(self) -> date | None:
        """A date `YYYY-MM-DD` (a time after it is dropped)."""
        if (words := self.word_or_none()) is None:
            return None
        try:
            return date.fromisoformat(words[:10])
        except ValueError as trouble:
            raise self.wrong(
                Text(
                    f"{words!r} không phải ngày; viết như 2026-01-31.",
                    f"{words!r} is not a date; write it as 2026-01-31.",
                )
            ) from trouble

    def clock_or_none(self) -> time | None:
        """A time of day `HH:MM`."""
        if (words := self.word_or_none()) is None:
            return None
        try:
            return time.fromisoformat(words)
        except ValueError as trouble:
            raise self.wrong(
                Text(
                    f"{words!r} không phải giờ trong ngày; viết như 15:00.",
                    f"{words!r} is not a time of day; write it as 15:00.",
                )
            ) from trouble


def refuse_doubles(places: Sequence[Place], ids: Sequence[str], what: str) -> None:
    """Raises `ProcedureInvalid` at the second use of an id."""
    seen: set[str] = set()
    for place, identity in zip(places, ids, strict=True):
        if identity in seen:
            raise place.wrong(
                Text(
                    f"{identity!r} có hai lần; mỗi mục phải khác nhau.",
                    f"{what} {identity!r} stands here a second time; each needs its own.",
                )
            )
        seen.add(identity)

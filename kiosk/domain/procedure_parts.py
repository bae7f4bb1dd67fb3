"""The parts a procedure is made of: times, fees, papers, cases; not the procedure itself (`procedure.py`)."""

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.domain.bilingual import Text
from kiosk.domain.procedure_reading import Place, refuse_doubles

CHANNELS = ("online", "post", "direct")
TIME_UNITS = ("working_day", "day", "hour", "month")
COMPONENT_KINDS = ("submit", "show", "note")
FORM_ITSELF = "form"
"""In `satisfied_by`: the form filled in here stands for this paper when the dossier goes online."""

_UNIT_WORDS = {
    "working_day": Text("ngày làm việc", "working day"),
    "day": Text("ngày", "day"),
    "hour": Text("giờ", "hour"),
    "month": Text("tháng", "month"),
}


@dataclass(frozen=True, slots=True)
class Time:
    """A processing time. `n` = 0 working days means: on the very day of acceptance."""

    n: int
    unit: str

    @classmethod
    def from_wire(cls, place: Place) -> "Time | None":
        """`{n, unit}`, or None for null and for a time whose number is not published."""
        if place.absent or place.at("n").absent:
            return None
        return cls(place.at("n").count("a time"), place.at("unit").one_of(TIME_UNITS))

    @property
    def words(self) -> Text:
        """For example "3 ngày làm việc" / "3 working days"."""
        if self.n == 0:
            return Text("Trong ngày", "The same day")
        unit = _UNIT_WORDS[self.unit]
        return Text(f"{self.n} {unit.vi}", f"{self.n} {unit.en}{'' if self.n == 1 else 's'}")


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee in đồng. `varies`: the province's People's Council sets it, `amount` is only a guide."""

    amount: int | None
    basis: Text | None
    varies: bool

    @classmethod
    def from_wire(cls, place: Place) -> "Fee | None":
        """`{amount, basis, varies}` or null."""
        if place.absent:
            return None
        amount = place.at("amount")
        return cls(
            amount=None if amount.absent else amount.count("a fee in đồng"),
            basis=place.at("basis").text_or_none(),
            varies=place.at("varies").flag(when_absent=False),
        )

    @property
    def is_free(self) -> bool:
        """Certainly nothing to pay. Where the province sets the fee, a published 0 does not mean free."""
        return self.amount == 0 and not self.varies

    @property
    def words(self) -> Text:
        """For example "8.000 đồng", "Miễn phí", or that the province decides."""
        if self.is_free:
            return Text("Miễn phí", "Free of charge")
        if self.amount is None and not self.varies:
            return Text("Chưa công bố, hỏi nơi giải quyết", "Not published, ask the agency")
        if not self.amount:
            return Text("Theo mức thu của tỉnh, thành phố", "As set by the province")
        money = Text(f"{self.amount:,} đồng".replace(",", "."), f"{self.amount:,} đồng")
        return (
            Text(f"Khoảng {money.vi}, tùy tỉnh", f"About {money.en}, set by the province")
            if self.varies
            else money
        )


@dataclass(frozen=True, slots=True)
class Channel:
    """One way of filing: its time and its fee, each None where not published."""

    name: str
    time: Time | None
    fee: Fee | None


@dataclass(frozen=True, slots=True)
class Component:
    """One paper of a case. `alternatives` are ids of papers of the same case that may stand in for it.

    `satisfied_by` names what makes the paper itself needless: "form" or a source such as "population_db".
    """

    id: str
    name: Text
    form_no: str | None
    originals: int
    copies: int
    kind: str
    alternatives: tuple[str, ...]
    satisfied_by: tuple[str, ...]

    @classmethod
    def from_wire(cls, place: Place) -> "Component":
        """Raises `ProcedureInvalid`."""
        kind = place.at("kind")
        return cls(
            id=place.at("id").word(),
            name=place.at("name").text(),
            form_no=place.at("form_no").word_or_none(),
            originals=_count_or_zero(place.at("originals"), "a number of originals"),
            copies=_count_or_zero(place.at("copies"), "a number of copies"),
            kind="submit" if kind.absent else kind.one_of(COMPONENT_KINDS),
            alternatives=place.at("alternatives").words(),
            satisfied_by=place.at("satisfied_by").words(),
        )

    def is_handed_in(self, channel: str) -> bool:
        """Whether this paper itself must be handed in (scanned, or put into the envelope) on this channel."""
        return self.kind == "submit" and not (channel == "online" and FORM_ITSELF in self.satisfied_by)


@dataclass(frozen=True, slots=True)
class Case:
    """One situation of the applicant, with the papers it needs. `when` says whom it is for."""

    id: str
    name: Text
    when: Text | None
    components: tuple[Component, ...]
    papers_known: bool = True
    """False where the source does not tell (all of) the papers: then nobody is told that these are enough."""

    @classmethod
    def from_wire(cls, place: Place) -> "Case":
        """Raises `ProcedureInvalid`, also for a circle of alternatives."""
        places = place.at("components").items()
        components = tuple(Component.from_wire(each) for each in places)
        refuse_doubles(
            [each.at("id") for each in places], [component.id for component in components], "the component id"
        )
        _refuse_broken_alternatives(places, components)
        return cls(
            place.at("id").word(),
            place.at("name").text(),
            place.at("when").text_or_none(),
            components,
            place.at("papers_known").flag(when_absent=True),
        )

    def required_groups(self, channel: str = "online") -> tuple[tuple[Component, ...], ...]:
        """Papers to hand in, each with all that may stand in for it, best first: one a group is enough."""
        by_id = {component.id: component for component in self.components}
        stand_ins = {other for component in self.components for other in component.alternatives}
        groups = []
        for component in self.components:
            if component.id in stand_ins or not component.is_handed_in(channel):
                continue
            group = [component]
            for member in group:
                group += [by_id[other] for other in member.alternatives if by_id[other] not in group]
            groups.append(tuple(group))
        return tuple(groups)

    def missing(self, given: Sequence[str], channel: str = "online") -> tuple[Component, ...]:
        """The first paper of every group of which nothing is among the component ids given."""
        groups = self.required_groups(channel)
        return tuple(group[0] for group in groups if not any(paper.id in given for paper in group))


@dataclass(frozen=True, slots=True)
class Exemption:
    """Who pays nothing or less, and what proves it."""

    id: str
    name: Text
    proof: Text | None


@dataclass(frozen=True, slots=True)
class FormLayoutPage:
    """One page of questions."""

    title: Text
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What the person gets in the end; `code` as the portal's catalogue of results numbers it."""

    name: Text
    code: str | None


def _count_or_zero(place: Place, what: str) -> int:
    return 0 if place.absent else place.count(what)


def _refuse_broken_alternatives(places: Sequence[Place], components: Sequence[Component]) -> None:
    by_id = {component.id: component for component in components}
    for place, component in zip(places, components, strict=True):
        for other in place.at("alternatives").items() if component.alternatives else ():
            if other.word() not in by_id:
                raise other.wrong(
                    Text(
                        f"trường hợp này không có thành phần {other.word()!r}.",
                        f"the case has no component {other.word()!r}.",
                    )
                )
        seen, waiting = set(), list(component.alternatives)
        while waiting:
            other_id = waiting.pop()
            if other_id == component.id:
                raise place.at("alternatives").wrong(
                    Text(
                        f"{component.id!r} rốt cuộc thay cho chính nó: các giấy tờ thay thế đi thành vòng.",
                        f"{component.id!r} would in the end stand in for itself: the alternatives form a circle.",
                    )
                )
            if other_id not in seen:
                seen.add(other_id)
                waiting += by_id[other_id].alternatives if other_id in by_id else ()

"""What differs between two versions of a procedure, as far as the person who files it meets it; it judges nothing."""

from dataclasses import dataclass

from kiosk.domain.bilingual import Text
from kiosk.domain.procedure import Procedure
from kiosk.domain.procedure_parts import Case, Component


@dataclass(frozen=True, slots=True)
class VersionChange:
    """One difference: `kind` is fee, time, paper_new, paper_gone, paper_changed, case_gone, way or form."""

    kind: str
    before: Text | None = None
    after: Text | None = None


def changes_between(
    old: Procedure, new: Procedure, channel: str, case_id: str | None = None
) -> tuple[VersionChange, ...]:
    """What changes for whoever files on that channel, in one case or, without it, in all of them."""
    found: list[VersionChange] = []
    if old.online_mode != new.online_mode:
        found.append(VersionChange("way"))
    fees, times = (old.price(channel), new.price(channel)), (old.time(channel), new.time(channel))
    for kind, (before, after) in (("fee", fees), ("time", times)):
        words = before.words if before else None, after.words if after else None
        if words[0] != words[1] and words[1] is not None:
            found.append(VersionChange(kind, *words))
    for case in old.cases if case_id is None else [old.case(case_id)]:
        if case is not None:
            found += _papers(case, new.case(case.id))
    if old.form != new.form:
        found.append(VersionChange("form"))
    return tuple(dict.fromkeys(found))


def _papers(old: Case, new: Case | None) -> list[VersionChange]:
    if new is None:
        return [VersionChange("case_gone", old.name)]
    before, after = _by_id(old), _by_id(new)
    found = [VersionChange("paper_new", after=each.name) for id_, each in after.items() if id_ not in before]
    found += [VersionChange("paper_gone", each.name) for id_, each in before.items() if id_ not in after]
    return found + [
        VersionChange("paper_changed", each.name, after[id_].name)
        for id_, each in before.items()
        if id_ in after and after[id_] != each
    ]


def _by_id(case: Case) -> dict[str, Component]:
    return {component.id: component for component in case.components if component.kind != "note"}

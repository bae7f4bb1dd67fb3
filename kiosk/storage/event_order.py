"""Where an event belongs among those that were followed before, by the portal's own times; what it means is `dossier_moves`' matter.

Times of the portal are compared with each other alone, never with this machine's clock. Equal times and events without a time
are taken in the order in which they came.
"""

from collections.abc import Sequence
from datetime import datetime

from kiosk.domain.dossier import StateChange
from kiosk.domain.events import PortalEvent


def came_late(event: PortalEvent, earlier: Sequence[PortalEvent]) -> bool:
    """True when something that happened after it was followed already."""
    return not event.untimed and any(not each.untimed and each.at > event.at for each in earlier)


def due_after(event: PortalEvent, earlier: Sequence[PortalEvent], known: datetime | None) -> datetime | None:
    """The due date once this event is known too: that of the newest event that names one."""
    if event.due_at is None:
        return known
    named = [each for each in earlier if each.due_at is not None]
    # dates of events followed by an earlier version stand without the event that named them
    overtaken = came_late(event, named) or (not named and known is not None and came_late(event, earlier))
    return known if overtaken else event.due_at


def newest_notice_is_this(event: PortalEvent, earlier: Sequence[PortalEvent]) -> bool:
    """True when no later notice was followed already."""
    asked = [each for each in earlier if each.notice is not None]
    return event.notice is not None and not came_late(event, asked)


def put_in_place(history: Sequence[StateChange], step: StateChange) -> tuple[StateChange, ...]:
    """The history with a step that came late standing where it happened; the same history where it tells nothing new.

    Nothing new: a neighbour told by the portal names the same state, and the step brings no words.
    """
    place = _place(history, step)
    told = [each.state for each in history[:place] if each.by == "portal"][-1:]
    told += [each.state for each in history[place:] if each.by == "portal"][:1]
    if step.state in told and not step.reason:
        return tuple(history)
    return (*history[:place], step, *history[place:])


def in_place(steps: Sequence[StateChange]) -> tuple[StateChange, ...]:
    """From the order in which steps were kept to the order in which they happened."""
    history: list[StateChange] = []
    for step in steps:
        history.insert(_place(history, step), step)
    return tuple(history)


def _place(history: Sequence[StateChange], step: StateChange) -> int:
    at = step.server_at if step.came_late else None
    if at is None:
        return len(history)
    after = (n for n, each in enumerate(history) if each.server_at is not None and each.server_at > at)
    return next(after, len(history))

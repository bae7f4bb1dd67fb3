"""Consent, per purpose, nothing pre-ticked, with the text's version kept (Law 91/2025/QH15)."""

from collections.abc import Callable

from kiosk.domain.events import AuditKind, Consent
from kiosk.domain.portal import ConsentText
from kiosk.flow.effects import Record
from kiosk.flow.intents import ConsentAnswered, WentBack
from kiosk.flow.messages import Effect, Intent, Notice, View
from kiosk.flow.navigation import Step, Turn
from kiosk.flow.views import ConsentItem, ConsentView
from kiosk.flow.visit import Surroundings, Visit
from kiosk.flow.ways import WayName

OPTIONAL_PURPOSES = frozenset({"notices", "statistics", "feedback", "survey", "research", "marketing"})
_WAYS = frozenset(way.value for way in WayName)
"""A purpose named like a way belongs to that way alone; every other purpose is asked in each."""


class ConsentStep:
    """Asks for each purpose of this way; goes on only with the required ones."""

    def __init__(
        self,
        visit: Visit,
        around: Surroundings,
        way: WayName,
        step: tuple[int, int],
        next_step: Callable[[], Step],
        *,
        also: WayName | None = None,
    ) -> None:
        """`also`: a second way that this one leads through; its purpose is asked here too."""
        self._visit = visit
        self._way = way
        self._step = step
        self._next = next_step
        self._now = around.now
        others = _WAYS - {way.value} - ({also.value} if also else set())
        self._items = tuple(self._item(text) for text in around.portal.consents if text.purpose not in others)
        self._notice: Notice | None = None

    @staticmethod
    def _item(text: ConsentText) -> ConsentItem:
        return ConsentItem(
            purpose=text.purpose,
            version=text.version,
            text=text.text,
            required=text.purpose not in OPTIONAL_PURPOSES,
        )

    def enter(self) -> tuple[Effect, ...]:
        """Nothing to order."""
        return ()

    def view(self) -> View:
        """The purposes with their texts."""
        return ConsentView(
            items=self._items,
            way=self._way,
            step=self._step,
            can_go_back=True,
            notice=self._notice,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Keep what was ticked; without a required purpose nothing can be done."""
        match intent:
            case WentBack():
                return Turn(back=1)
            case ConsentAnswered(purposes=purposes):
                if any(item.required and item.purpose not in purposes for item in self._items):
                    self._notice = Notice("warning", "consent.required_missing")
                    return Turn()
                self._notice = None
                agreed_at = self._now()
                asked = {item.purpose for item in self._items}
                self._visit.consents = (
                    *(consent for consent in self._visit.consents if consent.purpose not in asked),
                    *(
                        Consent(item.purpose, item.version, agreed_at)
                        for item in self._items
                        if item.purpose in purposes
                    ),
                )
                kept = Record(
                    kind=AuditKind.CONSENT_GIVEN,
                    subject=self._visit.session_id,
                    facts={"consents": [[c.purpose, c.version] for c in self._visit.consents]},
                )
                return Turn(effects=(kept,), to=self._next())
        return Turn()

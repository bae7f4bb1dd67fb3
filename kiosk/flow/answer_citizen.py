"""A citizen asks what is held about them: the card is read, face and card compared, then see, hand over, or erase."""

from kiosk.domain.events import wire_time
from kiosk.domain.person_data import PostPiece
from kiosk.domain.receipt import Receipt
from kiosk.domain.rules import mask_number
from kiosk.flow.intents import CardLooked, EffectFailed, Left, WentBack
from kiosk.flow.issue_receipt import local_time_text, point_values
from kiosk.flow.messages import Effect, Intent, Notice, View
from kiosk.flow.navigation import Turn
from kiosk.flow.person_data_words import (
    DataErased,
    DataExported,
    ErasePersonData,
    ErasureAsked,
    ErasureConfirmed,
    ErasurePutAside,
    ExportAsked,
    ExportPersonData,
    LoadPersonData,
    PersonDataLoaded,
    PersonDataView,
    PersonSeen,
)
from kiosk.flow.slip import Slip
from kiosk.flow.visit import Surroundings, Visit
from kiosk.flow.watch_card import CardWatch, document_in

_WORK = ("LoadPersonData", "ExportPersonData", "ErasePersonData")


class PersonDataStep:
    """Nothing is looked for before a card was read and a member of staff said whose it is."""

    def __init__(self, visit: Visit, around: Surroundings) -> None:
        self._visit = visit
        self._around = around
        self._watch = CardWatch(around)
        self._number = ""
        self._not_personal = False
        self._checked = False
        self._loaded: PersonDataLoaded | None = None
        self._asks = False
        self._working = False
        self._exported = DataExported(names=())
        self._erased: DataErased | None = None
        self._slip = Slip(f"data/{wire_time(around.now())}", self._receipt)
        self._notice: Notice | None = None

    def enter(self) -> tuple[Effect, ...]:
        """Look for the card."""
        return () if self._number else self._watch.begin()

    def view(self) -> View:
        """As far as it has come."""
        loaded = self._loaded
        return PersonDataView(
            masked_number=mask_number(self._number),
            checked=self._checked,
            wrong_card=self._not_personal,
            data=loaded.data if loaded else None,
            sticks=loaded.sticks if loaded else (),
            asks_erasure=self._asks,
            exported=self._exported.names,
            passphrase=self._exported.passphrase,
            erasure=self._erased.erasure if self._erased else None,
            slip=self._slip.state,
            busy=self._working,
            can_go_back=not self._working,
            notice=self._notice,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """One thing at a time."""
        match intent:
            case WentBack() | Left() if not self._working:
                self._watch.end()
                return Turn(back=1)
            case CardLooked() if not self._number:
                return self._looked(intent)
            case PersonDataLoaded():
                self._loaded, self._working = intent, False
            case DataExported():
                self._exported, self._working = intent, False
            case DataErased():
                self._erased, self._asks = intent, False
                return Turn(effects=self._load())
            case EffectFailed(effect=effect) if effect in _WORK:
                self._working = self._asks = False
                self._notice = Notice("error", intent.text_key)
            case _ if not self._working:
                return self._asked(intent)
        return Turn()

    def _looked(self, looked: CardLooked) -> Turn:
        effects = self._watch.again(looked)
        if effects is None:
            return Turn()
        document = document_in(looked.sight) if looked.sight else None
        if document is None or len(document.number) != 12:
            self._not_personal = document is not None or self._not_personal
            return Turn(effects=effects)
        self._watch.end()
        self._number = document.number
        return Turn()

    def _asked(self, intent: Intent) -> Turn:
        staff_id, language = self._visit.staff_id or "", self._visit.language
        match intent:
            case PersonSeen() if self._number and not self._checked:
                self._checked = True
                return Turn(effects=self._load())
            case ExportAsked(folder=folder, sealed=sealed) if self._loaded is not None:
                self._working, self._notice = True, None
                order = ExportPersonData(
                    number=self._number, staff_id=staff_id, folder=folder, sealed=sealed, language=language
                )
                return Turn(effects=(order,))
            case ErasureAsked() if self._loaded is not None:
                self._asks = True
            case ErasurePutAside():
                self._asks = False
            case ErasureConfirmed() if self._asks:
                self._working = True
                return Turn(effects=(ErasePersonData(number=self._number, staff_id=staff_id),))
            case _ if self._loaded is not None:
                return Turn(effects=self._slip.handle(intent))
        return Turn()

    def _load(self) -> tuple[Effect, ...]:
        self._working = True
        return (LoadPersonData(number=self._number, staff_id=self._visit.staff_id or ""),)

    def _receipt(self) -> Receipt:
        """On paper: what is held and what was agreed to, the number masked."""
        assert self._loaded is not None
        data, language = self._loaded.data, self._visit.language
        words = self._around.words
        lines = []
        for held in data.dossiers:
            kept = "person_data.form_kept" if held.form_kept else "person_data.record_only"
            lines.append({"what": held.reference, "value": held.procedure_name})
            lines.append({"what": words(kept, language), "value": local_time_text(held.created_at)})
            lines += [
                {"what": f"{one.purpose} ({one.version})", "value": local_time_text(one.agreed_at)}
                for one in held.consents
            ]
        lines += [{"what": reference, "value": local_time_text(at)} for reference, _, at in data.accounts]
        lines += [{"what": name, "value": local_time_text(at)} for name, at in data.drafts]
        for one in data.post:
            name = "" if one.piece is PostPiece.SIGNATURE else one.name
            what = f"{words(f'person_data.piece_{one.piece.value}', language)} {name}".strip()
            lines.append({"what": what, "value": local_time_text(one.at)})
            if one.kept is not None:
                lines.append({"what": "", "value": words(f"kept_why.{one.kept.value}", language)})
        values = {
            **point_values(self._around.portal),
            "number_masked": data.masked_number,
            "at": local_time_text(self._around.now()),
            "clerk": self._visit.assisted_by,
            "lines": lines,
        }
        return Receipt("person_data", values, language)

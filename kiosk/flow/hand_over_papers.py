"""The batch for one agency: every envelope scanned, what is amiss noted, both sign; that is the legal time of filing."""

from kiosk.domain.errors import RuleBroken
from kiosk.domain.paper_slip import HandedOverDossier, HandOver
from kiosk.domain.post_item import HandOverLine, HandOverRecord, PostItem, Signature, check_hand_over
from kiosk.domain.receipt import Receipt
from kiosk.domain.rules import clean_text, group_s10
from kiosk.domain.scan import CodeKind
from kiosk.flow.envelope import NAME_LIMIT
from kiosk.flow.intents import CardLooked, EffectFailed, WentBack, WentOn
from kiosk.flow.issue_paper_slip import handover_slip
from kiosk.flow.messages import Effect, Intent, Notice, View
from kiosk.flow.navigation import Step, Turn
from kiosk.flow.post_words import (
    AgencyChosen,
    AmissTold,
    HandOverKept,
    HandOverView,
    KeepHandOver,
    LabelEntered,
    LoadPostDesk,
    OfficerNamed,
    PostDeskLoaded,
    SignLine,
)
from kiosk.flow.sign_paper import SignStep, signed_words
from kiosk.flow.slip import Slip
from kiosk.flow.visit import Surroundings, Visit
from kiosk.flow.watch_code import CodeWatch


class HandOverStep:
    """Scan what is handed over; what was not scanned stays here and goes next time."""

    def __init__(self, visit: Visit, around: Surroundings, items: tuple[PostItem, ...]) -> None:
        self._visit = visit
        self._around = around
        self._items = items
        self._agencies = tuple(dict.fromkeys(item.agency for item in items))
        self._agency = self._agencies[0]
        self._scanned: dict[str, str] = {}
        self._officer = ""
        self._signatures: tuple[Signature, ...] = ()
        self._record_id = ""
        self._record: HandOverRecord | None = None
        self._slip: Slip | None = None
        self._problem = self._said = ""
        self._watch = CodeWatch(around, frozenset({CodeKind.S10}))
        self._notice: Notice | None = None

    def enter(self) -> tuple[Effect, ...]:
        """Look for labels, until it is done."""
        return () if self._record_id else self._watch.begin()

    def view(self) -> View:
        """The list with its ticks."""
        return HandOverView(
            agencies=self._agencies,
            agency=self._agency,
            items=self._of_agency(),
            scanned=dict(self._scanned),
            now=self._around.now(),
            problem=self._problem,
            said=self._said,
            record=self._record,
            slip=self._slip.state if self._slip else None,
            can_go_back=self._record is None and not self._record_id,
            busy=bool(self._record_id) and self._record is None,
            personal=False,
            notice=self._notice,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Scan, note, sign; then print."""
        if self._record is not None:
            return self._done(intent)
        match intent:
            case HandOverKept(record=record, items=items):
                self._record = record
                self._slip = Slip(f"{record.number} handover", lambda: self._receipt(record, items))
                return Turn(effects=self._slip.order())
            case EffectFailed(effect="KeepHandOver"):
                self._record_id, self._notice = "", Notice("error", intent.text_key)
                return Turn(effects=(*self._watch.begin(), LoadPostDesk()))
            case PostDeskLoaded(items=items):
                self._take_out_moved(items)
            case EffectFailed(effect="LookForCard"):
                self._watch.lost()
            case _ if self._record_id:
                return Turn()
            case WentBack():
                self._watch.end()
                return Turn(back=1)
            case CardLooked():
                effects, code = self._watch.again(intent)
                if code:
                    self._scan(code)
                return Turn(effects=effects)
            case LabelEntered(text=text):
                self._scan(text)
            case AgencyChosen(agency=agency) if agency in self._agencies and agency != self._agency:
                self._agency, self._scanned, self._problem = agency, {}, ""
            case AmissTold(item_id=item_id, remark=remark) if item_id in self._scanned:
                self._scanned[item_id] = self._short(remark)
            case OfficerNamed(name=name):
                return self._to_sign(name)
        return Turn()

    def _take_out_moved(self, waiting: tuple[PostItem, ...]) -> None:
        """Somebody else handed one over meanwhile: the others stay ticked, with what was noted of them."""
        known = {item.id for item in waiting}
        moved = [item.number for item in self._items if item.id in self._scanned and item.id not in known]
        self._items = waiting
        self._scanned = {item_id: remark for item_id, remark in self._scanned.items() if item_id in known}
        if moved:
            numbers = ", ".join(group_s10(number) for number in moved)
            self._notice = Notice("warning", "hand_over.moved_on", {"numbers": numbers})

    def _of_agency(self) -> tuple[PostItem, ...]:
        return tuple(item for item in self._items if item.agency == self._agency)

    def _scan(self, text: str) -> None:
        self._notice = None
        self._said = " ".join(text.split())[:40]
        taken = [item.number for item in self._items if item.id in self._scanned]
        try:
            item = check_hand_over(text, self._of_agency(), taken)
        except RuleBroken as broken:
            # one unknown envelope stops nothing: the others go on being scanned
            others = [item for item in self._items if item.agency != self._agency]
            elsewhere = broken.code == "item_unknown" and any(
                item.number == "".join(text.split()).upper() for item in others
            )
            self._problem = "hand_over.other_agency" if elsewhere else broken.text_key
            return
        self._problem = ""
        self._scanned[item.id] = ""

    @staticmethod
    def _short(remark: str) -> str:
        try:
            return clean_text(remark, NAME_LIMIT)
        except RuleBroken:
            return " ".join(remark.split())[:NAME_LIMIT]

    def _to_sign(self, name: str) -> Turn:
        self._officer = self._short(name)
        if not self._scanned:
            self._notice = Notice("warning", "hand_over.nothing_scanned")
        elif not self._officer:
            self._notice = Notice("warning", "hand_over.officer_missing")
        else:
            self._notice = None
            self._watch.end()
            return Turn(to=self._sign("clerk"))
        return Turn()

    def _sign(self, role: str) -> Step:
        def then(signature: Signature) -> Turn:
            if role == "clerk":
                self._signatures = (signature,)
                return Turn(to=self._sign("officer"))
            self._signatures = (self._signatures[0], signature)
            return Turn(effects=(self._keep(),), back=2)

        return SignStep(
            self._visit,
            self._around,
            subject="hand_over",
            role=role,
            signer=self._visit.assisted_by if role == "clerk" else self._officer,
            lines=tuple(
                SignLine(name=f"{group_s10(item.number)} · {item.reference}".rstrip(" ·"), remark=remark)
                for item, remark in self._taken()
            ),
            then=then,
        )

    def _taken(self) -> list[tuple[PostItem, str]]:
        return [(item, self._scanned[item.id]) for item in self._items if item.id in self._scanned]

    def _keep(self) -> KeepHandOver:
        self._record_id = self._around.new_id()
        return KeepHandOver(
            record_id=self._record_id,
            agency=self._agency,
            officer=self._officer,
            staff_id=self._visit.staff_id or "",
            lines=tuple(
                HandOverLine(item.id, item.number, is_complete=not remark, remark=remark)
                for item, remark in self._taken()
            ),
            signatures=self._signatures,
        )

    def _done(self, intent: Intent) -> Turn:
        match intent:
            case WentOn() | WentBack():
                return Turn(back=1)
        return Turn(effects=self._slip.handle(intent) if self._slip else ())

    def _receipt(self, record: HandOverRecord, items: tuple[PostItem, ...]) -> Receipt:
        known = {item.id: item for item in items}
        dossiers = [
            HandedOverDossier(
                number=group_s10(line.number),
                reference=known[line.item_id].reference,
                papers=known[line.item_id].papers,
                is_complete=line.is_complete,
                remark=line.remark,
            )
            for line in record.lines
            if line.item_id in known
        ]
        handed_over = HandOver(
            number=record.number,
            agency=record.agency,
            place="",
            at=record.at,
            dossiers=dossiers,
            clerk=self._visit.assisted_by or record.staff_id,
            officer=record.officer,
            signed=signed_words(self._signatures[-1].instead, self._around, self._visit.language),
        )
        return handover_slip(self._around.portal, handed_over, language=self._visit.language)

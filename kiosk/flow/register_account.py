"""The citizen's way 1, an account on the portal: phone, then one-time code or link.

Consent and card come before (`give_consent`, `scan_identity`), the outcome after (`account_done`).
"""

from collections.abc import Callable
from dataclasses import replace
from math import ceil
from typing import Any

from kiosk.domain.account import AccountExists, AccountRegistered, OtpSent, OtpVerdict
from kiosk.domain.errors import RuleBroken
from kiosk.domain.events import wire_time
from kiosk.domain.person import Person
from kiosk.domain.rules import mask_phone, normalise_phone
from kiosk.flow.account_done import AccountDoneStep
from kiosk.flow.account_words import (
    AccountAnswered,
    AccountQueued,
    OtpAskedAgain,
    OtpEntered,
    OtpJudged,
    OtpView,
    OtpWasSent,
    QueueAccount,
    RegisterAccount,
    SendOtp,
    VerifyOtp,
)
from kiosk.flow.give_consent import ConsentStep
from kiosk.flow.intents import EffectFailed, PhoneEntered, WentBack
from kiosk.flow.log_in_by_vneid import VneidStep
from kiosk.flow.messages import Effect, Intent, Notice, View
from kiosk.flow.navigation import Step, Turn
from kiosk.flow.scan_identity import ScanCardStep
from kiosk.flow.views import PhoneView, WaitingView
from kiosk.flow.visit import Surroundings, Visit
from kiosk.flow.ways import WayName

STEPS = 4


def begin_register_account(visit: Visit, around: Surroundings) -> Step:
    """The first step of the way: by the portal's own accounts, or by VNeID where its settings say so."""
    if "portal" in around.portal.account_methods:
        return ConsentStep(
            visit,
            around,
            WayName.REGISTER_ACCOUNT,
            (1, STEPS),
            lambda: ScanCardStep(visit, around, (2, STEPS), lambda _person: PhoneStep(visit, around)),
        )
    return ConsentStep(visit, around, WayName.REGISTER_ACCOUNT, (1, 2), lambda: VneidStep(visit, around))


def account_body(visit: Visit, person: Person, *, activation: str) -> dict[str, Any]:
    """The contract's `PUT /v1/accounts/{uuid}` body."""
    return {
        "personal_number": person.personal_number,
        "old_number": person.old_number,
        "full_name": person.full_name,
        "birth_date": person.birth_date.isoformat() if person.birth_date else None,
        "gender": person.gender.value if person.gender else None,
        "address": person.address.to_wire(),
        "phone": person.phone,
        "email": person.email,
        "activation": activation,
        "consent": [consent.to_wire() for consent in visit.consents],
        "identity_verification": {
            "method": visit.verification.value,
            "at": wire_time(visit.verified_at) if visit.verified_at else None,
        }
        if visit.verification
        else None,
        "registered_by": {"kind": "clerk" if visit.staff else "citizen", "staff_id": visit.staff_id},
    }


class PhoneStep:
    """The mobile number of this account; then the portal is asked, or the registration queued."""

    def __init__(self, visit: Visit, around: Surroundings, then: Callable[[], Step] | None = None) -> None:
        """`then`: what goes on under the new account; else the account itself was the aim."""
        self._then = then
        self._visit = visit
        self._around = around
        self._account_id = ""
        self._phone = ""
        self._problem = ""
        self._asking = False
        self._notice: Notice | None = None

    def enter(self) -> tuple[Effect, ...]:
        """Nothing to order."""
        return ()

    def view(self) -> View:
        """The number pad, or what the portal keeps us waiting for."""
        if self._asking:
            return WaitingView(text_key="account.asking", assisted_by=self._visit.assisted_by)
        return PhoneView(
            phone=self._phone,
            problem=self._problem,
            online=self._around.online,
            step=(3, STEPS),
            can_go_back=True,
            notice=self._notice,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Register online; when the line is away, queue it with activation by link."""
        match intent:
            case WentBack() if not self._asking:
                return Turn(back=1)
            case PhoneEntered(phone=phone) if not self._asking:
                return self._entered(phone)
            case _ if self._asking:
                return self._answered(intent)
        return Turn()

    def _answered(self, intent: Intent) -> Turn:
        match intent:
            case AccountAnswered(answer=AccountExists() as answer):
                return self._done("exists", masked_phone=answer.masked_phone)
            case AccountAnswered(answer=AccountRegistered(active=True)):
                return self._done("active")
            case AccountAnswered(answer=AccountRegistered(otp=sent)):
                self._asking = False
                return Turn(to=OtpStep(self._visit, self._around, self._account_id, sent, self._then))
            case AccountQueued(reference=reference):
                return self._done("link", reference=reference)
            case EffectFailed(effect="RegisterAccount", final=True):
                return self._refused(intent)
            case EffectFailed(effect="RegisterAccount"):
                return Turn(effects=(self._queue_order(),))
            case EffectFailed(effect="QueueAccount"):
                self._asking = False
                self._notice = Notice("error", intent.text_key)
        return Turn()

    def _entered(self, phone: str) -> Turn:
        self._phone, self._notice = phone, None
        try:
            person = replace(self._person(), phone=normalise_phone(phone))
        except RuleBroken:
            self._problem = "phone.wrong"
            return Turn()
        self._visit.applicant = person
        self._problem, self._asking = "", True
        body = account_body(self._visit, person, activation="otp")
        asked = self._visit.registration
        if asked is None or asked[1] != body:
            # anything corrected is another registration: the portal refuses other content under the same id
            asked = self._visit.registration = (self._around.new_id(), body)
        self._account_id = asked[0]
        return Turn(effects=(RegisterAccount(account_id=self._account_id, body=body),))

    def _queue_order(self) -> Effect:
        body = account_body(self._visit, self._person(), activation="link")
        return QueueAccount(account_id=self._account_id, body=body)

    def _refused(self, failed: EffectFailed) -> Turn:
        self._asking = False
        pointers = {pointer for pointer, _, _ in failed.fields}
        if "/phone" in pointers:
            self._problem = "phone.refused"
        else:
            self._notice = Notice("error", failed.text_key)
        self._visit.registration = None
        return Turn()

    def _person(self) -> Person:
        return self._visit.applicant or Person()

    def _done(self, outcome: str, *, masked_phone: str = "", reference: str = "") -> Turn:
        self._asking = False
        if outcome != "exists":
            self._visit.applicant = self._person().with_account(self._account_id)
        elif self._then is not None:
            self._notice = Notice("warning", "account_way.exists", {"phone": masked_phone})
            return Turn()
        done = AccountDoneStep(
            self._visit,
            self._around,
            outcome,
            masked_phone=masked_phone,
            reference=reference,
            then=self._then,
        )
        return Turn(to=done)


class OtpStep:
    """The one-time code that the portal sent to the phone."""

    def __init__(
        self,
        visit: Visit,
        around: Surroundings,
        account_id: str,
        sent: OtpSent | None,
        then: Callable[[], Step] | None = None,
    ) -> None:
        self._then = then
        self._visit = visit
        self._around = around
        self._account_id = account_id
        self._sent = sent
        self._problem = ""
        self._attempts_left: int | None = None
        self._checking = False
        self._notice: Notice | None = None

    def enter(self) -> tuple[Effect, ...]:
        """Nothing to order."""
        return ()

    def view(self) -> View:
        """Six boxes, where the code went, and what was wrong with the last one."""
        return OtpView(
            channel=self._sent.channel if self._sent else "sms",
            masked_to=self._sent.masked_to if self._sent else mask_phone(self._person().phone or ""),
            problem=self._problem,
            attempts_left=self._attempts_left,
            checking=self._checking,
            step=(4, STEPS),
            can_go_back=True,
            notice=self._notice,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Right, wrong, expired, or another code."""
        match intent:
            case WentBack():
                return Turn(back=1)
            case OtpEntered(otp=otp) if not self._checking:
                self._checking, self._problem, self._notice = True, "", None
                return Turn(effects=(VerifyOtp(account_id=self._account_id, otp=otp.strip()),))
            case OtpAskedAgain() if not self._checking:
                self._checking, self._problem, self._notice = True, "", None
                return Turn(effects=(SendOtp(account_id=self._account_id),))
            case OtpJudged(answer=answer) if self._checking:
                self._checking, self._attempts_left = False, answer.attempts_left
                if answer.verdict is OtpVerdict.RIGHT:
                    return self._activated()
                self._problem = f"otp.{answer.verdict.value}"
                if answer.verdict is OtpVerdict.WRONG and answer.attempts_left == 0:
                    self._problem = "otp.used_up"
            case OtpWasSent(sent=sent) if self._checking:
                self._checking, self._attempts_left = False, None
                self._sent = sent if sent.masked_to else self._sent
                self._notice = Notice("success", "otp.sent_again")
            case EffectFailed(effect="SendOtp", code="too_many_requests", after_s=float(after_s)):
                self._checking = False
                self._notice = Notice("warning", "otp.too_soon", {"seconds": max(1, ceil(after_s))})
            case EffectFailed(effect="SendOtp" | "VerifyOtp"):
                self._checking = False
                self._notice = Notice("warning", intent.text_key)
        return Turn()

    def _person(self) -> Person:
        return self._visit.applicant or Person()

    def _activated(self) -> Turn:
        self._visit.applicant = self._person().with_account(self._account_id)
        return Turn(to=AccountDoneStep(self._visit, self._around, "active", then=self._then))

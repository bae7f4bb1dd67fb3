"""Login by VNeID on the citizen's own phone (RFC 8628); no secret of VNeID is ever asked for or stored."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from kiosk.domain.account import LoginState
from kiosk.domain.errors import RuleBroken
from kiosk.domain.identity import VerificationMethod
from kiosk.domain.person import Address, Gender, Person
from kiosk.domain.rules import normalise_phone, plain_text
from kiosk.flow.account_done import AccountDoneStep
from kiosk.flow.account_words import BeginLogin, LoginAnswered, LoginBegan, PollLogin, VneidView
from kiosk.flow.intents import EffectFailed, TriedAgain, WentBack, WentOn
from kiosk.flow.messages import Effect, Intent, View
from kiosk.flow.navigation import Step, Turn
from kiosk.flow.views import TroubleView, WaitingView
from kiosk.flow.visit import Surroundings, Visit

PHONE_WITHIN_S = 180.0
"""So long nobody is asked "are you still here?" while busy with the phone; a forgotten code must not wait for ever."""


class VneidStep:
    """The device login of RFC 8628 on the citizen's own phone."""

    def __init__(
        self,
        visit: Visit,
        around: Surroundings,
        then: Callable[[Person], Step] | None = None,
        *,
        level_needed: int = 0,
    ) -> None:
        """`then`: what comes after it where the log-in is a step on the way, for people of `level_needed`; all others
        are told what became of it."""
        self._level_needed = level_needed
        self._visit = visit
        self._then = then
        self._around = around
        self._began: LoginBegan | None = None
        self._began_at: datetime | None = None
        self._interval_s = 5.0
        self._state = "waiting"
        self._failed: EffectFailed | None = None

    def enter(self) -> tuple[Effect, ...]:
        """Ask the portal for a fresh code."""
        self._began, self._state, self._failed = None, "waiting", None
        return (BeginLogin(),)

    def view(self) -> View:
        """The QR code with the words for waiting, refusal and expiry."""
        if self._failed is not None:
            return TroubleView(
                code=self._failed.code,
                text_key=self._failed.text_key,
                can_go_back=True,
                assisted_by=self._visit.assisted_by,
            )
        if self._began is None:
            return WaitingView(text_key="vneid.asking", can_go_back=True, assisted_by=self._visit.assisted_by)
        login = self._began.login
        return VneidView(
            verification_uri=login.verification_uri_complete,
            user_code=login.user_code,
            state=self._state,
            expires_in_s=login.expires_in_s,
            busy=self._state == "waiting" and self._just_began(),
            step=(2, 2) if self._then is None else None,
            can_go_back=True,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Wait for the phone's answer."""
        match intent:
            case WentBack():
                return Turn(back=1)
            case TriedAgain() | WentOn() if self._failed is not None or self._state != "waiting":
                return Turn(effects=self.enter())
            case LoginBegan(login=login) if self._began is None:
                self._began, self._began_at = intent, self._around.now()
                self._interval_s = login.interval_s
                return Turn(effects=(PollLogin(login=login, after_s=self._interval_s),))
            case LoginAnswered(user_code=user_code, answer=answer) if (
                self._began is not None and user_code == self._began.login.user_code
            ):
                match answer.state:
                    case LoginState.WAITING | LoginState.SLOW_DOWN:
                        if answer.state is LoginState.SLOW_DOWN:
                            self._interval_s += 5.0  # RFC 8628, section 3.5
                        return Turn(effects=(PollLogin(login=self._began.login, after_s=self._interval_s),))
                    case LoginState.APPROVED:
                        return self._approved(answer.claims)
                self._state = answer.state.value
            case EffectFailed(effect="PollLogin", final=False) if self._began is not None:
                # RFC 8628: on a time-out ask less often, do not give up
                self._interval_s = min(60.0, self._interval_s * 2)
                return Turn(effects=(PollLogin(login=self._began.login, after_s=self._interval_s),))
            case EffectFailed(effect="BeginLogin" | "PollLogin"):
                self._failed = intent
        return Turn()

    def _just_began(self) -> bool:
        began_at = self._began_at
        return began_at is not None and (self._around.now() - began_at).total_seconds() < PHONE_WITHIN_S

    def _approved(self, claims: Mapping[str, Any]) -> Turn:
        person, level = person_from_claims(claims)
        self._visit.applicant = person
        self._visit.verification = VerificationMethod.VNEID
        self._visit.verified_at = self._around.now()
        if self._then is not None and level >= self._level_needed:
            return Turn(to=self._then(person))
        return Turn(to=AccountDoneStep(self._visit, self._around, "vneid", level=level))


def person_from_claims(claims: Mapping[str, Any]) -> tuple[Person, int]:
    """The person an ID token names, and its VNeID level (1 or 2, 0 when it does not say).

    A claim that is missing or not of its kind (OpenID allows a bare year of birth) is left out.
    """
    address = claims.get("address")
    gender = claims.get("gender")
    person = Person(
        full_name=_words(claims.get("name")),
        personal_number=_words(claims.get("sub")) or None,
        birth_date=_day(claims.get("birthdate")),
        gender=Gender(gender) if gender in set(Gender) else None,
        address=Address(text=_words(address.get("formatted") if isinstance(address, Mapping) else address)),
        phone=_phone(claims.get("phone_number")),
    )
    level = claims.get("vneid_level")
    return person, level if isinstance(level, int) else 0


def _words(value: object) -> str:
    return plain_text(value) if isinstance(value, str) else ""


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _phone(value: object) -> str | None:
    try:
        return normalise_phone(value) if isinstance(value, str) else None
    except RuleBroken:
        return None

"""Login by VNeID on the citizen's own phone (RFC 8628); no secret of VNeID is ever asked for or stored."""

from collections.abc import Mapping
from typing import Any

from kiosk.domain.account import LoginState
from kiosk.domain.identity import VerificationMethod
from kiosk.domain.person import Person
from kiosk.flow.account_done import AccountDoneStep
from kiosk.flow.effects import BeginLogin, PollLogin
from kiosk.flow.intents import EffectFailed, LoginAnswered, LoginBegan, TriedAgain, WentBack, WentOn
from kiosk.flow.messages import Effect, Intent, View
from kiosk.flow.navigation import Turn
from kiosk.flow.views import TroubleView, VneidView, WaitingView
from kiosk.flow.visit import Surroundings, Visit


class VneidStep:
    """The device login of RFC 8628 on the citizen's own phone."""

    def __init__(self, visit: Visit, around: Surroundings) -> None:
        self._visit = visit
        self._around = around
        self._began: LoginBegan | None = None
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
            busy=self._state == "waiting",
            step=(2, 2),
            can_go_back=True,
            assisted_by=self._visit.assisted_by,
        )

    def handle(self, intent: Intent) -> Turn:
        """Wait for the phone's answer."""
        match intent:
            case WentBack():
                return Turn(back=1)
            case TriedAgain() | WentOn():
                return Turn(effects=self.enter())
            case LoginBegan(login=login):
                self._began, self._interval_s = intent, login.interval_s
                return Turn(effects=(PollLogin(login=login, after_s=self._interval_s),))
            case LoginAnswered(answer=answer) if self._began is not None:
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
            case EffectFailed():
                self._failed = intent
        return Turn()

    def _approved(self, claims: Mapping[str, Any]) -> Turn:
        person, level = person_from_claims(claims)
        self._visit.applicant = person
        self._visit.verification = VerificationMethod.VNEID
        self._visit.verified_at = self._around.now()
        return Turn(to=AccountDoneStep(self._visit, self._around, "vneid", level=level))


def person_from_claims(claims: Mapping[str, Any]) -> tuple[Person, int]:
    """The person an ID token names, and its VNeID level (1 or 2, 0 when it does not say)."""
    address = claims.get("address")
    text = address.get("formatted") if isinstance(address, dict) else address
    person = Person.from_wire(
        {
            "personal_number": claims.get("sub"),
            "full_name": claims.get("name"),
            "birth_date": claims.get("birthdate"),
            "gender": claims.get("gender"),
            "address": {"text": text},
            "phone": claims.get("phone_number"),
        }
    )
    level = claims.get("vneid_level")
    return person, level if isinstance(level, int) else 0

"""Every call of the wire contract, one method each; when to call and what follows is decided elsewhere."""

import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kiosk.domain.account import (
    AccountExists,
    AccountRegistered,
    DeviceLogin,
    LoginAnswer,
    OtpAnswer,
    OtpSent,
    OtpVerdict,
    Tracking,
)
from kiosk.domain.errors import LinkRefused, ServerAway, ServerRefused
from kiosk.domain.payment import PaymentAnswer
from kiosk.domain.ports import Clock, DeviceKey, Monotonic, VerifyEd25519
from kiosk.domain.upload import TransferCounts
from kiosk.sync import portal_answers
from kiosk.sync.access_token import AccessToken
from kiosk.sync.address import GatewayAddress
from kiosk.sync.device_login import DeviceLogins
from kiosk.sync.exchange import Exchange
from kiosk.sync.link import Link
from kiosk.sync.portal_answers import (
    DossierAnswer,
    Enrolled,
    EventPage,
    Health,
    ProcedurePage,
    SettingsCopy,
    Submission,
)
from kiosk.sync.retry import Random
from kiosk.sync.server_clock import ServerClock
from kiosk.sync.signing_keys import SigningKeys
from kiosk.sync.tus import TusUploader

PERSON_WAITS_S = 20.0
"""A citizen stands in front of the screen: no answer is worth a longer wait."""
CATALOGUE_S = 120.0
LONGEST_EVENT_WAIT_S = 25
_EVENT_MARGIN_S = 15.0


TAKEN = (200, 201, 202, 204)
"""Where the contract names no status: any way of saying yes."""


class GatewayClient:
    """The gateway as the kiosk sees it; also the port `Gateway`. Safe to use from several threads.

    Every method may raise ServerAway (no believable answer), LinkRefused (this device is not taken) and
    ServerRefused (final for this piece of work). Without `device_key` only the open calls work.
    """

    def __init__(
        self,
        url: str,
        *,
        device_id: str,
        device_key: DeviceKey | None,
        verify: VerifyEd25519,
        version: str,
        clock: Clock,
        monotonic: Monotonic,
        random: Random,
        ca: Path | None = None,
        proxy: str = "",
        stop: threading.Event | None = None,
    ) -> None:
        """ConfigurationInvalid when `url` is no plain http(s) address. `proxy`: as in the settings. `stop` ends any request that is under way."""
        self._device_id = device_id
        self._device_key = device_key
        self._server_clock = ServerClock(clock, monotonic)
        self.link = Link(monotonic=monotonic, random=random, skew_s=lambda: self._server_clock.skew_s)
        self.stop = stop or threading.Event()
        self._exchange = Exchange(
            GatewayAddress.parse(url),
            version=version,
            clock=clock,
            server_clock=self._server_clock,
            link=self.link,
            stop=self.stop,
            ca=ca,
            proxy=proxy,
        )
        self._access = AccessToken(self._exchange, device_id, device_key, monotonic) if device_key else None
        if self._access:
            self._exchange.bearer, self._exchange.token_left_s = self._access.bearer, self._access.left_s
        self.keys = SigningKeys(self._exchange, verify, monotonic)
        self.uploader = TusUploader(self._exchange, monotonic=monotonic)
        self._logins = DeviceLogins(self._exchange, self.keys, device_id, monotonic)

    @property
    def device_id(self) -> str:
        """This kiosk's name at the gateway."""
        return self._device_id

    @property
    def counts(self) -> TransferCounts:
        """What has gone over the line since the start."""
        return self._exchange.counts

    @property
    def server_clock(self) -> ServerClock:
        """The gateway's time."""
        return self._server_clock

    def own_address(self, named: str) -> str:
        """An address the gateway named, absolute; ForeignAddress unless it is on the gateway's own origin."""
        return self._exchange.address.own(named)

    def close(self) -> None:
        """Let all connections go."""
        self._exchange.close()

    # --- device

    def health(self) -> Health:
        """The connectivity probe; no token needed."""
        return portal_answers.health(
            self._exchange.json(
                "GET", "/v1/health", authorised=False, accept=(200,), answer_s=PERSON_WAITS_S
            ).members()
        )

    def sign_in(self) -> None:
        """Get a token if there is none: tells whether the gateway takes this device."""
        if self._access is None:
            raise LinkRefused("this kiosk has no key yet", code="not_enrolled")
        self._access.bearer()

    def enrol(self, code: str, *, name: str, kiosk_version: str, os: str) -> Enrolled:
        """Make this device known. LinkRefused with `enrolment_code_invalid` when the code is not taken."""
        if self._device_key is None:
            raise LinkRefused("this kiosk has no key yet", code="not_enrolled")
        body = {
            "device_id": self._device_id,
            "enrolment_code": code,
            "name": name,
            "public_jwk": self._device_key.public_jwk(),
            "kiosk_version": kiosk_version,
            "os": os,
        }
        try:
            answer = self._exchange.json(
                "POST", "/v1/devices", body, named=("device_id", self._device_id), authorised=False
            )
        except ServerRefused as refusal:
            if refusal.status == 403:
                raise LinkRefused("POST /v1/devices: 403", code=refusal.code) from refusal
            raise
        point = answer.members().get("agent_point")
        return Enrolled(self._device_id, point if isinstance(point, dict) else {})

    def send_report(self, report: Mapping[str, Any]) -> None:
        """The health report, in the contract's wire form."""
        self._exchange.json("PUT", f"/v1/devices/{self._device_id}/report", report, accept=TAKEN)

    def upload_audit(self, first_seq: int, entries: Sequence[Mapping[str, Any]]) -> tuple[int, str]:
        """A run of the hash chain; returns the last number the gateway has, and its unchecked countersignature."""
        body = {"entries": list(entries)}
        members = self._exchange.json("PUT", f"/v1/audit/{self._device_id}/{first_seq}", body).members()
        last_seq, countersignature = members.get("last_seq"), members.get("countersignature")
        if not isinstance(last_seq, int) or not isinstance(countersignature, str):
            raise ServerAway("PUT /v1/audit: no countersignature")
        return last_seq, countersignature

    # --- settings and catalogue

    def settings(self, tag: str | None) -> SettingsCopy | None:
        """The settings, or None when those with `tag` still hold."""
        headers = {"If-None-Match": tag} if tag else {}
        accept = (200, 304) if tag else (200,)
        answer = self._exchange.json(
            "GET", "/v1/settings", headers=headers, accept=accept, answer_s=CATALOGUE_S
        )
        return None if answer.status == 304 else SettingsCopy(answer.members(), answer.header("etag"))

    def procedures(self, cursor: str | None) -> ProcedurePage:
        """What changed since `cursor`; ServerRefused with status 410 when the gateway does not know it any more."""
        query = {"cursor": cursor} if cursor else None
        return portal_answers.procedures(
            self._exchange.json(
                "GET", "/v1/procedures", query=query, accept=(200,), answer_s=CATALOGUE_S
            ).members()
        )

    # --- accounts

    def register_account(self, account_id: str, body: Mapping[str, Any]) -> AccountRegistered | AccountExists:
        """Register; ServerRefused names the fields (422) or says `revision_conflict` (409)."""
        try:
            answer = self._exchange.json(
                "PUT",
                f"/v1/accounts/{account_id}",
                body,
                named=("account_id", account_id),
                answer_s=PERSON_WAITS_S,
            )
        except ServerRefused as refusal:
            if refusal.status == 409 and refusal.code == "account_exists":
                return AccountExists(masked_phone=str(refusal.extra.get("masked_phone") or ""))
            raise
        return portal_answers.account(answer.members())

    def verify_account(self, account_id: str, otp: str) -> OtpAnswer:
        """Try the one-time code."""
        try:
            answer = self._exchange.json(
                "POST",
                f"/v1/accounts/{account_id}/verification",
                {"otp": otp},
                named=("account_id", account_id),
                accept=(200,),
                answer_s=PERSON_WAITS_S,
            )
        except ServerRefused as refusal:
            if refusal.code == "otp_wrong":
                left = refusal.extra.get("attempts_left")
                return OtpAnswer(OtpVerdict.WRONG, left if isinstance(left, int) else None)
            if refusal.status == 410 or refusal.code == "otp_expired":
                return OtpAnswer(OtpVerdict.EXPIRED)
            raise
        if answer.members().get("status") != "active":
            raise ServerAway("POST /v1/accounts: neither right nor wrong")
        return OtpAnswer(OtpVerdict.RIGHT)

    def send_otp(self, account_id: str) -> OtpSent:
        """Have another code sent; ServerAway with `too_many_requests` and a wish when it is too soon."""
        answer = self._exchange.json(
            "POST",
            f"/v1/accounts/{account_id}/otp",
            named=("account_id", account_id),
            accept=TAKEN,
            answer_s=PERSON_WAITS_S,
        )
        members = {} if answer.status == 204 else answer.members()
        return portal_answers.otp_sent(members.get("otp") or members) or OtpSent("", "", None)

    def begin_device_login(self) -> DeviceLogin:
        """VNeID on the citizen's own phone: what to show."""
        return self._logins.begin()

    def poll_device_login(self, login: DeviceLogin) -> LoginAnswer:
        """VNeID on the citizen's own phone: has it been decided? May be asked at any pace."""
        return self._logins.poll(login)

    # --- dossiers

    def put_dossier(self, dossier_id: str, body: Mapping[str, Any]) -> DossierAnswer:
        """Announce a dossier (or its next revision)."""
        return self._dossier_answer("PUT", dossier_id, body)

    def get_dossier(self, dossier_id: str) -> DossierAnswer | None:
        """What the gateway has; None when it has nothing."""
        try:
            return self._dossier_answer("GET", dossier_id, None)
        except ServerRefused as refusal:
            if refusal.status == 404:
                return None
            raise

    def _dossier_answer(self, method: str, dossier_id: str, body: Mapping[str, Any] | None) -> DossierAnswer:
        named = ("dossier_id", dossier_id)
        answer = self._exchange.json(method, f"/v1/dossiers/{dossier_id}", body, named=named)
        return portal_answers.dossier(answer.members())

    def submit_dossier(
        self, dossier_id: str, revision: int, documents: Sequence[Mapping[str, Any]]
    ) -> Submission:
        """Ask for the receipt; ServerRefused 409 `documents_missing` names those still wanted in `extra`."""
        body = {"revision": revision, "documents": list(documents)}
        answer = self._exchange.json(
            "POST", f"/v1/dossiers/{dossier_id}/submission", body, named=("dossier_id", dossier_id)
        )
        return portal_answers.submission(answer.members())

    def withdraw_dossier(self, dossier_id: str, reason: str) -> None:
        """Take a dossier back at the citizen's wish."""
        self._exchange.json(
            "POST",
            f"/v1/dossiers/{dossier_id}/withdrawal",
            {"reason": reason},
            named=("dossier_id", dossier_id),
            accept=TAKEN,
        )

    def events(self, cursor: str | None, *, wait_s: int) -> EventPage:
        """What moved since `cursor`, waiting up to `wait_s` (at most 25) for something to move."""
        wait_s = max(0, min(wait_s, LONGEST_EVENT_WAIT_S))
        query = {"wait": str(wait_s), **({"cursor": cursor} if cursor else {})}
        answer = self._exchange.json(
            "GET", "/v1/events", query=query, accept=(200,), answer_s=wait_s + _EVENT_MARGIN_S
        )
        return portal_answers.events(answer.members(), self._server_clock.now())

    def track(self, code: str) -> Tracking | None:
        """Where a dossier stands, by its public code; None when the gateway does not know it."""
        try:
            answer = self._exchange.json(
                "GET", f"/v1/tracking/{quote(code, safe='')}", accept=(200,), answer_s=PERSON_WAITS_S
            )
        except ServerRefused as refusal:
            if refusal.status == 404:
                return None
            raise
        return portal_answers.tracking(answer.members(), self._server_clock.now())

    # --- payment

    def put_payment(self, payment_id: str, body: Mapping[str, Any]) -> PaymentAnswer:
        """Ask for a payment (`{dossier_id}`), or say that cash was taken."""
        return self._payment("PUT", payment_id, body)

    def get_payment(self, payment_id: str) -> PaymentAnswer:
        """Where the payment stands."""
        return self._payment("GET", payment_id, None)

    def _payment(self, method: str, payment_id: str, body: Mapping[str, Any] | None) -> PaymentAnswer:
        named = ("payment_id", payment_id)
        answer = self._exchange.json(
            method, f"/v1/payments/{payment_id}", body, named=named, answer_s=PERSON_WAITS_S
        )
        return portal_answers.payment(answer.members())

    # --- paper, delivery, the rest

    def put_waybill(self, s10: str, body: Mapping[str, Any]) -> None:
        """A sealed paper dossier under its S10 number."""
        self._exchange.json("PUT", f"/v1/waybills/{quote(s10, safe='')}", body, accept=TAKEN)

    def put_handover(self, handover_id: str, body: Mapping[str, Any]) -> None:
        """Waybills handed to the one-stop desk."""
        self._put_named("handovers", handover_id, body)

    def put_delivery(self, delivery_id: str, body: Mapping[str, Any]) -> None:
        """A result handed out."""
        self._put_named("deliveries", delivery_id, body)

    def put_feedback(self, feedback_id: str, body: Mapping[str, Any]) -> None:
        """A rating without personal data."""
        self._put_named("feedback", feedback_id, body)

    def _put_named(self, kind: str, thing_id: str, body: Mapping[str, Any]) -> None:
        self._exchange.json("PUT", f"/v1/{kind}/{thing_id}", body, named=("id", thing_id), accept=TAKEN)

"""One request and its proven answer: bounded in time and size, authorised, measured; knows no single call's meaning."""

import logging
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import requests
import urllib3

from kiosk.domain.errors import ConfigurationInvalid, KioskError, LinkRefused, ServerAway, ServerRefused
from kiosk.domain.ports import Clock
from kiosk.domain.upload import TransferCounts
from kiosk.sync import tls_trouble
from kiosk.sync.address import GatewayAddress
from kiosk.sync.answers import Answer, trouble, unproven
from kiosk.sync.bodies import OutgoingBody, encode, read_body, skip_body
from kiosk.sync.lines import Allowance, LineWatch, Stopped, TimedAdapter
from kiosk.sync.link import Link
from kiosk.sync.server_clock import ServerClock, read_http_date

log = logging.getLogger(__name__)

STALL_S = 30.0
SEND_S = 300.0
SUSPECT_S = 3.0
PROBE_S = 2.0
"""How long another connection may take to show that the line lives."""
IDLE_LINE_S = 15.0
"""An idle connection may have died without a word: after this long a new one is made."""


@dataclass(frozen=True, slots=True)
class Pace:
    """What may be expected of a request that carries a piece of a file; as in `Allowance`."""

    stall_s: float
    answer_s: float
    through_s: float
    suspect_s: float


class LineBroke(ServerAway):
    """The request broke off after a byte may have left: the outcome is unknown, ask before sending again."""

    gave_up: str = ""
    """As `Allowance.gave_up`; empty when the line itself broke."""


class Patience:
    """How long an answer may take: ten seconds, twice as long after each that did not come in time, shorter again when
    they come quickly. Whoever waits long for an answer that is lost loses that time, and a slow gateway is no lost one."""

    FIRST_S, DOUBLINGS = 10.0, 3

    def __init__(self) -> None:
        self._doublings = 0

    @property
    def answer_s(self) -> float:
        """Seconds for the next answer."""
        return self.FIRST_S * 2.0**self._doublings

    def came(self, seconds: float) -> None:
        """An answer took so long."""
        if seconds < self.answer_s / 4:
            self._doublings = max(0, self._doublings - 1)

    def ended(self) -> None:
        """An answer did not come in time."""
        self._doublings = min(self._doublings + 1, self.DOUBLINGS)


class Exchange:
    """All requests to one gateway. Safe to use from several threads."""

    def __init__(
        self,
        address: GatewayAddress,
        *,
        version: str,
        clock: Clock,
        server_clock: ServerClock,
        link: Link,
        stop: threading.Event,
        ca: Path | None,
        proxy: str = "",
    ) -> None:
        self.address = address
        self.counts = TransferCounts()
        self.server_clock = server_clock
        self.link = link
        self.stop = stop
        self.bearer: Callable[[str | None], str] | None = None
        """Gives the token; told the token that was refused, gives another one."""
        self.token_left_s: Callable[[], float] = lambda: float("inf")
        """For how long the next request's token is good."""
        self._patience = Patience()
        self._clock = clock
        self._watch = LineWatch(stop)
        self._adapter = TimedAdapter(self._watch)
        self._last_used = time.monotonic()
        self.carried_bytes = 0
        """What went over the connections that are open now, about: of one that is used by one thread."""
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.proxies = {"http": proxy, "https": proxy} if proxy else {}
        self._session.verify = str(_readable(ca)) if ca else True
        self._session.headers.clear()
        self._session.headers.update({"User-Agent": f"kiosk/{version}", "Kiosk-Version": version})
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self._session.mount("http://", self._adapter)
        self._session.mount("https://", self._adapter)

    def close(self) -> None:
        """Let all connections go."""
        self._session.close()

    def leave_connections(self) -> None:
        """The next request makes a connection of its own; those under way are not touched."""
        self._adapter.forget_connections()
        self.carried_bytes = 0

    def json(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        form: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        named: tuple[str, str] | None = None,
        accept: tuple[int, ...] = (200, 201),
        authorised: bool = True,
        answer_s: float | None = None,
    ) -> Answer:
        """A call of the contract; the answer has proved itself and has a status of `accept`.

        `named`: the member that must name the thing asked about, and its value. `answer_s`: None = as long as answers
        usually need. Raises ServerAway (no believable
        answer), LinkRefused (this device is not taken), ServerRefused (final for this piece of work).
        """
        content, more = encode(body, form)
        url = self.address.call(path) + (f"?{urlencode(query)}" if query else "")
        answer = self._authorised(
            method,
            url,
            {**more, **(headers or {})},
            lambda: content,
            proof=Answer.proves_gateway,
            authorised=authorised,
            allowance=lambda: self._allowance(answer_s),
            read_body=read_body,
        )
        if answer.status not in accept:
            raise ServerAway(f"{answer.asked}: {answer.status} was not to be expected")
        if named is not None:
            _check_name(answer, named)
        return answer

    def tus(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: Callable[[], OutgoingBody] | None = None,
        *,
        pace: Pace | None = None,
        answer_s: float | None = None,
    ) -> Answer:
        """A tus request to an address of the gateway's own; judged by status and headers alone."""
        return self._authorised(
            method,
            url,
            {"Tus-Resumable": "1.0.0", **headers},
            body or (lambda: None),
            proof=Answer.proves_tus,
            authorised=True,
            allowance=lambda: self._allowance(answer_s, pace),
            read_body=skip_body,
        )

    def _allowance(self, answer_s: float | None, pace: Pace | None = None) -> Allowance:
        if pace is not None:
            return Allowance(
                stall_s=pace.stall_s,
                send_s=SEND_S,
                answer_s=pace.answer_s,
                through_s=pace.through_s,
                suspect_s=pace.suspect_s,
                elsewhere=self._answers_elsewhere,
            )
        borne_s = self._patience.answer_s if answer_s is None else answer_s
        return Allowance(
            stall_s=min(STALL_S, borne_s),
            send_s=SEND_S,
            answer_s=borne_s,
            suspect_s=SUSPECT_S,
            elsewhere=self._answers_elsewhere,
            usual=answer_s is None,
        )

    def _answers_elsewhere(self) -> bool:
        """Whether the gateway answers a small question on a new connection, while one that is under way stands still."""
        self.leave_connections()
        short = Allowance(stall_s=PROBE_S, send_s=PROBE_S, answer_s=PROBE_S, connect_s=PROBE_S)
        try:
            answer = self._send("GET", self.address.call("/v1/health"), {}, None, short, read_body)
        except KioskError:
            return False
        return answer.proves_gateway()

    def _authorised(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: Callable[[], bytes | OutgoingBody | None],
        *,
        proof: Callable[[Answer], bool],
        authorised: bool,
        allowance: Callable[[], Allowance],
        read_body: Callable[[requests.Response, str], bytes],
    ) -> Answer:
        refused_token: str | None = None
        while True:
            sent = dict(headers)
            token: str | None = None
            if authorised:
                token = self._token(refused_token)
                sent["Authorization"] = f"Bearer {token}"
            try:
                answer = self._send(method, url, sent, body(), allowance(), read_body)
                # a 401 comes from the door in front of tus, which may sign as the gateway does
                proven = proof(answer) or (answer.status == 401 and answer.proves_gateway())
                if not proven:
                    raise unproven(answer)
                self.server_clock.learn(read_http_date(answer.header("date")))
                if answer.status == 401 and token is not None and refused_token is None:
                    refused_token = token
                    continue
                problem = trouble(answer)
                if problem is not None:
                    raise problem
            except KioskError as error:
                self._tell_link(error)
                raise
            self.link.heard()
            return answer

    def _token(self, refused: str | None) -> str:
        if self.bearer is None:
            error = LinkRefused("this kiosk has no key yet", code="not_enrolled")
            self._tell_link(error)
            raise error
        return self.bearer(refused)

    def _tell_link(self, error: KioskError) -> None:
        if isinstance(error, ServerRefused) or error.code in ("upload_locked", "too_many_requests"):
            self.link.heard()
        elif error.code != "stopping":
            self.link.lost(error)

    def _send(
        self,
        method: str,
        url: str,
        headers: dict[str, str],
        body: bytes | OutgoingBody | None,
        allowance: Allowance,
        read_body: Callable[[requests.Response, str], bytes],
    ) -> Answer:
        asked = f"{method} {_route(url.removeprefix(self.address.url))}"
        self._forget_idle_connections()
        self.counts.requests += 1
        began = time.monotonic()
        try:
            with self._watch.allow(allowance):
                response = self._session.request(
                    method,
                    url,
                    data=body,
                    headers=headers,
                    timeout=(allowance.connect_s, allowance.answer_s),
                    allow_redirects=False,
                    stream=True,
                )
                with response:
                    content = read_body(response, asked)
        except Stopped:
            raise ServerAway(
                f"{asked}: the program is ending", code="stopping", sent=allowance.began
            ) from None
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            raise self._away(asked, error, allowance) from None
        finally:
            self._last_used = time.monotonic()
            handed = body.taken if isinstance(body, OutgoingBody) else len(body or b"")
            if allowance.began:
                self.counts.bytes_sent += max(0, handed - allowance.unsent_bytes)
        self.carried_bytes += handed
        if allowance.usual:
            self._patience.came(time.monotonic() - began)
        lowered = {name.lower(): value for name, value in response.headers.items()}
        return Answer(status=response.status_code, headers=lowered, body=content, asked=asked)

    def _away(self, asked: str, error: Exception, allowance: Allowance) -> KioskError:
        self.carried_bytes = 0
        refused = tls_trouble.find_certificate_error(error)
        if refused is not None:
            why = tls_trouble.explain(refused, lambda: tls_trouble.peek_date(self.address.url), self._clock)
            self.link.lost(why.refusal, suspected_skew_s=why.suspected_skew_s)
            return why.refusal
        # the libraries' own words may hold addresses with ids: only the kind goes on
        kind = type(error).__name__
        if allowance.began:
            if allowance.usual and allowance.gave_up:
                self._patience.ended()
            broke = LineBroke(f"{asked}: {kind}")
            broke.gave_up = allowance.gave_up
            return broke
        return ServerAway(f"{asked}: {kind}", code="no_line", sent=False)

    def _forget_idle_connections(self) -> None:
        if time.monotonic() - self._last_used > IDLE_LINE_S:
            self.leave_connections()


def _readable(ca: Path) -> Path:
    """ConfigurationInvalid unless the file holds certificates; without this check it would look like a dead line."""
    try:
        ssl.create_default_context(cafile=str(ca))
    except OSError as error:
        raise ConfigurationInvalid(f"no certificates can be read from {ca}") from error
    return ca


def _check_name(answer: Answer, named: tuple[str, str]) -> None:
    """An answer about a thing must name it (the contract's proof); 204 and 304 have nothing to name it in."""
    member, value = named
    if answer.status in (204, 304):
        return
    if str(answer.members().get(member, "")).lower() != value.lower():
        raise ServerAway(f"{answer.asked}: the answer is about something else", code="captive_portal")


def _route(path: str) -> str:
    """The part of a path that names the kind of thing, without its id."""
    return "/".join(path.partition("?")[0].split("/")[:3])

"""Tells why a TLS connection was refused: a wrong clock here, a wrong name, or a certificate nobody vouches for."""

import http.client
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from kiosk.domain.errors import LinkRefused
from kiosk.domain.ports import Clock
from kiosk.sync.server_clock import read_http_date

_NOT_YET_VALID, _EXPIRED, _WRONG_NAME, _WRONG_ADDRESS = 9, 10, 62, 64
_CLOCK_IS_WRONG_S = 3600.0
_PEEK_S = 5.0


@dataclass(frozen=True, slots=True)
class TlsTrouble:
    """The refusal, and by how much this clock seems to be ahead when that is the cause (not proven, for the words)."""

    refusal: LinkRefused
    suspected_skew_s: float | None = None


def explain(
    error: ssl.SSLCertVerificationError, peek: Callable[[], datetime | None], clock: Clock
) -> TlsTrouble:
    """Why the certificate was not taken. `peek` gives the other side's unproven idea of the time."""
    code = error.verify_code
    if code in (_WRONG_NAME, _WRONG_ADDRESS):
        return TlsTrouble(LinkRefused("the certificate is for another name", code="tls_wrong_name"))
    if code not in (_NOT_YET_VALID, _EXPIRED):
        return TlsTrouble(LinkRefused(f"certificate not trusted ({code})", code="tls_not_trusted"))
    theirs = peek()
    if theirs is None:
        # a certificate from the future is nearly always a clock in the past; an old one may simply be old
        wrong = "clock_wrong" if code == _NOT_YET_VALID else "tls_not_trusted"
        return TlsTrouble(LinkRefused(f"certificate out of its time ({code})", code=wrong))
    skew_s = (clock() - theirs).total_seconds()
    if abs(skew_s) < _CLOCK_IS_WRONG_S:
        return TlsTrouble(LinkRefused(f"certificate out of its time ({code})", code="tls_not_trusted"))
    return TlsTrouble(LinkRefused("this machine's clock is wrong", code="clock_wrong"), round(skew_s, 1))


def peek_date(url: str) -> datetime | None:
    """The `Date` of an unverified answer. Nothing secret is sent and nothing but words follows from it."""
    parts = urlsplit(url)
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    connection = http.client.HTTPSConnection(
        parts.hostname or "", parts.port, timeout=_PEEK_S, context=context
    )
    try:
        connection.request("HEAD", "/")
        return read_http_date(connection.getresponse().getheader("Date"))
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def find_certificate_error(error: BaseException | None) -> ssl.SSLCertVerificationError | None:
    """The certificate's own refusal inside what the libraries wrapped around it."""
    seen: set[int] = set()
    waiting: list[object] = [error]
    while waiting:
        one = waiting.pop()
        if not isinstance(one, BaseException) or id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, ssl.SSLCertVerificationError):
            return one
        waiting += [*one.args, one.__cause__, one.__context__, getattr(one, "reason", None)]
    return None

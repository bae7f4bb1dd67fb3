"""The gateway's clock and its spelling of moments; it knows no working days (see `working_time`)."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime


class Clock:
    """Wall time plus a skew that the fault board may set, so that a kiosk meets a gateway of another opinion."""

    def __init__(self) -> None:
        self.skew_s: float = 0.0

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.skew_s)

    def stamp(self) -> str:
        return instant(self.now())

    def stamp_in(self, seconds: float) -> str:
        return instant(self.now() + timedelta(seconds=seconds))


def instant(moment: datetime) -> str:
    """RFC 3339 in UTC with milliseconds, `2026-11-22T01:02:03.004Z`; such strings sort like the moments."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment_of(text: str) -> datetime:
    """The moment an RFC 3339 text names. Raises ValueError for anything else, also for a time without zone."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment needs its zone")
    return moment.astimezone(UTC)


def http_date(moment: datetime) -> str:
    """RFC 9110 IMF-fixdate, for `Date` and `Upload-Expires`."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)

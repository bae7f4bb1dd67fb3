"""The one tree of errors that a person may ever hear of; not for bugs, which stay ordinary exceptions.

KioskError(code, detail)        `detail` goes to the log (never personal data), the text of `code` to the person
├── Refused       the person can put it right                     RuleBroken, CardUnreadable, PageBlurred
├── Unavailable   something outside is down; jobs try again       ServerAway, PrinterGone, CameraGone
└── Broken        this machine cannot go on                       DiskFull, DatabaseDamaged, KeysLost

The sentence shown for an error stands in `resources/i18n/*.json` under `error.<code>`.
"""


class KioskError(Exception):
    """Base of every expected error. `code` is stable snake_case; `detail` is for the log and holds no personal data."""

    code = "kiosk_error"

    def __init__(self, detail: str = "", *, code: str | None = None) -> None:
        super().__init__(detail)
        self.code = code or type(self).code
        self.detail = detail

    @property
    def text_key(self) -> str:
        """Key of the sentence for the person in the text tables."""
        return f"error.{self.code}"

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}" if self.detail else self.code


class Refused(KioskError):
    """The person can put it right."""

    code = "refused"


class RuleBroken(Refused):
    """A value breaks a rule of the field (phone, number, date, form, component)."""

    code = "rule_broken"


class ConfigurationInvalid(Refused):
    """`kiosk.toml` or a command's arguments cannot be used; `detail` names file, line and key."""

    code = "configuration_invalid"


class FileRefused(Refused):
    """A file brought by a person is of a kind, size or content that is not taken."""

    code = "file_refused"


class StickFailed(Refused):
    """A stick that was to be written on was pulled out, is full or cannot be written (`stick_failed`, `stick_full`)."""

    code = "stick_failed"


class Unavailable(KioskError):
    """Something outside this program is down or away; trying again later may help."""

    code = "unavailable"


class ServerAway(Unavailable):
    """No believable answer from the gateway: no line, a time-out, a 5xx, a redirect, a captive portal."""

    code = "server_away"

    def __init__(
        self,
        detail: str = "",
        *,
        code: str | None = None,
        sent: bool = True,
        after_s: float | None = None,
        answered: bool = False,
    ) -> None:
        super().__init__(detail, code=code)
        self.answered = answered
        """True when the gateway itself said "not now": it is there, and nothing was done."""
        self.sent = sent
        """False only when the request certainly never reached the gateway."""
        self.after_s = after_s
        """The gateway's own wish (`Retry-After`), in seconds."""


class LinkRefused(Unavailable):
    """The gateway does not take this device (unknown, revoked, wrong clock, too old); no job is to blame."""

    code = "link_refused"


class ServerRefused(Refused):
    """The gateway's final 4xx answer to this one piece of work (RFC 9457 `code`, and `errors` for 422)."""

    code = "server_refused"

    def __init__(
        self,
        status: int,
        code: str,
        detail: str = "",
        *,
        errors: tuple[tuple[str, str, str], ...] = (),
        extra: dict[str, object] | None = None,
    ) -> None:
        super().__init__(detail, code=code)
        self.status = status
        self.errors = errors
        """`(pointer, code, detail)` of each named field, pointers as RFC 6901."""
        self.extra = extra or {}


class CameraGone(Unavailable):
    """No camera answers at the configured address."""

    code = "camera_gone"


class PrinterGone(Unavailable):
    """No printer answers at the configured address."""

    code = "printer_gone"


class Broken(KioskError):
    """This machine cannot go on; the out-of-order screen shows the terminal's number."""

    code = "broken"


class StoppedTooOften(Broken):
    """The window crashed or stood still three times within five minutes; it rests before it is tried again."""

    code = "stopped_too_often"


class DiskFull(Broken):
    """Not enough room to keep what was promised; nothing was accepted."""

    code = "disk_full"


class DatabaseDamaged(Broken):
    """The database fails its own integrity check or was written by a newer program."""

    code = "database_damaged"


class KeysLost(Broken):
    """The master key is missing or does not open the database."""

    code = "keys_lost"


class AlreadyRunning(Broken):
    """Another kiosk process owns this KIOSK_HOME."""

    code = "already_running"

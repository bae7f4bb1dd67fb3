"""The program's log: one file in KIOSK_HOME, rotated, with anything that looks like a person's data blotted out."""

import logging
import logging.handlers
import re
import sys
from pathlib import Path
from types import TracebackType

LOG_FILE = Path("logs") / "kiosk.log"
LOG_BYTES = 2_000_000
LOG_FILES = 5

_Caught = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
_NUMBERS = re.compile(r"(?<![\w-])\+?\d{9,13}(?![\w-])")
_MAILS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")


def blot(text: str) -> str:
    """Personal numbers, phones and e-mails replaced. A second net: code never logs them in the first place."""
    return _MAILS.sub("‹e-mail›", _NUMBERS.sub("‹number›", text))


class _Blotting(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return blot(super().format(record))

    def formatException(self, ei: _Caught) -> str:
        """Where it happened and of which kind; never the message, which may quote what a person typed."""
        kind, _, trace = ei
        lines: list[str] = []
        while trace is not None:
            code = trace.tb_frame.f_code
            lines.append(f"  {Path(code.co_filename).name}:{trace.tb_lineno} in {code.co_name}")
            trace = trace.tb_next
        return "\n".join([f"{kind.__name__ if kind else 'error'}", *lines])


def begin_logging(home: Path, *, to_screen: bool = False) -> None:
    """Send the root logger to `home/logs/kiosk.log` (and to stderr for commands that want it)."""
    root = logging.getLogger()
    for handler in list(root.handlers):
        root.removeHandler(handler)
    (home / LOG_FILE).parent.mkdir(parents=True, exist_ok=True)
    file = logging.handlers.RotatingFileHandler(
        home / LOG_FILE, maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8", delay=True
    )
    handlers: list[logging.Handler] = [file, *([logging.StreamHandler(sys.stderr)] if to_screen else [])]
    for handler in handlers:
        handler.setFormatter(_Blotting("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        root.addHandler(handler)
    root.setLevel(logging.INFO)
    for chatty in ("urllib3", "alembic", "PIL", "escpos", "usb"):
        logging.getLogger(chatty).setLevel(logging.WARNING)

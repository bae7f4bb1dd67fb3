"""What happens to a bug: into the log without personal data, and the session ends; never swallowed."""

import logging
import sys
import threading
from collections.abc import Callable
from types import TracebackType

_log = logging.getLogger(__name__)


def hook_crashes(after: Callable[[], None]) -> None:
    """Log every uncaught exception of any thread, then call `after` (end the session, show the way out)."""

    def caught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        _log.critical("a bug: %s", kind.__name__, exc_info=(kind, error, trace))
        after()

    sys.excepthook = caught
    threading.excepthook = lambda args: caught(
        args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
    )

"""What the welcome screen last said of this agent point, so that it can stand there before the store is open."""

import json
import logging
from pathlib import Path

from kiosk.flow.views import WelcomeView

FILE = Path("cache") / "welcome.json"
_KEPT = ("point_name", "hotline", "hours", "account_method")
_log = logging.getLogger(__name__)


def remembered_welcome(home: Path) -> WelcomeView:
    """As it was shown last; without names where it never was, or where the file is unusable."""
    try:
        kept = json.loads((home / FILE).read_text(encoding="utf-8"))
        point_name, hotline, hours, account_method = (str(kept[name]) for name in _KEPT)
    except (OSError, ValueError, KeyError, TypeError):
        return WelcomeView()
    return WelcomeView(point_name=point_name, hotline=hotline, hours=hours, account_method=account_method)


def remember_welcome(home: Path, view: WelcomeView) -> None:
    """Keep what is no person's and no secret; that it could not be kept harms nobody."""
    said = {name: getattr(view, name) for name in _KEPT}
    if said == {name: getattr(remembered_welcome(home), name) for name in _KEPT}:
        return
    try:
        (home / FILE).parent.mkdir(parents=True, exist_ok=True)
        fresh = (home / FILE).with_suffix(".new")
        fresh.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
        fresh.replace(home / FILE)
    except OSError as error:
        _log.warning("the welcome screen's words were not kept: %s", error.strerror)

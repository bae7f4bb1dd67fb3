"""Every screen of the terminal, one file each, found by the name of its View and loaded when it is first shown.

`TrackResultView` is shown by `TrackResultScreen` in `track_result_screen.py`; the first screen needs none of the others.
"""

import re
from importlib import import_module
from pkgutil import iter_modules

from kiosk.flow.messages import View
from kiosk.ui.screen import Screen

_NAMED_OTHERWISE = {"FormPageView": "Form"}


def screen_of(view_type: type[View]) -> type[Screen]:
    """The screen of a View. Raises KeyError for a View without one."""
    name = _NAMED_OTHERWISE.get(view_type.__name__) or view_type.__name__.removesuffix("View")
    module = f"{__name__}.{re.sub(r'(?<!^)(?=[A-Z])', '_', name).lower()}_screen"
    try:
        screen: type[Screen] = getattr(import_module(module), f"{name}Screen")
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        raise KeyError(view_type) from error
    return screen


def every_screen() -> tuple[type[Screen], ...]:
    """All of them, loaded; for the gallery and tests."""
    names = [found.name for found in iter_modules(__path__) if found.name.endswith("_screen")]
    screens = []
    for name in names:
        module = import_module(f"{__name__}.{name}")
        screens += [
            thing
            for thing in vars(module).values()
            if isinstance(thing, type)
            and issubclass(thing, Screen)
            and thing.__module__ == module.__name__
            and "view_type" in vars(thing)
        ]
    return tuple(screens)

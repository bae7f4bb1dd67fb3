"""What may follow `camera:` in an address; opens nothing and loads no library."""

import re
from dataclasses import dataclass

from kiosk.domain.errors import ConfigurationInvalid

WANTED_WIDTH, WANTED_HEIGHT, WANTED_FPS = 1920, 1080, 30
_ADDRESS = re.compile(
    r"(?P<index>[0-9]{1,3})(\?(?P<options>[a-z]+=-?[0-9]+(\.[0-9]+)?(&[a-z]+=-?[0-9]+(\.[0-9]+)?)*))?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Fixed:
    """What the lens and sensor are held at, in the driver's units; None leaves it to the camera. Size in pixels."""

    focus: float | None = None
    exposure: float | None = None
    width: float = WANTED_WIDTH
    height: float = WANTED_HEIGHT


def parse_address(rest: str) -> tuple[int, Fixed]:
    """(index, what is fixed) of `N`, `N?focus=F`, `N?exposure=E` or both; ConfigurationInvalid for anything else."""
    match = _ADDRESS.fullmatch(rest)
    given = dict(pair.split("=") for pair in (match["options"] or "").split("&") if pair) if match else {}
    if match is None or not given.keys() <= {"focus", "exposure", "width", "height"}:
        raise ConfigurationInvalid(
            f"camera address 'camera:{rest}': write a number, such as camera:0 or camera:0?focus=35&exposure=-6"
        )
    values = {name: float(value) for name, value in given.items()}
    return int(match["index"]), Fixed(**values)

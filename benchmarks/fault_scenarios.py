"""What can go wrong between kiosk and portal, one scenario a line of the table, with what delivering may cost then; runs none."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.chaos_proxy import Weather

CREATE = "POST /v1/uploads"
PATCH = "PATCH /v1/uploads"
SUBMIT = r"POST /(v1/dossiers/[^/]+/submission|peer/)"
EVERYTHING = ""


@dataclass(frozen=True, slots=True)
class Scenario:
    """`weather`: what the line does. `gateway`: what `PUT /_bench/weather` says. `outage_s` begins
    when `outage_at` of the payload has passed: refused, or a black hole. `kills`: at these shares of the payload."""

    name: str
    most_bytes: float | None = None
    """Bytes over the line ÷ payload."""
    most_time: float | None = None
    """Time ÷ tuspy's."""
    weather: Callable[[], dict[str, Any]] = field(default=dict)
    gateway: dict[str, Any] = field(default_factory=dict)
    stall_s: float = 0.0
    refused_s: float = 0.0
    hole_s: float = 0.0
    kills: tuple[float, ...] = ()
    skew_s: float = 0.0
    quick: bool = False
    """Part of the short run."""

    @property
    def outage_s(self) -> float:
        """Time during which nothing can pass."""
        return self.stall_s + self.refused_s + self.hole_s


def _always(name: str, count: int) -> Callable[[], dict[str, Any]]:
    return lambda: {name: lambda: count}


def _now_and_then() -> dict[str, Any]:
    dice = random.Random(7)
    return {"cut_every": lambda: dice.randint(200_000, 3_000_000)}


def _wrong(route: str, fault: str, times: int) -> dict[str, Any]:
    return {"twists": [[route, fault, times]]}


_YEARS_S = 3 * 365.25 * 86_400.0

SCENARIOS: tuple[Scenario, ...] = (
    Scenario("clean", 1.02, 0.7, quick=True),
    Scenario("reset every 1 MB", 1.10, 0.5, _always("cut_every", 1_000_000), quick=True),
    Scenario("reset at random, 0.2–3 MB", 1.10, 0.5, _now_and_then),
    Scenario("reset every 250 KB", 1.35, 0.5, _always("cut_every", 250_000)),
    Scenario("stall 10 s", 1.02, stall_s=10.0),
    Scenario("half-open every 2 MB", None, None, _always("freeze_every", 2_000_000)),
    Scenario("half-open, swallowing", None, None, _always("swallow_after", 2_000_000)),
    Scenario("refused 15 s", 1.02, refused_s=15.0),
    Scenario("black hole 15 s", 1.02, hole_s=15.0),
    Scenario("create reply lost, 2×", 1.02, gateway=_wrong(CREATE, "lose", 2)),
    Scenario("create reply swallowed", 1.02, gateway=_wrong(CREATE, "swallow", 1)),
    Scenario("create reply truncated", 1.02, gateway=_wrong(CREATE, "truncate", 1)),
    Scenario("PATCH reply lost, 3×", 1.02, gateway=_wrong(PATCH, "lose", 3)),
    Scenario("PATCH reply swallowed", 1.02, gateway=_wrong(PATCH, "swallow", 1)),
    Scenario("PATCH reply truncated", 1.02, gateway=_wrong(PATCH, "truncate", 1)),
    Scenario("submission reply lost, 2×", 1.02, gateway=_wrong(SUBMIT, "lose", 2), quick=True),
    Scenario("submission reply swallowed", 1.02, gateway=_wrong(SUBMIT, "swallow", 1)),
    Scenario("submission reply truncated", 1.02, gateway=_wrong(SUBMIT, "truncate", 2)),
    Scenario("captive portal, submission", 1.02, gateway=_wrong(SUBMIT, "captive", 1), quick=True),
    Scenario("captive portal 4 s, all", gateway={"captive_s": 4.0}),
    Scenario("503 with Retry-After 2, 5×", gateway=_wrong(EVERYTHING, "busy", 5)),
    Scenario("kill -9, three times", 1.02, kills=(0.2, 0.5, 0.8), quick=True),
    Scenario("uploads forgotten at 60 %", gateway={"forget_at_share": 0.6}),
    Scenario(
        "buffering proxy, reset every 1 MB",
        1.35,
        0.5,
        _always("cut_every", 1_000_000),
        gateway={"keeps_broken": False},
    ),
    Scenario("takes half of what is sent", gateway=_wrong(PATCH, "accept_half", 4)),
    Scenario("stores wrong bytes once", gateway=_wrong(PATCH, "spoil", 1), quick=True),
    Scenario("lying manifest once", 1.02, gateway={"lies": 1}),
    Scenario("token ends every 2 s", gateway={"token_life_s": 2}),
    Scenario("clock 3 years ahead", 1.02, skew_s=_YEARS_S),
    Scenario("clock 3 years behind", 1.02, skew_s=-_YEARS_S),
)


def weather_of(scenario: Scenario, *, bytes_per_s: float, one_way_s: float, stall_at: int) -> Weather:
    """The line of a scenario; each new connection costs two round trips more."""
    return Weather(
        bytes_per_s=bytes_per_s,
        one_way_s=one_way_s,
        set_up_s=4 * one_way_s,
        stall_after=stall_at if scenario.stall_s else None,
        **scenario.weather(),
    )

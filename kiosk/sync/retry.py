"""When to try again, as pure rules: full jitter, the gateway's own wish, and the spread after an outage."""

from collections.abc import Callable

Random = Callable[[], float]
"""A number in [0, 1)."""

LADDER_FIRST_S = 2.0
LADDER_LAST_S = 300.0
UNREACHED_SHARE = 0.25
"""Of the time since nothing has reached the gateway: a try then costs it nothing, and a short outage is over soon. So
what is lost after an outage is a small part of it."""
LONGEST_WISH_S = 3600.0
"""A `Retry-After` beyond this is taken for a mistake: work is not parked for days by one header."""
LONGEST_SPREAD_S = 315.0
SHORTEST_OUTAGE_S = 30.0
"""A shorter gap parts no herd: nothing is spread."""
FILES_LATER = 1.2
"""In spreads after the gateway's return: files begin when nearly all kiosks have announced their dossiers."""
HINT_WAIT_S = 60.0
WISH_JITTER = 0.2
WISHES_BELIEVED = 4


def ladder_s(failures: int, random: Random, most_s: float = LADDER_LAST_S) -> float:
    """Full jitter `U(0, min(300 s, 2 s * 2^n))` after `failures` tries without progress before this one."""
    return random() * min(LADDER_LAST_S, most_s, LADDER_FIRST_S * 2.0 ** min(failures, 16))


def unreached_s(failures: int, lost_s: float, random: Random) -> float:
    """The ladder's wait where nothing has reached the gateway for `lost_s` seconds."""
    return ladder_s(failures, random, max(LADDER_FIRST_S, UNREACHED_SHARE * lost_s))


def wait_s(failures: int, wish_s: float | None, random: Random) -> float:
    """The ladder's wait; where the gateway says when to come, its wish and up to 20 % more so that no herd forms.

    A wish that was followed `WISHES_BELIEVED` times in vain is not the whole truth: the ladder begins to count then.
    """
    if wish_s is None:
        return ladder_s(failures, random)
    wish = sane_wish_s(wish_s) * (1.0 + WISH_JITTER * random())
    return max(wish, ladder_s(failures - WISHES_BELIEVED, random)) if failures >= WISHES_BELIEVED else wish


def sane_wish_s(wish_s: float) -> float:
    """A `Retry-After` in seconds, brought into what a kiosk will honour."""
    return min(max(wish_s, 0.0), LONGEST_WISH_S)


def spread_s(outage_s: float) -> float:
    """The window over which waiting work starts after an outage.

    Half as long as the outage was, at most a little over five minutes: a long outage held up every kiosk of a
    region and the herd must be thinned; a short one held up few, and a citizen may be waiting.
    """
    return 0.0 if outage_s < SHORTEST_OUTAGE_S else min(LONGEST_SPREAD_S, outage_s / 2.0)

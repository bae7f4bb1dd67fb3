"""What a staff password must be and how long a wrong one makes one wait; no hashing, no rows."""

from itertools import pairwise

from kiosk.domain.errors import RuleBroken

FREE_TRIES = 3
"""Wrong passwords in a row that cost nothing but the try."""
_FIRST_DELAY_S = 30.0
_LONGEST_DELAY_S = 3600.0
_SHORTEST_PIN = 6
_SHORTEST_PASSWORD = 8
_LONGEST = 128


def delay_s(failures: int) -> float:
    """Seconds to wait after so many wrong passwords in a row: 0, then 30 s doubling up to an hour."""
    if failures < FREE_TRIES:
        return 0.0
    return float(min(_LONGEST_DELAY_S, _FIRST_DELAY_S * 2 ** min(failures - FREE_TRIES, 16)))


def check_password(staff_id: str, password: str) -> None:
    """RuleBroken(`password_weak`) unless it is a PIN of 6 digits or more, or 8 characters or more, and not guessable."""
    numeric = password.isascii() and password.isdigit()
    shortest = _SHORTEST_PIN if numeric else _SHORTEST_PASSWORD
    if not shortest <= len(password) <= _LONGEST:
        raise RuleBroken(f"length is not between {shortest} and {_LONGEST}", code="password_weak")
    if len(set(password)) < 3 or _is_run(password):
        raise RuleBroken("one sign repeated, or a run", code="password_weak")
    if len(staff_id) >= 3 and staff_id.casefold() in password.casefold():
        raise RuleBroken("holds the staff id", code="password_weak")


def staff_key(staff_id: str) -> str:
    """A staff id as it is compared: blanks around it and case do not matter."""
    return staff_id.strip().casefold()


def check_staff_id(staff_id: str) -> str:
    """The id to keep; RuleBroken(`staff_id_invalid`) unless 1 to 32 letters, digits, `.`, `_` or `-`."""
    tidy = staff_id.strip()
    if not 1 <= len(tidy) <= 32 or not all(sign.isalnum() or sign in "._-" for sign in tidy):
        raise RuleBroken("a staff id has 1 to 32 letters, digits, dots, dashes", code="staff_id_invalid")
    return tidy


def _is_run(password: str) -> bool:
    steps = {ord(after) - ord(before) for before, after in pairwise(password)}
    return steps in ({1}, {-1})

"""Records whose methods share one compiled body act as those that Python writes for each."""

import subprocess
import sys

from tests.cli.program import ROOT

_RECORDS = """
from dataclasses import dataclass, field, replace
from functools import cached_property

@dataclass(frozen=True, slots=True)
class Person:
    name: str
    born: int = 1960
    secret: str = field(default="0790", repr=False)
    note: str = field(default="", compare=False)

@dataclass(frozen=True, slots=True)
class Nothing: pass

@dataclass(frozen=True)
class Above:
    one: float

@dataclass(frozen=True)
class Below(Above):
    two: int = 2

@dataclass(order=True)
class Place:
    number: int
    inside: "Place | None" = None

def said(do):
    try:
        return repr(do())
    except Exception as error:
        return f"{type(error).__name__}: {error}"

def set_(one, name, value): setattr(one, name, value)

an, nan, place = Person("An"), float("nan"), Place(1)
place.inside = place
for do in (
    lambda: an, lambda: Nothing(), lambda: Below(1.5), lambda: place, lambda: Place(1, Place(2)),
    lambda: an == Person("An"), lambda: an == Person("An", note="x"), lambda: an != Person("An", 1961), lambda: an == "An",
    lambda: Nothing() == Nothing(), lambda: Above(nan) == Above(nan), lambda: Above(1) == Below(1), lambda: Above(1) == Above(1.0),
    lambda: hash(an) == hash(Person("An", note="x")), lambda: hash(Person("An", [])), lambda: hash(Nothing()) == hash(()),
    lambda: hash(Above(1)) == hash((1,)), lambda: hash(place), lambda: {an, Person("An")}, lambda: replace(an, born=1),
    lambda: set_(an, "name", "Bo"), lambda: set_(an, "other", 1), lambda: delattr(an, "name"), lambda: set_(Below(1), "two", 3),
    lambda: set_(place, "number", 7), lambda: place.number, lambda: Place(1) < Place(2), lambda: Place(2) <= Place(1),
    lambda: Place(1) > Place(1), lambda: Place(1) >= Place(1), lambda: Place(1) < 3, lambda: sorted([Place(3), Place(1)]),
    lambda: Person.__eq__.__qualname__, lambda: Person.__repr__.__qualname__, lambda: Person.__setattr__.__qualname__,
    lambda: Person.__hash__.__name__, lambda: Place.__lt__.__name__, lambda: Place.__hash__,
):
    print(said(do))
"""


def _outcome(before: str) -> list[str]:
    program = f"{before}\n{_RECORDS}"
    told = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True, text=True
    )
    return told.stdout.splitlines()


def test_shared_methods_do_what_pythons_own_do() -> None:
    own = _outcome("")
    shared = _outcome(
        "from kiosk.domain.lean_records import share_methods\nassert share_methods(), 'another Python'"
    )
    assert len(own) > 30
    assert shared == own


def test_where_python_makes_records_otherwise_nothing_is_changed() -> None:
    other = "import dataclasses\nwritten = dataclasses._hash_fn\ndel dataclasses._repr_fn\n"
    check = "import kiosk.domain.lean_records as lean\nassert not lean.share_methods() and dataclasses._hash_fn is written"
    subprocess.run([sys.executable, "-c", other + check], cwd=ROOT, check=True, capture_output=True)

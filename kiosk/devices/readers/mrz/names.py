"""Reads the name line of a zone: letters and fillers in the order the standard allows, likelier syllables preferred."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from kiosk.devices.readers.mrz.checking import Doubles
from kiosk.devices.readers.mrz.network import ALPHABET

_INITIALS = [
    "",
    "B",
    "C",
    "CH",
    "D",
    "G",
    "GH",
    "GI",
    "H",
    "K",
    "KH",
    "L",
    "M",
    "N",
    "NG",
    "NGH",
    "NH",
    "P",
    "PH",
    "QU",
    "R",
    "S",
    "T",
    "TH",
    "TR",
    "V",
    "X",
]
_RIMES = [
    "A",
    "AC",
    "ACH",
    "AI",
    "AM",
    "AN",
    "ANG",
    "ANH",
    "AO",
    "AP",
    "AT",
    "AU",
    "AY",
    "E",
    "EC",
    "EM",
    "EN",
    "ENG",
    "EO",
    "EP",
    "ET",
    "EU",
    "ENH",
    "ECH",
    "I",
    "IA",
    "IEC",
    "IEM",
    "IEN",
    "IENG",
    "IEP",
    "IET",
    "IEU",
    "IM",
    "IN",
    "INH",
    "IP",
    "IT",
    "IU",
    "ICH",
    "O",
    "OA",
    "OAC",
    "OAI",
    "OAN",
    "OANG",
    "OANH",
    "OAT",
    "OC",
    "OE",
    "OEN",
    "OET",
    "OI",
    "OM",
    "ON",
    "ONG",
    "OP",
    "OT",
    "U",
    "UA",
    "UAN",
    "UANG",
    "UAT",
    "UAY",
    "UC",
    "UE",
    "UI",
    "UM",
    "UN",
    "UNG",
    "UO",
    "UOC",
    "UOI",
    "UOM",
    "UON",
    "UONG",
    "UOT",
    "UP",
    "UT",
    "UU",
    "UY",
    "UYEN",
    "UYET",
    "UYNH",
    "YNH",
    "YT",
    "UYT",
    "Y",
    "YEM",
    "YEN",
    "YET",
    "YEU",
    "AY",
    "OONG",
    "UOU",
    "UYCH",
    "UYA",
    "UOI",
    "IEU",
    "YN",
]
"""Vietnamese syllables without their marks are one of the first and one of the second."""
_COMMON = [
    "NGUYEN",
    "TRAN",
    "LE",
    "PHAM",
    "HOANG",
    "HUYNH",
    "PHAN",
    "VU",
    "VO",
    "DANG",
    "BUI",
    "DO",
    "HO",
    "NGO",
    "DUONG",
    "LY",
    "THI",
    "VAN",
    "HUU",
    "DUC",
    "MINH",
    "QUOC",
    "XUAN",
    "THANH",
    "NGOC",
    "THUY",
    "BICH",
    "KIM",
    "ANH",
    "DINH",
    "TRUONG",
    "DAO",
    "DOAN",
    "LAM",
    "MAI",
    "TRINH",
    "CAO",
    "CHAU",
    "HA",
    "TA",
    "QUANG",
    "CONG",
    "HONG",
    "PHUONG",
]
_TRUST = 0.6
"""How far the shares of syllables are believed: people are called otherwise, too."""
_OWN_WAY = -3.3 * _TRUST
"""A letter of a name that follows no rule: one of 26, or its end."""
_BEAM = 160


@dataclass(frozen=True, slots=True)
class ReadName:
    """The line as printed, and the logarithm of its probability among all lines considered."""

    line: str
    likelihood: float
    cost: float
    """How much likelier the likeliest characters alone would be."""


@dataclass
class _Knot:
    """A beginning of a syllable."""

    following: dict[int, "_Knot"]
    whole: float = 0.0
    """Likelihood of the syllable ending here, 0 when it cannot."""
    likeliest: float = 0.0
    """Of all syllables that begin so."""


@lru_cache(maxsize=1)
def _syllables() -> _Knot:
    plain = {initial + rime for initial in _INITIALS for rime in _RIMES}
    root = _Knot({})
    for word in plain | set(_COMMON):
        knot = root
        for letter in word:
            knot = knot.following.setdefault(ALPHABET.index(letter), _Knot({}))
        share = 0.4 / len(plain) + (0.6 / len(_COMMON) if word in _COMMON else 0)
        knot.whole = float(share**_TRUST)
        likelihood, knot = knot.whole, root
        for letter in word:
            knot = knot.following[ALPHABET.index(letter)]
            knot.likeliest = max(knot.likeliest, likelihood)
    return root


@dataclass(frozen=True, slots=True)
class _Path:
    """A line read so far. `own`: likelihood of the present word's letters as a word of no known language; `knot`: where
    it stands among the syllables, if it is a beginning of one."""

    score: float
    text: tuple[int, ...]
    word: int
    knot: _Knot | None
    fillers: int
    parts: int
    """Surname 0, given names 1; 2 when only fillers may follow."""


_LETTERS = range(10, 36)
_FILLER = 36
_CHOICES, _HOPELESS = 5, 7.5


def read_name(evidence: Doubles, *, vietnamese: bool) -> ReadName:
    """`evidence` (columns, 37): logarithms of the characters' likelihoods. The standard's order: surname, two fillers,
    given names, fillers to the end; words parted by one filler. A word that is no Vietnamese syllable is believed on a
    Vietnamese document only when several frames show it."""
    known, own = (np.log(0.998), np.log(0.002)) if vietnamese else (np.log(0.1), np.log(0.9))
    paths = [_Path(0.0, (), 0, _syllables(), 0, 0)]
    free = evidence[:, 10:]
    for column, seen in enumerate(evidence):
        order = np.argsort(-free[column, :26])[:_CHOICES]
        letters = [int(c) + 10 for c in order if free[column, c] > free[column].max() - _HOPELESS]
        if column == 0 and not letters:
            # a name begins with a letter, however little of one is to be seen
            letters = [int(order[0]) + 10]
        following: list[_Path] = []
        for path in paths:
            if path.parts < 2:
                for letter in letters:
                    knot = path.knot.following.get(letter) if path.knot else None
                    following.append(
                        _Path(
                            path.score + float(seen[letter]),
                            (*path.text, letter),
                            path.word + 1,
                            knot,
                            0,
                            path.parts,
                        )
                    )
            if column == 0:
                continue
            score = path.score + float(seen[_FILLER])
            if path.fillers == 0:
                score += _word_likelihood(path, known, own)
                following.append(_Path(score, (*path.text, _FILLER), 0, _syllables(), 1, path.parts))
            elif path.fillers == 1:
                following.append(_Path(score, (*path.text, _FILLER), 0, _syllables(), 2, path.parts + 1))
            else:
                following.append(_Path(score, (*path.text, _FILLER), 0, None, 3, 2))
        following.sort(key=lambda path: path.score + _promise(path, known, own), reverse=True)
        paths = following[:_BEAM]
    ended = [
        (path.score + (_word_likelihood(path, known, own) if path.fillers == 0 else 0), path.text)
        for path in paths
    ]
    ended.sort(reverse=True)
    scores = np.array([score for score, _ in ended])
    best = ended[0][1]
    shown = float(sum(evidence[column, char] for column, char in enumerate(best)))
    return ReadName(
        "".join(ALPHABET[char] for char in best),
        float(scores[0] - np.logaddexp.reduce(scores)),
        float(free.max(axis=1).sum()) - shown,
    )


def _promise(path: _Path, known: float, own: float) -> float:
    """The best that can become of the word begun."""
    if path.word == 0:
        return 0.0
    by_rule = np.log(path.knot.likeliest) + known if path.knot else -np.inf
    return float(max(by_rule, own + _OWN_WAY * path.word))


def _word_likelihood(path: _Path, known: float, own: float) -> float:
    by_rule = np.log(path.knot.whole) + known if path.knot and path.knot.whole else -np.inf
    freely = own + _OWN_WAY * path.word + (0 if path.word > 1 else -1.0)
    return float(np.logaddexp(by_rule, freely))

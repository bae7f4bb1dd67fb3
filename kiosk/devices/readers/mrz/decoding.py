"""From what was seen in the cells to the lines of a zone, or to none: check digits and rules of fields decide together."""

from dataclasses import dataclass, field

import numpy as np

from kiosk.devices.readers.mrz.checking import (
    NEVER,
    WEIGHTS,
    Character,
    CheckDigit,
    Doubles,
    Fit,
    Place,
    Step,
    allowing,
    best_fit,
)
from kiosk.devices.readers.mrz.names import read_name
from kiosk.devices.readers.mrz.network import ALPHABET, BLANK, Floats

_DIGITS, _LETTERS = ALPHABET[:10], ALPHABET[10:36]
DIGIT, LETTER = allowing(_DIGITS), allowing(_LETTERS)
DATE = allowing(_DIGITS + "<")
ANY = np.zeros(len(ALPHABET))
FILLED = allowing("<")
STATES = (
    "AFGALBDZAASMANDAGOAIAATAATGARGARMABWAUSAUTAZEBHSBHRBGDBRBBLRBELBLZBENBMUBTNBOLBESBIHBWABVTBRAIOTBRNBGRBFABDICPVKHMCMR"
    "CANCYMCAFTCDCHLCHNCXRCCKCOLCOMCOGCODCOKCRICIVHRVCUBCUWCYPCZEDNKDJIDMADOMECUEGYSLVGNQERIESTSWZETHFLKFROFJIFINFRAGUFPYF"
    "ATFGABGMBGEOGHAGIBGRCGRLGRDGLPGUMGTMGGYGINGNBGUYHTIHMDVATHNDHKGHUNISLINDIDNIRNIRQIRLIMNISRITAJAMJPNJEYJORKAZKENKIRPRK"
    "KORKWTKGZLAOLVALBNLSOLBRLBYLIELTULUXMACMDGMWIMYSMDVMLIMLTMHLMTQMRTMUSMYTMEXFSMMDAMCOMNGMNEMSRMARMOZMMRNAMNRUNPLNLDNCL"
    "NZLNICNERNGANIUNFKMKDMNPNOROMNPAKPLWPSEPANPNGPRYPERPHLPCNPOLPRTPRIQATREUROURUSRWABLMSHNKNALCAMAFSPMVCTWSMSMRSTPSAUSEN"
    "SRBSYCSLESGPSXMSVKSVNSLBSOMZAFSGSSSDESPLKASDNSURSJMSWECHESYRTWNTJKTZATHATLSTGOTKLTONTTOTUNTURTKMTCATUVUGAUKRAREGBRUSA"
    "UMIURYUZBVUTVENVNMVGBVIRWLFESHYEMZMBZWEUTOGBDGBNGBOGBPGBSUNOUNAUNKXXAXXBXXCXXXXOMXPOEUERKSXBAXIMXCCXCOXEC"
)
"""ISO 3166-1 alpha-3 and the codes ICAO 9303-3 adds, written one after the other; Germany's `D` apart."""
_CODES = sorted({STATES[i : i + 3] for i in range(0, len(STATES), 3)} | {"D<<"})
_CODE_CHARS = np.array([[ALPHABET.index(char) for char in code] for code in _CODES])
_HOME = _CODES.index("VNM")
_HOME_SHARE = 0.8
"""How many of the documents before a Vietnamese counter are Vietnamese: what an unclear letter is weighed with."""
_UNUSUAL = 3.0
"""What speaks against a second letter that Vietnamese documents do not usually have (natural logarithm)."""
_TWIN_DOUBT = 0.1
"""How often two places that should say the same may not."""

SURE = 0.01
"""Doubt that is still no doubt: the likelihood that another reading is the right one."""
COST_LIMIT = 9.0
"""How much likelier (natural logarithm) the likeliest characters alone may be than the reading, over the whole zone."""


NAME_COST_LIMIT = 2.5
"""The same for the name: syllables may settle what is unclear, not overrule what is to be seen."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The likeliest lines; `doubt` is the probability that they are not right, `cost` how far the picture is from them."""

    lines: tuple[str, ...] = field(repr=False)
    doubt: float
    cost: float
    name_cost: float
    """Of the name line alone, which no check digit vouches for."""

    @property
    def certain(self) -> bool:
        """May be taken for read."""
        return self.doubt < SURE and self.cost < COST_LIMIT and self.name_cost < NAME_COST_LIMIT


def likelihoods(seen: Floats) -> Doubles:
    """(lines, columns, 38) looks -> (lines, columns, 37): what each character's being there would explain, as natural
    logarithms; a cell that shows nothing says nothing, and no cell outvotes all others."""
    shares = np.exp(seen.astype(np.float64))
    spread = (shares[:, :, BLANK:] + 5e-4) / BLANK
    mixed = shares[:, :, :BLANK] + spread
    return np.asarray(np.log(mixed / mixed.sum(axis=2, keepdims=True)), np.float64)


def decode(evidence: Doubles) -> Decoded:
    """The best reading of (3, 30, 37) as a card's zone or of (2, 44, 37) as a passport's."""
    card = evidence.shape[0] == 3
    code_places = ((0, 2), (1, 15)) if card else ((0, 2), (1, 10))
    home, abroad = _states(evidence, *code_places)
    readings = [
        (home[0], fit, home[1]) for fit in _fits(_card_at_home() if card else _passport_at_home(), evidence)
    ]
    readings += [(abroad[0], fit, abroad[1]) for fit in _fits(_card() if card else _passport(), evidence)]
    _, fit, codes = max(readings, key=lambda reading: reading[0] + reading[1].best)
    everything = float(np.logaddexp.reduce([prior + reading.all for prior, reading, _ in readings]))
    # kinds overlap: the same characters may be read as several
    same = [
        prior + other.best
        for prior, other, pair in readings
        if (other.characters, pair) == (fit.characters, codes)
    ]
    likelihood = float(np.logaddexp.reduce(same)) - everything
    characters = dict(fit.characters)
    for (line, column), state in zip(code_places, codes[0], strict=True):
        for step, char in enumerate(_CODE_CHARS[state]):
            characters[line, column + step] = int(char)
    likelihood += codes[1]
    sex_place = (1, 7) if card else (1, 20)
    rest = {sex_place: _sexes(characters, card, codes[0] == (_HOME, _HOME))}
    rest[0, 0] = allowing("IAC" if card else "P")
    rest[0, 1] = allowing(_LETTERS + "<")
    if codes[0][0] == _HOME:
        rest[0, 1] = rest[0, 1] - _UNUSUAL
        rest[0, 1][ALPHABET.index("D" if card else "<")] += _UNUSUAL
    for place, mask in rest.items():
        seen = evidence[place] + mask
        characters[place] = int(seen.argmax())
        likelihood += float(seen.max() - np.logaddexp.reduce(seen))
    name = read_name(evidence[2] if card else evidence[0, 5:], vietnamese=codes[0][0] == _HOME)
    named = (2, 0) if card else (0, 5)
    for column, char in enumerate(name.line):
        characters[named[0], named[1] + column] = ALPHABET.index(char)
    lines = tuple(
        "".join(ALPHABET[characters[line, column]] for column in range(evidence.shape[1]))
        for line in range(evidence.shape[0])
    )
    shown = sum(float(evidence[place][char]) for place, char in characters.items())
    cost = float(evidence.max(axis=2).sum()) - shown
    return Decoded(lines, float(-np.expm1(min(0.0, likelihood + name.likelihood))), cost, name.cost)


_StatePair = tuple[int, int]


def _states(
    evidence: Doubles, issuer: Place, nationality: Place
) -> tuple[tuple[float, tuple[_StatePair, float]], tuple[float, tuple[_StatePair, float]]]:
    """Vietnamese at both places, and the best other pair: (likelihood, (the pair, its share of its kind))."""
    at = [
        evidence[line, column : column + 3][np.arange(3), _CODE_CHARS].sum(axis=1)
        for line, column in (issuer, nationality)
    ]
    prior = np.full(len(_CODES), np.log((1 - _HOME_SHARE) / len(_CODES)))
    pairs = (prior + np.log(0.02 / len(_CODES)))[:, None] + at[0][:, None] + at[1][None, :]
    pairs[np.arange(len(_CODES)), np.arange(len(_CODES))] += np.log(0.98 * len(_CODES) / 0.02)
    home = float(np.log(_HOME_SHARE) + at[0][_HOME] + at[1][_HOME])
    pairs[_HOME, _HOME] = NEVER
    best = np.unravel_index(pairs.argmax(), pairs.shape)
    all_others = float(np.logaddexp.reduce(pairs.ravel()))
    share = float(pairs[best]) - all_others
    return (home, ((_HOME, _HOME), 0.0)), (all_others, ((int(best[0]), int(best[1])), share))


def _sexes(characters: dict[Place, int], card: bool, home: bool) -> Doubles:
    """Which sexes may stand there; on Vietnamese documents the personal number says it too."""
    mask = allowing("MF<").copy()
    mask[ALPHABET.index("<")] -= 3
    digit = characters.get((0, 18) if card else (1, 31), 99)
    if home and digit < 10:
        mask[ALPHABET.index("F" if digit % 2 == 0 else "M")] += np.log(_TWIN_DOUBT)
    return mask


def _fits(kinds: tuple[tuple[float, tuple[Step, ...]], ...], evidence: Doubles) -> list[Fit]:
    return [
        Fit(prior + fit.best, prior + fit.all, fit.characters)
        for prior, steps in kinds
        for fit in [best_fit(steps, evidence)]
    ]


# --- the fields of each kind, as steps of the search -----------------------------------------------------


def _field(
    places: list[Place], masks: list[Doubles], composite_from: int | None, *, first: bool = True
) -> list[Step]:
    """Characters with their weights in their own sum and, from that position of it on, in the composite one."""
    steps: list[Step] = []
    for number, (place, mask) in enumerate(zip(places, masks, strict=True)):
        composite = WEIGHTS[(composite_from + number) % 3] if composite_from is not None else 0
        steps.append(Character((place,), mask, (WEIGHTS[number % 3] if first else 0, 0, composite)))
    return steps


def _run(line: int, start: int, count: int) -> list[Place]:
    return [(line, column) for column in range(start, start + count)]


def _checked(line: int, start: int, masks: list[Doubles], composite_from: int) -> list[Step]:
    """A field and its check digit behind it."""
    count = len(masks)
    return [
        *_field(_run(line, start, count), masks, composite_from),
        CheckDigit((line, start + count), 0, WEIGHTS[(composite_from + count) % 3]),
    ]


_DATES = [DATE] * 6


def _card_dates(dates: int = 25) -> list[Step]:
    return [*_checked(1, 0, _DATES, dates), *_checked(1, 8, _DATES, dates + 7)]


def _card_at_home() -> tuple[tuple[float, tuple[Step, ...]], ...]:
    """The document number is the last nine of the twelve digits in the optional field, whose last place is its check."""
    steps: list[Step] = []
    for number in range(9):
        composite = WEIGHTS[number % 3] + WEIGHTS[(13 + number) % 3]
        weights = (WEIGHTS[number % 3], WEIGHTS[number % 3], composite)
        steps.append(Character(((0, 5 + number), (0, 18 + number)), DIGIT, weights))
    for number in range(3):
        weights = (0, WEIGHTS[number % 3], WEIGHTS[(10 + number) % 3])
        steps.append(Character(((0, 15 + number),), DIGIT, weights))
    steps += [Character(((0, 27),), FILLED, (0, 0, 0)), Character(((0, 28),), FILLED, (0, 0, 0))]
    steps.append(CheckDigit((0, 14), 0, WEIGHTS[9 % 3]))
    rest = [*_card_dates(), *_field(_run(1, 18, 11), [FILLED] * 11, 39, first=False), CheckDigit((1, 29), 2)]
    checked = (*steps, CheckDigit((0, 29), 1, WEIGHTS[24 % 3]), *rest)
    return ((0.0, checked),)


def _card() -> tuple[tuple[float, tuple[Step, ...]], ...]:
    steps = [
        *_checked(0, 5, [ANY] * 9, 0),
        *_field(_run(0, 15, 15), [ANY] * 15, 10, first=False),
        *_card_dates(),
        *_field(_run(1, 18, 11), [ANY] * 11, 39, first=False),
        CheckDigit((1, 29), 2),
    ]
    return ((0.0, tuple(steps)),)


def _passport_rest(optional: list[Doubles], checked: bool) -> list[Step]:
    steps = [*_checked(1, 13, _DATES, 10), *_checked(1, 21, _DATES, 17)]
    if checked:
        steps += _checked(1, 28, optional, 24)
    else:
        steps += _field(_run(1, 28, 15), [FILLED] * 15, 24, first=False)
    return [*steps, CheckDigit((1, 43), 2)]


def _passport_at_home() -> tuple[tuple[float, tuple[Step, ...]], ...]:
    """A letter and seven or eight digits; the optional field holds the personal number or nothing."""
    number = [LETTER, *[DIGIT] * 7, DATE]
    personal = [*[DIGIT] * 12, FILLED, FILLED]
    numbered = _checked(1, 0, number, 0)
    usual = (([*personal], True, 0.48), ([FILLED] * 14, False, 0.24), ([FILLED] * 14, True, 0.24))
    known = [
        (float(np.log(share)), (*numbered, *_passport_rest(optional, checked)))
        for optional, checked, share in usual
    ]
    return (*known, *((prior + float(np.log(0.04)), steps) for prior, steps in _passport()))


def _passport() -> tuple[tuple[float, tuple[Step, ...]], ...]:
    half = float(np.log(0.5))
    return (
        (half, (*_checked(1, 0, [ANY] * 9, 0), *_passport_rest([ANY] * 14, True))),
        (half, (*_checked(1, 0, [ANY] * 9, 0), *_passport_rest([FILLED] * 14, False))),
    )

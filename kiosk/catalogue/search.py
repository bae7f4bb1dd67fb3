"""Finds procedures by name, everyday words or code, with or without tone marks; it asks no network."""

import heapq
import re
import unicodedata
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

from kiosk.catalogue.bit_sets import Tally, bit_set, members
from kiosk.catalogue.spelling import Vocabulary
from kiosk.domain.bilingual import Text, fold
from kiosk.domain.procedure import Procedure, SearchHit

_NAME, _KEYWORD, _OTHER = 10.0, 6.0, 2.0
_MATCHED = {_NAME: "name", _KEYWORD: "keyword", _OTHER: "other"}
_WORD = re.compile(r"[a-z0-9]+")
_CODE = re.compile(r"^[0-9][0-9.]{0,7}(\.[0-9a-z.]*)?$")
_ENOUGH_HITS = 3
_LONGEST_QUERY = 200
_MOST_WORDS = 16
_STARTS_REMEMBERED = 512
_SHARE = 3
"""How strongly it counts that a procedure has all of what was asked."""
_PAIRS = 0.6
"""How much two words side by side count beside their words alone."""
_LONGEST_KEYWORD = 6
_LOOKED_AT = 60
"""How many of the likeliest procedures are looked at closely."""
_LEAST_SHARE = 0.45
"""At least this share of what was asked, weighed by rarity, must be found, or a procedure is no answer."""
_SAID_BESIDE = frozenset(
    re.findall(
        r"\w+",
        """toi ta minh em anh chi ong ba co bac muon can xin cho cua the nao thi o dau di va la duoc hay voi nha nhe
        lam giup gium bi chau be gi moi phai online roi nhe gap sao ai may can mang nua dang di den ve het a an to for of i we my me how do want need please in on at""",
    )
)
"""Words that people say around what they look for; they may be missing from a procedure."""
_OPENINGS = ("thu tuc ", "dang ky ", "cap ")
"""How very many names begin: "tam tru" is the whole of "dang ky tam tru"."""


@dataclass(frozen=True, slots=True)
class _Entry:
    code: str
    former_codes: tuple[str, ...]
    name: Text
    names: tuple[str, ...]
    keywords: tuple[str, ...]
    phrases: str
    spelt: str
    words: tuple[str, ...]
    weights: Mapping[str, float]
    pairs: Mapping[str, float]
    """Two words that stand beside each other, and the weight of the place where they do."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """One word asked for; `near` are known words it may stand for, each with its likeness of 0 to 1."""

    word: str
    rarity: float
    begun: bool
    near: tuple[tuple[str, float], ...] = ()


class ProcedureIndex:
    """An index of the procedures given; built once, searched at every keystroke.

    Bit sets pick the likeliest procedures among all, then only those are scored one by one.
    """

    def __init__(self, procedures: Iterable[Procedure]) -> None:
        by_code: dict[str, list[Procedure]] = {}
        for procedure in procedures:
            by_code.setdefault(procedure.code, []).append(procedure)
        entries = [_entry(versions) for versions in by_code.values()]
        # short names first: the lowest bits of a set are then the best among equals
        self._entries = sorted(entries, key=lambda entry: (len(entry.names[0]), entry.code))
        holders: dict[str, tuple[list[int], list[int]]] = {}
        self._pairs: dict[str, list[int]] = {}
        self._by_keyword: dict[str, list[int]] = {}
        self._codes: list[tuple[str, int]] = []
        self._names: list[tuple[str, int]] = []
        for number, entry in enumerate(self._entries):
            for word, weight in entry.weights.items():
                anywhere, in_name = holders.setdefault(word, ([], []))
                anywhere.append(number)
                if weight == _NAME:
                    in_name.append(number)
            for pair in entry.pairs:
                self._pairs.setdefault(pair, []).append(number)
            for keyword in dict.fromkeys(entry.keywords):
                self._by_keyword.setdefault(keyword, []).append(number)
            self._names += [(name, number) for name in entry.names]
            codes = (entry.code, *entry.former_codes)
            self._codes += [(way, number) for code in codes for way in _ways_to_write(code)]
        self._names.sort()
        self._codes.sort()
        self._vocabulary = Vocabulary(list(holders))
        self._holders = {
            word: (bit_set(anywhere), bit_set(name)) for word, (anywhere, name) in holders.items()
        }
        self._starts: OrderedDict[str, tuple[int, int]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._entries)

    def search(self, text: str, limit: int = 20) -> list[SearchHit]:
        """The procedures that fit what was typed so far, best first; nothing for an empty text.

        The last word may be unfinished. Slips and sound-alikes are put right when what was typed finds little
        by itself, raw Telex or VNI keys always.
        """
        folded = fold(text[:_LONGEST_QUERY])
        if limit <= 0 or not folded:
            return []
        if _CODE.match(folded):
            return self._by_code(folded, limit)
        typed = _WORD.findall(folded)[:_MOST_WORDS]
        words = [plain for word in typed for plain in self._vocabulary.as_typed(word)]
        if not words or not self._entries:
            return []
        asked = [
            self._ask(word, len(words), begun=place == len(words) - 1) for place, word in enumerate(words)
        ]
        pairs = [self._ask_pair(pair) for pair in pairwise(words)]
        phrase, spelt = " ".join(words), unicodedata.normalize("NFC", " ".join(text.lower().split()))
        likely = dict.fromkeys(self._likely(asked, pairs, phrase, limit), "")
        likely.update(dict.fromkeys(self._named_by_keyword(words), ""))
        if self._with_all_words(asked).bit_count() < min(_ENOUGH_HITS, len(self._entries)):
            asked = [self._ask_widely(word) for word in asked]
            for number in self._likely(asked, pairs, phrase, limit):
                likely.setdefault(number, "similar")
        return self._best(likely, asked, pairs, phrase, spelt, limit)

    def _by_code(self, typed: str, limit: int) -> list[SearchHit]:
        found: dict[int, float] = {}
        short = typed[:8] if re.match(r"^\d\.\d{6}\.", typed) else typed
        for code in dict.fromkeys((typed, short, typed.replace(".", ""))):
            place = bisect_left(self._codes, (code, -1))
            while (
                place < len(self._codes) and self._codes[place][0].startswith(code) and len(found) < limit * 4
            ):
                known, number = self._codes[place]
                found[number] = max(found.get(number, 0.0), len(code) / len(known))
                place += 1
        best = sorted(found.items(), key=lambda item: (-item[1], self._entries[item[0]].code))[:limit]
        return [self._hit(number, 100 * score, "code") for number, score in best]

    def _ask(self, word: str, words: int, *, begun: bool) -> _Asked:
        anywhere, _ = self._holders.get(word) or self._starting(word)
        rarity = self._rarity(anywhere.bit_count())
        return _Asked(word, rarity * 0.1 if words > 1 and word in _SAID_BESIDE else rarity, begun)

    def _ask_pair(self, words: tuple[str, str]) -> tuple[str, float]:
        """Two words side by side, with their rarity; 0 where nothing has them so."""
        pair = " ".join(words)
        held = self._pairs.get(pair)
        return pair, self._rarity(len(held)) if held else 0.0

    def _rarity(self, holders: int) -> float:
        return log(1 + len(self._entries) / max(1, holders))

    def _named_by_keyword(self, words: Sequence[str]) -> list[int]:
        """Those of which a whole keyword of two words or more stands in what was typed."""
        found: dict[int, None] = {}
        for length in range(2, min(_LONGEST_KEYWORD, len(words)) + 1):
            for start in range(len(words) - length + 1):
                numbers = self._by_keyword.get(" ".join(words[start : start + length]), ())
                found.update(dict.fromkeys(numbers[:_LOOKED_AT]))
        return list(found)

    def _ask_widely(self, asked: _Asked) -> _Asked:
        return _Asked(asked.word, asked.rarity, asked.begun, tuple(self._vocabulary.near(asked.word)))

    def _starting(self, word: str) -> tuple[int, int]:
        """Who has a word that begins so, anywhere and in the name; kept, for the next key asks again."""
        if (known := self._starts.get(word)) is not None:
            self._starts.move_to_end(word)
            return known
        anywhere = in_name = 0
        for whole in self._vocabulary.starting_with(word):
            anywhere |= self._holders[whole][0]
            in_name |= self._holders[whole][1]
        self._starts[word] = anywhere, in_name
        if len(self._starts) > _STARTS_REMEMBERED:
            self._starts.popitem(last=False)
        return anywhere, in_name

    def _with_all_words(self, asked: Sequence[_Asked]) -> int:
        needed = [each for each in asked if each.word not in _SAID_BESIDE] or asked
        found = (1 << len(self._entries)) - 1
        for each in needed:
            # only the last word may be unfinished: "xo do" finds little, though many words begin with "xo"
            found &= (self._starting(each.word) if each.begun else self._holders.get(each.word, (0, 0)))[0]
        return found

    def _likely(
        self, asked: Sequence[_Asked], pairs: Sequence[tuple[str, float]], phrase: str, limit: int
    ) -> list[int]:
        """Those with the most and rarest of the words, best in their names; and those whose names begin so."""
        anywhere, in_name = Tally(), Tally()
        rarest = max((each.rarity for each in asked), default=1.0)
        for each in asked:
            weight = max(1, round(8 * each.rarity / rarest))
            has, named = self._starting(each.word)
            for near, _ in each.near:
                has |= self._holders[near][0]
                named |= self._holders[near][1]
            anywhere.add(has, weight)
            in_name.add(has, weight)
            in_name.add(named, weight)
        for pair, rarity in pairs:
            if rarity:
                in_name.add(bit_set(self._pairs[pair]), max(1, round(8 * rarity / rarest)))
        enough = anywhere.at_least(max(1, round(_LEAST_SHARE * anywhere.most)))
        wanted = max(_LOOKED_AT, limit)
        # many may stand level at the threshold: those above it come first, or short names would crowd them out
        low = in_name.threshold(wanted, 1)
        above = list(members(in_name.at_least(low + 1) & enough, wanted))
        level = in_name.at_least(low) & ~in_name.at_least(low + 1) & enough
        likely = [*above, *members(level, wanted - len(above))]
        place = bisect_left(self._names, (phrase, -1))
        for name, number in self._names[place : place + limit]:
            if not name.startswith(phrase):
                break
            likely.append(number)
        return likely

    def _best(
        self,
        likely: Mapping[int, str],
        asked: Sequence[_Asked],
        pairs: Sequence[tuple[str, float]],
        phrase: str,
        spelt: str,
        limit: int,
    ) -> list[SearchHit]:
        together = sum(each.rarity for each in asked)
        beside = sum(rarity for _, rarity in pairs) or 1.0
        scored = []
        for number, matched in likely.items():
            entry = self._entries[number]
            score = share = heaviest = 0.0
            for each in asked:
                quality, weight = _fit(entry, each)
                if weight:
                    score += each.rarity * quality * weight
                    share += each.rarity
                    heaviest = max(heaviest, weight)
            share /= together
            if share >= _LEAST_SHARE:
                side_by_side = sum(rarity * entry.pairs.get(pair, 0.0) for pair, rarity in pairs) / beside
                score = (
                    score / together * share**_SHARE
                    + _PAIRS * side_by_side
                    + _phrase_bonus(entry, phrase, spelt)
                )
                scored.append((score, -number, matched or _MATCHED[heaviest]))
        return [
            self._hit(-number, score, matched) for score, number, matched in heapq.nlargest(limit, scored)
        ]

    def _hit(self, number: int, score: float, matched: str) -> SearchHit:
        entry = self._entries[number]
        return SearchHit(entry.code, entry.name, round(score, 3), matched)


def _entry(versions: Sequence[Procedure]) -> _Entry:
    """The versions of one code are found by the words of all of them, and shown by the first."""
    first = versions[0]
    names = [fold(name) for each in versions for name in (each.name.vi, each.name.en)]
    for opening in _OPENINGS:
        names += [name.removeprefix(opening) for name in names if name.startswith(opening)]
    said = list(dict.fromkeys(keyword for each in versions for keyword in each.keywords))
    keywords = tuple(fold(keyword) for keyword in said)
    others = [phrase for each in versions for phrase in _other_phrases(each)]
    weights: dict[str, float] = {}
    pairs: dict[str, float] = {}
    for phrases, weight in ((names, _NAME), (keywords, _KEYWORD), (others, _OTHER)):
        for phrase in phrases:
            words = _WORD.findall(phrase)
            for word in words:
                weights.setdefault(word, weight)
            for pair in pairwise(words):
                pairs.setdefault(" ".join(pair), weight)
    spelt = " | ".join((*dict.fromkeys(each.name.vi for each in versions), *said)).lower()
    return _Entry(
        code=first.code,
        former_codes=tuple(dict.fromkeys(code for each in versions for code in each.former_codes)),
        name=first.name,
        names=tuple(dict.fromkeys(names)),
        keywords=keywords,
        phrases="\n".join((*dict.fromkeys(names), *keywords)),
        spelt=unicodedata.normalize("NFC", spelt),
        words=tuple(sorted(weights)),
        weights=weights,
        pairs=pairs,
    )


def _other_phrases(procedure: Procedure) -> list[str]:
    texts = [procedure.field, procedure.result.name if procedure.result else None]
    texts += [text for case in procedure.cases for text in (case.name, case.when)]
    return [fold(words) for text in texts if text for words in (text.vi, text.en)]


def _ways_to_write(code: str) -> set[str]:
    short = code[:8] if re.match(r"^\d\.\d{6}\.", code) else code
    return {way.lower() for whole in (code, short) for way in (whole, whole.replace(".", ""))}


def _fit(entry: _Entry, asked: _Asked) -> tuple[float, float]:
    """How well a procedure has a word, (quality of 0 to 1, weight of the place), or zeros."""
    if (weight := entry.weights.get(asked.word)) is not None:
        return 1.0, weight
    best_quality = best_weight = 0.0
    place = bisect_left(entry.words, asked.word)
    while place < len(entry.words) and (whole := entry.words[place]).startswith(asked.word):
        quality = (0.55 if asked.begun else 0.1) + 0.35 * len(asked.word) / len(whole)
        weight = entry.weights[whole]
        if quality * weight > best_quality * best_weight:
            best_quality, best_weight = quality, weight
        place += 1
    for near, likeness in asked.near:
        near_weight = entry.weights.get(near, 0.0)
        if 0.75 * likeness * near_weight > best_quality * best_weight:
            best_quality, best_weight = 0.75 * likeness, near_weight
    return best_quality, best_weight


def _phrase_bonus(entry: _Entry, phrase: str, spelt: str) -> float:
    """More for what was typed standing together, most at the beginning of a name; short names first."""
    bonus = 0.0
    if phrase in entry.phrases:
        for name in entry.names:
            if phrase in name:
                bonus = max(bonus, (8.0 if name.startswith(phrase) else 5.0) + 4.0 * len(phrase) / len(name))
        for keyword in entry.keywords:
            if phrase in keyword:
                bonus = max(bonus, 6.0 if phrase == keyword else 3.0)
        bonus += 1.0 if spelt in entry.spelt else 0.0
    if any(" " in keyword and keyword != phrase and keyword in phrase for keyword in entry.keywords):
        bonus = max(bonus, 4.0)
    return bonus

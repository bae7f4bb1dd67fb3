"""What a folded word may have been meant as: raw Telex or VNI keys, joined words, slips, sound-alikes."""

import re
from bisect import bisect_left
from collections.abc import Sequence

_TELEX_PAIRS = (("dd", "d"), ("aa", "a"), ("ee", "e"), ("oo", "o"), ("uow", "uo"), ("w", ""))
_TELEX_TONES = re.compile(r"(?<=[aeiouy])([a-z]*?)[sfrxjz](?=[a-z]*$)")
_SOUNDS_ALIKE = (
    (re.compile(r"^(tr|ch)"), "c_"),
    (re.compile(r"^(gi|r|d|v)(?=[a-z])"), "d_"),
    (re.compile(r"^(s|x)(?=[a-z])"), "s_"),
    (re.compile(r"^(l|n)(?=[aeiouy])"), "l_"),
    (re.compile(r"^(ngh|ng)"), "ng"),
    (re.compile(r"^gh"), "g"),
    (re.compile(r"^(k|q|c)(?=[aeiouy])"), "k"),
    (re.compile(r"y"), "i"),
    (re.compile(r"(ng|nh)$"), "n"),
    (re.compile(r"(t|c|ch)$"), "t"),
)
_SHORTEST_CORRECTED = 3
_SHORT_WORD = 5
_NEAREST = 6
_NEAR_REMEMBERED = 512


def without_telex(word: str) -> str:
    """The plain letters that raw Telex keys stand for: "ddawng" gives "dang", "giaays" gives "giay"."""
    for keys, letters in _TELEX_PAIRS:
        word = word.replace(keys, letters)
    return _TELEX_TONES.sub(r"\1", word, count=1)


def without_vni(word: str) -> str:
    """The plain letters that raw VNI keys stand for: "d9a8ng" gives "dang", "ky1" gives "ky"."""
    return re.sub(r"\d", "", word) if re.search(r"[a-z]\d", word) else word


def sound(word: str) -> str:
    """A key equal for syllables that people mix up in writing: tr/ch, s/x, d/gi/r, l/n, i/y, n/ng/nh."""
    for pattern, key in _SOUNDS_ALIKE:
        word = pattern.sub(key, word, count=1)
    return word


class Vocabulary:
    """The folded words that occur in the catalogue, and which of them a person may have meant."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = sorted(set(words))
        self._known = frozenset(self.words)
        self._near: dict[str, tuple[tuple[str, float], ...]] = {}
        self._sounds: dict[str, list[str]] = {}
        for word in self.words:
            self._sounds.setdefault(sound(word), []).append(word)

    def starting_with(self, prefix: str) -> Sequence[str]:
        """Every word that begins with the letters."""
        start = bisect_left(self.words, prefix)
        return self.words[start : bisect_left(self.words, prefix + "\uffff", start)]

    def has_start(self, prefix: str) -> bool:
        """Whether any word begins with the letters."""
        place = bisect_left(self.words, prefix)
        return place < len(self.words) and self.words[place].startswith(prefix)

    def as_typed(self, word: str) -> tuple[str, ...]:
        """The word itself if it begins a known one, else what raw keys or missing blanks make of it."""
        if self.has_start(word):
            return (word,)
        for plain in (without_vni(word), without_telex(word)):
            if plain != word and len(plain) > 1 and self.has_start(plain):
                return (plain,)
        return self._split(word) or (word,)

    def near(self, word: str) -> tuple[tuple[str, float], ...]:
        """Known words that a slip may have made this one of, each with its likeness of 0 to 1 (never 1)."""
        if word not in self._near:
            if len(self._near) == _NEAR_REMEMBERED:
                self._near.clear()
            self._near[word] = self._find_near(word)
        return self._near[word]

    def _find_near(self, word: str) -> tuple[tuple[str, float], ...]:
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        found: dict[str, float] = {}
        if len(word) >= _SHORTEST_CORRECTED:
            slips = 1 if len(word) <= _SHORT_WORD else 2
            closest = process.extract(
                word, self.words, scorer=OSA.distance, score_cutoff=slips, limit=_NEAREST
            )
            found = {near: 1 - (slip + 0.5) / (len(word) + 1) for near, slip, _ in closest if near != word}
        for alike in self._sounds.get(sound(word), ()):
            if alike != word:
                found[alike] = max(found.get(alike, 0.0), 0.8)
        return tuple(sorted(found.items(), key=lambda item: -item[1]))

    def _split(self, word: str) -> tuple[str, ...]:
        """Known words that stand in this one without blanks ("khaisinh"); the last may be begun only."""
        best: dict[int, tuple[str, ...]] = {0: ()}
        for end in range(1, len(word) + 1):
            for start in range(max(0, end - 7), end):
                piece = word[start:end]
                fits = piece in self._known or (end == len(word) and len(piece) > 1 and self.has_start(piece))
                if start in best and fits and len(piece) > 1:
                    parts = (*best[start], piece)
                    if end not in best or len(parts) < len(best[end]):
                        best[end] = parts
        return best.get(len(word), ())

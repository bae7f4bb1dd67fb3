"""What a Vietnamese syllable can look like: onsets, rhymes, and where its tone stands; it composes nothing.

Source: the table of rhymes taught with quốc ngữ, with the rhymes of `qu` and `gi`, and onsets and the final -k of
names from the Central Highlands (Đắk Lắk, Krông Pắc), which stand on people's papers too.
"""

from functools import lru_cache
from typing import NamedTuple

PLAIN_OF = {"ă": "a", "â": "a", "ê": "e", "ô": "o", "ơ": "o", "ư": "u", "đ": "d"}
"""A letter with a shape mark, and the bare letter it grew from."""
VOWELS = frozenset("aăâeêioôơuưy")


def _parts(table: str) -> frozenset[str]:
    return frozenset(table.split())


ONSETS = _parts(
    """
    b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x
    kr br pr bl pl kl gr đr dr kb kn kp kt đl dl mn mđ md hm hl hr chr
    """
)
RHYMES = _parts(
    """
    a ac ach ai am an ang anh ao ap at au ay ak  ăc ăm ăn ăng ăp ăt ăk  âc âm ân âng âp ât âu ây âk
    e ec em en eng eo ep et  ê êch êm ên ênh êp êt êu
    i ia ich im in inh ip it iu  iêc iêm iên iêng iêp iêt iêu
    o oc oi om on ong op ot ooc oong  oa oac oach oai oam oan oang oanh oao oap oat oay
    oăc oăm oăn oăng oăt  oe oen oeo oet
    ô ôc ôi ôm ôn ông ôp ôt  ơ ơi ơm ơn ơp ơt
    u ua uc ui um un ung up ut  uân uâng uât uây  uê uêch uên uênh uêu  uơ
    uy uya uych uyên uyêt uyn uynh uyp uyt uyu  uôc uôi uôm uôn uông uôt
    ư ưa ưc ưi ưm ưn ưng ưt ưu  ươc ươi ươm ươn ương ươp ươt ươu
    y yêm yên yêng yêt yêu yt yn ynh
    """
)
RHYMES_AFTER_QU = _parts(
    """
    a ac ach ai am an ang anh ao ap at au ay  ăc ăm ăn ăng ăp ăt  âc âm ân âng âp ât âu ây
    e ec em en eng eo et  ê êch êm ên ênh êt êu  i ich in inh it iu
    ơ ơi ơn ơt  y ych yn ynh yt yên yêt yu  ôc ông
    """
)

STOPS = ("c", "ch", "p", "t", "k")
"""Finals that carry no other tones than sắc and nặng."""
LEVEL, GRAVE, HOOK, TILDE, ACUTE, DOT = range(6)
"""Tones: ngang, huyền, hỏi, ngã, sắc, nặng."""
TONES_OF_STOPS = (LEVEL, ACUTE, DOT)


class Syllable(NamedTuple):
    """Lower-case letters cut in two; `onset + rhyme` are the letters again."""

    onset: str
    rhyme: str


def cut(letters: str) -> Syllable:
    """Split lower-case letters without tones. In `qu` and in `gi` before a vowel, u and i belong to the onset."""
    if letters.startswith("qu"):
        return Syllable("qu", letters[2:])
    if letters.startswith("gi") and len(letters) > 2 and letters[2] in VOWELS:
        return Syllable("gi", letters[2:])
    for place, letter in enumerate(letters):
        if letter in VOWELS:
            return Syllable(letters[:place], letters[place:])
    return Syllable(letters, "")


def bare(letters: str) -> str:
    """Lower-case letters without shape marks."""
    return "".join(PLAIN_OF.get(letter, letter) for letter in letters)


def _fits(typed: str, whole: str, *, complete: bool) -> bool:
    """Whether `typed`, in which shape marks may still be missing, can be (the beginning of) `whole`."""
    if len(typed) > len(whole) or (complete and len(typed) != len(whole)):
        return False
    return all(here in (there, PLAIN_OF.get(there)) for here, there in zip(typed, whole, strict=False))


@lru_cache(maxsize=4096)
def can_become_syllable(letters: str, tone: int) -> bool:
    """Whether lower-case letters with a tone are a Vietnamese syllable or can still become one."""
    onset, rhyme = cut(letters)
    if not rhyme:
        return tone == LEVEL and any(_fits(onset, whole, complete=False) for whole in ONSETS)
    if onset and not any(_fits(onset, whole, complete=True) for whole in ONSETS):
        return False
    rhymes = RHYMES_AFTER_QU if onset == "qu" else RHYMES
    possible = [whole for whole in rhymes if _fits(rhyme, whole, complete=False)]
    if onset == "gi":  # giếng, giết: g with a rhyme in iê
        possible += [
            whole for whole in RHYMES if whole[:2] == "iê" and _fits(f"i{rhyme}", whole, complete=False)
        ]
    if tone not in TONES_OF_STOPS:
        possible = [whole for whole in possible if not whole.endswith(STOPS)]
    return bool(possible)


def is_syllable(letters: str, tone: int) -> bool:
    """Whether lower-case letters with a tone are a whole Vietnamese syllable as written."""
    onset, rhyme = cut(letters)
    if onset == "gi" and rhyme and f"i{rhyme}" in RHYMES and rhyme[0] == "ê":
        known = True
    else:
        known = (not onset or onset in ONSETS) and rhyme in (RHYMES_AFTER_QU if onset == "qu" else RHYMES)
    return known and (not rhyme.endswith(STOPS) or tone in (ACUTE, DOT))


@lru_cache(maxsize=4096)
def tone_place(letters: str, *, classic: bool = True) -> int:
    """Index of the letter that carries the tone, -1 without a vowel.

    Classic: hòa, khỏe, thúy; otherwise hoà, khoẻ, thuý. Words that are no syllable get it on the last vowel of
    their first group, or on a vowel with a shape mark.
    """
    onset, rhyme = cut(letters)
    if onset == "qu" and not rhyme:
        return 1
    start = len(onset)
    length = 0
    while length < len(rhyme) and rhyme[length] in VOWELS:
        length += 1
    if not length:
        return -1
    nucleus, final = rhyme[:length], rhyme[length:]
    marked = [place for place, letter in enumerate(nucleus) if letter in PLAIN_OF]
    if marked:
        return start + marked[-1]
    if length == 1:
        return start
    if final:
        return start + length - 1
    if length >= 3:
        return start + 1
    if nucleus in ("oa", "oe", "uy") and not classic:
        return start + 1
    return start


def forget_words() -> None:
    """What was typed so far: words of people, kept only because the same ones come again while a person types."""
    can_become_syllable.cache_clear()
    tone_place.cache_clear()

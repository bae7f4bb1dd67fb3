"""Sets of procedures as the bits of one integer, and sums over all procedures at once; it knows no words."""

from collections.abc import Iterator


def bit_set(numbers: "list[int]") -> int:
    """The set of these numbers: bit n stands for number n."""
    held = bytearray(max(numbers, default=-1) // 8 + 1)
    for number in numbers:
        held[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(held, "little")


def members(bits: int, limit: int) -> Iterator[int]:
    """The smallest numbers of a set, at most `limit` of them, ascending."""
    for _ in range(limit):
        if not bits:
            return
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


class Tally:
    """Adds weights to a sum for every number at once.

    Slice k holds bit k of every number's sum, so that adding a weight to ten thousand sums costs a few
    operations on long integers instead of ten thousand steps.
    """

    def __init__(self) -> None:
        self._slices: list[int] = []
        self._most = 0

    @property
    def most(self) -> int:
        """The greatest sum that any number could have."""
        return self._most

    def add(self, bits: int, weight: int) -> None:
        """Adds the weight (0 or more) to the sum of every number of the set."""
        self._most += weight
        for place in range(weight.bit_length()):
            if weight >> place & 1:
                self._carry(bits, place)

    def at_least(self, least: int) -> int:
        """The set of the numbers whose sum is `least` or more."""
        if least.bit_length() > len(self._slices):
            return 0
        greater, equal = 0, -1
        for place in reversed(range(len(self._slices))):
            here = self._slices[place]
            if least >> place & 1:
                equal &= here
            else:
                greater |= equal & here
                equal &= ~here
        return greater | equal

    def threshold(self, wanted: int, least: int) -> int:
        """The greatest sum that `wanted` numbers or more reach, not below `least`."""
        low, high = max(1, least), self._most
        while low < high:
            middle = (low + high + 1) // 2
            if self.at_least(middle).bit_count() >= wanted:
                low = middle
            else:
                high = middle - 1
        return low

    def best(self, wanted: int, least: int) -> int:
        """The numbers with the greatest sums: the smallest set of `wanted` or more, none below `least`."""
        return self.at_least(self.threshold(wanted, least))

    def _carry(self, bits: int, place: int) -> None:
        while bits:
            self._slices += [0] * (place + 1 - len(self._slices))
            self._slices[place], bits = self._slices[place] ^ bits, self._slices[place] & bits
            place += 1

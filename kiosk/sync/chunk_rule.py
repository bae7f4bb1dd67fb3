"""How much to send in one PATCH and how long to wait for it, learnt from what the line does; sends nothing itself."""

KIB = 1024
FIRST_BYTES = 256 * KIB
LEAST_BYTES = 64 * KIB
MOST_BYTES = 8 * 1024 * KIB
SMALLEST_ALLOWED_BYTES = 4 * KIB
"""Below this a gateway that answers 413 will never take the document."""
STEP_BYTES = 16 * KIB
TARGET_S = 6.0
BUFFERED_BYTES = 256 * KIB
"""What the kernel may hold of a body: doubled SO_SNDBUF."""
LONGEST_ANSWER_S = 60.0
UNKNOWN_RATE_ANSWER_S = 10.0
SHORTEST_ANSWER_S = 2.0
USUAL_ANSWER_S = 1.5
LONGEST_STALL_S = 30.0
USUAL_STALL_S = 12.0
"""Lines stand still for some seconds and go on; whoever gives up earlier sends bytes twice."""
SUSPECTED_STALL_S = 4.0
SUSPECT_S, SUSPECT_SOONER_S, SUSPECT_UNKNOWN_S = 2.0, 1.0, 5.0
"""After so long without a byte confirmed the gateway is asked on another connection whether the line lives."""
QUICK_ANSWER_S = 2.0
GROWTH = 8
"""A chunk that a gateway keeps what came of costs nothing when it breaks; each one costs a round trip of silence."""
MOST_PATIENCE = 16.0
BREAKS_TO_BE_CAREFUL = 2
CHUNKS_A_RUN = 8
"""A careful chunk is an eighth of what passes between two breaks: half a chunk lost a break costs a sixteenth."""
TRUST_AGAIN_BYTES = 32 * 1024 * KIB
SAFE_SHARE = 7 / 8
"""Of what a connection had carried when it began to swallow: the next ones are left before they carry more."""


class ChunkRule:
    """Grows while chunks take less than `TARGET_S`; turns careful where broken requests leave nothing behind.

    A gateway that keeps what it got of a broken request makes large chunks free. One behind a buffering proxy, or
    one that checks a sum over the whole chunk, keeps nothing: there the chunk must be small against the run of
    bytes that passes between two breaks.
    """

    def __init__(self) -> None:
        self._size = FIRST_BYTES
        self._ceiling = MOST_BYTES
        self._rate: float | None = None
        self._round_trip_s = 0.0
        self._patience = 1.0
        self._connections_die = False
        self._appetite = MOST_BYTES
        self._taken_whole = 0
        self._whole_to_trust = 4
        self._run_bytes = 0
        self._arrived_bytes = 0
        self._usual_run_bytes: int | None = None
        self._barren_breaks = 0
        self.connection_bytes: int | None = None
        """What one connection may carry, because something on the way swallows what comes after; None: anything."""

    @property
    def size_bytes(self) -> int:
        """The next chunk."""
        return self._size

    @property
    def stall_s(self) -> float:
        """How long not a byte may leave before the line counts as dead."""
        if self._rate is None:
            return LONGEST_STALL_S
        least = SUSPECTED_STALL_S if self._connections_die else USUAL_STALL_S
        return _between(least, 8 * BUFFERED_BYTES / self._rate, LONGEST_STALL_S)

    @property
    def suspect_s(self) -> float:
        """How long nothing may be confirmed before the gateway is asked on another connection whether the line lives."""
        if self._rate is None:
            return SUSPECT_UNKNOWN_S
        least = SUSPECT_SOONER_S if self._connections_die else SUSPECT_S
        return _between(least, BUFFERED_BYTES / self._rate, LONGEST_STALL_S)

    @property
    def answer_s(self) -> float:
        """How long the answer may take once the other side has the whole chunk, as far as the kernel can tell, and the
        time that it should take is over."""
        usual_s = UNKNOWN_RATE_ANSWER_S if self._rate is None else USUAL_ANSWER_S
        return _between(SHORTEST_ANSWER_S, usual_s * self._patience, LONGEST_ANSWER_S)

    def through_s(self, chunk_bytes: int) -> float:
        """How long a chunk should take; 0 while the rate is unknown."""
        return 0.0 if self._rate is None else min(chunk_bytes / self._rate, LONGEST_ANSWER_S)

    def within_bytes(self, seconds: float) -> int:
        """As much of the next chunk as passes in so many seconds, but for the least that is worth a request."""
        if self._rate is None:
            return self._size
        return min(self._size, max(int(self._rate * seconds), LEAST_BYTES))

    def answered(self, seconds: float) -> None:
        """A question without a body was answered: so much of a chunk's time, at least, is distance and no sending."""
        self._round_trip_s = min(seconds, self._round_trip_s or seconds)

    def succeeded(self, chunk_bytes: int, seconds: float) -> None:
        """A chunk went through."""
        self._patience = max(1.0, self._patience / 2)
        self._run_bytes += chunk_bytes
        self._arrived_bytes += chunk_bytes
        if self._run_bytes >= TRUST_AGAIN_BYTES:
            self._barren_breaks, self._usual_run_bytes = 0, None
            self._connections_die = False
            self.connection_bytes = None
        self._taken_whole += 1
        if self._taken_whole >= self._whole_to_trust:
            self._taken_whole, self._appetite = 0, min(2 * self._appetite, MOST_BYTES)
        if self._rate is not None and 2 * chunk_bytes < self._size:
            return  # a last bit says more about the distance than about the rate
        self._rate = chunk_bytes / max(seconds - self._round_trip_s, seconds / 4, 1e-3)
        if self._usual_run_bytes is None:
            # no more at a time than has come through before: something on the way may swallow it
            proven = max(GROWTH * FIRST_BYTES, self._arrived_bytes)
            self._resize(min(GROWTH * self._size, proven, int(self._rate * TARGET_S)))
        else:
            run = max(self._usual_run_bytes, self._run_bytes)
            self._resize(min(self._size + STEP_BYTES, run // CHUNKS_A_RUN, int(self._rate * TARGET_S)))

    def kept(self, kept_bytes: int) -> None:
        """The gateway answered that it took less than was sent: it does not want more at a time."""
        self._taken_whole, self._whole_to_trust = 0, 2 * self._whole_to_trust
        self._appetite = max(kept_bytes, LEAST_BYTES)
        self._resize(self._size)

    def overtaken(self, head_s: float) -> None:
        """A request was given up because its bytes would not move, and the question on a new connection was answered
        after `head_s`. Quickly: connections die here without a word, and the next one is given up sooner."""
        self._connections_die = head_s < QUICK_ANSWER_S

    def broke(
        self, sent_bytes: int, kept_bytes: int, *, in_vain: bool = False, carried_bytes: int = 0
    ) -> None:
        """A request broke off; `kept_bytes` of it are there, as the gateway says. `in_vain`: its answer was waited for.
        `carried_bytes`: what its connection had brought over before."""
        run, self._run_bytes = self._run_bytes + kept_bytes, 0
        self._arrived_bytes = 0 if in_vain else self._arrived_bytes + kept_bytes
        # with a part of it kept the next try gets further anyway, and a dead connection is not waited for ever longer
        if kept_bytes >= sent_bytes or (in_vain and self._size <= LEAST_BYTES):
            self._patience = min(2 * self._patience, MOST_PATIENCE)
        if in_vain and kept_bytes < sent_bytes and carried_bytes + kept_bytes >= FIRST_BYTES:
            carried = int(SAFE_SHARE * (carried_bytes + kept_bytes))
            self.connection_bytes = min(carried, self.connection_bytes or carried)
        if kept_bytes > 0:
            self._barren_breaks, self._usual_run_bytes = 0, None
            if in_vain and kept_bytes < sent_bytes:
                # something on the way took it and handed nothing on: less is lost by less at a time
                self.kept(max(kept_bytes, sent_bytes // 4))
            return
        # more than the buffers on the way can hold was sent, and nothing is there: one such break says enough
        self._barren_breaks += BREAKS_TO_BE_CAREFUL if sent_bytes > 2 * BUFFERED_BYTES else 1
        self._resize(min(self._size, FIRST_BYTES))
        if self._barren_breaks >= BREAKS_TO_BE_CAREFUL:
            usual = run if self._usual_run_bytes is None else (self._usual_run_bytes + run) // 2
            self._usual_run_bytes = usual
            self._resize(min(self._size // 2, usual // CHUNKS_A_RUN))

    def too_large(self) -> bool:
        """413: halve, for good. False when it cannot get smaller."""
        self._ceiling = self._size = self._size // 2
        return self._size >= SMALLEST_ALLOWED_BYTES

    def _resize(self, wanted: int) -> None:
        wanted -= wanted % STEP_BYTES
        self._size = min(max(wanted, LEAST_BYTES), self._appetite, self._ceiling)


def _between(least: float, value: float, most: float) -> float:
    return min(max(value, least), most)

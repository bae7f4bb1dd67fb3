"""Prints pictures of slips on an ESC/POS printer and tells the truth about each; owns one printer, has no thread.

A slip is PRINTED when the printer itself said so after the paper: the process ID (GS ( H) where it has one, else
the queued status (GS r 1). A printer with neither ends every slip as UNKNOWN. The stream carries such a waypoint
every few pieces, and all must come back in order: a printer that restarts behind a network box loses one with its
full buffer, although the line stays up and the last one is answered.
"""

import logging
import secrets
from collections.abc import Callable
from time import monotonic

from kiosk.devices.printers import commands
from kiosk.devices.printers.abilities import (
    DOTS_PER_MM,
    PrinterTimes,
    silent_paper_mm_per_s,
)
from kiosk.devices.printers.conversation import Conversation, Patience
from kiosk.devices.printers.encoding import pieces
from kiosk.devices.printers.following import Following
from kiosk.devices.printers.wires import Connect, WireBroken
from kiosk.domain.errors import PrinterGone
from kiosk.domain.receipt import Bitmap, PrinterAbilities, PrinterState, PrintOutcome, PrintState

log = logging.getLogger(__name__)

_WAYPOINT_BYTES = 1500
_SLOWEST_NETWORK_BYTES_PER_S = 200_000.0
_JOBS_APART = 10_000
"""Process IDs of this many job numbers in a row never meet."""
_SERIALS = 95**4 // _JOBS_APART


class EscposPrinter:
    """The port `Printer` over an open-on-demand line. Use it from one thread at a time.

    `abilities`: as `probe` found them at set-up; without them the first slip finds out. `told`: hears every change
    of state while a slip is under way, in the calling thread. `found`: hears what a probe or the first slip found.
    """

    def __init__(
        self,
        address: str,
        connect: Connect,
        width_dots: int,
        *,
        feed_units_per_dot: int = 1,
        abilities: PrinterAbilities | None = None,
        times: PrinterTimes | None = None,
        told: Callable[[PrinterState], None] | None = None,
        found: Callable[[PrinterAbilities], None] | None = None,
    ) -> None:
        self.abilities = abilities
        self._found = found or (lambda _abilities: None)
        self._address, self._connect, self._width_dots = address, connect, width_dots
        self._feed_units_per_dot = feed_units_per_dot
        self._times = times or PrinterTimes()
        self._told = told or (lambda _state: None)
        self._talk: Conversation | None = None
        self._left_midway = abilities is not None and not abilities.can_confirm
        """An earlier slip may have stopped inside a picture: the next bytes would become dots. A printer that
        answers is asked; with a silent one it has to be assumed of the program that ran before."""
        self._fences_owed = False
        """Answers of an earlier slip may still come."""
        self._has_answered = False
        self._is_settled = abilities is not None
        """The abilities are those of a set-up; what the first slip found is asked again while it looks too little."""
        self._serial = secrets.randbelow(_SERIALS)

    @property
    def address(self) -> str:
        """As configured."""
        return self._address

    def status(self) -> PrinterState:
        """What the printer says now, within 2 s. GONE when there is no line, UNKNOWN when it says nothing."""
        until = monotonic() + self._times.status_s
        for _ in range(2):
            try:
                fresh = self._talk is None
                state = self._ask_state(until)
                if state is not PrinterState.UNKNOWN or fresh or not self._has_answered:
                    return state
                self._hang_up()  # an old line that went silent may be dead: try a new one
            except WireBroken as broken:
                log.info("printer line: %s", broken)
                fresh = self._talk is None
                self._hang_up()
                if fresh:
                    return PrinterState.GONE
        return PrinterState.UNKNOWN if self._talk else PrinterState.GONE

    def probe(self) -> PrinterAbilities:
        """Find out what the printer can say; moves no paper. For set-up, and after the printer was exchanged.

        Raises PrinterGone when nobody is there or a person must see to it first (its queue would not answer).
        """
        state = self.status()
        if not state.can_print:
            raise PrinterGone(f"probing needs a printer that is ready; this one is {state.value}")
        try:
            self.abilities = self._find_abilities(self._line(self._times.connect_s))
            self._is_settled = True
        except WireBroken as broken:
            self._hang_up()
            raise PrinterGone(str(broken)) from broken
        return self.abilities

    def print(self, bitmap: Bitmap, number: int, sent: Callable[[], None] | None = None) -> PrintOutcome:
        """Print and cut. NOT_PRINTED: no row of it was sent. UNKNOWN: begun, and nobody can say. Never raises."""
        if bitmap.width > self._width_dots:
            raise ValueError(f"a slip of {bitmap.width} dots does not fit {self._width_dots}")
        state = self.status()
        if not state.can_print:
            return PrintOutcome(PrintState.NOT_PRINTED, state, "the printer is not ready")
        try:
            talk = self._line(self._times.connect_s)
            ready = self._make_ready(talk)
        except WireBroken as broken:
            self._hang_up()
            return PrintOutcome(PrintState.NOT_PRINTED, PrinterState.GONE, str(broken))
        if not ready:
            if not self._should_answer():
                # perhaps the line died in silence: the next slip opens another. One that has just told its state lives,
                # and what it took on this line may be filling a large picture
                self._hang_up()
            return PrintOutcome(
                PrintState.NOT_PRINTED,
                talk.state or PrinterState.UNKNOWN,
                "no answer before the slip",
            )
        self._left_midway = self._fences_owed = True
        try:
            return self._print(talk, bitmap, number, sent)
        except WireBroken as broken:
            log.warning("slip %d: line broke in the middle", number)
            self._hang_up()
            return PrintOutcome(PrintState.UNKNOWN, PrinterState.GONE, str(broken))

    def close(self) -> None:
        """Let go of the device."""
        self._hang_up()

    # --- one slip ------------------------------------------------------------------------------------------

    def _print(
        self, talk: Conversation, bitmap: Bitmap, number: int, sent: Callable[[], None] | None
    ) -> PrintOutcome:
        abilities = self.abilities or PrinterAbilities()
        slip = list(pieces(bitmap, feed_units_per_dot=self._feed_units_per_dot))
        line_s = sum(len(piece.data) for piece in slip) / talk.bytes_per_s
        paper_s = bitmap.height / DOTS_PER_MM / self._times.slowest_paper_mm_per_s
        patience = Patience(line_s * 1.2 + paper_s + self._times.slack_s, self._times.blocked_s)
        follow = Following(talk, patience, abilities, self._times)
        silent_rows_per_s = silent_paper_mm_per_s(self._width_dots) * DOTS_PER_MM
        sent_bytes = rows = since = 0
        for piece in slip:
            sent_bytes += len(piece.data)
            since += len(piece.data)
            rows += piece.rows
            data = piece.data
            if abilities.can_confirm:
                if not follow.has_room(sent_bytes):
                    return self._unfinished("the printer no longer answers for what it was given")
                if since >= _WAYPOINT_BYTES:
                    data += self._waypoint(number, follow, sent_bytes, rows)
                    since = 0
            if not talk.say(data, follow):
                return self._unfinished("the printer takes no more bytes")
            if not abilities.can_confirm:
                talk.rest(piece.rows / silent_rows_per_s)
        last = self._waypoint(number, follow, sent_bytes, rows) if abilities.can_confirm else b""
        if not talk.say(commands.CUT + last, follow):
            return self._unfinished("the printer takes no more bytes")
        if sent is not None:
            sent()
        if not abilities.can_confirm:
            self._left_midway = False
            return PrintOutcome(
                PrintState.UNKNOWN,
                self._state_after(),
                "this printer cannot confirm",
            )
        if not follow.wait_for_all():
            return self._unfinished("no confirmation")
        self._left_midway = self._fences_owed = False
        return PrintOutcome(PrintState.PRINTED, self._state_after(), "confirmed by the printer")

    def _waypoint(self, number: int, follow: Following, sent_bytes: int, rows: int) -> bytes:
        token = self._token(number)
        follow.expect(token, sent_bytes=sent_bytes, rows=rows)
        if self.abilities and self.abilities.process_id:
            return commands.process_fence(token)
        return commands.PAPER_FENCE

    def _unfinished(self, why: str) -> PrintOutcome:
        return PrintOutcome(PrintState.UNKNOWN, self._state_after(), why)

    def _state_after(self) -> PrinterState:
        """The printer's state when a slip has ended; a line that breaks now changes nothing about the slip."""
        try:
            return (
                self._ask_state(monotonic() + self._times.status_s)
                if self._should_answer()
                else PrinterState.UNKNOWN
            )
        except WireBroken:
            self._hang_up()
            return PrinterState.GONE

    # --- before a slip -------------------------------------------------------------------------------------

    def _make_ready(self, talk: Conversation) -> bool:
        """Bring the printer to a known place: out of any half picture, nothing older to come, reporting."""
        known = self.abilities
        if known is None or (known.realtime_status and not known.can_confirm and not self._is_settled):
            self.abilities = self._find_abilities(talk)
        elif (self._left_midway or not self._in_step(talk)) and not self._bring_back(talk):
            return False
        talk.say(commands.RESET + commands.REPORT_CHANGES, self._short())
        talk.forget()
        return True

    def _bring_back(self, talk: Conversation) -> bool:
        """Fill up the picture the printer may be inside, whatever its size; False when it stays silent.

        First a piece of ours, then any picture of this paper. After a restart in the middle of a slip its dots can
        read as the beginning of a picture of megabytes: four times as much each time, as long as it takes them.
        """
        until = monotonic() + self._times.recover_s
        blank_bytes, any_bytes = commands.MAX_PIECE_BYTES + commands.MAX_PIECE_ROWS, self._any_picture_bytes()
        while True:
            taken = self._recover(talk, blank_bytes)
            if self._in_step(talk):
                return True
            asked_at = monotonic()
            if any_bytes <= blank_bytes < 4 * any_bytes and self._is_another_model(talk):
                return True
            until += monotonic() - asked_at  # its time is not that of filling
            if not taken or monotonic() > until:
                return False
            blank_bytes *= 4

    def _in_step(self, talk: Conversation) -> bool:
        """Whether the printer works off its queue and nothing older can be answered after this.

        A printer inside a half picture takes the question as dots and stays silent.
        """
        abilities = self.abilities or PrinterAbilities()
        talk.forget()
        if abilities.process_id:
            token = self._token(0)
            talk.say(commands.process_fence(token), self._short())
            return talk.wait_for(lambda: token in talk.tokens, self._times.sync_s)
        if not abilities.paper_fence:
            return True
        if abilities.model:
            talk.say(commands.ASK_MODEL, self._short())
            reached = talk.wait_for(lambda: bool(talk.texts), self._times.sync_s)
        else:
            talk.say(commands.PAPER_FENCE, self._short())
            reached = talk.wait_for(lambda: bool(talk.fences), self._times.sync_s)
            while reached and self._fences_owed and talk.listen(self._times.quiet_s):
                pass
        return reached

    def _is_another_model(self, talk: Conversation) -> bool:
        """Another printer at the old one's address: its own ways of confirming are taken, if it has any."""
        found = self._ask_abilities(talk)
        if not found.can_confirm:
            return False
        log.info("printer: another model, %s", found)
        self.abilities = found
        self._found(found)
        return True

    def _recover(self, talk: Conversation, blank_bytes: int) -> bool:
        """Fill up whatever picture was cut off, then forget it. Blank dots: nothing shows. False: not all was taken."""
        log.info("printer: filling up a picture that may have been cut off, %d bytes", blank_bytes)
        line_s = blank_bytes / min(talk.bytes_per_s, _SLOWEST_NETWORK_BYTES_PER_S)
        return talk.say(
            bytes(blank_bytes) + commands.RESET,
            Patience(min(line_s * 1.2, self._times.recover_s) + self._times.slack_s, self._times.blocked_s),
        )

    def _any_picture_bytes(self) -> int:
        """Enough for a picture that another program left, too."""
        return commands.MAX_PIECE_ROWS * ((self._width_dots + 7) // 8)

    def _find_abilities(self, talk: Conversation) -> PrinterAbilities:
        found = self._ask_abilities(talk)
        if not found.can_confirm:
            # perhaps it is inside a picture that an earlier program left
            self._recover(talk, self._any_picture_bytes())
            found = self._ask_abilities(talk)
        log.info("printer abilities: %s", found)
        self._found(found)
        return found

    def _ask_abilities(self, talk: Conversation) -> PrinterAbilities:
        """Each question in turn; what an unknown command leaves in the line buffer goes with the last ESC @."""
        answer_s = self._times.answer_s
        talk.say(commands.RESET, self._short())
        talk.forget()
        realtime = talk.ask_state(answer_s * 3) is not PrinterState.UNKNOWN
        talk.state = None
        talk.say(commands.REPORT_CHANGES, self._short())
        automatic = talk.wait_for(lambda: talk.state is not None, answer_s)
        talk.forget()
        talk.say(commands.PAPER_FENCE, self._short())
        # whether it can confirm decides about every slip: one that says anything at all is given twice the time
        fence = talk.wait_for(lambda: bool(talk.fences), answer_s * (2 if realtime or automatic else 1))
        process, model = False, ""
        if fence or realtime or automatic:
            talk.say(commands.ASK_MODEL, self._short())
            model = talk.texts[-1] if talk.wait_for(lambda: bool(talk.texts), answer_s) else ""
        if (model and fence) or (not fence and (realtime or automatic)):
            # nearly every printer with process IDs has a name; cheap ones without would print this question, and are
            # asked only where nothing else could confirm
            token = self._token(0)
            talk.say(commands.process_fence(token), self._short())
            process = talk.wait_for(lambda: token in talk.tokens, answer_s * 2)
        cutter = self._ask_cutter(talk) if model and fence else None
        talk.say(commands.RESET + commands.REPORT_CHANGES, self._short())
        talk.forget()
        return PrinterAbilities(realtime, automatic, fence, process, model, cutter)

    def _ask_cutter(self, talk: Conversation) -> bool | None:
        talk.forget()
        talk.say(commands.ASK_TYPE, self._short())
        talk.wait_for(lambda: bool(talk.fences or talk.texts), self._times.answer_s)
        return bool(talk.fences[-1] & commands.TYPE_HAS_CUTTER) if talk.fences else None

    # --- the line ------------------------------------------------------------------------------------------

    def _line(self, wait_s: float) -> Conversation:
        if self._talk is None:
            self._talk = Conversation(self._connect(max(wait_s, 0.05)), self._times, self._told)
        return self._talk

    def _hang_up(self) -> None:
        if self._talk is not None:
            self._talk.close()
            self._talk = None

    def _ask_state(self, until: float) -> PrinterState:
        talk = self._line(min(self._times.connect_s, until - monotonic()))
        if not self._should_answer():
            talk.listen(0)  # notices a line that was cut
            return PrinterState.UNKNOWN
        state = talk.ask_state(until - monotonic())
        self._has_answered |= state is not PrinterState.UNKNOWN
        return state

    def _should_answer(self) -> bool:
        return self.abilities is None or self.abilities.realtime_status

    def _short(self) -> Patience:
        return Patience(self._times.slack_s, self._times.blocked_s)

    def _token(self, number: int) -> bytes:
        """Four printable characters, never the same for another try of this job or for the next 10,000 jobs."""
        self._serial = (self._serial + 1) % _SERIALS
        value = number % _JOBS_APART * _SERIALS + self._serial
        return bytes(0x20 + value // 95**place % 95 for place in range(4))

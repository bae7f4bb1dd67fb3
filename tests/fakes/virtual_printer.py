"""A thermal printer that exists in a thread only: parses ESC/POS strictly, keeps its paper as dots, breaks on order.

It models what was reported of real printers: a small buffer that stops the line when full, real-time questions
answered on reception (so behind a full buffer they wait), queued commands that stand still without paper, and a
picture that swallows whatever comes next when the line was cut inside it. Reached over TCP, a pty or a socket pair.
"""

import os
import random
import re
import select
import socket
import threading
import tty
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import Self

from kiosk.domain.receipt import Bitmap
from tests.fakes.escpos_interpreter import Interpreter, Model, PaperRow

EPSON_80 = Model("epson 80", process_id=True, model_text="TM-T82III")
EPSON_80_180DPI = Model("epson 80, 180 dpi", width_dots=512, process_id=True, model_text="TM-T88V")
CLONE_80 = Model("clone 80", model_text="EPOSN TM-T88V")
CLONE_58 = Model("clone 58", width_dots=384, max_picture_rows=255, automatic=False, prints_unknown=True)
SILENT_80 = Model("silent 80", realtime=False, automatic=False, paper_fence=False, prints_unknown=True)
MODELS = (EPSON_80, EPSON_80_180DPI, CLONE_80, CLONE_58, SILENT_80)

_DICE = random.SystemRandom()
"""Not the one that tests seed: two of them would ask for the same ports."""
_REALTIME = re.compile(rb"\x10\x04[\x01-\x08]|\x10\x05[\x00-\x02]|\x10\x14[\x00-\x08]")


@dataclass(slots=True)
class _Order:
    action: Callable[[], None]
    done: threading.Event


class VirtualPrinter:
    """One printer. Use as a context manager; every method may be called from the test's thread.

    `slips`: what was cut off, dot for dot. `anomalies`: whatever a real printer would have printed as rubbish.
    """

    def __init__(
        self,
        model: Model = EPSON_80,
        *,
        line: str = "tcp",
        mm_per_s: float = 4000.0,
        buffer_bytes: int = 4096,
    ) -> None:
        self.model = model
        self.slips: list[Bitmap] = []
        self.anomalies: list[str] = []
        self.bytes_received = 0
        self.realtime_heard: list[int] = []
        self._row_s = 1 / (mm_per_s * 8)
        self._buffer_bytes = buffer_bytes
        self._line = line
        self._paper = bytearray()
        self._rows_printed = 0
        self._row_hooks: list[tuple[int, Callable[[], None]]] = []
        self._timers: list[tuple[float, Callable[[], None]]] = []
        self._orders: list[_Order] = []
        self._wake_out, self._wake_in = os.pipe()
        self._stopping = False
        self._on = False
        self._has_paper, self._paper_low, self._cover_open, self._cutter_stuck = True, False, False, False
        self._listener: socket.socket | None = None
        self._port = 0
        self._connection: int | None = None
        self._socket: socket.socket | None = None
        self._other_end: socket.socket | None = None
        self._pty_name = ""
        self._keep_open: list[int] = []
        self._buffer = bytearray()
        self._tail = b""
        self._reports = False
        self._row: bytes | None = None
        self._head_free_at = 0.0
        self._interpreter = Interpreter(self.model, self)
        self._wanted = 1
        self._start_over()
        self._open_line()
        self._thread = threading.Thread(target=self._run, name="virtual-printer", daemon=True)
        self._thread.start()

    # --- for tests -----------------------------------------------------------------------------------------

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def address(self) -> str:
        """As one would configure it."""
        return (
            f"tcp://127.0.0.1:{self._port}"
            if self._line == "tcp"
            else f"serial://{self._pty_name}?baud=4000000"
        )

    @property
    def device_file(self) -> str:
        """The pty as a device file."""
        return self._pty_name

    @property
    def far_end(self) -> socket.socket:
        """The test's end of a socket pair (`line="pair"`)."""
        assert self._other_end is not None
        return self._other_end

    @property
    def realtime_in_pictures(self) -> int:
        """Real-time commands that arrived but never stood between commands: picture data that acted as one."""
        return len(self.realtime_heard) - self._interpreter.realtime_in_place

    @property
    def uncut(self) -> bytes:
        """Rows that came out but were not cut off."""
        return bytes(self._paper)

    def holds(self, bitmap: Bitmap) -> bool:
        """Whether a cut slip ends in exactly these dots, nothing missing."""
        return any(
            slip.width == bitmap.width and slip.rows.endswith(bitmap.rows) for slip in list(self.slips)
        )

    def when_row(self, row: int, action: Callable[[], None]) -> None:
        """Do `action` right after so many more rows came out."""
        self._do(lambda: self._row_hooks.append((self._rows_printed + row, action)))

    def power_off(self) -> None:
        """Forget everything but the paper, and drop the line."""
        self._do(self._power_off)

    def power_on(self) -> None:
        """Start up, on the same address."""
        self._do(self._power_on)

    def power_cut(self, off_s: float) -> None:
        """Off now and on again by itself."""

        def cut() -> None:
            self._power_off()
            self._timers.append((monotonic() + off_s, self._power_on))

        self._do(cut)

    def drop_line(self) -> None:
        """Only the connection breaks; the printer keeps what it has. A serial line has no connection to break."""
        if self._line == "tcp":
            self._do(self._hang_up)

    def restart(self, *, loaded_bytes: int = 0) -> None:
        """The printer restarts behind a network box: the line stays up, what it had taken in is lost.

        With `loaded_bytes` it waits for the first row at which so much has been sent ahead.
        """

        def restart() -> None:
            if len(self._buffer) >= loaded_bytes:
                self._start_over()
            else:
                self._row_hooks.append((self._rows_printed + 1, restart))

        self._do(restart)

    def take_paper_out(self) -> None:
        """The roll is empty."""
        self._set("_has_paper", False)

    def load_paper(self) -> None:
        """A new roll."""
        self._set("_has_paper", True)

    def open_cover(self) -> None:
        """Somebody opens the cover."""
        self._set("_cover_open", True)

    def close_cover(self) -> None:
        """And closes it."""
        self._set("_cover_open", False)

    def let_paper_run_low(self) -> None:
        """The near-end sensor sees the core."""
        self._set("_paper_low", True)

    def jam_cutter(self) -> None:
        """The blade is stuck."""
        self._set("_cutter_stuck", True)

    def run_out_for(self, out_s: float) -> None:
        """Paper out now, a new roll after a while."""
        self.take_paper_out()
        self.later(out_s, self.load_paper)

    def stay_open_for(self, open_s: float) -> None:
        """Cover open now, closed after a while."""
        self.open_cover()
        self.later(open_s, self.close_cover)

    def later(self, wait_s: float, action: Callable[[], None]) -> None:
        """Do `action` (a method of this printer) by itself after a while."""
        self._do(lambda: self._timers.append((monotonic() + wait_s, action)))

    def stop(self) -> None:
        """End the thread and close the line."""
        self._stopping = True
        os.write(self._wake_in, b"x")
        self._thread.join(5)
        self._hang_up()
        for each in (self._listener, self._other_end):
            if each is not None:
                each.close()
        for handle in (self._wake_in, self._wake_out, *self._keep_open):
            os.close(handle)

    # --- the printer's own thread --------------------------------------------------------------------------

    def _do(self, action: Callable[[], None]) -> None:
        if threading.current_thread() is self._thread:
            action()
            return
        order = _Order(action, threading.Event())
        self._orders.append(order)
        os.write(self._wake_in, b"x")
        assert order.done.wait(5), "the virtual printer hangs"

    def _set(self, name: str, value: bool) -> None:
        def change() -> None:
            setattr(self, name, value)
            self._report_change()

        self._do(change)

    def _run(self) -> None:
        while not self._stopping:
            while self._orders:
                order = self._orders.pop(0)
                order.action()
                order.done.set()
            for timer in [timer for timer in self._timers if timer[0] <= monotonic()]:
                self._timers.remove(timer)
                timer[1]()
            wait_s = self._work()
            if self._timers:
                wait_s = min(wait_s, max(0.0, min(at for at, _ in self._timers) - monotonic()))
            self._receive(wait_s)

    def _receive(self, wait_s: float) -> None:
        sources: list[int] = [self._wake_out]
        if self._listener is not None:
            sources.append(self._listener.fileno())
        room = self._buffer_bytes - len(self._buffer)
        if self._connection is not None and room > 0:
            sources.append(self._connection)
        ready = select.select(sources, [], [], wait_s)[0]
        if self._wake_out in ready:
            os.read(self._wake_out, 4096)
        if self._listener is not None and self._listener.fileno() in ready:
            accepted, _ = self._listener.accept()
            self._hang_up()  # as most printers: the newest connection wins
            self._socket, self._connection = accepted, accepted.fileno()
            accepted.setblocking(False)
        elif self._connection is not None and self._connection in ready:
            try:
                data = os.read(self._connection, room)
            except OSError:
                data = b""
            if data:
                self._take_in(data)
            else:
                self._hang_up()

    def _take_in(self, data: bytes) -> None:
        if not self._on:
            return
        self.bytes_received += len(data)
        seen = self._tail + data
        for found in _REALTIME.finditer(seen):
            if found.end() > len(self._tail):
                self._hear_realtime(found[0])
        self._tail = seen[-2:]
        self._buffer += data

    def _hear_realtime(self, command: bytes) -> None:
        if command[1] != 4:
            self.anomalies.append(f"dangerous real-time command {command.hex()}")
            return
        self.realtime_heard.append(command[2])
        if not self.model.realtime:
            return
        self._answer(
            {
                1: bytes([0x12 | 0x08 * self._offline]),
                2: bytes(
                    [
                        0x12
                        | 0x04 * self._cover_open
                        | 0x20 * (not self._has_paper)
                        | 0x40 * self._cutter_stuck
                    ]
                ),
                3: bytes([0x12 | 0x08 * self._cutter_stuck]),
                4: bytes(
                    [0x12 | 0x0C * (self._paper_low or not self._has_paper) | 0x60 * (not self._has_paper)]
                ),
            }.get(command[2], b"")
        )

    def _work(self) -> float:
        """Work off the buffer as far as paper and speed allow; how long until there is more to do."""
        while self._on and not self._offline:
            if self._row is not None:
                wait_s = self._head_free_at - monotonic()
                if wait_s > 0:
                    return wait_s
                interpreter = self._interpreter
                self._print_row(self._row)
                if interpreter is self._interpreter:  # else that row was the last before a restart
                    self._row = None
                    self._step(b"")
                continue
            if not self._buffer:
                break
            data = bytes(self._buffer[: self._wanted])
            del self._buffer[: len(data)]
            self._step(data)
        return 5.0

    def _step(self, data: bytes) -> None:
        wanted = self._interpreter.step(data)
        if isinstance(wanted, PaperRow):
            self._row = wanted.dots
        else:
            self._wanted = wanted

    def _print_row(self, dots: bytes) -> None:
        self._head_free_at = max(self._head_free_at, monotonic() - 0.02) + self._row_s
        stride = (self.model.width_dots + 7) // 8
        self._paper += dots.ljust(stride, b"\0")[:stride]
        self._rows_printed += 1
        for hook in [hook for hook in self._row_hooks if hook[0] <= self._rows_printed]:
            self._row_hooks.remove(hook)
            hook[1]()

    def cut(self) -> None:
        """The interpreter's order: what came out becomes a slip."""
        stride = (self.model.width_dots + 7) // 8
        rows = bytes(self._paper)
        self._paper.clear()
        self.slips.append(Bitmap(self.model.width_dots, len(rows) // stride, rows))

    def answer_queued(self, data: bytes) -> None:
        """The interpreter's order: an answer whose turn has come."""
        self._answer(data)

    def report_automatically(self) -> None:
        """The interpreter's order after GS a: the state now, and every change from now on."""
        if self.model.automatic:
            self._reports = True
            self._report_change()

    def anomaly(self, what: str) -> None:
        """The interpreter's order: something a strict printer would trip over."""
        self.anomalies.append(what)

    @property
    def _offline(self) -> bool:
        return not self._has_paper or self._cover_open or self._cutter_stuck

    def _report_change(self) -> None:
        if self._reports and self._on:
            first = 0x10 | 0x08 * self._offline | 0x20 * self._cover_open
            third = 0x03 * (self._paper_low or not self._has_paper) | 0x0C * (not self._has_paper)
            self._answer(bytes([first, 0x08 * self._cutter_stuck, third, 0x00]))

    def _answer(self, data: bytes) -> None:
        if self._connection is not None and self._on:
            with suppress(OSError):
                os.write(self._connection, data)

    # --- power and line ------------------------------------------------------------------------------------

    def _start_over(self) -> None:
        self._buffer = bytearray()
        self._tail = b""
        self._reports = False
        self._row = None
        self._head_free_at = 0.0
        self._interpreter = Interpreter(self.model, self)
        self._wanted = 1
        self._on = True

    def _power_off(self) -> None:
        self._on = False
        self._start_over()
        self._on = False
        if self._line == "tcp":
            self._hang_up()
            if self._listener is not None:
                self._listener.close()
                self._listener = None

    def _power_on(self) -> None:
        self._start_over()
        if self._line == "tcp" and self._listener is None:
            self._open_line()

    def _open_line(self) -> None:
        if self._line == "tcp":
            self._listener = self._listen()
            self._port = self._listener.getsockname()[1]
        elif self._line == "pty":
            ours, theirs = os.openpty()
            tty.setraw(theirs)
            self._pty_name = os.ttyname(theirs)
            self._connection = ours
            self._keep_open = [theirs]
        else:
            ours_socket, self._other_end = socket.socketpair()
            self._socket, self._connection = ours_socket, ours_socket.fileno()

    def _listen(self) -> socket.socket:
        """On the port it had, else on one below those that the system gives to clients: while the printer is off, a
        client that tries to reach it must not be given its very port."""
        ports = [self._port] if self._port else [_DICE.randrange(20_000, 30_000) for _ in range(100)]
        for port in ports:
            listener = socket.socket()
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                listener.bind(("127.0.0.1", port))
                listener.listen(4)
            except OSError:
                listener.close()
                continue
            return listener
        raise OSError(f"no port for a printer, {ports[0]} the first")

    def _hang_up(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = self._connection = None
        elif self._connection is not None:
            os.close(self._connection)
            self._connection = None

"""The real smart-card service of Debian with its virtual reader, for one test process alone."""

import os
import socket
import struct
import subprocess
import threading
import time
from contextlib import suppress
from pathlib import Path

from kiosk.devices.chips.failures import CardTaken
from tests.fakes.virtual_card import ATR, VirtualCard

DRIVER = Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
WITHIN_S = 60.0
_OFF, _ON, _RESET, _GET_ATR = 0, 1, 2, 4


class CannotRun(Exception):
    """The service cannot be had on this machine; the argument says why."""


def free_ports() -> int:
    """The first of two neighbouring ports at which nobody listens."""
    while True:
        with socket.socket() as one, socket.socket() as other:
            one.bind(("127.0.0.1", 0))
            port = int(one.getsockname()[1])
            with suppress(OSError):
                other.bind(("127.0.0.1", port + 1))
                return port


class PrivatePcscd:
    """In a mount namespace of its own, so that it neither finds nor disturbs the machine's own service."""

    def __init__(self, folder: Path) -> None:
        daemon = next((p for p in ("/usr/sbin/pcscd", "/usr/bin/pcscd") if Path(p).exists()), None)
        if daemon is None or not DRIVER.exists():
            raise CannotRun("pcscd and vsmartcard-vpcd are not installed")
        if os.geteuid() != 0:
            raise CannotRun("pcscd can only be started by root")
        self.port = free_ports()
        settings = folder / "reader.conf"
        settings.write_text(
            f'FRIENDLYNAME "Virtual PCD"\nDEVICENAME /dev/null:0x{self.port:X}\n'
            f"LIBPATH {DRIVER}\nCHANNELID 0x{self.port:X}\n"
        )
        self._log = folder / "pcscd.log"
        self._link = Path(os.environ["PCSCLITE_CSOCK_NAME"])
        script = "mkdir -p /run/pcscd && mount -t tmpfs none /run/pcscd && exec $0 -f -c $1"
        with self._log.open("wb") as sink:
            self._process = subprocess.Popen(
                ["unshare", "-m", "sh", "-c", script, daemon, str(settings)], stdout=sink, stderr=sink
            )
        answers = Path(f"/proc/{self._process.pid}/root/run/pcscd/pcscd.comm")
        if not self._wait(answers):
            self.stop()
            raise CannotRun(f"pcscd did not start: {self._log.read_text(errors='replace')[-300:]}")
        self._link.unlink(missing_ok=True)
        self._link.symlink_to(answers)

    def _wait(self, answers: Path) -> bool:
        deadline = time.monotonic() + WITHIN_S
        while time.monotonic() < deadline and self._process.poll() is None:
            with socket.socket(socket.AF_UNIX) as probe, suppress(OSError):
                probe.connect(str(answers))
                return True
            threading.Event().wait(0.02)
        return False

    def stop(self) -> None:
        """As if somebody stopped the service."""
        self._link.unlink(missing_ok=True)
        self._process.terminate()
        self._process.wait(WITHIN_S)


class LaidCard:
    """A virtual card on the virtual reader: speaks the vpcd protocol until it is taken away."""

    def __init__(self, card: VirtualCard, port: int) -> None:
        self._card = card
        self._port = port
        self._gone = threading.Event()
        self._socket = self._connected()
        self._thread = threading.Thread(target=self._lie_there, daemon=True)
        self._thread.start()

    def take_away(self) -> None:
        """Lift it off."""
        self._gone.set()
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join(WITHIN_S)
        self._socket.close()

    def _connected(self) -> socket.socket:
        connected = socket.create_connection(("127.0.0.1", self._port), WITHIN_S)
        connected.settimeout(None)
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connected

    def _lie_there(self) -> None:
        """The driver drops a card that came while it was still letting go of the one before."""
        while not self._gone.is_set() and not self._card.is_taken:
            with suppress(OSError, CardTaken):
                self._serve()
            self._socket.close()
            if not self._gone.is_set() and not self._card.is_taken:
                with suppress(OSError):
                    self._socket = self._connected()

    def _serve(self) -> None:
        while True:
            (length,) = struct.unpack(">H", self._exactly(2))
            message = self._exactly(length)
            if length == 1 and message[0] == _GET_ATR:
                self._send(ATR)
            elif length == 1:
                if message[0] in (_OFF, _ON, _RESET):
                    self._card.reset()
            else:
                self._send(self._card.transmit(message))

    def _exactly(self, count: int) -> bytes:
        received = b""
        while len(received) < count:
            # the driver sends length and message apart and waits for an acknowledgement between them
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
            piece = self._socket.recv(count - len(received))
            if not piece:
                raise OSError("the reader has gone")
            received += piece
        return received

    def _send(self, message: bytes) -> None:
        self._socket.sendall(struct.pack(">H", len(message)) + message)

"""Builds the world that is practised in: a store of its own that is erased, sample cards and papers, marked slips.

Nothing goes out of it, by construction: its store writes no jobs (`NoJobRows`), no runner and no client of a gateway is
made for it, and its portal knows no network. The one thing it shares with the real world is the slip printer.
"""

import shutil
import threading
from dataclasses import replace
from functools import partial
from pathlib import Path

from kiosk.app.build import store_of
from kiosk.app.effects import EffectRunner
from kiosk.app.parts import Devices, Parts
from kiosk.app.practice.portal import PracticeLine, PracticePortal, PracticeTill
from kiosk.devices.pages.stick import UsbStick
from kiosk.devices.stage.sample_cards import sample_cards
from kiosk.devices.stage.sample_pages import sample_pages
from kiosk.devices.stage.stage_camera import StageCamera
from kiosk.domain.ids import new_id
from kiosk.domain.printing_ports import CopyMark, ReceiptPainter
from kiosk.domain.receipt import Bitmap, Receipt
from kiosk.domain.scan import Frame
from kiosk.domain.staff import StaffMember
from kiosk.flow.messages import Effect, Intent, Lane
from kiosk.flow.practice_words import ShowSample
from kiosk.flow.session import Session
from kiosk.storage import Storage
from kiosk.storage.job_rows import NoJobRows
from kiosk.ui.presenter import Order

FOLDER = "practice"
POINT_CODE = "LUYENTAP"
"""Stands in every reference that is made here."""
ENDS_WITHIN_S = 30.0


class PracticePainter:
    """Implements `ReceiptPainter`: every slip says at both ends that it is worth nothing."""

    def __init__(self, painter: ReceiptPainter) -> None:
        self._painter = painter

    def paint(self, receipt: Receipt, width_dots: int, copy: CopyMark | None = None) -> Bitmap:
        """The real slip between two marks."""
        mark = self._painter.paint(Receipt("practice", {}, receipt.language), width_dots)
        slip = self._painter.paint(receipt, width_dots, copy)
        return Bitmap(slip.width, mark.height * 2 + slip.height, mark.rows + slip.rows + mark.rows)


class PracticeWorld:
    """One practice. `close` erases it; orders that come later are answered with nothing."""

    def __init__(self, real: Parts, staff: StaffMember | None) -> None:
        self.folder = real.home / FOLDER / new_id()
        self.storage = Storage.open(
            self.folder, clock=real.clock, monotonic=real.monotonic, job_rows=NoJobRows
        )
        self.camera = StageCamera()
        portal = real.around.portal
        # every part by name: one that is added to the real world must be thought of here, too
        self.parts = Parts(
            home=self.folder,
            settings=replace(  # a sheet of A4 bears no mark: none is printed
                real.settings,
                printer=replace(real.settings.printer, sheets=""),
                stick=replace(real.settings.stick, folder=str(self.folder / "stick")),
            ),
            clock=real.clock,
            monotonic=real.monotonic,
            store=store_of(self.storage),
            devices=Devices(
                card_camera=self.camera,
                page_camera=self.camera,
                make_reader=real.devices.make_reader,
                make_scanner=real.devices.make_scanner,
                make_pictures=real.devices.make_pictures,
                make_stick=partial(UsbStick, str(self.folder / "stick")),
                codes=real.devices.codes,
                printer=real.devices.printer,
                width_dots=real.devices.width_dots,
            ),
            gateway=PracticePortal(real.clock),
            payments=PracticeTill(),
            link=PracticeLine(),
            painter=PracticePainter(real.painter),
            templates=real.templates,
            verify=real.verify,
            check_storage=real.check_storage,
            around=replace(
                real.around,
                portal=replace(portal, agent_point=replace(portal.agent_point, code=POINT_CODE)),
                online=True,
                has_chip_reader=False,
                demonstration_s=0,
            ),
            wake_line=_nothing,
            stopping=real.stopping,
        )
        self.session = Session(self.parts.around, staff)
        self._runner = EffectRunner(self.parts)
        self._shown = 0
        self._closed = False
        self._running = 0
        self._turn = threading.Condition()

    def order_for(self, effect: Effect) -> Order:
        """As in the real world, but on this one's store and devices."""
        if isinstance(effect, ShowSample):
            return Order(Lane.CAMERA, partial(self._show, effect.kind))
        order = self._runner.order_for(effect)
        return Order(order.lane, partial(self._run, order), order.after_s)

    def close(self) -> None:
        """Wait for what still runs in other lanes, then erase everything."""
        with self._turn:
            self._closed = True
            self._turn.wait_for(lambda: self._running == 0, ENDS_WITHIN_S)
        self.camera.stop()
        self.storage.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, order: Order) -> Intent | None:
        with self._turn:
            if self._closed:
                return None
            self._running += 1
        try:
            return order.work()
        finally:
            with self._turn:
                self._running -= 1
                self._turn.notify_all()

    def _show(self, kind: str) -> None:
        if not kind:
            self.camera.take_away()
            return
        samples = _samples(kind)
        self.camera.hold(samples[self._shown % len(samples)], "card" if kind == "card" else "page")
        self._shown += 1


def sweep(home: Path) -> None:
    """Erase what a practice left behind that a power cut broke off; call while none is under way."""
    shutil.rmtree(home / FOLDER, ignore_errors=True)


def _samples(kind: str) -> list[Frame]:
    """The first sample card by both its sides, or the good papers."""
    if kind not in _drawn:
        if kind == "card":
            card = sample_cards()[0]
            _drawn[kind] = [card.front, card.back]
        else:
            _drawn[kind] = [page.picture for page in sample_pages() if page.good]
    return _drawn[kind]


_drawn: dict[str, list[Frame]] = {}
"""Drawing them takes a second, so they are drawn once."""


def _nothing() -> None:
    """There is no line to wake."""

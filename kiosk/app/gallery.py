"""Every screen in every notable state as pictures; names what is clipped, overlaps, or has changed since accepted."""

import importlib
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from kiosk.devices.codes import ZxingCodeWriter
from kiosk.domain.receipt import Receipt
from kiosk.flow.messages import View

GROUPS = (
    "technician",
    "citizen",
    "account",
    "help",
    "shift",
    "chip",
    "dossier",
    "bring",
    "staff",
    "tools",
    "mail_bag",
    "money",
    "review",
    "after_sending",
    "account_way",
    "decision",
    "behalf",
    "month_report",
    "post",
    "passing",
    "calls",
    "results",
    "watch",
    "person_data",
    "printing",
    "versions",
)
SHOWN_FAULTS = 40


def examples(groups: Iterable[str] = GROUPS) -> list[tuple[str, View]]:
    """All examples of these groups of screens."""
    found: list[tuple[str, View]] = []
    for group in groups:
        found.extend(importlib.import_module(f"kiosk.ui.screens.examples_{group}").EXAMPLES)
    return found


def gallery(out: Path, resources: Path, *, quick: bool, only: str, accepted_file: Path, accepts: bool) -> int:
    """Pictures and `index.html` in `out`, slips included.

    0 when nothing is clipped, no View lacks a screen, and nothing looks otherwise than accepted; with `accepts` what is
    drawn now becomes the accepted one, if nothing is clipped.
    """
    if sys.platform.startswith("linux") and not os.environ.get("DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from kiosk.app.main import make_application
    from kiosk.app.painting import make_painter
    from kiosk.ui.fingerprints import AcceptedPictures
    from kiosk.ui.gallery import LOOKS, PLACES, render_gallery
    from kiosk.ui.receipts import bitmap_to_png, sample_values
    from kiosk.ui.receipts.template import template_names

    application = make_application()
    places = PLACES[:1] if quick else PLACES
    looks = (
        [look for look in LOOKS if look.text_scale == 1.0 and look.contrast == "light"] if quick else LOOKS
    )
    accepted = AcceptedPictures(accepted_file)
    report = render_gallery(
        [(name, view) for name, view in examples() if only in name],
        out,
        codes=ZxingCodeWriter(),
        places=places,
        looks=looks,
        accepted=accepted,
        tell=print,
    )
    painter = make_painter(resources)
    slips = 0
    (out / "slips").mkdir(exist_ok=True)
    for name in template_names(resources / "receipts"):
        for language in ("vi", "en"):
            for width in (384, 512, 576):
                bitmap = painter.paint(Receipt(name, sample_values(name, language), language), width)
                bitmap_to_png(bitmap, out / "slips" / f"{name}.{language}.{width}.png")
                slips += 1
    print(f"{len(report.pictures)} pictures of screens, {slips} of slips in {out}")
    for name in report.holes:
        print(f"no screen for {name}")
    for fault in report.faults[:SHOWN_FAULTS]:
        print(f"{fault.picture}: {fault.widget}: {fault.what}")
    if len(report.faults) > SHOWN_FAULTS:
        print(f"… and {len(report.faults) - SHOWN_FAULTS} more")
    del application
    if accepts and not report.faults and not report.holes:
        accepted.accept(report.prints)
        print(f"accepted: {len(report.prints)} pictures")
        return 0
    for name in report.changed[:SHOWN_FAULTS]:
        print(f"{name}: looks otherwise than accepted")
    if not accepted.drawn_with:
        print("nothing was accepted on this machine yet: look at index.html, then run this with --accept")
    elif not accepted.comparable:
        print(f"not compared: the accepted pictures were drawn with {accepted.drawn_with}")
    return 0 if report.all_well else 1

"""`kiosk run`, `kiosk demo` and `kiosk gallery`: everything with a window."""

import argparse
from functools import partial
from pathlib import Path

from kiosk.cli.speaking import Subcommands, add_command, place_of, resources, say_error
from kiosk.domain.errors import KioskError


def add(commands: Subcommands) -> None:
    """Register the commands of this family."""
    add_command(
        commands,
        "run",
        run_terminal,
        words="The terminal: full screen, real devices.",
        example="kiosk run --config /etc/kiosk/kiosk.toml",
    )
    demo = add_command(
        commands,
        "demo",
        run_demo,
        words="Everything in one window: sandbox portal, pictures for a camera, a paper roll on the screen.",
        example="kiosk demo --tour --out ./tour",
    )
    demo.add_argument(
        "--tour", action="store_true", help="drive the window by itself (always, where there is no screen)"
    )
    demo.add_argument(
        "--out", type=Path, metavar="DIR", help="where the tour's pictures go (default out/tour)"
    )
    demo.add_argument("--lang", choices=("vi", "en"), default="vi")
    demo.add_argument("--size", default="1920x1080", metavar="WxH", help="size of the tour's window")
    demo.add_argument(
        "--account", choices=("portal", "vneid"), default="portal", help="how people get an account"
    )
    gallery = add_command(
        commands,
        "gallery",
        run_gallery,
        words="Every screen in every state, size, look and language on one page; fails on clipped or overlapping words"
        " and on what looks otherwise than accepted.",
        example="kiosk gallery --out ./gallery --accept",
    )
    gallery.add_argument("--out", type=Path, default=Path("out/gallery"), metavar="DIR")
    gallery.add_argument("--quick", action="store_true", help="one size, one look, both languages")
    gallery.add_argument(
        "--only", default="", metavar="WORDS", help="only states whose name holds these words"
    )
    gallery.add_argument(
        "--accepted",
        type=Path,
        default=Path("out/gallery-accepted.zip"),
        metavar="FILE",
        help="how everything looked when it was last accepted; stays on this machine",
    )
    gallery.add_argument("--accept", action="store_true", help="from now on, what is drawn now is right")


def run_terminal(arguments: argparse.Namespace) -> int:
    """Until it is stopped."""
    from kiosk.app import getting_ready
    from kiosk.app.guard import RESTART, can_guard, guard
    from kiosk.app.guarded_window import Beat
    from kiosk.app.single import SingleInstance
    from kiosk.app.wiping import leave_no_dump

    place = place_of(arguments)
    getting_ready.may_run()

    def serve(beat: Beat) -> int:
        from kiosk.app.main import run

        try:
            return run(place.home, place.settings, resources(), beat, place.config)
        except KioskError as error:
            return say_error(error)

    def rest(beat: Beat) -> int:
        from kiosk.app.main import run_out_of_order

        return run_out_of_order(place.home, place.settings, resources(), beat, place.config)

    leave_no_dump()
    with SingleInstance(place.home):
        if not can_guard():
            return guard(serve, rest)
        getting_ready.load_for_the_first_picture()
        shares = getting_ready.programs_share_the_screen()
        picture = partial(getting_ready.show_first_picture, place.settings.terminal) if shares else None
        code = guard(serve, rest, show_first_picture=picture, get_ready=getting_ready.load_everything)
    if code == RESTART:
        getting_ready.begin_anew()
    return code


def run_demo(arguments: argparse.Namespace) -> int:
    """By hand or by itself."""
    from kiosk.app.demo.main import demo

    return demo(
        home=arguments.home,
        tour=arguments.tour,
        out=arguments.out,
        language=arguments.lang,
        size=arguments.size,
        account=arguments.account,
        resources=resources(),
    )


def run_gallery(arguments: argparse.Namespace) -> int:
    """0 when nothing is clipped and nothing looks otherwise than accepted."""
    from kiosk.app.gallery import gallery

    return gallery(
        arguments.out,
        resources(),
        quick=arguments.quick,
        only=arguments.only,
        accepted_file=arguments.accepted,
        accepts=arguments.accept,
    )

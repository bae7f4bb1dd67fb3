"""`kiosk sandbox` and `kiosk enrol`: the portal to try things with, and becoming known to a portal."""

import argparse
import platform
import signal
import sys
import threading
from dataclasses import asdict
from pathlib import Path

from kiosk.cli.speaking import Exit, Place, Subcommands, add_command, place_of, print_fact, resources


def add(commands: Subcommands) -> None:
    """Register the commands of this family."""
    sandbox = add_command(
        commands,
        "sandbox",
        run_sandbox,
        words="Run the sandbox portal alone, with its officer's page.",
        example="kiosk sandbox --port 8080 --data ./portal",
    )
    sandbox.add_argument(
        "--port", type=int, default=8080, metavar="N", help="0 takes a free one (default 8080)"
    )
    sandbox.add_argument(
        "--database", metavar="URL", help="default SQLite in --data; postgresql+psycopg://… too"
    )
    sandbox.add_argument("--data", type=Path, metavar="DIR", help="default <home>/sandbox")
    sandbox.add_argument(
        "--public-url", metavar="URL", help="how kiosks reach it, if not by the Host they name"
    )
    sandbox.add_argument(
        "--enrolment-code", action="append", default=[], metavar="CODE", help="accepted once"
    )
    sandbox.add_argument(
        "--settings", type=Path, metavar="FILE", help="JSON that replaces the sample settings"
    )
    sandbox.add_argument(
        "--profile",
        choices=("2026", "2019"),
        default="2026",
        help="today's portal (VNeID, wholly or partly online), or one of 2019 (its own accounts, levels 1 to 4)",
    )
    sandbox.add_argument("--end-with-stdin", action="store_true", help="end when standard input is closed")
    enrol = add_command(
        commands,
        "enrol",
        run_enrol,
        words="Make this device known to a gateway; writes [gateway] of kiosk.toml and the device's key.",
        example="kiosk enrol --gateway http://127.0.0.1:8080 --code KIOSK-DEMO",
        prints_facts=True,
    )
    enrol.add_argument("--gateway", required=True, metavar="URL")
    enrol.add_argument("--code", required=True, metavar="CODE", help="single-use enrolment code")
    enrol.add_argument(
        "--name", metavar="N", help="this terminal's name (default: the one it has, else the machine's)"
    )
    enrol.add_argument(
        "--ca", type=Path, metavar="FILE", help="PEM of the gateway's private certificate authority"
    )

    conformance = add_command(
        commands,
        "conformance",
        run_conformance,
        words="Does a gateway keep the wire contract? One line a rule. For test gateways: it files a sample dossier.",
        example="kiosk conformance --gateway http://127.0.0.1:8080 --code KIOSK-DEMO",
        prints_facts=True,
    )
    conformance.add_argument("--gateway", required=True, metavar="URL")
    conformance.add_argument("--code", required=True, metavar="CODE", help="single-use enrolment code")
    conformance.add_argument(
        "--ca", type=Path, metavar="FILE", help="PEM of the gateway's private certificate authority"
    )


def run_conformance(arguments: argparse.Namespace) -> int:
    """0 every rule is kept, 1 some rule is broken."""
    from kiosk.app.conformance import try_gateway

    broken = 0
    for verdict in try_gateway(arguments.gateway, arguments.code, ca=arguments.ca):
        broken += verdict.verdict == "broken"
        if arguments.json:
            print_fact(asdict(verdict))
        else:
            why = f"\n            → {verdict.why}" if verdict.why else ""
            print(f"{verdict.verdict:<10}  {verdict.rule}: {verdict.words}{why}", flush=True)
    return Exit.TROUBLE if broken else Exit.DONE


def run_sandbox(arguments: argparse.Namespace) -> int:
    """Serve until SIGTERM or Ctrl+C."""
    import json

    from kiosk.app.config import home_folder
    from kiosk.app.known_procedures import shipped_procedures
    from kiosk.domain.errors import ConfigurationInvalid
    from kiosk.sandbox.profiles import SETTINGS_2019, procedures_of
    from kiosk.sandbox.server import serve

    data: Path = arguments.data or home_folder(arguments.home) / "sandbox"
    settings = None
    if arguments.settings is not None:
        try:
            settings = json.loads(arguments.settings.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise ConfigurationInvalid(f"{arguments.settings}: {error}") from error

    if arguments.profile == "2019":
        settings = {**SETTINGS_2019, **(settings or {})}
    if arguments.end_with_stdin:
        threading.Thread(target=_end_with_stdin, name="lifeline", daemon=True).start()

    def ready(port: int) -> None:
        print(
            f"sandbox portal: http://127.0.0.1:{port}/_sandbox/  contract: http://127.0.0.1:{port}/docs",
            flush=True,
        )
        print(json.dumps({"port": port}), flush=True)

    return serve(
        port=arguments.port,
        data_dir=data,
        database_url=arguments.database,
        public_url=arguments.public_url,
        procedures=procedures_of(
            arguments.profile, (each.to_wire() for each in shipped_procedures(resources()))
        ),
        settings=settings,
        enrolment_codes=arguments.enrolment_code,
        ready=ready,
    )


def _end_with_stdin() -> None:
    while sys.stdin.buffer.read(4096):
        pass
    signal.raise_signal(signal.SIGTERM)


def run_enrol(arguments: argparse.Namespace) -> int:
    """Ask the gateway to take this device."""
    from kiosk.app.enrolment import enrol

    place = place_of_new(arguments)
    name = arguments.name or place.settings.terminal.name or platform.node() or "kiosk"
    enrolled = enrol(place, gateway=arguments.gateway, code=arguments.code, name=name, ca=arguments.ca)
    if arguments.json:
        print_fact({**asdict(enrolled), "name": name, "config": str(place.config)})
    else:
        print(f"enrolled: {enrolled.point_name} ({enrolled.point_code}); settings in {place.config}")
    return Exit.DONE


def place_of_new(arguments: argparse.Namespace) -> Place:
    """Like `place_of`, but the file may not exist yet: `./kiosk.toml` is then made."""
    given = arguments.config
    if given is not None and not given.exists():
        arguments.config = None
        place = place_of(arguments)
        place.config = given
        return place
    place = place_of(arguments)
    if not place.config.exists():
        place.config = Path("kiosk.toml")
    return place

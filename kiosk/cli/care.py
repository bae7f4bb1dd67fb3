"""`kiosk doctor`, `kiosk audit` and `kiosk staff`: looking after a terminal."""

import argparse
import getpass
import sys
from dataclasses import asdict
from pathlib import Path

from kiosk.cli.speaking import Exit, Subcommands, add_command, place_of, print_fact, resources
from kiosk.domain.errors import ConfigurationInvalid
from kiosk.domain.staff import Role

_SIGNS = {"ok": "ok  ", "warn": "WARN", "fail": "FAIL"}


def add(commands: Subcommands) -> None:
    """Register the commands of this family."""
    add_command(
        commands,
        "doctor",
        run_doctor,
        words="Is this terminal fit for service? One line a check.",
        example="kiosk doctor --json",
        prints_facts=True,
    )
    audit = add_command(
        commands,
        "audit",
        run_audit,
        words="Walk the audit trail's hash chain; names the first broken link.",
        example="kiosk audit verify",
        prints_facts=True,
    )
    audit.add_argument("action", choices=("verify",))
    keys = add_command(
        commands,
        "keys",
        run_keys,
        words="Recovery copy of the master key: sealed for the operator's age key, or put in place on a new machine.",
        example="kiosk keys export recovery.age --recipient age1…",
    )
    keys.add_argument("action", choices=("export", "restore"))
    keys.add_argument("file", type=Path, metavar="FILE")
    keys.add_argument("--recipient", metavar="AGE1…", help="public key to seal for (export)")
    keys.add_argument(
        "--identity", type=Path, metavar="FILE", help="file with the AGE-SECRET-KEY-1… (restore)"
    )
    staff = add_command(
        commands,
        "staff",
        run_staff,
        words="Staff accounts of this terminal. The password is asked for, or read from standard input.",
        example="kiosk staff add lan --name 'Trần Thị Lan' --role clerk",
        prints_facts=True,
    )
    staff.add_argument("action", choices=("add", "reset", "list"))
    staff.add_argument("staff_id", nargs="?", metavar="ID")
    staff.add_argument("--name", default="", metavar="N")
    staff.add_argument("--role", choices=[role.value for role in Role], default=Role.CLERK.value)


def run_doctor(arguments: argparse.Namespace) -> int:
    """0 all good, 1 something is wrong."""
    from kiosk.app.doctor import examine

    place = place_of(arguments)
    wrong = False
    for finding in examine(place.home, place.settings, resources()):
        wrong = wrong or finding.state == "fail"
        if arguments.json:
            print_fact(asdict(finding))
        else:
            todo = f"\n{'':25}→ {finding.todo}" if finding.todo else ""
            print(f"{_SIGNS[finding.state]}  {finding.check:<18} {finding.value}{todo}", flush=True)
    return Exit.TROUBLE if wrong else Exit.DONE


def run_audit(arguments: argparse.Namespace) -> int:
    """0 whole, 1 broken."""
    from kiosk.app.build import open_storage

    place = place_of(arguments)
    storage = open_storage(place.home, place.settings)
    try:
        verdict = storage.audit.verify()
    finally:
        storage.close()
    whole = verdict.broken_at is None
    if arguments.json:
        print_fact(
            {
                "entries": verdict.entries,
                "broken_at": verdict.broken_at,
                "reason": verdict.reason,
                "ok": whole,
            }
        )
    elif whole:
        print(f"audit: {verdict.entries} entries, the chain is whole")
    else:
        print(f"audit: broken at entry {verdict.broken_at}: {verdict.reason}")
    return Exit.DONE if whole else Exit.TROUBLE


def run_keys(arguments: argparse.Namespace) -> int:
    """Export or restore."""
    from kiosk.app.build import open_storage
    from kiosk.storage import restore_master

    place = place_of(arguments)
    if arguments.action == "export":
        if not arguments.recipient:
            raise ConfigurationInvalid("keys export: give --recipient with the operator's age public key.")
        storage = open_storage(place.home, place.settings)
        try:
            sealed = storage.keys.export_recovery(arguments.recipient)
        finally:
            storage.close()
        arguments.file.write_bytes(sealed)
        print(f"{arguments.file}: the master key, sealed for the recipient; keep it away from this machine")
        return Exit.DONE
    try:
        sealed = arguments.file.read_bytes()
        identity = _secret_in(arguments.identity.read_text(encoding="ascii")) if arguments.identity else ""
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationInvalid(f"keys restore: {error}") from error
    if not identity:
        raise ConfigurationInvalid("keys restore: give --identity with a file that holds AGE-SECRET-KEY-1…")
    protector = restore_master(place.home, sealed, identity)
    print(f"the master key is in place, guarded by {protector}")
    return Exit.DONE


def _secret_in(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.startswith("AGE-SECRET-KEY-")), "")


def run_staff(arguments: argparse.Namespace) -> int:
    """Add, reset or list."""
    from kiosk.app.build import open_storage

    place = place_of(arguments)
    storage = open_storage(place.home, place.settings)
    try:
        if arguments.action == "list":
            for member in storage.staff.members():
                if arguments.json:
                    print_fact(asdict(member))
                else:
                    print(
                        f"{member.id}  {member.name}  {member.role}{'' if member.active else '  (inactive)'}"
                    )
            return Exit.DONE
        if not arguments.staff_id:
            print("kiosk: name the staff member's ID", file=sys.stderr)
            return Exit.WRONG_USE
        password = (
            getpass.getpass("First password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
        )
        if arguments.action == "add":
            name = arguments.name or arguments.staff_id
            storage.staff.add(arguments.staff_id, name, Role(arguments.role), password)
        else:
            storage.staff.reset(arguments.staff_id, password)
        print(f"{arguments.staff_id}: done; a new password is asked for at the first sign-in")
        return Exit.DONE
    finally:
        storage.close()

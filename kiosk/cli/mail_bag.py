"""`kiosk queue export` and `kiosk queue import`: waiting work on a stick, sealed for the operator."""

import argparse
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.cli.speaking import Exit, Place, print_fact, resources
from kiosk.domain.errors import ConfigurationInvalid
from kiosk.domain.mailbag import BagOutcome, read_seals

if TYPE_CHECKING:  # loading the storage room takes longer than anything else a command does
    from kiosk.storage import Storage


def run(arguments: argparse.Namespace, place: Place) -> int:
    """0 done, 1 a bag that is not taken in, or pieces of it that were not."""
    from kiosk.app.build import open_storage

    if not arguments.reference:
        print(f"kiosk: name the file: kiosk queue {arguments.action} FILE", file=sys.stderr)
        return Exit.WRONG_USE
    file = Path(arguments.reference)
    storage = open_storage(place.home, place.settings)
    try:
        return (_export if arguments.action == "export" else _import)(arguments, place, storage, file)
    finally:
        storage.close()


def _export(arguments: argparse.Namespace, place: Place, storage: "Storage", file: Path) -> int:
    from kiosk.app.build import known_settings

    recipient = arguments.recipient or place.settings.mailbag.recipient
    if not recipient:
        raise ConfigurationInvalid(
            "queue export: set mailbag.recipient in kiosk.toml to the operator's age public key (age1…), or give"
            " --recipient"
        )
    point = known_settings(storage, resources()).agent_point.code
    contents = storage.mail_bag.pack(
        file,
        recipient=recipient,
        terminal=place.settings.terminal.name or point,
        point=point,
        gateway=place.settings.gateway.url,
    )
    if arguments.json:
        print_fact({"file": str(file), **asdict(contents)})
    else:
        print(
            f"{file}: {contents.dossiers} dossiers, {contents.accounts} registrations, {contents.news} pieces of post"
            f" news and {contents.cash} entries of cash, sealed; they stay queued here too"
        )
        print(f"seal of this terminal, for whoever takes it in: {contents.seal}")
    return Exit.DONE


def _import(arguments: argparse.Namespace, place: Place, storage: "Storage", file: Path) -> int:
    key_file = arguments.identity or (place.settings.mailbag.identity_file or None)
    if key_file is None:
        raise ConfigurationInvalid(
            "queue import: set mailbag.identity_file in kiosk.toml to the file with the AGE-SECRET-KEY-1…, or give"
            " --identity"
        )
    try:
        identity = Path(key_file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationInvalid(f"queue import: {key_file}: cannot be read") from error
    contents = storage.mail_bag.look(file, identity=identity)
    senders = read_seals(" ".join([place.settings.mailbag.senders, *arguments.sender]))
    outcome = storage.mail_bag.take_in(
        file, identity=identity, senders=senders, gateway=place.settings.gateway.url
    )
    if arguments.json:
        print_fact({"file": str(file), "seal": contents.seal, **asdict(outcome)})
    else:
        _tell(outcome)
    return Exit.TROUBLE if outcome.refused else Exit.DONE


def _tell(outcome: BagOutcome) -> None:
    print(f"taken in: {outcome.taken}, already here: {outcome.already_here}")
    for reference, code in outcome.refused:
        print(f"not taken in: {reference}: {code}")

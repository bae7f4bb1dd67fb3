"""`kiosk submit`, `kiosk sync` and `kiosk queue`: dossiers without a screen."""

import argparse
import signal
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kiosk.cli import mail_bag
from kiosk.cli.speaking import Exit, Subcommands, add_command, place_of, print_fact, resources
from kiosk.domain.ports import UploadQueue
from kiosk.domain.procedure import Procedure
from kiosk.domain.upload import QueueItem

_PAGE_ITEMS = 500


def add(commands: Subcommands) -> None:
    """Register the commands of this family."""
    submit = add_command(
        commands,
        "submit",
        run_submit,
        words="Queue a prepared folder: dossier.json and its files. Prints the local reference once it is durable.",
        example="kiosk submit ./birth-of-an",
        prints_facts=True,
    )
    submit.add_argument("folder", type=Path, metavar="DIR")
    sync = add_command(
        commands,
        "sync",
        run_sync,
        words="Deliver what waits, without a screen.",
        example="kiosk sync --until-empty --timeout 300 --json",
        prints_facts=True,
    )
    sync.add_argument("--until-empty", action="store_true", help="wait for what is not due yet")
    sync.add_argument(
        "--timeout", type=float, metavar="S", help="give up after so many seconds; the work stays queued"
    )
    queue = add_command(
        commands,
        "queue",
        run_queue,
        words="What waits and why; `verify` checks database and files; `export` and `import` carry it on a stick.",
        example="kiosk queue retry K-HN0099-261122-1-X",
        prints_facts=True,
    )
    actions = ("show", "retry", "verify", "export", "import")
    queue.add_argument("action", nargs="?", choices=actions, metavar="|".join(actions))
    queue.add_argument("reference", nargs="?", metavar="REF|FILE")
    queue.add_argument(
        "--recipient", metavar="AGE1…", help="seal for this key instead of mailbag.recipient (export)"
    )
    queue.add_argument(
        "--identity", type=Path, metavar="FILE", help="secret key instead of mailbag.identity_file (import)"
    )
    queue.add_argument(
        "--sender", action="append", default=[], metavar="SEAL", help="take this terminal's bag in (import)"
    )


def run_submit(arguments: argparse.Namespace) -> int:
    """The reference is printed after COMMIT, never before."""
    from kiosk.app.build import known_settings, open_storage, today_in_vietnam, utc_now
    from kiosk.app.known_procedures import known_catalogue
    from kiosk.app.prepared_folder import submit_folder, unwitnessed
    from kiosk.devices.pages import take_file

    place = place_of(arguments)
    storage = open_storage(place.home, place.settings)
    try:
        portal = known_settings(storage, resources())
        catalogue = known_catalogue(storage, resources(), today_in_vietnam)

        def taken(file: Path, limit_bytes: int) -> tuple[str, bytes, int]:
            found = take_file(file, limit_bytes=limit_bytes)
            return found.media_type, found.content, found.pages

        named: list[str] = []

        def followed(code: str, version: object) -> Procedure | None:
            found = catalogue.get(code) if version is None else catalogue.version(code, version)
            if found is not None:
                storage.catalogue.keep_followed(found.to_wire())
            elif version is not None:
                named.append(f"{code} version {version}")
            return found

        dossier = submit_folder(
            arguments.folder,
            dossiers=storage.dossiers,
            procedure_of=followed,
            take_file=taken,
            now=utc_now(),
            point=portal.agent_point.reference_code,
            limit_bytes=portal.document_bytes,
        )
    finally:
        storage.close()
    if named:
        print(
            f"Procedure {named[0]} is not known here. It goes out as dossier.json names it; the portal decides.",
            file=sys.stderr,
        )
    if missing := unwitnessed(dossier.body):
        print(
            f"Not in dossier.json, sent as null: {', '.join(missing)}. The portal may refuse it.",
            file=sys.stderr,
        )
    if arguments.json:
        print_fact(
            {
                "reference": dossier.local_reference,
                "dossier_id": dossier.id,
                "documents": [document.to_wire() for document in dossier.documents],
            }
        )
    else:
        print(dossier.local_reference)
    return Exit.DONE


def run_sync(arguments: argparse.Namespace) -> int:
    """0 empty, 4 work left, 130 when Ctrl+C ended it."""
    from kiosk.app.build import make_client, make_runner, open_storage
    from kiosk.domain.errors import LinkRefused

    place = place_of(arguments)
    if not place.settings.gateway.url:
        raise LinkRefused("run `kiosk enrol` first", code="not_enrolled")
    storage = open_storage(place.home, place.settings)
    try:
        client = make_client(place.settings, storage)
        stopped_by: list[int] = []

        def stop(number: int, _: object) -> None:
            stopped_by.append(number)
            client.stop.set()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop)
        runner = make_runner(storage, client)
        costs = runner.drain(until_empty=arguments.until_empty, timeout_s=arguments.timeout)
        counts = storage.queue.counts()
        facts: dict[str, Any] = {
            "delivered": costs.delivered,
            "waiting": counts.left,
            "quarantined": counts.quarantined,
            "bytes_sent": costs.bytes_sent,
            "payload_bytes": costs.payload_bytes,
            "requests": costs.requests,
            "seconds": round(costs.seconds, 3),
        }
        why = client.link.problem
        client.close()
    finally:
        storage.close()
    if arguments.json:
        print_fact(facts)
    else:
        print(
            f"delivered {facts['delivered']}, waiting {facts['waiting']}, quarantined {facts['quarantined']}"
        )
        if counts.left and why:
            print(f"not online: {why}")
    if signal.SIGINT in stopped_by:
        return Exit.INTERRUPTED
    return Exit.WORK_LEFT if counts.left else Exit.DONE


def run_queue(arguments: argparse.Namespace) -> int:
    """List, show one, retry one, verify, or carry it on a stick."""
    from kiosk.app.build import open_storage

    place = place_of(arguments)
    if arguments.action in ("export", "import"):
        return mail_bag.run(arguments, place)
    storage = open_storage(place.home, place.settings)
    try:
        if arguments.action == "verify":
            problems = storage.check(full=True)
            for problem in problems:
                print_fact({"problem": problem}) if arguments.json else print(problem)
            if arguments.json and not problems:
                print_fact({"problem": None})
            if not arguments.json:
                print("queue: something is wrong" if problems else "queue: database and files are whole")
            return Exit.TROUBLE if problems else Exit.DONE
        if arguments.action is None:
            nothing = True
            for item in _all_items(storage.queue):
                nothing = False
                print_fact(asdict(item)) if arguments.json else print(_line(item))
            if nothing and not arguments.json:
                print("queue: nothing waits")
            return Exit.DONE
        if not arguments.reference:
            print(f"kiosk: name the reference: kiosk queue {arguments.action} REF", file=sys.stderr)
            return Exit.WRONG_USE
        dossier = storage.dossiers.find(arguments.reference)
        found = storage.queue.item_of(dossier.id if dossier else arguments.reference)
        if found is None and dossier is None:
            same = (item for item in _all_items(storage.queue) if item.reference == arguments.reference)
            found = next(same, None)
        if arguments.action == "show":
            return _show(arguments, dossier, found)
        if found is None or not storage.queue.retry(found.job_id):
            print(
                "kiosk: no work of that reference waits or was put aside; `kiosk queue` lists what there is",
                file=sys.stderr,
            )
            return Exit.TROUBLE
        print(f"{found.reference}: will be tried again now")
        return Exit.DONE
    finally:
        storage.close()


def _all_items(queue: UploadQueue) -> Iterator[QueueItem]:
    """Page by page: a terminal that was away for a month is listed as readily as another."""
    after = 0
    while page := queue.items(limit=_PAGE_ITEMS, after=after):
        yield from page
        after = page[-1].job_id


def _line(item: QueueItem) -> str:
    why = item.problem.code if item.problem else item.why
    when = f"  due in {item.due_in_s:.0f} s" if item.state == "waiting" and item.due_in_s > 0 else ""
    return f"{item.reference}  {item.kind}  {item.state}  since {item.queued_at:%Y-%m-%d %H:%M}{when}  {why}"


def _show(arguments: argparse.Namespace, dossier: Any, item: QueueItem | None) -> int:
    if dossier is None and item is None:
        print("kiosk: there is nothing of that reference; `kiosk queue` lists what waits", file=sys.stderr)
        return Exit.TROUBLE
    facts: dict[str, Any] = {}
    if dossier is not None:
        facts = {
            "reference": dossier.local_reference,
            "dossier_id": dossier.id,
            "revision": dossier.revision,
            "state": dossier.state.value,
            "official_code": dossier.official_code,
            "documents": [document.to_wire() for document in dossier.documents],
            "problem": asdict(dossier.problem) if dossier.problem else None,
            "history": [asdict(change) for change in dossier.history],
        }
    if item is not None:
        facts["job"] = asdict(item)
    if arguments.json:
        print_fact(facts)
        return Exit.DONE
    for name in ("reference", "dossier_id", "revision", "state", "official_code"):
        if facts.get(name) is not None:
            print(f"{name}: {facts[name]}")
    for document in facts.get("documents", ()):
        print(f"document: {document['name']}, {document['bytes']} bytes")
    if dossier is not None and dossier.problem is not None:
        print(f"problem: {dossier.problem.code} {dossier.problem.detail}".rstrip())
        for pointer, _, detail in dossier.problem.errors:
            print(f"  {pointer}: {detail}")
    if item is not None:
        print(f"job: {_line(item)}")
    for change in facts.get("history", ()):
        print(f"  {change['at']:%Y-%m-%d %H:%M:%S}  {change['state']}  {change['by']}  {change['reason']}")
    return Exit.DONE

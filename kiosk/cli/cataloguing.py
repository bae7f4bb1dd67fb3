"""`kiosk catalogue`: takes a portal's list of procedures in for review, shows what is doubtful, publishes."""

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kiosk.cli.speaking import Exit, Subcommands, add_command, place_of, print_fact, resources
from kiosk.domain.catalogue_review import ReviewItem, ReviewState
from kiosk.domain.errors import ConfigurationInvalid
from kiosk.storage import Storage

WHO = "technician"
_VIETNAM = timedelta(hours=7)


def add(commands: Subcommands) -> None:
    """Register the command."""
    catalogue = add_command(
        commands,
        "catalogue",
        run_catalogue,
        words="A portal's list of procedures: take it in, see what is doubtful, settle it, publish.",
        example="kiosk catalogue import list.xlsx   ·   kiosk catalogue review   ·   kiosk catalogue settle 1.002755 1=2"
        "   ·   kiosk catalogue accept 1.002755   ·   kiosk catalogue accept --all-clear",
        prints_facts=True,
    )
    catalogue.add_argument("action", choices=("import", "review", "settle", "accept", "put-aside"))
    catalogue.add_argument("what", nargs="*", metavar="FILE|CODE|N=K")
    catalogue.add_argument("--all-clear", action="store_true", help="accept every record without a doubt")
    catalogue.add_argument("--out", type=Path, metavar="FILE", help="write the review list as .csv or .pdf")
    catalogue.add_argument("--lang", choices=("vi", "en"), default="vi")


def run_catalogue(arguments: argparse.Namespace) -> int:
    """One of the actions."""
    with _storage_of(arguments) as storage:
        match arguments.action:
            case "import":
                return _import(arguments, storage)
            case "review":
                return _review(arguments, storage)
            case "settle":
                return _settle(arguments, storage)
            case "accept":
                return _accept(arguments, storage)
            case _:
                for code in _codes(arguments):
                    item = replace(_find(storage, code), state=ReviewState.PUT_ASIDE)
                    storage.reviews.keep([item], by=WHO)
                return Exit.DONE


@contextmanager
def _storage_of(arguments: argparse.Namespace) -> Iterator[Storage]:
    from kiosk.app.build import open_storage

    place = place_of(arguments)
    storage = open_storage(place.home, place.settings)
    try:
        yield storage
    finally:
        storage.close()


def _import(arguments: argparse.Namespace, storage: Storage) -> int:
    from kiosk.catalogue.importing import import_list
    from kiosk.catalogue.portal_list import ListUnreadable
    from kiosk.domain.events import AuditKind

    (file,) = _exactly_one(arguments)
    try:
        outcome = import_list(Path(file), storage.reviews, (datetime.now(UTC) + _VIETNAM).date())
    except ListUnreadable as error:
        raise ConfigurationInvalid(str(error)) from error
    storage.audit.append(AuditKind.CATALOGUE_IMPORTED, "", {"staff": WHO, "records": outcome.records})
    if arguments.json:
        print_fact(asdict(outcome))
    else:
        doubtful = outcome.records - outcome.clear
        print(
            f"{outcome.records} procedures wait for review: {outcome.clear} clear, {doubtful} doubtful;",
            end=" ",
        )
        print(f"{outcome.unchanged} were known already, {len(outcome.refused)} could not be read")
        for place, code, detail in outcome.refused:
            print(
                f"  {place}: {_say(arguments)(f'review.refused_{code}')} {detail.in_language(arguments.lang)}".rstrip()
            )
    return Exit.TROUBLE if outcome.refused else Exit.DONE


def _review(arguments: argparse.Namespace, storage: Storage) -> int:
    from kiosk.app.review_effects import doubtful_items, review_sheet, review_table

    if arguments.what:
        for code in arguments.what:
            _print_item(arguments, _find(storage, code))
        return Exit.DONE
    items = doubtful_items(storage.reviews)
    if arguments.out is not None:
        at = f"{datetime.now(UTC) + _VIETNAM:%H:%M %d/%m/%Y}"
        say = _say(arguments)
        if arguments.out.suffix.lower() == ".pdf":
            from kiosk.app.painting import headless_painter
            from kiosk.ui.sheets import sheet_pdf

            headless_painter(resources())
            arguments.out.write_bytes(sheet_pdf(review_sheet(items, say, at, arguments.lang)))
        else:
            arguments.out.write_bytes(review_table(items, say, arguments.lang))
        print(f"{len(items)} doubtful procedures written to {arguments.out}")
        return Exit.DONE
    waiting, clear = storage.reviews.count(ReviewState.WAITING)
    if arguments.json:
        print_fact({"waiting": waiting, "clear": clear, "doubtful": [item.code for item in items]})
        return Exit.DONE
    print(f"{waiting} procedures wait for review, {clear} of them without any doubt")
    for item in items:
        print(f"  {item.code}  {item.open_doubts} doubts  {item.name}")
    return Exit.DONE


def _print_item(arguments: argparse.Namespace, item: ReviewItem) -> None:
    if arguments.json:
        print_fact(
            {
                "code": item.code,
                "name": item.name,
                "state": item.state,
                "doubts": [d.to_body() for d in item.doubts],
            }
        )
        return
    say = _say(arguments)
    print(f"{item.code}  {item.name}  ({item.source}, {item.place}; {item.state})")
    for number, doubt in enumerate(item.doubts, 1):
        print(f" {number}. {say(f'review.doubt_{doubt.code}')}: {doubt.said_in(arguments.lang)}")
        for choice, proposal in enumerate(doubt.proposals, 1):
            mark = "*" if doubt.answer == choice - 1 else " "
            print(f"   {mark} {number}={choice}  {proposal.words.in_language(arguments.lang)}")


def _settle(arguments: argparse.Namespace, storage: Storage) -> int:
    code, *decisions = arguments.what or [""]
    item = _find(storage, code)
    for decision in decisions:
        doubt, _, choice = decision.partition("=")
        if not (doubt.isdecimal() and choice.isdecimal() and 1 <= int(doubt) <= len(item.doubts)):
            raise ConfigurationInvalid(f"{decision!r}: write for example 1=2, the doubt and the choice")
        settled = item.decided(int(doubt) - 1, answer=int(choice) - 1)
        if settled == item and item.doubts[int(doubt) - 1].answer != int(choice) - 1:
            raise ConfigurationInvalid(f"{decision!r}: that doubt has no such choice")
        item = settled
    storage.reviews.keep([item], by=WHO)
    _print_item(arguments, item)
    return Exit.DONE if item.can_be_accepted else Exit.TROUBLE


def _accept(arguments: argparse.Namespace, storage: Storage) -> int:
    from kiosk.catalogue.importing import accept, accept_all_clear
    from kiosk.domain.events import AuditKind
    from kiosk.domain.procedure_reading import ProcedureInvalid

    if arguments.all_clear:
        accepted, wrong = accept_all_clear(storage.reviews, by=WHO)
        storage.audit.append(
            AuditKind.CATALOGUE_REVIEWED, "", {"staff": WHO, "state": "accepted", "records": accepted}
        )
        print(f"{accepted} procedures are published, {wrong} were found wrong")
        return Exit.TROUBLE if wrong else Exit.DONE
    for code in _codes(arguments):
        try:
            accept(_find(storage, code), storage.reviews, by=WHO)
        except ProcedureInvalid as error:
            raise ConfigurationInvalid(
                f"{code}: {error.reason} See: kiosk catalogue review {code}"
            ) from error
        storage.audit.append(AuditKind.CATALOGUE_REVIEWED, code, {"staff": WHO, "state": "accepted"})
    return Exit.DONE


def _find(storage: Storage, code: str) -> ReviewItem:
    item = storage.reviews.find(code)
    if item is None:
        raise ConfigurationInvalid(f"no procedure {code!r} was taken in; see: kiosk catalogue review")
    return item


def _codes(arguments: argparse.Namespace) -> list[str]:
    if not arguments.what:
        raise ConfigurationInvalid("name one code or more, for example: kiosk catalogue accept 1.002755")
    return list(arguments.what)


def _exactly_one(arguments: argparse.Namespace) -> list[str]:
    if len(arguments.what) != 1:
        raise ConfigurationInvalid("name one file, for example: kiosk catalogue import list.xlsx")
    return list(arguments.what)


def _say(arguments: argparse.Namespace) -> Callable[[str], str]:
    from kiosk.app.review_effects import words_of

    return words_of(resources(), arguments.lang)

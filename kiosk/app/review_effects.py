"""Carries out the session's orders about imported procedures; what may take a while runs in the lane for that."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from kiosk.app.parts import Parts
from kiosk.app.words import Words
from kiosk.catalogue.importing import LIST_SUFFIXES, accept, accept_all_clear, import_list
from kiosk.catalogue.portal_list import ListUnreadable
from kiosk.devices.printers.sheet_queue import write_file_into
from kiosk.devices.sticks import mounted_sticks
from kiosk.domain.catalogue_review import ReviewItem, ReviewState, ReviewStore
from kiosk.domain.errors import PrinterGone
from kiosk.domain.events import AuditKind
from kiosk.domain.procedure_reading import ProcedureInvalid
from kiosk.domain.sheet import Block, Boxes, Heading, Sentence, Sheet
from kiosk.flow import review_words as words
from kiosk.flow.issue_receipt import local_time_text
from kiosk.flow.messages import Effect, Intent, Lane

Say = Callable[[str], str]
MOST_FILES = 12
MOST_LISTED = 2_000
"""Doubtful records on paper; the table holds them all."""


class ReviewEffects:
    """`table` names lane and method of each order."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._reviews = parts.store.reviews

    def table(self) -> dict[type[Effect], tuple[Lane, Callable[[Any], Intent | None]]]:
        """What is carried out where."""
        store, care = Lane.STORE, Lane.CARE
        return {
            words.LoadReviews: (store, self._load_all),
            words.LoadReview: (store, self._load),
            words.KeepReview: (store, self._keep),
            words.ImportList: (care, self._import),
            words.AcceptReview: (care, self._accept),
            words.PutReviewAside: (care, self._put_aside),
            words.AcceptClearOnes: (care, self._accept_clear),
            words.MakeReviewList: (care, self._make_list),
        }

    def _sticks(self) -> list[Path]:
        folder = self._parts.settings.stick.folder
        return [Path(folder)] if folder else mounted_sticks()

    def _load_all(self, effect: words.LoadReviews) -> Intent:
        waiting, clear = self._reviews.count(ReviewState.WAITING)
        files = []
        for stick in self._sticks():
            try:
                found = [file for file in sorted(stick.iterdir()) if file.suffix.lower() in LIST_SUFFIXES]
                files += [words.ListFile(str(file), file.name, file.stat().st_size) for file in found]
            except OSError:
                continue  # pulled out meanwhile
        desk = words.ReviewDesk(
            waiting=waiting,
            clear=clear,
            accepted=self._reviews.count(ReviewState.ACCEPTED)[0],
            put_aside=self._reviews.count(ReviewState.PUT_ASIDE)[0],
            lines=tuple(self._reviews.lines(state=effect.state)),
            files=tuple(files[:MOST_FILES]),
            state=effect.state,
        )
        return words.ReviewsLoaded(desk=desk)

    def _load(self, effect: words.LoadReview) -> Intent:
        return words.ReviewLoaded(item=self._reviews.find(effect.code))

    def _keep(self, effect: words.KeepReview) -> None:
        self._reviews.keep([effect.item], by=effect.staff_id)

    def _import(self, effect: words.ImportList) -> Intent:
        try:
            outcome = import_list(Path(effect.path), self._reviews, self._parts.around.today())
        except ListUnreadable as error:
            return words.ListImported(outcome=None, problem=error.words)
        self._record(AuditKind.CATALOGUE_IMPORTED, "", effect.staff_id, records=outcome.records)
        return words.ListImported(outcome=outcome)

    def _accept(self, effect: words.AcceptReview) -> Intent:
        try:
            accept(effect.item, self._reviews, by=effect.staff_id)
        except ProcedureInvalid as error:
            return words.ReviewSettled(problem=error.words)
        self._record(AuditKind.CATALOGUE_REVIEWED, effect.item.code, effect.staff_id, state="accepted")
        self._parts.reload_catalogue()
        return words.ReviewSettled()

    def _put_aside(self, effect: words.PutReviewAside) -> Intent:
        self._reviews.keep([replace(effect.item, state=ReviewState.PUT_ASIDE)], by=effect.staff_id)
        self._record(AuditKind.CATALOGUE_REVIEWED, effect.item.code, effect.staff_id, state="put_aside")
        if effect.item.state is ReviewState.ACCEPTED:
            self._parts.reload_catalogue()
        return words.ReviewSettled()

    def _accept_clear(self, effect: words.AcceptClearOnes) -> Intent:
        accepted, wrong = accept_all_clear(self._reviews, by=effect.staff_id)
        self._record(AuditKind.CATALOGUE_REVIEWED, "", effect.staff_id, state="accepted", records=accepted)
        self._parts.reload_catalogue()
        return words.ClearOnesSettled(accepted=accepted, wrong=wrong)

    def _make_list(self, effect: words.MakeReviewList) -> Intent:
        def say(key: str) -> str:
            return self._parts.around.words(key, effect.language)

        items = doubtful_items(self._reviews)
        at = local_time_text(self._parts.clock())
        stick = next((each for each in self._sticks() if each.is_dir()), None)
        table = ""
        if stick is not None:
            try:
                table = write_file_into(
                    stick, review_table(items, say, effect.language), "thu-tuc-can-xem-lai", ".csv"
                ).name
            except PrinterGone:
                table = ""
        return words.ReviewListMade(sheet=review_sheet(items, say, at, effect.language), table=table)

    def _record(self, kind: AuditKind, subject: str, staff_id: str, **facts: object) -> None:
        self._parts.store.audit.append(kind, subject, {"staff": staff_id, **facts})


def doubtful_items(reviews: ReviewStore) -> list[ReviewItem]:
    """Waiting records with a doubt, most of them first."""
    lines = reviews.lines(state=ReviewState.WAITING, limit=1_000_000)
    found = (reviews.find(line.code) for line in lines if line.doubts)
    return [item for item in found if item is not None]


def review_table(items: list[ReviewItem], say: Say, language: str) -> bytes:
    """A line a doubt, as CSV that spreadsheet programs open."""
    held = io.StringIO(newline="")
    writer = csv.writer(held)
    writer.writerow(
        [say(f"review.column_{name}") for name in ("code", "name", "place", "doubt", "said", "decided")]
    )
    for item in items:
        for doubt in item.doubts:
            decided = doubt.proposals[doubt.answer].words.vi if doubt.answer is not None else ""
            row = [item.code, item.name, f"{item.source}, {item.place}", say(f"review.doubt_{doubt.code}")]
            writer.writerow(
                [_plain(cell) for cell in (*row, doubt.said_in(language), decided or str(doubt.number or ""))]
            )
    return held.getvalue().encode("utf-8-sig")


def review_sheet(items: list[ReviewItem], say: Say, at: str, language: str) -> Sheet:
    """The same on A4, to sit down with."""
    blocks: list[Block] = [Sentence(say("review.sheet_sentence"))]
    for item in items[:MOST_LISTED]:
        blocks.append(Heading(f"{item.code} {item.name}"))
        rows = tuple((say(f"review.doubt_{doubt.code}"), doubt.said_in(language)) for doubt in item.doubts)
        blocks.append(Boxes(rows))
    return Sheet(title=say("review.sheet_title"), blocks=tuple(blocks), footing=at)


def words_of(resources: Path, language: str) -> Say:
    """The sentences for commands."""
    every = Words(resources / "i18n")
    return lambda key: every(key, language)


def _plain(cell: str) -> str:
    """No cell may begin a formula in the spreadsheet program of whoever opens it."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell

"""Putting the storage room together and looking after it: open, check, close; the stores themselves stand beside."""

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from argon2 import PasswordHasher
from sqlalchemy import func, literal, select

from kiosk.domain.dossier import WAITING_STATES
from kiosk.domain.errors import Broken, ConfigurationInvalid, DatabaseDamaged
from kiosk.domain.ports import Clock, Monotonic
from kiosk.domain.settings import WatchSettings
from kiosk.storage import branch
from kiosk.storage.account_store import SqlAccountStore
from kiosk.storage.audit_log import SqlAuditLog
from kiosk.storage.ballast import DiskBallast
from kiosk.storage.call_store import SqlClerkCalls
from kiosk.storage.catalogue_store import SqlCatalogueStore
from kiosk.storage.contact_marks import ContactMarks
from kiosk.storage.database import CHECKED_AT_ONCE_BYTES, DATABASE_FILE, Database
from kiosk.storage.document_purge import DocumentPurge
from kiosk.storage.dossier_intake import DossierIntake, ReferenceRange
from kiosk.storage.dossier_store import SqlDossierStore
from kiosk.storage.draft_store import SqlDraftStore
from kiosk.storage.durable_files import disk_errors
from kiosk.storage.file_removal import known_file_names, remove_noted
from kiosk.storage.integrity import IntegrityWatch
from kiosk.storage.job_rows import JobRows
from kiosk.storage.keys import KeyRing
from kiosk.storage.mail_bag import SealedMailBag
from kiosk.storage.payment_store import SqlPaymentStore
from kiosk.storage.person_records import SqlPersonRecords
from kiosk.storage.post_store import SqlPostStore
from kiosk.storage.presence import Presence, one_at_a_time
from kiosk.storage.print_queue import SqlPrintQueue
from kiosk.storage.queue_clock import QueueClock
from kiosk.storage.review_store import SqlReviewStore
from kiosk.storage.sealed_files import FILES_FOLDER, SealedFiles, holds_sealed_files
from kiosk.storage.staff_store import STRONG_HASHER, SqlStaffStore
from kiosk.storage.sync_marks import SqlSyncMarks
from kiosk.storage.tables import (
    DONE,
    QUARANTINED,
    documents,
    dossiers,
    draft_pages,
    jobs,
    queue_totals,
)
from kiosk.storage.tables_post import post_signatures
from kiosk.storage.time_line import TimeLine
from kiosk.storage.upload_queue import SqlUploadQueue
from kiosk.storage.watch_store import SqlServiceWatch

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Storage:
    """All stores of one KIOSK_HOME. Several processes may have it open; each closes its own."""

    drafts: SqlDraftStore
    dossiers: SqlDossierStore
    accounts: SqlAccountStore
    queue: SqlUploadQueue
    mail_bag: SealedMailBag
    payments: SqlPaymentStore
    prints: SqlPrintQueue
    post: SqlPostStore
    catalogue: SqlCatalogueStore
    reviews: SqlReviewStore
    marks: SqlSyncMarks
    audit: SqlAuditLog
    staff: SqlStaffStore
    watch: SqlServiceWatch
    people: SqlPersonRecords
    calls: SqlClerkCalls
    keys: KeyRing
    ballast: DiskBallast
    _database: Database = field(repr=False)
    _files: SealedFiles = field(repr=False)
    _presence: Presence = field(repr=False)
    _clock: Clock = field(repr=False)

    @classmethod
    def open(
        cls,
        home: Path,
        *,
        database_url: str | None = None,
        files_folder: Path | None = None,
        clock: Clock = lambda: datetime.now(UTC),
        monotonic: Monotonic = time.monotonic,
        boot_id: str | None = None,
        hasher: PasswordHasher = STRONG_HASHER,
        terminal_number: int | None = 0,
        job_rows: type[JobRows] = JobRows,
        check_at_once_bytes: int = CHECKED_AT_ONCE_BYTES,
        is_checked: bool = False,
        repeat_within_d: int = WatchSettings().repeat_within_d,
    ) -> "Storage":
        """Open, check, migrate, and finish what a crash left undone.

        `database_url` None: `home/kiosk.db` under SQLCipher; else PostgreSQL, and `files_folder` is where all its
        terminals keep their sealed files. `boot_id` names what `monotonic` counts from, None: this machine's boot, or
        the server's clock. `terminal_number` (0 to 999) keeps the references of terminals of one point apart; None: this
        home's own key does. `job_rows`: what puts work into the queue. A database larger than
        `check_at_once_bytes` is not checked here but by `upkeep.check_opening`; with `is_checked`, said by a process that has
        the home open, only where another one crashed. KeysLost, DatabaseDamaged, DiskFull, Broken, ConfigurationInvalid, Unavailable.
        """
        folder = _place_of_files(home, database_url, files_folder)
        with disk_errors():
            home.mkdir(mode=0o700, parents=True, exist_ok=True)
            ballast = DiskBallast(home / "ballast", files_folder)
            ballast.make_room()  # opening the database needs a little room too
            presence = Presence.enter(home / "open")
        database: Database | None = None
        try:
            with one_at_a_time(home / "open" / "made"):  # two programs may find the same home empty, or old
                has_files = holds_sealed_files(folder)
                has_database = (home / DATABASE_FILE).exists() and (home / DATABASE_FILE).stat().st_size > 0
                keys = KeyRing.open(home, may_create=not has_files and not has_database)
                database = Database.open(
                    home,
                    url=database_url,
                    keys=keys,
                    ballast=ballast,
                    after_crash=bool(presence.crashed),
                    has_files=has_files,
                    at_once_bytes=check_at_once_bytes,
                    is_checked=is_checked,
                )
            shared_clock = database.is_shared and boot_id is None
            time_line = TimeLine.of_server() if shared_clock else TimeLine.of_machine(monotonic, boot_id)
            if database.is_shared:
                branch.join(database, keys, folder)
            mark = folder / branch.MARK_FILE if database.is_shared else None
            files = SealedFiles(folder, keys.file_wrapping_key, presence.id, shared_mark=mark)
            numbers = (
                ReferenceRange.from_key(keys.reference_place)
                if terminal_number is None
                else ReferenceRange.of_terminal(terminal_number)
            )
            room = cls._furnish(
                database,
                files,
                keys,
                ballast,
                presence,
                clock,
                time_line,
                hasher,
                numbers,
                job_rows,
                repeat_within_d,
            )
            _finish_what_was_left(room, database, files, presence)
        except BaseException:
            if database is not None:
                database.close()
            presence.leave()
            raise
        return room

    @classmethod
    def _furnish(
        cls,
        database: Database,
        files: SealedFiles,
        keys: KeyRing,
        ballast: DiskBallast,
        presence: Presence,
        clock: Clock,
        time_line: TimeLine,
        hasher: PasswordHasher,
        numbers: ReferenceRange,
        make_job_rows: type[JobRows],
        repeat_within_d: int,
    ) -> "Storage":
        audit = SqlAuditLog(database, clock)
        queue_clock = QueueClock(time_line)
        job_rows = make_job_rows(audit, clock, queue_clock)
        terminal = keys.terminal_id if database.is_shared else ""
        drafts = SqlDraftStore(database, files, ballast, audit, terminal)
        marks = ContactMarks(keys.contact_key, timedelta(days=repeat_within_d))
        intake = DossierIntake(database, files, ballast, drafts, job_rows, audit, clock, numbers, marks)
        purge = DocumentPurge(database, files, audit, clock)
        dossier_store = SqlDossierStore(database, files, intake, purge, job_rows, audit, clock)
        accounts = SqlAccountStore(database, ballast, job_rows, audit, clock)
        queue = SqlUploadQueue(database, job_rows, clock, queue_clock, presence.id)
        post = SqlPostStore(database, files, ballast, drafts, job_rows, audit, clock)
        catalogue = SqlCatalogueStore(database, clock)
        payments = SqlPaymentStore(database, job_rows, audit, clock, terminal)
        ballast.expect(dossier_store.largest_bytes)
        return cls(
            drafts=drafts,
            dossiers=dossier_store,
            accounts=accounts,
            queue=queue,
            mail_bag=SealedMailBag(
                dossier_store, accounts, post, payments, catalogue, queue, intake, audit, keys, clock
            ),
            payments=payments,
            post=post,
            prints=SqlPrintQueue(database, audit, clock, terminal),
            catalogue=catalogue,
            reviews=SqlReviewStore(database, clock),
            marks=SqlSyncMarks(database, terminal),
            audit=audit,
            staff=SqlStaffStore(database, audit, clock, time_line, hasher),
            watch=SqlServiceWatch(database, audit, clock),
            people=SqlPersonRecords(database, drafts, purge, audit),
            calls=SqlClerkCalls(database, audit, clock, terminal),
            keys=keys,
            ballast=ballast,
            _database=database,
            _files=files,
            _presence=presence,
            _clock=clock,
        )

    @property
    def upkeep(self) -> IntegrityWatch:
        """The regular full check, and what the last one found."""
        return IntegrityWatch(
            self._database, self._clock, lambda stop: self._check(True, stop), self._check_opening
        )

    def check(self, full: bool) -> list[str]:
        """Every problem found, one sentence each; `full` also reads every file and every page of the database."""
        return self._check(full, lambda: False) or []

    def _check_opening(self) -> None:
        self._database.check_owed()
        self._presence.forget_crashed()

    def _check(self, full: bool, should_stop: Callable[[], bool]) -> list[str] | None:
        """None when it was broken off."""
        problems: list[str] = []
        try:
            problems += self._database.problems(thorough=full)
        except DatabaseDamaged as error:
            return [f"database: {error.detail}"]
        for problem in self._file_problems(full):
            if should_stop():
                return None
            problems += problem
        problems += self._work_without_jobs()
        verdict = self.audit.verify()
        if verdict.broken_at is not None:
            problems.append(f"audit trail: entry {verdict.broken_at}: {verdict.reason}")
        return None if should_stop() else problems

    def close(self) -> None:
        """A clean end; closing twice is fine."""
        self._database.close()
        self._presence.leave()

    def _file_problems(self, full: bool) -> Iterator[list[str]]:
        """File by file, what is wrong with it."""
        of_documents = select(
            documents.c.id,
            documents.c.file_name,
            documents.c.wrapped_key,
            documents.c.bytes,
            documents.c.sha256,
        ).where(documents.c.wrapped_key.is_not(None))
        of_pages = select(
            draft_pages.c.id, draft_pages.c.file_name, draft_pages.c.wrapped_key, draft_pages.c.bytes
        )
        of_signatures = select(
            post_signatures.c.seq.label("id"),
            post_signatures.c.file_name,
            post_signatures.c.wrapped_key,
            post_signatures.c.bytes,
            post_signatures.c.sha256,
            literal("signature").label("what"),
        ).where(post_signatures.c.wrapped_key.is_not(None))
        with self._database.read() as connection:
            kept = (of_documents, of_pages, of_signatures)
            rows = [row for query in kept for row in connection.execute(query)]
        for row in rows:
            problems = []
            what = row[5] if len(row) == 6 else "document" if len(row) == 5 else "draft page"
            if not self._files.exists(row.file_name, row.bytes):
                problems.append(f"{what} {row.id}: its file {row.file_name} is missing or has the wrong size")
            elif full:
                try:
                    digest = self._files.digest(row.file_name, row.wrapped_key)
                except Broken as error:
                    problems.append(f"{what} {row.id}: {error.detail}")
                else:
                    if what != "draft page" and digest != row.sha256:
                        problems.append(f"{what} {row.id}: its bytes are not those taken in")
            yield problems

    def _work_without_jobs(self) -> list[str]:
        """A dossier that waits must have a job that carries it."""
        open_jobs = select(jobs.c.subject_id).where(jobs.c.state != DONE)
        stranded = select(dossiers.c.local_reference).where(
            dossiers.c.state.in_([state.value for state in WAITING_STATES]), dossiers.c.id.not_in(open_jobs)
        )
        there = select(
            func.count().filter(jobs.c.state < QUARANTINED), func.count().filter(jobs.c.state == QUARANTINED)
        )
        with self._database.read() as connection:
            problems = [
                f"dossier {name} waits, but no job carries it"
                for name in connection.execute(stranded).scalars()
            ]
            counted = connection.execute(select(queue_totals.c.jobs).order_by(queue_totals.c.held)).scalars()
            for found, expected in zip(connection.execute(there).one(), counted, strict=True):
                if found != expected:
                    problems.append(f"queue: {found} jobs are there, {expected} were counted")
        return problems


def _finish_what_was_left(room: Storage, database: Database, files: SealedFiles, presence: Presence) -> None:
    def is_gone(stay_id: str) -> bool:
        """Of another terminal's process nobody here can tell; of this home's own, the mark it left behind does."""
        return stay_id in presence.crashed or (not database.is_shared and not presence.is_alive(stay_id))

    remove_noted(database, files)
    orphans = files.sweep(known_file_names(database), is_gone)
    if orphans:
        _log.info("%d files of an interrupted run were erased", orphans)
    room.queue.begin_stay(is_gone)
    room.ballast.refill()
    if not database.owes_check:
        # else the marks stay until it is made: a run that ends before leaves it to the next one
        presence.forget_crashed()


def _place_of_files(home: Path, database_url: str | None, files_folder: Path | None) -> Path:
    if (database_url is None) != (files_folder is None):
        raise ConfigurationInvalid(
            "storage.database and storage.files go together: a database that terminals share, and the folder that all of"
            " them reach"
        )
    return files_folder or home / FILES_FOLDER

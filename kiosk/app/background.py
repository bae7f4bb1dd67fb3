"""What a terminal does by itself: deliver, follow, refresh, report, purge; one short step at a time, no thread of its own."""

import logging
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import random

from kiosk import __version__
from kiosk.app.estate import Estate
from kiosk.app.parts import Parts
from kiosk.app.watch_effects import look_for_flags
from kiosk.domain.errors import KioskError, LinkRefused, ServerAway
from kiosk.domain.events import AuditKind, wire_time
from kiosk.flow.visit import VIETNAM
from kiosk.sync.client import GatewayClient
from kiosk.sync.follow import EventFollower
from kiosk.sync.refresh import Refresher
from kiosk.sync.report import AuditCourier, HealthFacts, send_health
from kiosk.sync.runner import Runner

_log = logging.getLogger(__name__)

SHORTEST_WAIT_S = 0.02
LONGEST_WAIT_S = 2.0
REST_AFTER_FAILURE_S = 5.0
LONGEST_REST_S = 60.0
CARE_AFTER_START_S = 300.0
BATCH_JOBS, BATCHES_A_ROUND = 200, 50
CLOCK_MARK = "clock_ahead_s"
CLOCK_NEWS_S = 5.0
FLAGS_EVERY_S = 6 * 3600.0
RATINGS_A_ROUND = 50
SPREAD_S = 300.0
"""Over how long the duties are spread when an outage has ended."""
DRIFT = 0.2
"""A duty comes up to this share of its time too early."""


@dataclass(slots=True)
class Duty:
    """One recurring duty; `due_s` by the monotonic clock."""

    name: str
    every_s: float
    run: Callable[[], object]
    needs_line: bool = True
    due_s: float = 0.0
    failures: int = 0
    """In a row."""


class Background:
    """Used in the delivery lane only. `step` does the delivery's next step and at most one other duty."""

    def __init__(
        self,
        parts: Parts,
        client: GatewayClient,
        runner: Runner,
        *,
        refreshed: Callable[[], None],
        random: Callable[[], float] = random,
    ) -> None:
        self._parts = parts
        self._client = client
        self._runner = runner
        self._refreshed = refreshed
        self.began_s = parts.monotonic()
        self._flags_due_s = 0.0
        self._rest_until_s = 0.0
        self._random = random
        self._holds = True  # to open the store was to read it
        self._returns = client.link.returns
        refresher = Refresher(client, parts.store.catalogue)
        follower = EventFollower(client, parts.store.marks, parts.store.dossiers, parts.store.payments)
        courier = AuditCourier(client, parts.store.audit, parts.store.marks)
        self._refresher = refresher
        self._duties = [
            Duty("settings", 600.0, self._refresh_settings),
            Duty("catalogue", 1800.0, self._refresh_catalogue),
            Duty("events", parts.settings.gateway.events_every_s, follower.follow_once),
            Duty("audit", 120.0, courier.upload_once),
            Duty("report", 300.0, self._report),
            Duty("purge", 300.0, self._purge, needs_line=False),
            Duty("ratings of the day", 600.0, self._count_ratings, needs_line=False),
            Duty("ratings", 3600.0, self._send_ratings),
        ]

    @property
    def duties_due_s(self) -> dict[str, float]:
        """When each duty is due next."""
        return {duty.name: duty.due_s for duty in self._duties}

    def inherit(self, estate: Estate) -> None:
        """Go on where the last window's work ended."""
        if estate.online:
            self._client.link.heard()
        self.began_s = estate.began_s
        for duty in self._duties:
            duty.due_s = estate.duties_due_s.get(duty.name, 0.0)

    def step(self) -> float:
        """Do what is due; returns the seconds until the next step should run: soon, because others may add work."""
        return min(max(self.work(), SHORTEST_WAIT_S), LONGEST_WAIT_S)

    def work(self) -> float:
        """Do what is due; returns the seconds until something will be, if nobody adds work."""
        if self._parts.stopping.is_set():
            return LONGEST_WAIT_S
        self._spread_after_outage()
        next_in_s = self._deliver()
        now_s = self._parts.monotonic()
        for duty in self._duties:
            if duty.due_s > now_s or (duty.needs_line and not self._line_may_be_asked(now_s)):
                continue
            # never in step with the other terminals that came back at the same moment
            duty.due_s = now_s + duty.every_s * (1.0 - DRIFT * self._random())
            self._do(duty)
            return SHORTEST_WAIT_S
        return min(next_in_s, *(self._next_in_s(duty, now_s) for duty in self._duties))

    def _deliver(self) -> float:
        """One step; when none is left for now, the memory lets go of what was read. Seconds until the next one."""
        step = self._runner.run_once()
        if self._holds and not step.did:
            self._parts.store.upkeep.forget()
        self._holds = step.did
        return step.next_in_s

    def _spread_after_outage(self) -> None:
        """All duties of all terminals are overdue then, and the queue comes first."""
        if self._client.link.returns == self._returns:
            return
        self._returns = self._client.link.returns
        now_s = self._parts.monotonic()
        for duty in self._duties:
            if duty.needs_line:
                duty.due_s = now_s + self._random() * min(duty.every_s, SPREAD_S)

    def _next_in_s(self, duty: Duty, now_s: float) -> float:
        if not duty.needs_line:
            return max(0.0, duty.due_s - now_s)
        if self._client.link.is_open:
            return LONGEST_REST_S  # the next step is the runner's
        return max(duty.due_s, self._rest_until_s, now_s + self._client.link.wait_s()) - now_s

    def refresh_all(self) -> None:
        """Settings and catalogue now. Raises ServerAway, LinkRefused, ServerRefused."""
        self._refresh_settings()
        self._refresh_catalogue()

    def _line_may_be_asked(self, now_s: float) -> bool:
        """Not while the circuit is open (the runner probes then), while all work waits, or right after a failure."""
        link = self._client.link
        return not link.is_open and link.wait_s() <= 0 and now_s >= self._rest_until_s

    def _do(self, duty: Duty) -> None:
        self._holds = (
            True  # who looks after a dossier reads it, or the page of the database that it stands on
        )
        try:
            duty.run()
        except (ServerAway, LinkRefused) as error:
            self._rest(duty)
            self._client.link.failed(error)
            _log.info("%s: %s", duty.name, error.code)
        except KioskError as error:
            # the next round tries again; staff see the link's own state
            _log.info("%s: %s", duty.name, error.code)
        else:
            self._keep_clock_skew()
            duty.failures = 0
            if duty.needs_line:
                # one call that never works must not open the circuit in front of all that do
                self._client.link.progressed()

    def _keep_clock_skew(self) -> None:
        """In the audit trail, beside the times of this machine: how far they are from the gateway's."""
        skew_s = self._client.link.clock_skew_s
        if skew_s is None:
            return
        known = self._parts.store.marks.get(CLOCK_MARK)
        if known is not None and abs(float(known) - skew_s) < CLOCK_NEWS_S:
            return
        self._parts.store.audit.append(AuditKind.CLOCK_COMPARED, "", {"ahead_s": round(skew_s)})
        self._parts.store.marks.put(CLOCK_MARK, str(round(skew_s)))

    def _rest(self, duty: Duty) -> None:
        """Soon again, for a line that is down; ever later, for one call that never works."""
        now_s = self._parts.monotonic()
        rest_s = min(LONGEST_REST_S, duty.every_s, REST_AFTER_FAILURE_S * 2.0 ** min(duty.failures, 10))
        duty.failures += 1
        duty.due_s = now_s + rest_s
        self._rest_until_s = now_s + REST_AFTER_FAILURE_S

    def _refresh_settings(self) -> None:
        if self._refresher.refresh_settings():
            self._refreshed()

    def _refresh_catalogue(self) -> None:
        if self._refresher.refresh_catalogue():
            self._refreshed()

    def _report(self) -> None:
        devices = self._parts.devices
        send_health(
            self._client,
            self._parts.store.queue,
            HealthFacts(
                kiosk_version=__version__,
                printer=devices.printer.status().value if devices.printer else "none",
                camera=devices.card_camera.status().value,
                disk_free_bytes=shutil.disk_usage(self._parts.home).free,
                uptime_s=self._parts.monotonic() - self.began_s,
            ),
        )

    def _purge(self) -> None:
        grace_s = self._parts.settings.storage.purge_grace_h * 3600.0
        purged = self._parts.store.dossiers.purge_due(grace_s=grace_s)
        if purged:
            _log.info("%d documents erased after their manifests", purged)
        kept = self._parts.settings.storage
        erased = self._parts.store.accounts.erase_settled(
            settled_s=kept.account_keep_h * 3600.0, open_s=kept.account_open_keep_d * 86400.0
        )
        now, people = self._parts.clock(), self._parts.store.people
        forms = people.forget_forms(ended_before=now - timedelta(days=kept.form_keep_d))
        begun = people.forget_staff_drafts(saved_before=now - timedelta(days=kept.staff_draft_keep_d))
        if forms or begun:
            _log.info("%d forms and %d unfinished drafts erased: their time is over", forms, begun)
        if erased:
            _log.info("the data of %d registrations erased", erased)
        post = self._parts.settings.post
        self._parts.store.post.erase_due(
            signatures_s=post.signature_keep_d * 86400.0,
            records_s=post.record_keep_d * 86400.0,
            now=self._parts.clock(),
        )

    def _forget_finished(self) -> None:
        """Batch by batch: whoever wants to write waits no longer than for one of them."""
        after_s = self._parts.settings.storage.finished_keep_d * 86400.0
        for _ in range(BATCHES_A_ROUND):
            if self._parts.stopping.is_set():
                return
            if self._parts.store.queue.forget_finished(after_s=after_s, at_most=BATCH_JOBS) < BATCH_JOBS:
                return

    def _look_for_flags(self) -> None:
        """The supervisor's list is fresh in the morning, whoever opens it."""
        now_s = self._parts.monotonic()
        if self._flags_due_s <= now_s:
            self._flags_due_s = now_s + FLAGS_EVERY_S
            if raised := look_for_flags(self._parts):
                _log.info("%d new flags for the supervisor", raised)

    def _count_ratings(self) -> None:
        self._parts.store.watch.count_ratings(before=(self._parts.clock() + VIETNAM).date())

    def _send_ratings(self) -> None:
        """Only of days that are over: nobody's visit can be told by its time."""
        watch = self._parts.store.watch
        for rating_id, stars, day in watch.unsent_ratings(limit=RATINGS_A_ROUND):
            point = self._parts.around.portal.agent_point.code
            at = wire_time(datetime(day.year, day.month, day.day, tzinfo=UTC))
            body = {"agent_point": point, "rating": stars, "topics": [], "at": at}
            self._client.put_feedback(rating_id, body)
            watch.ratings_sent([rating_id])

    def care(self) -> None:
        """In the care lane: the check that a large database is owed since it was opened, finished work forgotten, the full
        check of everything kept, where it is due; may take minutes. DatabaseDamaged when this machine cannot go on.

        Not right after the start, when somebody waits for the first screen.
        """
        self._parts.store.upkeep.check_opening()
        if self._parts.monotonic() - self.began_s < CARE_AFTER_START_S:
            return
        self._forget_finished()
        self._look_for_flags()
        report = self._parts.store.upkeep.check_if_due(
            every_s=self._parts.settings.storage.check_every_d * 86400.0,
            should_stop=self._parts.stopping.is_set,
        )
        if report is not None and report.count:
            _log.error("the full check found %d problems; see `kiosk doctor`", report.count)
        elif report is not None:
            _log.info("the full check found everything whole in %.0f s", report.seconds)

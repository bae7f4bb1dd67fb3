"""Takes jobs from the queue one step at a time and settles them; when the line is down it only probes."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace

from kiosk.domain.dossier import Problem
from kiosk.domain.errors import Broken, LinkRefused, ServerAway, ServerRefused, Unavailable
from kiosk.domain.ports import Clock, Monotonic, UploadQueue
from kiosk.domain.upload import Again, Job, JobKind, JobOutcome, Priority, Stop, TransferCounts
from kiosk.sync import retry
from kiosk.sync.jobs import JOBS, RunJob
from kiosk.sync.link import Link
from kiosk.sync.tools import Tools

log = logging.getLogger(__name__)

LEASE_S = 900.0
"""Longer than any step may take: sending and waiting are bounded far below."""
IDLE_S = 30.0
"""How long an empty queue is left alone; whoever adds work may come sooner."""
SHORT_WAIT_S = 20.0
"""What a drain of what is due waits for the line; a longer wait is left to the next one."""
LOOK_AGAIN_S = 2.0
"""A drain sleeps no longer than this at a time: another process may have finished, or given back, what is left."""


@dataclass(frozen=True, slots=True)
class StepResult:
    """What one step was: come again in `next_in_s`; `did` is False when there was nothing to do or to try."""

    next_in_s: float
    did: bool


class Runner:
    """One per process. `run_once` is for a lane with people waiting behind it, `drain` for a command."""

    def __init__(
        self,
        queue: UploadQueue,
        tools: Tools,
        link: Link,
        clock: Clock,
        monotonic: Monotonic,
        random: retry.Random,
        jobs: Mapping[JobKind, RunJob] = JOBS,
    ) -> None:
        self._queue = queue
        self._tools = tools
        self._link = link
        self._clock = clock
        self._monotonic = monotonic
        self._random = random
        self._jobs = jobs
        self._stop = tools.gateway.stop

    def run_once(self) -> StepResult:
        """One bounded step: a probe when the line is down, else one step of the next due job."""
        if self._stop.is_set():
            return StepResult(IDLE_S, did=False)
        wait_s = self._link.wait_s()
        if wait_s > 0:
            return StepResult(wait_s, did=False)
        if self._link.is_open:
            return self._probe()
        files_wait_s = self._link.files_wait_s()
        up_to = Priority.JSON if files_wait_s > 0 else Priority.BIG_FILE
        job = self._queue.claim(lease_s=LEASE_S, up_to=up_to)
        if job is None:
            due_s = self._queue.next_due_in_s(up_to=up_to)
            next_in_s = IDLE_S if due_s is None else due_s
            return StepResult(min(next_in_s, files_wait_s or next_in_s), did=False)
        self._queue.settle(job, self._run(job))
        return StepResult(self._link.wait_s(), did=True)

    def drain(self, *, until_empty: bool, timeout_s: float | None = None) -> TransferCounts:
        """Work until the queue is empty, the time is over, the program is to stop, or the gateway refuses this device.

        Without `until_empty`: until nothing is due now. What is left stays in the queue. Returns what it cost. Whoever
        asks for it does not want to wait for a ladder: everything is due at once.
        """
        begun = self._monotonic()
        before = replace(self._tools.gateway.counts)
        self._queue.wake(within_s=0.0)
        while not self._stop.is_set():
            result = self.run_once()
            if self._queue.counts().left == 0 or self._link.is_refused:
                break
            if not until_empty and self._is_enough(result):
                break
            left_s = None if timeout_s is None else timeout_s - (self._monotonic() - begun)
            if left_s is not None and left_s <= 0:
                break
            pause_s = min(result.next_in_s, LOOK_AGAIN_S, LOOK_AGAIN_S if left_s is None else left_s)
            if pause_s > 0:
                self._stop.wait(pause_s)
        after = self._tools.gateway.counts
        return TransferCounts(
            bytes_sent=after.bytes_sent - before.bytes_sent,
            payload_bytes=after.payload_bytes - before.payload_bytes,
            requests=after.requests - before.requests,
            delivered=after.delivered - before.delivered,
            seconds=self._monotonic() - begun,
        )

    def _is_enough(self, result: StepResult) -> bool:
        """For a drain of what is due now: one broken request is no reason to leave the rest behind."""
        line_waits_s = self._link.wait_s()
        if self._link.is_open or line_waits_s > SHORT_WAIT_S:
            return True
        return not result.did and line_waits_s == 0.0

    def _run(self, job: Job) -> JobOutcome:
        try:
            outcome = self._jobs[job.kind](job, self._tools)
        except ServerAway as away:
            if self._stop.is_set():
                return Again(0.0, "stopping", progressed=True)
            if away.answered and job.priority is not Priority.JSON:
                if away.code != "upload_locked":
                    self._link.busy(wish_s=away.after_s)
            else:
                self._link.failed(away, wish_s=away.after_s)
            if not away.sent:
                return Again(0.0, away.code)  # no job is to blame: the link waits instead
            return Again(retry.wait_s(job.failures, away.after_s, self._random), away.code)
        except LinkRefused as refusal:
            # no job is to blame: it stays due, and the link waits instead
            self._link.failed(refusal)
            return Again(0.0, refusal.code, progressed=True)
        except Unavailable as away:
            return Again(retry.wait_s(job.failures, None, self._random), away.code)
        except ServerRefused as refusal:
            return Stop(Problem(refusal.code, refusal.detail, refusal.errors))
        except Broken:
            raise  # this machine cannot go on; the lease ends by itself
        except Exception:
            # a bug must not come round again and again in front of everybody else's work
            self._queue.settle(job, Stop(Problem("internal_error")))
            raise
        self._link.progressed(files=job.priority is not Priority.JSON)
        return outcome

    def _probe(self) -> StepResult:
        """One small question. While the device is refused, a token must be had too."""
        try:
            health = self._tools.gateway.health()
            if self._link.is_refused:
                self._tools.gateway.sign_in()
        except (ServerAway, LinkRefused) as trouble:
            if not self._stop.is_set():
                self._link.failed(
                    trouble, wish_s=trouble.after_s if isinstance(trouble, ServerAway) else None
                )
            return StepResult(self._link.wait_s(), did=True)
        if health.maintenance:
            until_s = None
            if health.until is not None:
                until_s = (health.until - self._tools.gateway.server_clock.now()).total_seconds()
            pause = ServerAway("the gateway is being maintained", code="maintenance")
            self._link.lost(pause)
            self._link.failed(pause, wish_s=until_s)
            return StepResult(self._link.wait_s(), did=True)
        wait_s = self._link.recovered()
        log.info("the gateway is back; waiting work starts in %.0f s", wait_s)
        self._queue.wake(within_s=wait_s)
        return StepResult(wait_s, did=True)

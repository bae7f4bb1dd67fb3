"""The real queue beside the plain one: whatever happens in whatever order, both give the same work to do."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from kiosk.domain.dossier import Problem
from kiosk.domain.upload import Again, Done, Job, JobOutcome, Priority, Stop
from kiosk.storage import Storage
from tests.fakes.dossier_samples import sample_dossier
from tests.fakes.hand_clock import HandClock
from tests.fakes.stores import MemoryStores

OUTCOMES = st.one_of(
    st.just(Done()),
    st.just(Stop(Problem("invalid"))),
    st.builds(
        Again,
        st.sampled_from([0.0, 5.0, 300.0]),
        st.just("server_away"),
        st.booleans(),
        st.sampled_from([None, *Priority]),
    ),
)


class QueueBesideModel(RuleBasedStateMachine):
    """Two rooms on one clock; every act is done in both."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = HandClock()
        self.folder = tempfile.TemporaryDirectory()
        self.real = self.open_real()
        self.model = MemoryStores.build(clock=self.clock.wall, monotonic=self.clock.monotonic)
        self.held: list[tuple[Job, Job]] = []

    def open_real(self) -> Storage:
        return Storage.open(
            Path(self.folder.name), clock=self.clock.wall, monotonic=self.clock.monotonic, boot_id="one boot"
        )

    @rule()
    def take_in(self) -> None:
        new = sample_dossier()
        for room in (self.real, self.model):
            room.dossiers.submit(new, actor="citizen", point="HN-001")

    @rule()
    def claim(self) -> None:
        mine, models = (room.queue.claim(lease_s=60) for room in (self.real, self.model))
        assert (mine is None) == (models is None)
        if mine is not None and models is not None:
            facts = [(job.id, job.subject_id, job.priority, job.failures) for job in (mine, models)]
            assert facts[0] == facts[1]
            self.held.append((mine, models))

    @precondition(lambda self: self.held)
    @rule(outcome=OUTCOMES, place=st.integers(0, 100))
    def settle(self, outcome: JobOutcome, place: int) -> None:
        mine, models = self.held[place % len(self.held)]
        self.real.queue.settle(mine, outcome)
        self.model.queue.settle(models, outcome)

    @rule(job_id=st.integers(1, 5))
    def retry(self, job_id: int) -> None:
        assert self.real.queue.retry(job_id) == self.model.queue.retry(job_id)

    @rule(seconds=st.sampled_from([1.0, 59.0, 61.0, 301.0, 3601.0]))
    def wait(self, seconds: float) -> None:
        self.clock.advance(seconds)

    @rule(days=st.integers(-4000, 4000))
    def set_the_wall_clock(self, days: int) -> None:
        self.clock.set_wall(HandClock().now.replace(year=2026 + days // 400))

    @precondition(lambda self: not self.held)
    @rule()
    def restart(self) -> None:
        self.real.close()
        self.real = self.open_real()

    @invariant()
    def both_show_the_same(self) -> None:
        assert self.real.queue.counts() == self.model.queue.counts()
        assert self.real.queue.next_due_in_s() == self.model.queue.next_due_in_s()
        shown = [
            [(item.job_id, item.state, item.failures, item.why, item.due_in_s) for item in room.queue.items()]
            for room in (self.real, self.model)
        ]
        assert shown[0] == shown[1]
        states = [
            {dossier.local_reference: dossier.state for dossier in room.dossiers.recent(limit=100)}
            for room in (self.real, self.model)
        ]
        assert states[0] == states[1]

    def teardown(self) -> None:
        self.real.close()
        self.folder.cleanup()


QueueBesideModel.TestCase.settings = settings(
    max_examples=12,
    stateful_step_count=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
TestQueueBesideModel = QueueBesideModel.TestCase

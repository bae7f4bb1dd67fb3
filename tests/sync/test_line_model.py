"""Any order of queueing, stepping, broken lines, lost answers, crashes and wrong clocks: one seed drives all of it.

A short run is part of every test run; the long one is `KIOSK_MODEL_RUNS=10000 python -m pytest tests/sync/test_line_model.py`.
A failure prints its steps, shortened, and the line that replays it (`@reproduce_failure`); `--hypothesis-seed=N` repeats a run.
"""

import os
import random

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from kiosk.domain.dossier import Dossier, DossierState
from tests.fakes.gateway import WireGateway
from tests.fakes.wire_http import Asked, Told, lose_reply, problem, proven
from tests.sync.kit import Kit, content_of

RUNS = int(os.environ.get("KIOSK_MODEL_RUNS", "12"))
YEARS_S = 3 * 365.25 * 86_400.0
WHOLE_STEPS = 400


def cut_in_the_body(asked: Asked, work: object) -> Told:
    asked.body, asked.broken = asked.body[: len(asked.body) // 2], True
    if asked.path.startswith("/v1/uploads") and callable(work):
        work()
    return Told(cut=True)


TROUBLES = {
    "cut": lambda asked, work: Told(cut=True),
    "cut in the body": cut_in_the_body,
    "answer lost": lose_reply,
    "captive portal": lambda asked, work: Told(200, {"Content-Type": "text/html"}, b"<html>"),
    "busy": lambda asked, work: proven(Told(503, {"Retry-After": "0"})),
    "token refused": lambda asked, work: proven(problem(401, "token_expired")),
    "redirect": lambda asked, work: Told(302, {"Location": "http://127.0.0.1:1/"}),
    "another's answer": lambda asked, work: proven(Told(200, {}, b'{"dossier_id": "another"}')),
}


class LineModel(RuleBasedStateMachine):
    """Queue × portal × {ok, cut, lost answer, false answer, crash, clock}."""

    def __init__(self) -> None:
        super().__init__()
        self.gateway = WireGateway()
        self.gateway.__enter__()
        self.kiosk = Kit(self.gateway.url).enrol()
        self.queued: dict[str, tuple[Dossier, bytes]] = {}

    def teardown(self) -> None:
        try:
            self.finish()
        finally:
            self.kiosk.close()
            self.gateway.__exit__(None, None, None)

    # --- what happens

    @precondition(lambda self: len(self.queued) < 4)
    @rule(size=st.sampled_from([1, 3_000, 90_000, 300_000, 700_000]), seed=st.integers(0, 9))
    def queue(self, size: int, seed: int) -> None:
        content = content_of(size, seed)
        dossier = self.kiosk.queue_dossier(content)
        self.queued[dossier.id] = dossier, content

    @rule(steps=st.integers(1, 4))
    def work(self, steps: int) -> None:
        for _ in range(steps):
            self.step()

    @rule(trouble=st.sampled_from(sorted(TROUBLES)), times=st.integers(1, 3))
    def meet(self, trouble: str, times: int) -> None:
        self.gateway.twist("", TROUBLES[trouble], times=times)
        self.step()

    @rule()
    def crash(self) -> None:
        """Everything that is only in memory is gone."""
        before, self.kiosk = self.kiosk, Kit(self.gateway.url, after=self.kiosk, skew_s=self.kiosk.skew_s)
        before.close()

    @rule(years=st.sampled_from([-1.0, 0.0, 1.0]))
    def set_clock(self, years: float) -> None:
        self.kiosk.skew_s = years * YEARS_S

    @rule()
    def forget_uploads(self) -> None:
        with self.gateway.lock:
            self.gateway.uploads.clear()

    @rule(
        keeps=st.booleans(), extensions=st.sampled_from([("creation",), ("creation", "creation-with-upload")])
    )
    def change_server(self, keeps: bool, extensions: tuple[str, ...]) -> None:
        self.gateway.keeps_broken, self.gateway.extensions = keeps, extensions

    # --- what must hold

    @invariant()
    def nothing_is_called_sent_that_is_not_there(self) -> None:
        for dossier, content in self.queued.values():
            if self.kiosk.dossier(dossier).state is DossierState.SUBMITTED:
                assert (dossier.id, 1) in self.gateway.ledger
                assert self.gateway.stored(dossier.documents[0].id) == content

    @invariant()
    def nothing_is_there_twice(self) -> None:
        assert len(set(self.gateway.ledger)) == len(self.gateway.ledger)

    @invariant()
    def nothing_leaves_the_queue_unsent(self) -> None:
        waiting = {item.subject_id for item in self.kiosk.stores.queue.items()}
        for dossier, _ in self.queued.values():
            assert dossier.id in waiting or self.kiosk.dossier(dossier).state is DossierState.SUBMITTED

    def step(self) -> None:
        link = self.kiosk.client.link
        link._not_before = link._files_not_before = 0.0
        self.kiosk.stores.queue.wake(within_s=0.0)
        self.kiosk.runner.run_once()

    def finish(self) -> None:
        """The line is good again: all arrive."""
        with self.gateway.lock:
            self.gateway._twists.clear()
        for _ in range(WHOLE_STEPS):
            if not self.kiosk.stores.queue.counts().left:
                break
            self.step()
        assert self.kiosk.stores.queue.counts().quarantined == 0
        assert sorted(self.gateway.ledger) == sorted((dossier_id, 1) for dossier_id in self.queued)
        self.nothing_is_called_sent_that_is_not_there()


@pytest.mark.timeout(max(300, RUNS * 5))
def test_whatever_happens_in_whatever_order() -> None:
    random.seed(RUNS)
    run_state_machine_as_test(
        LineModel,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=25,
            deadline=None,
            print_blob=True,
            derandomize=RUNS <= 100,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

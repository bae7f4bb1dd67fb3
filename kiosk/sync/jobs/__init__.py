"""The table of sync jobs: one function a kind, one bounded step of work a call."""

from collections.abc import Callable, Mapping

from kiosk.domain.upload import Job, JobKind, JobOutcome
from kiosk.sync.jobs import deliver_dossier, register_account, send_cash, tell_post, withdraw_dossier
from kiosk.sync.tools import Tools

RunJob = Callable[[Job, Tools], JobOutcome]
"""May raise ServerAway and LinkRefused: the runner puts the job back. Everything else is an outcome."""

JOBS: Mapping[JobKind, RunJob] = {
    JobKind.DELIVER_DOSSIER: deliver_dossier.run,
    JobKind.REGISTER_ACCOUNT: register_account.run,
    JobKind.WITHDRAW_DOSSIER: withdraw_dossier.run,
    JobKind.SEND_CASH: send_cash.run,
    JobKind.TELL_POST: tell_post.run,
}

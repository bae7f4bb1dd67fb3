"""Registers an account that could not be registered while the citizen stood here; codes are never asked for here."""

from kiosk.domain.account import AccountExists, AccountState
from kiosk.domain.dossier import Problem
from kiosk.domain.errors import ServerRefused
from kiosk.domain.upload import Done, Job, JobOutcome, Stop
from kiosk.sync.tools import Tools

_UNSETTLED = frozenset({AccountState.REGISTERING, AccountState.QUEUED, AccountState.QUARANTINED})


def run(job: Job, tools: Tools) -> JobOutcome:
    """One PUT. That it may have been done before does no harm: the same PUT has the same answer.

    `revision_conflict` means that the attempt at the counter, with a one-time code, did arrive although nobody saw
    its answer: the citizen must come back for another code.
    """
    account = tools.accounts.find(job.subject_id)
    if account is None:
        return Stop(Problem("account_unknown"))
    if account.state not in _UNSETTLED:
        return Done()
    try:
        answer = tools.gateway.register_account(account.id, account.body)
    except ServerRefused as refusal:
        if refusal.status == 409 and refusal.code == "revision_conflict":
            tools.accounts.moved(account.id, AccountState.NEEDS_CODE)
            return Done()
        tools.accounts.moved(account.id, AccountState.QUARANTINED)
        return Stop(Problem(refusal.code, refusal.detail, refusal.errors))
    if isinstance(answer, AccountExists):
        state = AccountState.EXISTS
    elif answer.active:
        state = AccountState.ACTIVE
    elif account.body.get("activation") == "link":
        state = AccountState.PENDING
    else:
        state = AccountState.NEEDS_CODE
    tools.accounts.moved(account.id, state)
    return Done()

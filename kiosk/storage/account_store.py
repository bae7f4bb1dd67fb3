"""Registrations of portal accounts, durable before the first byte goes out; asking the portal is the line's matter."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Row, or_, select, update

from kiosk.domain.account import Account, AccountState
from kiosk.domain.events import AuditKind
from kiosk.domain.ports import Clock
from kiosk.domain.upload import JobKind, NewJob
from kiosk.storage.audit_log import SqlAuditLog
from kiosk.storage.ballast import DiskBallast
from kiosk.storage.database import Database
from kiosk.storage.job_rows import JobRows
from kiosk.storage.tables import accounts

_FOR_A_PERSON = (AccountState.NEEDS_CODE.value, AccountState.QUARANTINED.value)
_SETTLED = (AccountState.ACTIVE.value, AccountState.EXISTS.value)
_OPEN = (AccountState.PENDING.value, *_FOR_A_PERSON)


class SqlAccountStore:
    """AccountStore."""

    def __init__(
        self, database: Database, ballast: DiskBallast, job_rows: JobRows, audit: SqlAuditLog, clock: Clock
    ) -> None:
        self._clock = clock
        self._database = database
        self._ballast = ballast
        self._job_rows = job_rows
        self._audit = audit

    def keep(self, account: Account, *, job: NewJob | None = None, actor: str = "kiosk") -> None:
        """Insert or replace; with a job in the same transaction the registration counts as made, and is recorded."""
        self._ballast.demand(0)
        values = {
            "id": account.id,
            "state": account.state.value,
            "body": dict(account.body),
            "created_at": account.created_at,
            "masked_number": account.masked_number,
            "reference": account.reference,
            "moved_at": self._clock(),
            "erased": False,
        }
        with self._database.write() as connection:
            self._database.upsert(connection, accounts, ["id"], values)
            if job is not None:
                self._job_rows.put(connection, job, reference=account.masked_number)
                facts = {"actor": actor, "state": account.state.value}
                self._audit.write(connection, AuditKind.ACCOUNT_REGISTERED, account.id, facts)

    def find(self, account_id: str) -> Account | None:
        """The registration as last kept."""
        with self._database.read() as connection:
            row = connection.execute(select(accounts).where(accounts.c.id == account_id)).one_or_none()
        return _account(row) if row is not None else None

    def moved(self, account_id: str, state: AccountState) -> None:
        """Where the registration stands now. An account that is not here is nobody's matter."""
        other = (accounts.c.id == account_id) & (accounts.c.state != state.value)
        with self._database.write() as connection:
            changed = connection.execute(
                update(accounts).where(other).values(state=state.value, moved_at=self._clock())
            ).rowcount
            if changed and state is AccountState.ACTIVE:
                self._audit.write(connection, AuditKind.ACCOUNT_ACTIVATED, account_id)

    def needing_attention(self) -> list[Account]:
        """Registrations that only a person can bring further, oldest first."""
        wanted = accounts.c.state.in_(_FOR_A_PERSON) & accounts.c.erased.is_(False)
        query = select(accounts).where(wanted).order_by(accounts.c.number)
        with self._database.read() as connection:
            return [_account(row) for row in connection.execute(query)]

    def erase_settled(self, *, settled_s: float, open_s: float) -> int:
        """Overwrite the bodies with nothing; `secure_delete` clears the pages. State and masked number stay."""
        now = self._clock()
        due = or_(
            *(
                accounts.c.state.in_(states) & (accounts.c.moved_at <= now - timedelta(seconds=seconds))
                for states, seconds in ((_SETTLED, settled_s), (_OPEN, open_s))
            )
        )
        query = select(accounts.c.id).where(accounts.c.erased.is_(False), due)
        with self._database.write() as connection:
            found = list(connection.execute(query).scalars())
            for account_id in found:
                self._job_rows.drop(connection, JobKind.REGISTER_ACCOUNT, account_id)
                connection.execute(
                    update(accounts).where(accounts.c.id == account_id).values(body={}, erased=True)
                )
                self._audit.write(connection, AuditKind.ACCOUNT_ERASED, account_id)
        return len(found)


def _account(row: Row[Any]) -> Account:
    return Account(
        id=row.id,
        state=AccountState(row.state),
        body=row.body,
        created_at=row.created_at,
        masked_number=row.masked_number,
        reference=row.reference,
    )

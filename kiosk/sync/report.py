"""Tells the gateway how this kiosk is, and hands over the audit trail; measures and records nothing itself."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kiosk.domain.errors import ServerAway
from kiosk.domain.events import AuditEntry, wire_time
from kiosk.domain.jws import TokenInvalid
from kiosk.domain.ports import AuditLog, SyncMarks, UploadQueue
from kiosk.domain.upload import QueueCounts
from kiosk.sync.client import GatewayClient

log = logging.getLogger(__name__)

RUN_ENTRIES = 1000
"""About 300 KiB of JSON: well within the contract's 1 MiB."""
RUN_MARK = "audit_run_to"


@dataclass(frozen=True, slots=True)
class HealthFacts:
    """What the gateway cannot see from outside. `printer` and `camera` are status words, `problems` stable codes."""

    kiosk_version: str
    printer: str
    camera: str
    disk_free_bytes: int
    uptime_s: float
    problems: tuple[str, ...] = ()


def send_health(gateway: GatewayClient, queue: UploadQueue, facts: HealthFacts) -> None:
    """`PUT /v1/devices/{device_id}/report`. Raises ServerAway, LinkRefused, ServerRefused."""
    gateway.send_report(
        {
            "at": wire_time(gateway.server_clock.now()),
            "kiosk_version": facts.kiosk_version,
            "queue": _counts(queue.counts()),
            "printer": facts.printer,
            "camera": facts.camera,
            "disk_free_bytes": facts.disk_free_bytes,
            "clock_skew_s": gateway.link.clock_skew_s,
            "uptime_s": round(facts.uptime_s),
            "problems": list(facts.problems),
        }
    )


def _counts(counts: QueueCounts) -> dict[str, Any]:
    return {
        "waiting": counts.waiting,
        "uploading": counts.uploading,
        "quarantined": counts.quarantined,
        "oldest_at": wire_time(counts.oldest_at) if counts.oldest_at else None,
        "bytes": counts.bytes,
    }


class AuditCourier:
    """Hands the hash chain over run by run. A run that was sent once is sent again unchanged until it is answered:
    the gateway takes a longer one under the same first number for another chain."""

    def __init__(self, gateway: GatewayClient, audit: AuditLog, marks: SyncMarks) -> None:
        self._gateway = gateway
        self._audit = audit
        self._marks = marks

    def upload_once(self) -> int:
        """One run; returns how many entries the gateway has countersigned, 0 when there is nothing to hand over.

        Raises ServerAway (also when the countersignature is not believable), LinkRefused, ServerRefused (the gateway
        holds another chain: a technician must look).
        """
        entries = self._audit.unacknowledged(limit=RUN_ENTRIES)
        if not entries:
            return 0
        run = self._same_run(entries)
        self._marks.put(RUN_MARK, f"{run[0].seq}-{run[-1].seq}")
        last_seq, token = self._gateway.upload_audit(run[0].seq, [_wire(entry) for entry in run])
        self._check(token, run, last_seq)
        self._audit.acknowledge(last_seq, token)
        self._marks.put(RUN_MARK, None)
        return last_seq - run[0].seq + 1

    def _same_run(self, entries: list[AuditEntry]) -> list[AuditEntry]:
        first, _, last = (self._marks.get(RUN_MARK) or "").partition("-")
        if first != str(entries[0].seq) or not last.isdigit():
            return entries
        return [entry for entry in entries if entry.seq <= int(last)]

    def _check(self, token: str, run: list[AuditEntry], last_seq: int) -> None:
        heads = {entry.seq: entry.hash for entry in run}
        try:
            signed: Mapping[str, Any] = self._gateway.keys.read_signed(token)
        except TokenInvalid as error:
            raise ServerAway(f"the audit countersignature does not fit: {error.detail}") from error
        told = {
            "device_id": self._gateway.device_id,
            "first_seq": run[0].seq,
            "last_seq": last_seq,
            "head_hash": heads.get(last_seq),
        }
        if last_seq not in heads or any(signed.get(name) != value for name, value in told.items()):
            log.error("the gateway countersigned another chain than ours")
            raise ServerAway("the audit countersignature is about another chain")


def _wire(entry: AuditEntry) -> dict[str, Any]:
    return {
        "seq": entry.seq,
        "at": wire_time(entry.at),
        "kind": entry.kind,
        "subject": entry.subject,
        "prev": entry.prev,
        "hash": entry.hash,
    }

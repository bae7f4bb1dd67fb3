"""Carries out the orders of the technician's panel: checks, focus, screen size, line, log, staff, and the program's end."""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from kiosk import __version__
from kiosk.app.config import write_part
from kiosk.app.logs import LOG_FILE
from kiosk.app.looking import Looking
from kiosk.app.opening import FAIL, OK, WARN, Condition, conditions
from kiosk.app.parts import Parts
from kiosk.domain.chip import ChipReaderState
from kiosk.domain.dossier import DossierState
from kiosk.domain.errors import ConfigurationInvalid, KioskError
from kiosk.domain.events import AuditKind
from kiosk.flow import technician_words as words
from kiosk.flow.messages import Effect, Intent, Lane

Carries = Callable[[Any], Intent | None]
LOG_TAIL_BYTES = 200_000
MOST_LINES = 200
TROUBLE = frozenset({"WARNING", "ERROR", "CRITICAL"})
_LINE = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d),\d+ (\w+) ([\w.]+): (.*)")


class TechnicianEffects:
    """`table` names lane and method of each order."""

    def __init__(self, parts: Parts, looking: Looking) -> None:
        self._parts = parts
        self._looking = looking

    def table(self) -> dict[type[Effect], tuple[Lane, Carries]]:
        """What is carried out where."""
        store, camera = Lane.STORE, Lane.CAMERA
        return {
            words.MakeChecks: (camera, self._check),
            words.LookForFocus: (camera, self._focus),
            words.KeepScreenSize: (store, self._keep_size),
            words.LoadLine: (store, self._load_line),
            words.LoadLog: (store, self._load_log),
            words.ListStaff: (store, self._list_staff),
            words.KeepMember: (store, self._keep_member),
            words.LockMember: (store, self._lock_member),
            words.LeaveProgram: (store, self._leave),
        }

    # --- checks ------------------------------------------------------------------------------------------------

    def _check(self, effect: words.MakeChecks) -> Intent:
        found = [*conditions(self._parts, self._looking), *self._more_conditions()]
        checks = tuple(
            words.Check(one.check, one.state, one.says, dict(one.facts), one.todo) for one in found
        )
        return words.ChecksMade(watch=effect.watch, checks=checks)

    def _more_conditions(self) -> Iterable[Condition]:
        """What `kiosk doctor` looks at beside what a clerk needs to know."""
        for check, look in (
            ("integrity", self._integrity),
            ("receipts", self._receipts),
            ("chip_reader", self._chip_reader),
            ("identity", self._identity),
        ):
            try:
                yield look()
            except (KioskError, OSError) as error:
                code = error.code if isinstance(error, KioskError) else type(error).__name__
                yield Condition(check, FAIL, "cannot_tell", {"code": code}, "todo_technician")

    def _integrity(self) -> Condition:
        last = self._parts.store.upkeep.last_check()
        if last is None:
            return Condition("integrity", OK, "integrity_none")
        days = (self._parts.clock() - last.at).total_seconds() / 86400.0
        facts = {"days": f"{days:.0f}", "count": str(last.count)}
        if last.count:
            return Condition("integrity", FAIL, "integrity_problems", facts, "todo_integrity")
        late = days > 2 * self._parts.settings.storage.check_every_d
        return Condition("integrity", WARN if late else OK, "integrity_whole", facts)

    def _receipts(self) -> Condition:
        different = self._parts.store.dossiers.recent(limit=100, states=[DossierState.MISMATCH])
        if different:
            facts = {"count": str(len(different)), "first": different[0].local_reference}
            return Condition("receipts", FAIL, "receipts_differ", facts, "todo_receipts")
        return Condition("receipts", OK, "receipts_equal")

    def _chip_reader(self) -> Condition:
        reader = self._parts.devices.chip_reader
        state = reader.state() if reader is not None else ChipReaderState.OFF
        named = bool(self._parts.settings.chip.reader.partition(":")[2].strip())
        bad = not state.is_there and named
        return Condition(
            "chip_reader", FAIL if bad else OK, f"chip_{state.value}", {}, "todo_chip" if bad else ""
        )

    def _identity(self) -> Condition:
        own = self._parts.settings.terminal
        facts = {"name": own.name or "–", "version": __version__}
        return Condition("identity", OK, "identity_says", facts)

    # --- camera and screen -------------------------------------------------------------------------------------

    def _focus(self, effect: words.LookForFocus) -> Intent:
        from kiosk.devices.focus import judge_focus  # heavy, and nobody else needs it

        devices = self._parts.devices
        camera = devices.card_camera if effect.camera == "card" else devices.page_camera
        frame = self._looking.newer(camera, effect.since_frame)
        if frame is None:
            status = camera.status().value
            return words.FocusSeen(watch=effect.watch, camera=effect.camera, status=status)
        focus = judge_focus(frame)
        return words.FocusSeen(
            watch=effect.watch,
            camera=effect.camera,
            score=focus.score,
            light=focus.light,
            width=frame.width,
            height=frame.height,
            frame_number=frame.number,
            status=camera.status().value,
        )

    def _keep_size(self, effect: words.KeepScreenSize) -> Intent:
        if self._parts.config is None:
            raise ConfigurationInvalid("there is no kiosk.toml to write into")
        write_part(self._parts.config, "terminal", {"diagonal_inch": effect.diagonal_inch})
        self._parts.around.diagonal_inch = effect.diagonal_inch
        facts = {"setting": "terminal.diagonal_inch", "value": f"{effect.diagonal_inch:g}"}
        self._parts.store.audit.append(AuditKind.SETTING_CHANGED, effect.staff_id, facts)
        return words.ScreenSizeKept()

    # --- line, log ---------------------------------------------------------------------------------------------

    def _load_line(self, effect: words.LoadLine) -> Intent:
        link, queue = self._parts.link, self._parts.store.queue
        waiting = queue.items(limit=50, state="waiting")
        first = min(waiting, key=lambda item: item.due_in_s, default=None)
        line = words.LineFacts(
            gateway=self._parts.settings.gateway.url,
            online=link.online,
            problem=link.problem,
            wait_s=link.wait_s(),
            heard_s=link.heard_s,
            clock_skew_s=link.clock_skew_s,
            at=self._parts.clock(),
            counts=queue.counts(),
            next_try_s=first.due_in_s if first else None,
            next_why=first.why if first else "",
        )
        return words.LineLoaded(watch=effect.watch, line=line)

    def _load_log(self, effect: words.LoadLog) -> Intent:
        file = self._parts.home / LOG_FILE
        try:
            with file.open("rb") as source:
                source.seek(max(0, file.stat().st_size - LOG_TAIL_BYTES))
                text = source.read().decode("utf-8", "replace")
        except OSError:
            return words.LogLoaded(lines=())
        lines = log_lines(text)
        if effect.only_trouble:
            lines = [line for line in lines if line.level in TROUBLE]
        return words.LogLoaded(lines=tuple(reversed(lines[-MOST_LINES:])))

    # --- staff and the end ---------------------------------------------------------------------------------------

    def _list_staff(self, _: words.ListStaff) -> Intent:
        return words.StaffListed(members=tuple(self._parts.store.staff.members()))

    def _keep_member(self, effect: words.KeepMember) -> Intent:
        staff = self._parts.store.staff
        if effect.is_new:
            staff.add(effect.staff_id, effect.name or effect.staff_id, effect.role, effect.pin)
        else:
            if effect.pin:
                staff.reset(effect.staff_id, effect.pin)
            staff.set_role(effect.staff_id, effect.name, effect.role)
        return self._list_staff(words.ListStaff())

    def _lock_member(self, effect: words.LockMember) -> Intent:
        self._parts.store.staff.set_active(effect.staff_id, effect.active)
        return self._list_staff(words.ListStaff())

    def _leave(self, effect: words.LeaveProgram) -> None:
        self._parts.store.audit.append(AuditKind.PROGRAM_LEFT, effect.staff_id, {"how": effect.how})
        self._parts.leave(effect.how)


def log_lines(text: str) -> list[words.LogLine]:
    """The lines of `kiosk.log`, oldest first; where an error happened stands below it and is put behind its words."""
    lines: list[words.LogLine] = []
    for raw in text.splitlines():
        found = _LINE.match(raw)
        if found is not None:
            at = datetime.strptime(found[1], "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
            lines.append(words.LogLine(f"{at:%d/%m %H:%M:%S}", found[2], found[3], found[4]))
        elif lines:
            last = lines.pop()
            told = f"{last.words} · {raw.strip()}"
            lines.append(words.LogLine(last.at, last.level, last.where, told[:400]))
    return lines

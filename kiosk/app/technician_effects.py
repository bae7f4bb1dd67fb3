"""Carries out the orders of the technician's panel: checks, focus, screen size, line, log, staff, and the program's end."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from kiosk.app.config import write_part
from kiosk.app.logs import LOG_FILE
from kiosk.app.looking import Looking
from kiosk.app.opening import conditions
from kiosk.app.parts import Parts
from kiosk.domain.errors import ConfigurationInvalid
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
        found = conditions(self._parts, self._looking)
        checks = tuple(
            words.Check(one.check, one.state, one.says, dict(one.facts), one.todo) for one in found
        )
        return words.ChecksMade(watch=effect.watch, checks=checks)

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

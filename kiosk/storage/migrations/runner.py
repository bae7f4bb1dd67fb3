"""Bringing the tables up to date, step by step, from modules that a frozen program carries too; no configuration file."""

from collections.abc import Iterator
from types import ModuleType

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext, MigrationStep
from alembic.script.base import Script
from alembic.script.revision import RevisionMap
from sqlalchemy import Connection

from kiosk.domain.errors import DatabaseDamaged
from kiosk.storage.migrations.versions import (
    step_0001_first_tables,
    step_0002_flat_queue,
    step_0003_retention,
    step_0004_whose_it_is,
    step_0005_money,
    step_0006_post_desk,
    step_0007_passing_on,
    step_0008_catalogue_reviews,
    step_0009_finished_jobs,
    step_0010_honest_service,
    step_0011_procedure_versions,
    step_0012_account_ways,
    step_0013_event_order,
    step_0014_clerk_calls,
)

STEPS: tuple[ModuleType, ...] = (
    step_0001_first_tables,
    step_0002_flat_queue,
    step_0003_retention,
    step_0004_whose_it_is,
    step_0005_money,
    step_0006_post_desk,
    step_0007_passing_on,
    step_0008_catalogue_reviews,
    step_0009_finished_jobs,
    step_0010_honest_service,
    step_0011_procedure_versions,
    step_0012_account_ways,
    step_0013_event_order,
    step_0014_clerk_calls,
)
"""Oldest first; naming them here lets a frozen program carry them."""


def pending(connection: Connection, steps: tuple[ModuleType, ...] = STEPS) -> list[str]:
    """Names of the steps still to be made, in order. DatabaseDamaged when a newer program wrote the tables."""
    context = MigrationContext.configure(connection)
    return [script.revision for script in _missing(_history(steps), context.get_current_heads())]


def run(connection: Connection, steps: tuple[ModuleType, ...] = STEPS) -> None:
    """Make all pending steps in the caller's transaction: all of them or none."""
    history = _history(steps)

    def work(heads: tuple[str, ...], _context: MigrationContext) -> Iterator[MigrationStep]:
        for script in _missing(history, heads):
            yield MigrationStep.upgrade_from_script(history, script)

    context = MigrationContext.configure(connection, opts={"fn": work})
    with Operations.context(context):
        context.run_migrations()


def _history(steps: tuple[ModuleType, ...]) -> RevisionMap:
    return RevisionMap(lambda: [Script(step, step.revision, step.__name__) for step in steps])


def _missing(history: RevisionMap, heads: tuple[str, ...]) -> list[Script]:
    known = {script.revision for script in history.iterate_revisions("heads", "base")}
    if not set(heads) <= known:
        raise DatabaseDamaged(
            f"a newer program wrote the tables (step {', '.join(heads)}); install that program"
        )
    scripts = list(history.iterate_revisions("heads", heads or "base"))
    return [script for script in reversed(scripts) if isinstance(script, Script)]

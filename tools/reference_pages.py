"""Writes the reference pages that are made from code: `docs/settings.md` and `docs/events.md`.

python -m tools.reference_pages            writes them; a test fails when they are stale
"""

from dataclasses import fields
from pathlib import Path

from kiosk.domain import events
from kiosk.domain.settings import sections

DOCS = Path(__file__).parents[1] / "docs"


def settings_page() -> str:
    """Every setting with default, unit, range and sentence."""
    lines = [
        "# Settings of a terminal",
        "",
        "`kiosk.toml` is looked for in the folder a command is started in, then in the user's configuration folder;",
        "`--config FILE` names another. An unknown section or key, or a value out of range, is refused with file, line",
        "and key. `[gateway]` is written by `kiosk enrol`.",
    ]
    for name, section in sections().items():
        lines += ["", f"## [{name}]", "", "| key | default | range | what for |", "|---|---|---|---|"]
        for part in fields(section):
            facts = part.metadata
            default = (
                str(part.default).lower()
                if isinstance(part.default, bool)
                else repr(part.default).replace("'", '"')
            )
            span = " · ".join(facts["choices"])
            if facts["least"] is not None:
                span = f"{facts['least']:g} – {facts['most']:g}"
            unit = f" {facts['unit']}" if facts["unit"] else ""
            lines.append(
                f"| `{part.name}` | `{default}`{unit} | {span}{unit if span and not facts['choices'] else ''} | {facts['sentence']} |"
            )
    return "\n".join(lines) + "\n"


def events_page() -> str:
    """Every kind of event of the audit trail."""
    lines = [
        "# Events of the audit trail",
        "",
        "Each entry is a link of a SHA-256 hash chain; `kiosk audit verify` walks it and names the first broken link.",
        "Facts hold ids, references, codes and counts, never personal data. The gateway countersigns the chain run by run.",
        "",
        "| kind | |",
        "|---|---|",
    ]
    lines += [f"| `{kind.value}` | {kind.value.replace('_', ' ')} |" for kind in events.AuditKind]
    return "\n".join(lines) + "\n"


PAGES = {"settings.md": settings_page, "events.md": events_page}


def main() -> None:
    """Write all pages."""
    for name, make in PAGES.items():
        (DOCS / name).write_text(make(), encoding="utf-8")


if __name__ == "__main__":
    main()

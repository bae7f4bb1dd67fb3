"""`kiosk units`: the communes that addresses are helped with."""

import argparse
import sys
from pathlib import Path

from kiosk.cli.speaking import Exit, Subcommands, add_command, place_of, print_fact, resources


def add(commands: Subcommands) -> None:
    """Register the command."""
    units = add_command(
        commands,
        "units",
        run_units,
        words="The list of communes for addresses: take in the statistics office's list, or look a name up, old ones too.",
        example="kiosk units import communes.csv   (columns: code,name,kind,province_code,old_names)",
        prints_facts=True,
    )
    units.add_argument("action", choices=("import", "find"))
    units.add_argument("what", metavar="FILE|NAME")


def run_units(arguments: argparse.Namespace) -> int:
    """Import or find."""
    from kiosk.app.units import communes_file, import_communes
    from kiosk.domain.units import COMMUNES_SINCE_JULY_2025, UnitIndex, read_units

    place = place_of(arguments)
    provinces = resources() / "typing" / "provinces.csv"
    if arguments.action == "import":
        units = import_communes(Path(arguments.what), place.home, provinces)
        if arguments.json:
            print_fact({"communes": len(units), "expected": COMMUNES_SINCE_JULY_2025})
        else:
            print(f"{len(units)} communes taken in; since 1 July 2025 there are {COMMUNES_SINCE_JULY_2025}")
        return Exit.DONE
    units = read_units(provinces.read_text(encoding="utf-8"))
    if communes_file(place.home).is_file():
        units += read_units(communes_file(place.home).read_text(encoding="utf-8"))
    found = UnitIndex(units).find(arguments.what, most=10)
    for candidate in found:
        if arguments.json:
            print_fact({"words": candidate.words, "old_name": candidate.old_name})
        else:
            print(candidate.words + (f"  (formerly {candidate.old_name})" if candidate.old_name else ""))
    if not found:
        taken_in = communes_file(place.home).is_file()
        todo = "try another spelling" if taken_in else "take a list in first: kiosk units import FILE"
        print(f"kiosk: no unit of that name; {todo}", file=sys.stderr)
    return Exit.DONE if found else Exit.TROUBLE

"""The list of communes of this terminal: taken in from a CSV file, read by the window; provinces are shipped."""

from pathlib import Path

from kiosk.domain.errors import ConfigurationInvalid
from kiosk.domain.units import Unit, read_units


def communes_file(home: Path) -> Path:
    """Where the list stands after it was taken in."""
    return home / "communes.csv"


def import_communes(file: Path, home: Path, provinces_file: Path) -> tuple[Unit, ...]:
    """Check a list and put it in place of the one before, wholly or not at all. Raises ConfigurationInvalid."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationInvalid(f"{file}: cannot be read as UTF-8 text ({type(error).__name__})") from None
    units = read_units(text)
    known = {unit.code for unit in read_units(provinces_file.read_text(encoding="utf-8"))}
    for unit in units:
        if unit.province_code not in known:
            what = (
                f"has the unknown province {unit.province_code!r}" if unit.province_code else "is no commune"
            )
            raise ConfigurationInvalid(f"{file}: {unit.code} {what}")
    home.mkdir(parents=True, exist_ok=True)
    new = communes_file(home).with_suffix(".new")
    new.write_text(text, encoding="utf-8")
    new.replace(communes_file(home))
    return units

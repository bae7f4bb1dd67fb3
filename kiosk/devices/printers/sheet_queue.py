"""Hands PDFs of A4 sheets to the operating system's queue, or into a folder; a queue can confirm nothing."""

import logging
import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote

from kiosk.domain.errors import ConfigurationInvalid, PrinterGone

log = logging.getLogger(__name__)

_SPOOL_S = 15.0
EXAMPLES = "cups://Office, win://Office or pdf:FOLDER"


def sheet_address(address: str) -> tuple[str, str]:
    """("cups" | "win" | "pdf", queue or folder). Raises ConfigurationInvalid with an example."""
    scheme, found, rest = address.partition(":")
    rest = unquote(rest.removeprefix("//")).strip("/" if scheme != "pdf" else "")
    if not found or scheme not in ("cups", "win", "pdf") or not rest:
        raise ConfigurationInvalid(f"A4 printer {address!r}: write for example {EXAMPLES}")
    return scheme, rest


def print_pdf_by_cups(pdf: bytes, queue: str) -> None:
    """Through `lp`, on its standard input: no file is left anywhere. Raises PrinterGone."""
    program = shutil.which("lp")
    if program is None:
        raise PrinterGone("CUPS is not installed")
    try:
        subprocess.run(  # noqa: S603 - no shell, and the queue's name is one argument
            [program, "-d", queue, "-t", "kiosk", "-o", "media=A4", "-s"],
            input=pdf,
            capture_output=True,
            check=True,
            timeout=_SPOOL_S,
        )
    except (OSError, subprocess.SubprocessError) as error:
        log.warning("A4 printer: lp: %s", type(error).__name__)
        raise PrinterGone("the queue took nothing") from error


def write_file_into(folder: Path, content: bytes, name: str, ending: str = ".pdf") -> Path:
    """A new file of that name, never over another one. Raises PrinterGone where the folder cannot be written."""
    plain = re.sub(r"[^0-9A-Za-z.-]+", "-", name).strip("-.") or "kiosk"
    try:
        for number in range(1, 1000):
            file = folder / (f"{plain}{ending}" if number == 1 else f"{plain}-{number}{ending}")
            try:
                with file.open("xb") as writing:
                    writing.write(content)
            except FileExistsError:
                continue
            return file
    except OSError as error:
        raise PrinterGone(f"the file cannot be written: {type(error).__name__}") from error
    raise PrinterGone("there are too many files of that name")

"""Decides whether a PDF somebody brought may go into a dossier, and counts its pages; opens and changes nothing."""

from kiosk.devices.pages.pdf_reading import (
    HEADER,
    OBJECT,
    START_OF_TABLE,
    PdfDamaged,
    PdfObject,
    PdfOpaque,
    PdfReader,
    PdfSwells,
    Reference,
)
from kiosk.domain.errors import FileRefused

ACTIVE_NAMES = frozenset(
    {
        "JavaScript",
        "JS",
        "Launch",
        "EmbeddedFile",
        "EmbeddedFiles",
        "EF",
        "FileAttachment",
        "RichMedia",
        "XFA",
        "SubmitForm",
        "ImportData",
        "GoToE",
        "GoToR",
        "Rendition",
        "Movie",
        "OnInstantiate",
    }
)
"""Scripts, programs, files within the file, forms that send, and jumps to other files (ISO 32000-1, 12.6 and 7.11)."""
MOST_PIXELS = 120_000_000
MOST_PAGES = 2000
MOST_OBJECTS = 200_000
TAIL_BYTES = 2048
"""The table's place stands at the very end; so much may follow it (a line end, a signer's padding)."""
BLANKS = b"\0\t\n\f\r "


def check_pdf(content: bytes) -> int:
    """Number of pages of a PDF that is whole, in clear, passive and of bearable size.

    Raises FileRefused: "file_damaged", "file_encrypted", "file_active_content", "file_too_large" (it swells when
    unpacked), "picture_too_large", "file_type" (something else hangs on to it)."""
    try:
        _check_frame(content)
        return _check_objects(PdfReader(content))
    except PdfDamaged as damage:
        raise FileRefused(f"PDF: {damage}", code="file_damaged") from damage
    except PdfOpaque as opaque:
        raise FileRefused(f"PDF: {opaque}", code="file_active_content") from opaque
    except PdfSwells as swelling:
        raise FileRefused(f"PDF: {swelling}", code="file_too_large") from swelling


def _check_frame(content: bytes) -> None:
    """Header at the first byte, table where the end says, nothing behind the end."""
    if not HEADER.match(content):
        raise PdfDamaged("header")
    tail = content.rstrip(BLANKS)
    if len(tail) - (tail.rfind(b"%%EOF") + 5) > TAIL_BYTES and b"%%EOF" in tail:
        raise FileRefused("PDF: something else follows its end", code="file_type")
    places = list(START_OF_TABLE.finditer(content, max(0, len(tail) - 2 * TAIL_BYTES)))
    if not places:
        raise PdfDamaged("no end")
    place = int(places[-1][1])
    there = content[place : place + 64].lstrip(BLANKS)
    if place >= len(content) or not (there.startswith(b"xref") or OBJECT.match(there)):
        raise PdfDamaged("table is not where the end says")


def _check_objects(reader: PdfReader) -> int:
    known: dict[int, PdfObject] = {}
    root: object = None
    for count, found in enumerate(reader.objects(), start=1):
        if count > MOST_OBJECTS:
            raise PdfSwells("more objects than any document has")
        active = found.names & ACTIVE_NAMES
        if active:
            raise FileRefused(f"PDF: {'/'.join(sorted(active))}", code="file_active_content")
        is_trailer = found.number == 0 or found.facts.get("Type") == "XRef"
        if is_trailer:
            if "Encrypt" in found.facts or (found.value is None and "Encrypt" in found.names):
                raise FileRefused("PDF: encrypted", code="file_encrypted")
            root = found.facts.get("Root", root)
        _check_picture(found)
        reader.weigh(found)
        if found.number > 0:
            known[found.number] = found
    if reader.unread is not None:
        raise reader.unread
    return _count_pages(known, root)


def _check_picture(found: PdfObject) -> None:
    width, height = found.facts.get("Width"), found.facts.get("Height")
    if isinstance(width, int) and isinstance(height, int) and width * height > MOST_PIXELS:
        raise FileRefused(f"PDF: a picture of {width} x {height}", code="picture_too_large")


def _count_pages(known: dict[int, PdfObject], root: object) -> int:
    """Leaves of the page tree; a branch met twice counts once."""

    def facts_of(value: object) -> dict[str, object]:
        if isinstance(value, Reference):
            found = known.get(value.number)
            return found.facts if found else {}
        return value if isinstance(value, dict) else {}

    catalogue = facts_of(root)
    if not catalogue:
        catalogue = next(
            (found.facts for found in known.values() if found.facts.get("Type") == "Catalog"), {}
        )
    waiting, met, pages = [catalogue.get("Pages")], set[int](), 0
    while waiting:
        branch = waiting.pop()
        if isinstance(branch, Reference):
            if branch.number in met:
                continue
            met.add(branch.number)
        facts = facts_of(branch)
        kids = facts.get("Kids")
        if isinstance(kids, Reference):
            kids = known[kids.number].value if kids.number in known else None
        if isinstance(kids, list):
            waiting += kids
        elif facts.get("Type") == "Page":
            pages += 1
        if pages > MOST_PAGES or len(waiting) > MOST_OBJECTS:
            raise PdfSwells("more pages than any document has")
    if not pages:
        raise PdfDamaged("no page")
    return pages

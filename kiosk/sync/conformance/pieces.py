"""The papers and pieces that the rules send: samples, and the few tus requests written out."""

import base64
import hashlib
from urllib.parse import urljoin

import requests

from kiosk.sync.conformance.bench import Bench, Broke, expect

PAPER = b"%PDF-1.4\n% a page that says nothing\n" + bytes(range(256)) * 300
OTHER_PAPER = b"%PDF-1.4\n% another page\n" + bytes(range(255, -1, -1)) * 40


def device(bench: Bench, code: str) -> dict[str, object]:
    """The body of an enrolment."""
    return {
        "device_id": bench.device_id,
        "enrolment_code": code,
        "name": "conformance",
        "public_jwk": bench.key.public_jwk(),
        "kiosk_version": "1.0.0",
        "os": "conformance",
    }


def papers(bench: Bench) -> list[dict[str, object]]:
    """The documents of the dossier under test, as its PUT lists them."""
    components = [
        each["id"]
        for case in (bench.procedure.get("cases") or [])[:1]
        for each in case.get("components") or []
        if each.get("kind") == "submit"
    ] or ["paper"]
    return [
        {
            "id": f"{bench.dossier_id[:-1]}{place}",
            "component_id": components[place % len(components)],
            "name": f"paper_{place}.pdf",
            "media_type": "application/pdf",
            "bytes": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
            "pages": 1,
        }
        for place, content in enumerate((PAPER, OTHER_PAPER))
    ]


def listed(bench: Bench) -> list[dict[str, object]]:
    """The same as a submission lists them."""
    return [{name: paper[name] for name in ("id", "bytes", "sha256")} for paper in papers(bench)]


def plain(documents: object) -> list[tuple[object, ...]]:
    """A list of documents in an order that compares."""
    if not isinstance(documents, list):
        raise Broke("documents is no list")
    return sorted((str(each.get("id")), each.get("bytes"), each.get("sha256")) for each in documents)


def submit(bench: Bench) -> requests.Response:
    """Ask for the submission of revision 1."""
    return bench.ask(
        "POST", f"/v1/dossiers/{bench.dossier_id}/submission", {"revision": 1, "documents": listed(bench)}
    )


def create(bench: Bench, paper: dict[str, object], content: bytes) -> str:
    """Begin an upload; its address."""
    told = {
        "dossier": bench.dossier_id,
        "document": str(paper["id"]),
        "sha256": str(paper["sha256"]),
        "filetype": "application/pdf",
    }
    metadata = ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in told.items())
    answer = bench.ask(
        "POST",
        bench.upload_url,
        content=b"",
        headers={"Tus-Resumable": "1.0.0", "Upload-Length": str(len(content)), "Upload-Metadata": metadata},
    )
    expect(answer, 201)
    if not answer.headers.get("Tus-Resumable"):
        raise Broke("a tus answer without Tus-Resumable")
    place = urljoin(bench.upload_url, answer.headers.get("Location", ""))
    if not answer.headers.get("Location") or not place.startswith(f"{bench.url}/"):
        raise Broke("Location is missing, or on another host")
    return place


def patch_headers(offset: int) -> dict[str, str]:
    """What every PATCH carries."""
    return {
        "Tus-Resumable": "1.0.0",
        "Upload-Offset": str(offset),
        "Content-Type": "application/offset+octet-stream",
    }


def patch(bench: Bench, place: str, content: bytes, offset: int) -> int:
    """Send everything from `offset`; a server may accept less than was sent."""
    reached, end = offset, offset + len(content)
    while reached < end:
        piece = content[reached - offset :]
        headers = patch_headers(reached)
        if "checksum" in bench.tus:
            digest = base64.b64encode(hashlib.sha256(piece).digest()).decode()
            headers["Upload-Checksum"] = f"sha256 {digest}"
        answer = bench.ask("PATCH", place, content=piece, headers=headers)
        expect(answer, 204)
        now = int(answer.headers.get("Upload-Offset", "-1"))
        if not reached < now <= end:
            raise Broke(f"Upload-Offset went from {reached} to {now}")
        reached = now
    return reached

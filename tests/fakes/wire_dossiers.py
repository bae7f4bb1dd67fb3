"""What the fake gateway knows and answers about dossiers, uploads and events; spoken to by `WireGateway`."""

import base64
import hashlib
import re
from collections.abc import Mapping
from typing import Any

from kiosk.domain.events import wire_time
from kiosk.domain.ids import new_id
from tests.fakes.wire_http import Asked, Told, problem, told_json
from tests.fakes.wire_portal import PortalCalls

ALL_EXTENSIONS = ("creation", "creation-with-upload", "expiration", "termination", "checksum")


class DossierCalls(PortalCalls):
    """State in plain attributes, open to tests. `ledger`: every submission that was taken in, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.extensions: tuple[str, ...] = ALL_EXTENSIONS
        self.keeps_broken = True
        self.arriving: dict[str, Asked] = {}
        self.dossiers: dict[str, dict[str, Any]] = {}
        self.uploads: dict[str, dict[str, Any]] = {}
        self.files: dict[tuple[str, str], bytes] = {}
        self.ledger: list[tuple[str, int]] = []
        self.events: list[dict[str, Any]] = []

    # --- dossiers

    def _put_dossier(self, asked: Asked, dossier_id: str) -> Told:
        body = asked.json
        known = self.dossiers.get(dossier_id)
        if known is not None and known["bodies"].get(body["revision"]) == body:
            return told_json(200, self._dossier(dossier_id))
        if known is None:
            taken = body["revision"] == 1
        elif body["revision"] == known["revision"]:
            taken = known["state"] == "UPLOADING"
        else:
            taken = body["revision"] == known["revision"] + 1 and known["state"] == "SUPPLEMENT_REQUESTED"
        if not taken:
            facts = {"revision": known["revision"], "state": known["state"]} if known else {}
            return problem(409, "revision_conflict", **facts)
        bodies = {**(known["bodies"] if known else {}), body["revision"]: body}
        receipts = known["receipts"] if known else {}
        self.dossiers[dossier_id] = {
            "revision": body["revision"],
            "state": "UPLOADING",
            "bodies": bodies,
            "receipts": receipts,
        }
        return told_json(201, self._dossier(dossier_id))

    def _get_dossier(self, asked: Asked, dossier_id: str) -> Told:
        if dossier_id not in self.dossiers:
            return problem(404, "dossier_unknown")
        return told_json(200, self._dossier(dossier_id))

    def _missing(self, body: Mapping[str, Any]) -> list[str]:
        return [each["id"] for each in body["documents"] if (each["id"], each["sha256"]) not in self.files]

    def _dossier(self, dossier_id: str) -> dict[str, Any]:
        known = self.dossiers[dossier_id]
        return {
            "dossier_id": dossier_id,
            "revision": known["revision"],
            "state": known["state"],
            "upload_url": "/v1/uploads",
            "missing": self._missing(known["bodies"][known["revision"]]),
        }

    def _submit(self, asked: Asked, dossier_id: str) -> Told:
        known, asked_for = self.dossiers.get(dossier_id), asked.json
        if known is None:
            return problem(404, "dossier_unknown")
        revision = asked_for["revision"]
        body = known["bodies"].get(revision)
        if body is None:
            return problem(409, "revision_conflict", revision=known["revision"], state=known["state"])
        if missing := self._missing(body):
            return problem(409, "documents_missing", missing=missing)
        if revision not in known["receipts"]:
            self.ledger.append((dossier_id, revision))
            known["state"] = "SUBMITTED" if revision == 1 else "SUPPLEMENTED"
            listed = [{name: each[name] for name in ("id", "bytes", "sha256")} for each in body["documents"]]
            known["receipts"][revision] = {
                "dossier_id": dossier_id,
                "revision": revision,
                "received_at": wire_time(self.now()),
                "documents": listed,
            }
        receipt = known["receipts"][revision]
        return told_json(
            200,
            {
                "dossier_id": dossier_id,
                "state": known["state"],
                "received_at": receipt["received_at"],
                "manifest": self.sign(receipt),
            },
        )

    def _withdraw(self, asked: Asked, dossier_id: str) -> Told:
        known = self.dossiers.get(dossier_id)
        if known is None:
            return problem(404, "dossier_unknown")
        if known["state"] in ("RETURNED", "CLOSED"):
            return problem(409, "withdrawal_refused")
        known["state"], known["reason"] = "WITHDRAWN", asked.json["reason"]
        return told_json(200, {"dossier_id": dossier_id, "state": "WITHDRAWN"})

    # --- tus

    def _options(self, asked: Asked, _upload: str | None = None) -> Told:
        headers = {"Tus-Version": "1.0.0", "Tus-Extension": ",".join(self.extensions)}
        if "checksum" in self.extensions:
            headers["Tus-Checksum-Algorithm"] = "md5,sha256"
        return Told(204, headers)

    def _create(self, asked: Asked) -> Told:
        pairs = (pair.split(" ") for pair in asked.headers["upload-metadata"].split(","))
        named = {name: base64.b64decode(value).decode() for name, value in pairs}
        dossier = self.dossiers.get(named["dossier"])
        if dossier is None:
            return problem(404, "dossier_unknown")
        upload_id = new_id()
        upload: dict[str, Any] = {
            **named,
            "length": int(asked.headers["upload-length"]),
            "content": bytearray(),
            "tries": 0,
        }
        self.uploads[upload_id] = upload
        told = Told(201, {"Location": f"/v1/uploads/{upload_id}"})
        if asked.body:
            kept = self._take(upload, asked)
            if kept is not None:
                return kept
            told.headers["Upload-Offset"] = str(len(upload["content"]))
        return told

    def _head(self, asked: Asked, upload_id: str) -> Told:
        upload = self.uploads.get(upload_id)
        if upload is None:
            return problem(404, "upload_unknown")
        self._break_stale_writer(upload_id, upload)
        return Told(
            200, {"Upload-Offset": str(len(upload["content"])), "Upload-Length": str(upload["length"])}
        )

    def _break_stale_writer(self, upload_id: str, upload: dict[str, Any]) -> None:
        """Whoever asks for the offset has given up an earlier request: what came of it so far is kept."""
        stale = self.arriving.pop(upload_id, None)
        if stale is None or not self.keeps_broken:
            return
        if int(stale.headers["upload-offset"]) == len(upload["content"]):
            stale.superseded = True
            stale.broken = True
            self._take(upload, Asked("PATCH", stale.path, {}, stale.headers, bytes(stale.body), broken=True))

    def _patch(self, asked: Asked, upload_id: str) -> Told:
        upload = self.uploads.get(upload_id)
        if asked.superseded:
            return Told(cut=True)
        if upload is None:
            return problem(404, "upload_unknown")
        if int(asked.headers["upload-offset"]) != len(upload["content"]):
            return problem(409, "offset_conflict")
        refused = self._take(upload, asked)
        if refused is not None:
            return refused
        return Told(204, {"Upload-Offset": str(len(upload["content"]))})

    def _take(self, upload: dict[str, Any], asked: Asked) -> Told | None:
        announced = asked.headers.get("upload-checksum")
        if announced and not asked.broken:
            digest = base64.b64encode(hashlib.sha256(asked.body).digest()).decode()
            if announced != f"sha256 {digest}":
                return problem(460, "checksum_mismatch")
        if asked.broken and not self.keeps_broken:
            return None
        upload["content"] += asked.body
        if len(upload["content"]) == upload["length"]:
            content = bytes(upload["content"])
            if hashlib.sha256(content).hexdigest() == upload["sha256"]:
                self.files[upload["document"], upload["sha256"]] = content
        return None

    def _terminate(self, asked: Asked, upload_id: str) -> Told:
        return Told(204) if self.uploads.pop(upload_id, None) else problem(404, "upload_unknown")

    # --- the rest

    def _events(self, asked: Asked) -> Told:
        cursor = asked.query.get("cursor", "e0")
        if not re.fullmatch(r"e\d+", cursor) or int(cursor[1:]) > len(self.events):
            return problem(410, "cursor_unknown")
        start = int(cursor[1:])
        page = self.events[start : start + self.page_items]
        end = start + len(page)
        return told_json(200, {"events": page, "cursor": f"e{end}", "more": end < len(self.events)})

    def _track(self, asked: Asked, code: str) -> Told:
        for known in self.dossiers.values():
            body = known["bodies"][known["revision"]]
            if body["local_reference"] == code and known["receipts"]:
                received = known["receipts"][1]["received_at"]
                facts = {"code": code, "procedure": "Sample", "agency": "UBND", "state": known["state"]}
                moments = {"received_at": received, "accepted_at": None, "due_at": None}
                return told_json(
                    200, {**facts, **moments, "history": [{"at": received, "state": "SUBMITTED"}]}
                )
        return problem(404, "code_unknown")

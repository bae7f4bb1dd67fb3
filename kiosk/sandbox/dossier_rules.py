"""What a gateway checks of a dossier before it takes it: persons, form, papers; loosely, and without any state."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kiosk.sandbox.bodies import DossierBody, Person
from kiosk.sandbox.pointers import pointer
from kiosk.sandbox.problems import FieldError

_MISSING = "Thiếu thông tin bắt buộc."


def complaints(
    body: DossierBody, procedure: Mapping[str, Any] | None, settings: Mapping[str, Any]
) -> list[FieldError]:
    """Everything a person has to put right, in one go (NĐ 61/2018 art. 17.2 and its successors: notify once)."""
    found = [*_person(body.applicant, "applicant"), *_documents(body, settings["limits"]["document_bytes"])]
    if body.representative is not None:
        found += _person(body.representative, "representative")
    if body.channel == "online" and body.delivery is None:
        found.append(FieldError("/delivery", "required", _MISSING))
    if procedure is None:
        detail = "Cổng không có thủ tục này."
        return [*found, FieldError("/procedure/code", "procedure_unknown", detail)]
    allowed = settings["allowed_procedures"]
    if "*" not in allowed and body.procedure.code not in allowed:
        detail = "Điểm đại lý này không được nhận thủ tục này."
        found.append(FieldError("/procedure/code", "procedure_not_allowed", detail))
    if body.channel == "online" and _online_mode(procedure) == "none":
        detail = "Thủ tục này không nộp trực tuyến được."
        found.append(FieldError("/procedure/code", "procedure_not_online", detail))
    return [*found, *_form(body, procedure), *_papers(body, procedure)]


def _online_mode(procedure: Mapping[str, Any]) -> str:
    return str((procedure.get("online") or {}).get("mode", "none"))


def _person(person: Person, name: str) -> Iterator[FieldError]:
    if not person.full_name.strip():
        yield FieldError(f"/{name}/full_name", "required", _MISSING)
    if person.kind == "organisation":
        if person.organisation is None:
            yield FieldError(f"/{name}/organisation", "required", _MISSING)
    elif not person.personal_number and not person.old_number:
        yield FieldError(f"/{name}/personal_number", "required", _MISSING)
    if name == "applicant" and person.kind == "citizen" and person.birth_date is None:
        yield FieldError(f"/{name}/birth_date", "required", _MISSING)


def _documents(body: DossierBody, limit_bytes: int) -> Iterator[FieldError]:
    seen: set[str] = set()
    for place, document in enumerate(body.documents):
        if document.id in seen:
            yield FieldError(f"/documents/{place}/id", "duplicate", "Trùng mã giấy tờ.")
        seen.add(document.id)
        if document.bytes > limit_bytes:
            detail = f"Tệp lớn hơn giới hạn {limit_bytes} byte."
            yield FieldError(f"/documents/{place}/bytes", "document_too_large", detail)


def _form(body: DossierBody, procedure: Mapping[str, Any]) -> Iterator[FieldError]:
    form = procedure.get("form") or {}
    for name in form.get("required", ()) if body.channel == "online" else ():
        if body.form.get(name) in (None, "", []):
            yield FieldError(pointer(("form", name)), "required", _MISSING)


def _case(body: DossierBody, procedure: Mapping[str, Any]) -> Mapping[str, Any] | None:
    cases = procedure.get("cases") or []
    if body.procedure.case is None and len(cases) == 1:
        return dict(cases[0])
    return next((case for case in cases if case.get("id") == body.procedure.case), None)


def _papers(body: DossierBody, procedure: Mapping[str, Any]) -> Iterator[FieldError]:
    case = _case(body, procedure)
    if case is None:
        if procedure.get("cases"):
            yield FieldError("/procedure/case", "case_unknown", "Thủ tục không có trường hợp này.")
        return
    if body.channel != "online":
        return  # the papers themselves are in the envelope
    given = {document.component_id for document in body.documents}
    for group in _groups(case.get("components") or []):
        if given.isdisjoint(component["id"] for component in group):
            name = group[0].get("name") or group[0]["id"]
            words = name.get("vi") if isinstance(name, Mapping) else name
            yield FieldError("/documents", "component_missing", f"Thiếu giấy tờ: {words} ({group[0]['id']}).")


def _groups(components: Iterable[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """Papers to hand in, each together with all that may stand in for it; what data satisfies is not asked for."""
    papers = [each for each in components if each.get("kind", "submit") == "submit"]
    known = {paper["id"] for paper in papers}
    joined = {paper["id"]: {paper["id"]} for paper in papers}
    for paper in papers:
        for other in known.intersection(paper.get("alternatives") or ()):
            union = joined[paper["id"]] | joined[other]
            for member in union:
                joined[member] = union
    wanted: list[list[Mapping[str, Any]]] = []
    seen: set[str] = set()
    for paper in papers:
        if paper["id"] in seen:
            continue
        seen |= joined[paper["id"]]
        group = [each for each in papers if each["id"] in joined[paper["id"]]]
        if not any(each.get("satisfied_by") for each in group):
            wanted.append(group)
    return wanted

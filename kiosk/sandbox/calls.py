"""Names for the calls of the wire contract, by which faults choose their victims; no call is carried out here."""

import re

UPLOADS_PATH = "/v1/uploads"

_ID = r"[^/]+"
_CALLS: tuple[tuple[str, str, str], ...] = (
    ("create", "POST", UPLOADS_PATH),
    ("patch", "PATCH", f"{UPLOADS_PATH}/{_ID}"),
    ("head", "HEAD", f"{UPLOADS_PATH}/{_ID}"),
    ("terminate", "DELETE", f"{UPLOADS_PATH}/{_ID}"),
    ("options", "OPTIONS", f"{UPLOADS_PATH}(/{_ID})?"),
    ("submission", "POST", f"/v1/dossiers/{_ID}/submission"),
    ("withdrawal", "POST", f"/v1/dossiers/{_ID}/withdrawal"),
    ("dossier_put", "PUT", f"/v1/dossiers/{_ID}"),
    ("dossier_get", "GET", f"/v1/dossiers/{_ID}"),
    ("account", "PUT", f"/v1/accounts/{_ID}"),
    ("verification", "POST", f"/v1/accounts/{_ID}/verification"),
    ("otp", "POST", f"/v1/accounts/{_ID}/otp"),
    ("vneid", "POST", f"/v1/oidc/{_ID}"),
    ("payment", "(PUT|GET)", f"/v1/payments/{_ID}"),
    ("waybill", "PUT", f"/v1/waybills/{_ID}"),
    ("handover", "PUT", f"/v1/handovers/{_ID}"),
    ("delivery", "PUT", f"/v1/deliveries/{_ID}"),
    ("feedback", "PUT", f"/v1/feedback/{_ID}"),
    ("audit", "PUT", f"/v1/audit/{_ID}/{_ID}"),
    ("report", "PUT", f"/v1/devices/{_ID}/report"),
    ("devices", "POST", "/v1/devices"),
    ("token", "POST", "/v1/token"),
    ("jwks", "GET", "/v1/jwks"),
    ("health", "GET", "/v1/health"),
    ("settings", "GET", "/v1/settings"),
    ("procedures", "GET", "/v1/procedures"),
    ("events", "GET", "/v1/events"),
    ("tracking", "GET", f"/v1/tracking/{_ID}"),
)
_PATTERNS = tuple((name, re.compile(f"{method} {path}")) for name, method, path in _CALLS)

CALL_NAMES: tuple[str, ...] = ("any", "tus", "put", "post", "get", *(name for name, _, _ in _CALLS))


def is_tus(path: str) -> bool:
    return path == UPLOADS_PATH or path.startswith(UPLOADS_PATH + "/")


def names_of_call(method: str, path: str) -> frozenset[str]:
    """Every name a call goes by: its own, its method's, `tus`, `any`; none at all outside the wire contract."""
    if not path.startswith("/v1/"):
        return frozenset()
    names = {"any", method.lower()} | ({"tus"} if is_tus(path) else set())
    names.update(name for name, pattern in _PATTERNS if pattern.fullmatch(f"{method} {path}"))
    return frozenset(names & set(CALL_NAMES))

"""What kind of portal the sandbox plays: today's (VNeID, toàn trình / một phần), or one of 2019 with levels 1 to 4."""

from collections.abc import Iterable, Mapping
from typing import Any

PROFILES = ("2026", "2019")
SETTINGS_2019: Mapping[str, Any] = {"account_methods": ["portal"]}
"""Accounts of the portal's own, and no other."""
_LEVEL_2 = frozenset({"1.004873", "1.004884", "1.004772", "2.000908"})
_LEVEL_3 = frozenset({"1.001193", "1.001612", "1.013314", "1.013225"})
"""Invented: which service had which level differed from province to province."""
_REASONS = {
    1: {
        "vi": "Dịch vụ mức độ 1: chỉ có hướng dẫn, xin mang hồ sơ đến nơi giải quyết.",
        "en": "Level 1: guidance only, please bring the dossier to the agency.",
    },
    2: {
        "vi": "Dịch vụ mức độ 2: điền tờ khai rồi in ra, nộp hồ sơ bằng giấy.",
        "en": "Level 2: fill the form in and print it; the dossier goes on paper.",
    },
}


def procedures_of(profile: str, procedures: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The wire's procedures as a portal of that profile publishes them. Raises KeyError for a profile there is not."""
    if profile not in PROFILES:
        raise KeyError(profile)
    bodies = [dict(body) for body in procedures]
    return bodies if profile == "2026" else [_of_2019(body) for body in bodies]


def _of_2019(body: dict[str, Any]) -> dict[str, Any]:
    mode = body["online"]["mode"]
    level = 1 if mode == "none" else 2 if body["code"] in _LEVEL_2 else 4
    if level == 4 and (mode == "partial" or body["code"] in _LEVEL_3):
        level = 3
    online = {"mode": mode, "reason": body["online"]["reason"]}
    if level <= 2:
        online = {"mode": "none", "reason": online["reason"] or _REASONS[level]}
    return {**body, "version": f"2019.{level}", "service_level": level, "online": online}

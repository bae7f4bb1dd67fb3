"""Measurements of the product beside what a user would take instead; no tests: nothing here passes or fails a build.

One module a benchmark, with one function `measure(quick, progress) -> list[Figure]`, named in `registry`.
"""

import kiosk.devices  # noqa: F401  (says how many threads numpy gets, before numpy is imported)

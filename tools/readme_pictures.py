"""Scales pictures of the tour for the README: `kiosk demo --tour --out out/tour`, then `python -m tools.readme_pictures`."""

import sys
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).parents[1]
WIDTH = 960
WANTED = {
    "welcome": "welcome",
    "account-other-card": "card",
    "dossier-checklist": "checklist",
    "dossier-page-found": "page",
    "dossier-summary": "summary",
    "dossier-submitted": "submitted",
    "look-up-result": "look-up",
    "clerk-bench": "bench",
}


def main() -> None:
    """Write `docs/pictures/*.png`, few colours, a tenth of the size."""
    tour = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "out" / "tour"
    target = ROOT / "docs" / "pictures"
    target.mkdir(parents=True, exist_ok=True)
    for step, name in WANTED.items():
        [source] = tour.glob(f"[0-9][0-9]-{step}.png")
        with Image.open(source) as picture:
            small = picture.convert("RGB").resize(
                (WIDTH, round(picture.height * WIDTH / picture.width)), Image.Resampling.LANCZOS
            )
            small.quantize(128).save(target / f"{name}.png", optimize=True)
    slip = tour / "receipt-2.png"  # after the account's slip and before the one that opens the shift
    with Image.open(slip) as picture:
        picture.convert("1").save(target / "slip.png", optimize=True)


if __name__ == "__main__":
    main()

"""Which steps of the search follow which, for live frames and for files; every list ends at the first code wanted."""

from kiosk.devices.readers.again import Again, mirrored, negative, resized_to, rimmed, turned
from kiosk.devices.readers.finding import CodeFinder, EnlargedCrops, Enlargement, WholePicture
from kiosk.devices.readers.soft.memory import OddsMemory
from kiosk.devices.readers.soft.soft_squares import SoftSquares
from kiosk.devices.readers.soft.tracking import LatticeTrack

_TWICE, _THRICE = Enlargement(2, sharpen=1), Enlargement(3, sharpen=2)

QUICK: tuple[CodeFinder, ...] = (WholePicture(), EnlargedCrops((_TWICE,), squares=1))
"""For every live frame: a few milliseconds."""

_LIGHT_ON_DARK = Again(negative, QUICK)
"""No card's code, but many a poster's and telephone's."""


def after_quick(
    memory: OddsMemory | None = None, track: LatticeTrack | None = None
) -> tuple[CodeFinder, ...]:
    """What follows where `QUICK` found nothing: some tens of milliseconds. `memory` and `track` for the frames of one
    burst."""
    return (
        SoftSquares(memory=memory, track=track),
        EnlargedCrops((_TWICE, _THRICE), squares=3),
        _LIGHT_ON_DARK,
    )


FAST: tuple[CodeFinder, ...] = (*QUICK, *after_quick())
"""All that a live frame is worth."""

_RIMMED = Again(rimmed, (WholePicture(),))
DRAWN: tuple[CodeFinder, ...] = (
    WholePicture(thorough=True),
    Again(resized_to(0.5, 0.35, 0.25), (WholePicture(),)),
    _RIMMED,
    Again(negative, (_RIMMED,)),
)
"""For files after the steps of a live frame: codes as programs draw them, sharp, in whatever colours and with no rim."""

THOROUGH: tuple[CodeFinder, ...] = (
    WholePicture(),
    *DRAWN,
    Again(resized_to(2), (WholePicture(thorough=True),)),
    Again(turned(22.5, 45, 67.5), (WholePicture(),)),
    EnlargedCrops((_TWICE, _THRICE)),
    SoftSquares(rounds=12),
    Again(resized_to(0.5, 0.35), (SoftSquares(),)),
    Again(negative, (EnlargedCrops((_TWICE,), squares=3), SoftSquares())),
    Again(mirrored, (SoftSquares(),)),
    EnlargedCrops(
        (
            Enlargement(1),
            Enlargement(1.5),
            Enlargement(2),
            Enlargement(2, sharpen=3),
            Enlargement(2, sharpen=1, even_contrast=True),
            Enlargement(3, sharpen=1, even_contrast=True),
            Enlargement(3, sharpen=4),
            Enlargement(4, sharpen=1),
            Enlargement(4, sharpen=2, even_contrast=True),
            Enlargement(2, sharpen=1, turn_deg=30),
            Enlargement(0.5),
        )
    ),
)
"""For picture files, where a second more is nothing."""

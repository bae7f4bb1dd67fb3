"""Takes the blur out of a code whose grid is known: odds of every module being dark; corrects no errors.

The lens's and the hand's blur is one point spread for the whole code. It is estimated from the fixed patterns and the modules
as far as they are believed so far; every module is then estimated anew with the others' light taken away (linear minimum
mean-square error with soft feedback, as in turbo equalisation). All filters run as products of spectra.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.devices.pixels import Picture
from kiosk.devices.readers.soft.lattice import Floats, Lattice, local_light, to_picture
from kiosk.devices.readers.soft.layout import Signs, layout

SAMPLES = 3
"""Samples a module each way."""
_GOOD_SIDES = (36, 40, 42, 45, 48, 50, 54, 56, 60, 63, 64, 70, 72, 75, 80, 81, 84, 90, 96)
"""Modules a side with margin, whose threefold has small factors: quick to transform."""
_LEAST_MARGIN = 6
_LIGHT_MODULES = 5
"""Light and contrast are taken to be even over this many modules."""
_STRONGEST = 2.5
_REACH_MODULES = 3.0
_RIDGE = 0.02
_LEAST_VARIANCE = 0.02
_NEW_SHARE = 0.7
_BURNT_FROM = 250
_LARGEST_ODDS = 20.0

Spectrum = NDArray[np.complexfloating]


class Equaliser:
    """Rounds of estimating the blur and undoing it, over one code in one picture."""

    def __init__(self, grey: Picture, lattice: Lattice, prior: Floats | None = None) -> None:
        """`grey`: (H, W) uint8 with the code at `lattice`; `prior`: (side, side) log odds from earlier frames."""
        self.side = lattice.side
        self._padded = next(size for size in _GOOD_SIDES if size >= self.side + _LEAST_MARGIN)
        self._margin = (self._padded - self.side) // 2
        self._size = self._padded * SAMPLES
        light, burnt = self._sampled(grey, lattice)
        darkness, self.trust = self._without_light(light, burnt)
        self._window = self._tapered()
        self._target = np.fft.rfft2(darkness * self._window)
        self._weight = float((self._window**2).sum())
        self._reach_window = self._reach()
        module = np.zeros((self._size, self._size), np.float32)
        module[:SAMPLES, :SAMPLES] = 1
        self._module = np.fft.rfft2(module)
        fixed: Signs = layout(lattice.version).fixed
        self._known = fixed != 0
        self._prior = np.zeros((self.side, self.side), np.float32) if prior is None else prior
        first = np.tanh(1.6 * self._a_module(darkness) + self._prior / 2)
        self._mean = np.where(self._known, fixed, first).astype(np.float32)
        self._variance = self._doubt()
        self.blur_modules = 0.0
        """Root-mean-square width of the point spread after a round."""

    def refine(self) -> Floats:
        """One more round: (side, side) log odds, positive = dark, weighed by how far each place is to be trusted.

        They are this picture's own: a prior helps to estimate the blur, it is not counted again.
        """
        shown = np.fft.rfft2(self._spread_out(self._mean) * self._window)
        power = np.abs(shown) ** 2 + float(self._variance.sum()) * np.abs(self._module) ** 2
        blur = self._blur(shown, power)
        left = self._target - blur * shown
        response = blur * self._module
        energy = np.fft.irfft2(np.abs(response) ** 2, s=(self._size, self._size))
        noise = self._noise(left, float(energy[0, 0]))
        gram = np.maximum(np.fft.fft2(energy[::SAMPLES, ::SAMPLES]).real, 0)
        matched = np.fft.irfft2(np.conj(response) * left, s=(self._size, self._size))[::SAMPLES, ::SAMPLES]
        unsure = max(float(self._variance[~self._known].mean()), _LEAST_VARIANCE)
        divisor = unsure * gram + noise
        gain = max(float((gram / divisor).mean()), 1e-9)
        change = self._cut(np.fft.ifft2(np.fft.fft2(matched) / divisor).real)
        odds = 2 * (self._mean + change / gain) / max(1 / gain - unsure, 1e-3)
        new = np.tanh(np.clip((odds + self._prior) / 2, -9, 9))
        self._mean = np.where(
            self._known, self._mean, (1 - _NEW_SHARE) * self._mean + _NEW_SHARE * new
        ).astype(np.float32)
        self._variance = self._doubt()
        return np.asarray(np.clip(odds, -_LARGEST_ODDS, _LARGEST_ODDS) * self.trust, np.float32)

    def learn(self, values: Signs) -> None:
        """Modules that are certain by now: (side, side), +1 dark, −1 light, 0 still open."""
        certain = values != 0
        self._known = self._known | certain
        self._mean = np.where(certain, values, self._mean).astype(np.float32)
        self._variance = self._doubt()

    # --- the picture ---------------------------------------------------------------------------------------

    def _sampled(self, grey: Picture, lattice: Lattice) -> tuple[Floats, Floats]:
        """(light, burnt-out share) of the code and its margin, `SAMPLES` a module."""
        step, first = 1 / SAMPLES, 0.5 / SAMPLES - self._margin
        modules = np.array([[step, 0, first], [0, step, first], [0, 0, 1]])
        left, top = (max(0, int(edge)) for edge in lattice.corners.min(axis=0) - 12 * lattice.module_px)
        right, bottom = (int(edge) + 2 for edge in lattice.corners.max(axis=0) + 12 * lattice.module_px)
        crop = grey[top:bottom, left:right]
        turn = to_picture(lattice.corners - (left, top), lattice.side) @ modules

        def warped(picture: Floats) -> Floats:
            flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
            size = (self._size, self._size)
            out = cv2.warpPerspective(picture, turn, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
            return np.asarray(out, np.float32)

        return warped(np.multiply(crop, 1 / 255, dtype=np.float32)), warped(
            (crop >= _BURNT_FROM).astype(np.float32)
        )

    def _without_light(self, light: Floats, burnt: Floats) -> tuple[Floats, Floats]:
        """(darkness in units of the local contrast, trust a module: little where contrast is gone)."""
        mean, spread = local_light(light, _LIGHT_MODULES * SAMPLES)
        usual = float(np.median(self._inner(spread))) + 1e-4
        darkness = np.clip((mean - light) / (spread + 0.15 * usual), -_STRONGEST, _STRONGEST)
        contrast = np.clip((self._a_module(spread) / usual - 0.12) / 0.38, 0.02, 1)
        trust = contrast**2 * (1 - 0.9 * np.clip(self._a_module(burnt), 0, 1))
        return np.asarray(darkness, np.float32), np.asarray(trust, np.float32)

    def _a_module(self, samples: Floats) -> Floats:
        """Means over whole modules of the code."""
        means = cv2.resize(samples, (self._padded, self._padded), interpolation=cv2.INTER_AREA)
        return self._cut(np.asarray(means, np.float32))

    def _cut(self, modules: NDArray[np.floating]) -> Floats:
        inner = slice(self._margin, self._margin + self.side)
        return np.asarray(modules[inner, inner], np.float32)

    def _inner(self, samples: Floats) -> Floats:
        inner = slice(self._margin * SAMPLES, (self._margin + self.side) * SAMPLES)
        return samples[inner, inner]

    def _tapered(self) -> Floats:
        """(size, size): 1 on the code, falling to 0 in the outer half of its margin."""
        line = np.ones(self._size, np.float32)
        for margin, end in (
            (self._margin, slice(None)),
            (self._padded - self.side - self._margin, slice(None, None, -1)),
        ):
            width = margin * SAMPLES // 2
            line[end][:width] = np.hanning(2 * width + 2)[1 : width + 1]
        return np.outer(line, line)

    def _reach(self) -> Floats:
        """Where the point spread may be other than nothing, its middle at (0, 0)."""
        reach = round(_REACH_MODULES * SAMPLES)
        away = np.minimum(np.arange(self._size), self._size - np.arange(self._size))
        line = np.where(away <= reach, np.exp(-((away / (reach * 0.8)) ** 4)), 0).astype(np.float32)
        return np.outer(line, line)

    # --- one round -----------------------------------------------------------------------------------------

    def _spread_out(self, modules: Floats) -> Floats:
        """Modules in their light margin, as samples."""
        whole = np.full((self._padded, self._padded), -1, np.float32)
        inner = slice(self._margin, self._margin + self.side)
        whole[inner, inner] = modules
        return whole.repeat(SAMPLES, 0).repeat(SAMPLES, 1)

    def _doubt(self) -> Floats:
        return np.where(self._known, 0, 1 - self._mean**2).astype(np.float32)

    def _blur(self, shown: Spectrum, power: NDArray[np.floating]) -> Spectrum:
        """The point spread that explains the picture best by the modules as believed."""
        ridge = _RIDGE * float(power[1:, 1:].mean())
        spread = np.fft.irfft2(np.conj(shown) * self._target / (power + ridge), s=(self._size, self._size))
        spread = spread * self._reach_window
        away = np.minimum(np.arange(self._size), self._size - np.arange(self._size)).astype(np.float32) ** 2
        weight = np.maximum(spread, 0)
        mean_square = float((weight * (away[:, None] + away[None])).sum() / (weight.sum() + 1e-6))
        self.blur_modules = mean_square**0.5 / SAMPLES
        return np.asarray(np.fft.rfft2(spread), np.complex64)

    def _noise(self, left: Spectrum, energy: float) -> float:
        """Mean square of what neither the modules nor their doubt explains."""
        residue = np.fft.irfft2(left, s=(self._size, self._size))
        found = float((residue**2).sum()) / self._weight
        return max(found - float(self._variance.mean()) * energy / SAMPLES**2, 0.15 * found, 1e-6)

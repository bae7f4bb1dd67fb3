"""Takes the blur out of a code whose grid is known: odds of every module being dark; corrects no errors.

The lens's and the hand's blur is one point spread for the whole code. It is estimated from the fixed patterns and the modules
as far as they are believed so far; every module is then estimated anew with the others' light taken away (linear minimum
mean-square error with soft feedback, as in turbo equalisation). All filters run as products of spectra. Several pictures of
one code have a point spread each and the modules in common: what one blur has wiped out another may have left.

Nobody knows how bright the paper would be beside each module. At first every neighbourhood is given the same mean and contrast,
which is wrong wherever dark modules are in the majority; from the first round on it is given those that the modules
believed in would show there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

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
_EVEN_SHARE = 0.15
"""So much of the usual contrast is added to that of every neighbourhood, or noise would be raised where there is none."""
_STRONGEST, _STRONGEST_FITTED = 2.5, 4.0
_REACH_MODULES = 3.0
_RIDGE = 0.02
_LEAST_VARIANCE = 0.02
_NEW_SHARE = 0.7
_BURNT_FROM = 250
_LARGEST_ODDS = 20.0

Spectrum = NDArray[np.complexfloating]


@dataclass(frozen=True, slots=True)
class _Raster:
    """How a code of so many modules a side is sampled, with a margin around it; the same for all such codes."""

    side: int
    padded: int
    margin: int
    window: Floats
    """(size, size): 1 on the code, falling to 0 in the outer half of its margin."""
    reach_window: Floats
    """(size, size): where the point spread may be other than nothing, its middle at (0, 0)."""
    module: Spectrum
    """Of one module."""

    @property
    def size(self) -> int:
        """Samples a side, margin included."""
        return self.padded * SAMPLES

    def cut(self, modules: NDArray[np.floating]) -> Floats:
        """The code without its margin, values a module."""
        inner = slice(self.margin, self.margin + self.side)
        return np.asarray(modules[inner, inner], np.float32)

    def inner(self, samples: Floats) -> Floats:
        """The code without its margin, samples."""
        inner = slice(self.margin * SAMPLES, (self.margin + self.side) * SAMPLES)
        return samples[inner, inner]

    def a_module(self, samples: Floats) -> Floats:
        """Means over whole modules of the code."""
        means = cv2.resize(samples, (self.padded, self.padded), interpolation=cv2.INTER_AREA)
        return self.cut(np.asarray(means, np.float32))

    def spread_out(self, modules: Floats, around: float) -> Floats:
        """Values of modules as samples, the margin filled with `around`."""
        whole = np.full((self.padded, self.padded), around, np.float32)
        inner = slice(self.margin, self.margin + self.side)
        whole[inner, inner] = modules
        return whole.repeat(SAMPLES, 0).repeat(SAMPLES, 1)


@lru_cache(maxsize=16)
def _raster(side: int) -> _Raster:
    padded = next(size for size in _GOOD_SIDES if size >= side + _LEAST_MARGIN)
    margin, size = (padded - side) // 2, padded * SAMPLES
    line = np.ones(size, np.float32)
    for own, end in ((margin, slice(None)), (padded - side - margin, slice(None, None, -1))):
        width = own * SAMPLES // 2
        line[end][:width] = np.hanning(2 * width + 2)[1 : width + 1]
    reach = round(_REACH_MODULES * SAMPLES)
    away = np.minimum(np.arange(size), size - np.arange(size))
    near = np.where(away <= reach, np.exp(-((away / (reach * 0.8)) ** 4)), 0).astype(np.float32)
    module = np.zeros((size, size), np.float32)
    module[:SAMPLES, :SAMPLES] = 1
    return _Raster(side, padded, margin, np.outer(line, line), np.outer(near, near), np.fft.rfft2(module))


class CodePicture:
    """A code as one picture shows it, its light taken out, sampled on its grid."""

    def __init__(self, grey: Picture, lattice: Lattice) -> None:
        """`grey`: (H, W) uint8 with the code at `lattice`."""
        self.version = lattice.version
        self.raster = _raster(lattice.side)
        light, burnt = self._sampled(grey, lattice)
        self._darkness, self.trust = self._without_light(light, burnt)
        self.first_look = self.raster.a_module(self._darkness)
        """(side, side) mean darkness a module, blur and all."""
        self.first_target: Spectrum = np.fft.rfft2(self._darkness * self.raster.window)
        self._weight = float((self.raster.window**2).sum())

    def _sampled(self, grey: Picture, lattice: Lattice) -> tuple[Floats, Floats]:
        """(light, burnt-out share) of the code and its margin, `SAMPLES` a module."""
        step, first = 1 / SAMPLES, 0.5 / SAMPLES - self.raster.margin
        modules = np.array([[step, 0, first], [0, step, first], [0, 0, 1]])
        left, top = (max(0, int(edge)) for edge in lattice.corners.min(axis=0) - 12 * lattice.module_px)
        right, bottom = (int(edge) + 2 for edge in lattice.corners.max(axis=0) + 12 * lattice.module_px)
        crop = grey[top:bottom, left:right]
        turn = to_picture(lattice.corners - (left, top), lattice.side) @ modules

        def warped(picture: Floats) -> Floats:
            flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
            size = (self.raster.size, self.raster.size)
            out = cv2.warpPerspective(picture, turn, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
            return np.asarray(out, np.float32)

        return warped(np.multiply(crop, 1 / 255, dtype=np.float32)), warped(
            (crop >= _BURNT_FROM).astype(np.float32)
        )

    def _without_light(self, light: Floats, burnt: Floats) -> tuple[Floats, Floats]:
        """(darkness in units of the local contrast, trust a module: little where contrast is gone)."""
        mean, spread = local_light(light, _LIGHT_MODULES * SAMPLES)
        usual = float(np.median(self.raster.inner(spread))) + 1e-4
        darkness = np.clip((mean - light) / (spread + _EVEN_SHARE * usual), -_STRONGEST, _STRONGEST)
        contrast = np.clip((self.raster.a_module(spread) / usual - 0.12) / 0.38, 0.02, 1)
        trust = contrast**2 * (1 - 0.9 * np.clip(self.raster.a_module(burnt), 0, 1))
        return np.asarray(darkness, np.float32), np.asarray(trust, np.float32)

    def target_like(self, expected: Floats) -> Spectrum:
        """What is to be explained, its light such that every neighbourhood has the mean and contrast that it is `expected` to
        have, (size, size) darkness of samples."""
        mean, spread = local_light(expected, _LIGHT_MODULES * SAMPLES)
        usual = float(np.median(self.raster.inner(spread))) + 1e-4
        fitted = self._darkness * (spread + _EVEN_SHARE * usual) + mean
        return np.asarray(
            np.fft.rfft2(np.clip(fitted, -_STRONGEST_FITTED, _STRONGEST_FITTED) * self.raster.window)
        )

    def noise(self, left: Spectrum, energy: float, variance: float) -> float:
        """Mean square of what neither the modules nor their doubt explains."""
        residue = np.fft.irfft2(left, s=(self.raster.size, self.raster.size))
        found = float((residue**2).sum()) / self._weight
        return max(found - variance * energy / SAMPLES**2, 0.15 * found, 1e-6)

    def trusted(self, left: Spectrum) -> Spectrum:
        """What is left to explain, less of it where this picture is not to be trusted."""
        residue = np.fft.irfft2(left, s=(self.raster.size, self.raster.size))
        return np.asarray(np.fft.rfft2(residue * self.raster.spread_out(self.trust, 1)))


class Equaliser:
    """Rounds of estimating the blur and undoing it, over one code in one picture or in several."""

    def __init__(
        self, pictures: Sequence[CodePicture], prior: Floats | None = None, start: Floats | None = None
    ) -> None:
        """`pictures`: of one code. `prior`: (side, side) log odds from elsewhere, held on to; `start`: (side, side) log odds
        only to begin with."""
        self._pictures = pictures
        self._targets = [picture.first_target for picture in pictures]
        self._raster = pictures[0].raster
        side = self._raster.side
        self.trust = np.max([picture.trust for picture in pictures], axis=0)
        fixed: Signs = layout(pictures[0].version).fixed
        self._known = fixed != 0
        self._prior = np.zeros((side, side), np.float32) if prior is None else prior
        if start is None:
            first_look = np.mean([picture.first_look for picture in pictures], axis=0)
            first = np.tanh(1.6 * first_look + self._prior / 2)
        else:
            first = np.tanh(np.clip(start / 2, -9, 9))
        self._mean = np.where(self._known, fixed, first).astype(np.float32)
        self._variance = self._doubt()
        self.blur_modules = 0.0
        """Root-mean-square width of the point spread after a round."""

    def refine(self) -> Floats:
        """One more round: (side, side) log odds, positive = dark, weighed by how far each place is to be trusted.

        They are these pictures' own: a prior helps to estimate the blur, it is not counted again.
        """
        raster, size = self._raster, (self._raster.size, self._raster.size)
        shown = np.fft.rfft2(raster.spread_out(self._mean, -1) * raster.window)
        power = np.abs(shown) ** 2 + float(self._variance.sum()) * np.abs(raster.module) ** 2
        matched = np.zeros((raster.padded, raster.padded))
        gram = np.zeros((raster.padded, raster.padded))
        blurs: list[Spectrum] = []
        for picture, target in zip(self._pictures, self._targets, strict=True):
            blur = self._blur(target, shown, power)
            blurs.append(blur)
            left: Spectrum = target - blur * shown
            response = blur * raster.module
            energy = np.fft.irfft2(np.abs(response) ** 2, s=size)
            noise = picture.noise(left, float(energy[0, 0]), float(self._variance.mean()))
            weight = 1.0
            if len(self._pictures) > 1:
                left, weight = picture.trusted(left), float(picture.trust.mean())
            matched += np.fft.irfft2(np.conj(response) * left, s=size)[::SAMPLES, ::SAMPLES] / noise
            gram += weight / noise * np.maximum(np.fft.fft2(energy[::SAMPLES, ::SAMPLES]).real, 0)
        unsure = max(float(self._variance[~self._known].mean()), _LEAST_VARIANCE)
        divisor = unsure * gram + 1
        gain = max(float((gram / divisor).mean()), 1e-9)
        change = raster.cut(np.fft.ifft2(np.fft.fft2(matched) / divisor).real)
        odds = 2 * (self._mean + change / gain) / max(1 / gain - unsure, 1e-3)
        new = np.tanh(np.clip((odds + self._prior) / 2, -9, 9))
        self._mean = np.where(
            self._known, self._mean, (1 - _NEW_SHARE) * self._mean + _NEW_SHARE * new
        ).astype(np.float32)
        self._variance = self._doubt()
        self._even_out(blurs)
        return np.asarray(np.clip(odds, -_LARGEST_ODDS, _LARGEST_ODDS) * self.trust, np.float32)

    def learn(self, values: Signs) -> None:
        """Modules that are certain by now: (side, side), +1 dark, −1 light, 0 still open."""
        certain = values != 0
        self._known = self._known | certain
        self._mean = np.where(certain, values, self._mean).astype(np.float32)
        self._variance = self._doubt()

    def _doubt(self) -> Floats:
        return np.where(self._known, 0, 1 - self._mean**2).astype(np.float32)

    def _even_out(self, blurs: Sequence[Spectrum]) -> None:
        """Give every picture the light that the modules believed in would have under its blur."""
        raster = self._raster
        whole = np.fft.rfft2(raster.spread_out(self._mean, -1))
        for place, (picture, blur) in enumerate(zip(self._pictures, blurs, strict=True)):
            expected = np.fft.irfft2(blur * whole, s=(raster.size, raster.size))
            self._targets[place] = picture.target_like(np.asarray(expected, np.float32))

    def _blur(self, target: Spectrum, shown: Spectrum, power: NDArray[np.floating]) -> Spectrum:
        """The point spread that explains a picture's `target` best by the modules as believed."""
        raster = self._raster
        ridge = _RIDGE * float(power[1:, 1:].mean())
        spread = np.fft.irfft2(np.conj(shown) * target / (power + ridge), s=(raster.size, raster.size))
        spread = spread * raster.reach_window
        away = (
            np.minimum(np.arange(raster.size), raster.size - np.arange(raster.size)).astype(np.float32) ** 2
        )
        weight = np.maximum(spread, 0)
        mean_square = float((weight * (away[:, None] + away[None])).sum() / (weight.sum() + 1e-6))
        self.blur_modules = mean_square**0.5 / SAMPLES
        return np.asarray(np.fft.rfft2(spread), np.complex64)

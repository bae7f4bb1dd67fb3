"""The network that tells characters of a zone apart, computed with numpy alone; trained by `tools/train_mrz_net.py`."""

import sys
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Floats = NDArray[np.float32]
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<"
BLANK = len(ALPHABET)
"""The class of "no character here"."""
CELL_PX = 16
"""Width of one character's cell in what the network sees."""
HEIGHT_PX, WIDTH_PX = 24, 32
"""A cell with its surroundings: half of each neighbour, nothing of the other lines."""
_OFFSET_UNIT_PX = 4
_STEADY = 4.0
"""Levels of noise below which contrast is not amplified."""


class CharacterNetwork:
    """Two convolutions and two full layers, 0.3 million weights."""

    def __init__(self, weights: list[Floats]) -> None:
        """`weights`: as trained, (out, in, k, k) and (out, in) matrices each followed by its biases."""
        self._convolutions = [
            (matrix.transpose(2, 3, 1, 0), bias)
            for matrix, bias in zip(weights[0:4:2], weights[1:4:2], strict=True)
        ]
        hidden, hidden_bias, last, last_bias = weights[4:]
        # trained on (channels, rows, columns), computed as (rows, columns, channels)
        by_place = hidden.reshape(hidden.shape[0], -1, HEIGHT_PX // 4, WIDTH_PX // 4).transpose(2, 3, 1, 0)
        self._hidden = (np.ascontiguousarray(by_place.reshape(-1, hidden.shape[0])), hidden_bias)
        self._last = (np.ascontiguousarray(last.T), last_bias)

    def look(self, cells: Floats) -> tuple[Floats, Floats]:
        """(N, 24, 32) grey cells -> (N, 38) natural logarithms of probabilities, `BLANK` last, and (N, 2): how far the
        character lies right of and below the cell's middle, in pixels of the cell."""
        layer = _evened(cells)[..., None]
        for kernel, bias in self._convolutions:
            layer = _halved(layer, kernel, bias)
        seen = np.maximum(layer.reshape(len(cells), -1) @ self._hidden[0] + self._hidden[1], 0)
        found = seen @ self._last[0] + self._last[1]
        names = found[:, : BLANK + 1]
        names = names - names.max(axis=1, keepdims=True)
        names = names - np.log(np.exp(names).sum(axis=1, keepdims=True))
        return np.asarray(names, np.float32), np.asarray(found[:, BLANK + 1 :] * _OFFSET_UNIT_PX, np.float32)


@lru_cache(maxsize=1)
def shipped_network() -> CharacterNetwork:
    """The one of `resources/mrz`, from source and inside the packaged program."""
    root = Path(getattr(sys, "_MEIPASS", Path(__file__).parents[4]))
    with np.load(root / "resources" / "mrz" / "characters.npz") as file:
        return CharacterNetwork([file[name].astype(np.float32) for name in file.files])


def _evened(cells: Floats) -> Floats:
    flat = cells.reshape(len(cells), -1)
    flat = flat - flat.mean(axis=1, keepdims=True)
    flat /= flat.std(axis=1, keepdims=True) + _STEADY
    return np.asarray(flat.reshape(cells.shape), np.float32)


def _halved(layer: Floats, kernel: Floats, bias: Floats) -> Floats:
    """A convolution at every second place with a border of zeros, the negative cut off; (N, H, W, C) in and out."""
    reach = kernel.shape[0] // 2
    padded = np.pad(layer, ((0, 0), (reach, reach), (reach, reach), (0, 0)))
    windows = sliding_window_view(padded, kernel.shape[:2], axis=(1, 2))[:, ::2, ::2]
    count, height, width = windows.shape[:3]
    rows = windows.transpose(0, 1, 2, 4, 5, 3).reshape(count * height * width, -1)
    made = np.maximum(rows @ kernel.reshape(-1, kernel.shape[3]) + bias, 0)
    return np.asarray(made.reshape(count, height, width, -1), np.float32)

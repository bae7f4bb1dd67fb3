"""Draws characters of machine-readable zones as cameras see them and trains the network of `resources/mrz` on them.

Needs PyTorch, which is no part of the product: `pip install torch` into an environment of its own beside numpy, opencv
and pillow, then `python -m tools.train_mrz_net`. About 40 minutes on one core. Not for reading.
"""

import argparse
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).parents[1]
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<"
BLANK = len(ALPHABET)
CELL_PX = 16
"""Width of a character's cell in what the network is shown."""
HEIGHT, WIDTH = 24, 32
LINE_PITCHES = (4.23 / 2.54, 6.35 / 2.54)
"""From line to line in cells: cards, passports."""
OCR_B = (ROOT / "resources/fonts/OCRB.otf", ROOT / "resources/fonts/OCRBS.otf")
OTHERS = (
    "dejavu/DejaVuSansMono.ttf", "dejavu/DejaVuSansMono-Bold.ttf", "noto/NotoSansMono-Regular.ttf", "noto/NotoSansMono-Medium.ttf",
)  # fmt: skip
"""Monospaced faces of the system: what is not quite OCR-B must be read too."""

Floats = NDArray[np.float32]
Rng = np.random.Generator
_FINE = 40
"""Pixels a cell while drawing."""
_COLUMNS = 15


def _fonts(other: bool, rng: Rng) -> Path:
    if other:
        there = [path for name in OTHERS if (path := Path("/usr/share/fonts/truetype") / name).is_file()]
        if there:
            return there[int(rng.integers(len(there)))]
    return OCR_B[int(rng.random() < 0.4)]


_FACES: dict[tuple[Path, int], Any] = {}


def _face(path: Path, size: int) -> Any:
    if (path, size) not in _FACES:
        _FACES[path, size] = ImageFont.truetype(str(path), size)
    return _FACES[path, size]


def _characters(rng: Rng, count: int) -> str:
    mix = rng.random()
    if mix < 0.25:
        pool = ALPHABET[:10]
    elif mix < 0.5:
        pool = ALPHABET[10:]
    elif mix < 0.6:
        pool = ALPHABET[10:] + "<" * 14
    else:
        pool = ALPHABET
    text = [pool[i] for i in rng.integers(len(pool), size=count)]
    for _ in range(int(rng.integers(3))):
        # look-alikes more often than chance
        text[int(rng.integers(count))] = str(rng.choice(list("0OQDCG1IT2Z5S6G8B3UVMNHWKXEFRP<<")))
    if rng.random() < 0.2:
        gap = int(rng.integers(1, 5))
        text[-gap:] = " " * gap
    if rng.random() < 0.2:
        gap = int(rng.integers(1, 5))
        text[:gap] = " " * gap
    return "".join(text)


def _draw(rng: Rng) -> tuple[Floats, list[str], float]:
    """(ink on nothing: 0 to 1, its lines of text, cells from line to line); the first line's middle lies at y = 2 cells."""
    pitch = LINE_PITCHES[int(rng.random() < 0.35)] * rng.uniform(0.97, 1.03)
    lines = [_characters(rng, _COLUMNS) for _ in range(int(rng.integers(1, 4)))]
    path = _fonts(rng.random() < 0.18, rng)
    face = _face(path, round(_FINE * rng.uniform(1.32, 1.44)))
    height = round((4 + pitch * (len(lines) - 1)) * _FINE)
    sheet = Image.new("L", (_COLUMNS * _FINE, height), 0)
    draw = ImageDraw.Draw(sheet)
    box = face.getbbox("H")
    middle = (box[1] + box[3]) / 2
    for row, line in enumerate(lines):
        for column, char in enumerate(line):
            if char == " ":
                if rng.random() < 0.3:
                    _scrap(rng, draw, column * _FINE, (2 + pitch * row) * _FINE)
                continue
            x = (column + 0.5 + rng.normal(0, 0.012)) * _FINE - face.getlength(char) / 2
            y = (2 + pitch * row + rng.normal(0, 0.012)) * _FINE - middle
            draw.text((x, y), char, font=face, fill=255)
    if rng.random() < 0.25:
        _scrap(rng, draw, 0, 0, wide=_COLUMNS * _FINE)
    ink = np.asarray(sheet, np.float32) / 255
    # thin and fat strokes, worn and bleeding ones
    soft = cv2.GaussianBlur(ink, (0, 0), rng.uniform(0.8, 2.6))
    level = rng.uniform(0.2, 0.62)
    ink = np.clip((soft - level) * rng.uniform(3, 9) + 0.5, 0, 1).astype(np.float32)
    if rng.random() < 0.2:
        speckle = cv2.GaussianBlur(rng.standard_normal(ink.shape, np.float32), (0, 0), rng.uniform(1, 4))
        ink *= np.clip(1 - rng.uniform(0, 0.7) * (speckle > speckle.std() * rng.uniform(0.8, 2)), 0, 1)
    if rng.random() < 0.1:
        # laser engraving: rows of dots
        step = rng.uniform(2.5, 5)
        rows = 0.5 + 0.5 * np.sin(np.arange(ink.shape[0], dtype=np.float32) * 2 * np.pi / step)
        ink *= (1 - rng.uniform(0.1, 0.5) * rows)[:, None].astype(np.float32)
    return ink, lines, float(pitch)


def _scrap(rng: Rng, draw: Any, x: float, y: float, wide: int = 0) -> None:
    """What may stand beside a zone: an edge, a rule, small print."""
    kind = rng.integers(3)
    if kind == 0:
        at = x + rng.uniform(0, wide or _FINE)
        draw.line((at, 0, at + rng.normal(0, 15), 5000), fill=int(rng.integers(60, 255)), width=int(rng.integers(1, 12)))  # fmt: skip
    elif kind == 1:
        at = y + rng.uniform(-0.8, 0.8) * _FINE
        draw.line((0, at, 5000, at + rng.normal(0, 8)), fill=int(rng.integers(60, 255)), width=int(rng.integers(1, 5)))  # fmt: skip
    else:
        words = "".join(rng.choice(list("aceghilmnortuxy "), 30))
        face = _face(Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"), int(rng.integers(14, 40)))
        draw.text((x - 20, y + rng.uniform(-40, 10)), words if wide else words[:3], font=face, fill=int(rng.integers(120, 255)))  # fmt: skip


def _print(rng: Rng, ink: Floats) -> Floats:
    """Ink on paper with security lines, as amounts of light of 0 to 1."""
    height, width = ink.shape
    paper = np.full(ink.shape, rng.uniform(0.25, 0.95), np.float32)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    for _ in range(int(rng.integers(0, 4))):
        angle, step = rng.uniform(0, np.pi), rng.uniform(6, 40)
        wave = rng.uniform(0, 12) * np.sin(x * rng.uniform(0.005, 0.05) + rng.uniform(0, 6))
        phase = np.sin((x * np.cos(angle) + (y + wave) * np.sin(angle)) * 2 * np.pi / step)
        paper *= 1 - rng.uniform(0.02, 0.35) * (phase > rng.uniform(0.2, 0.9))
    if rng.random() < 0.3:
        blotch = cv2.resize(rng.random((3, 7), np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
        paper *= 1 - rng.uniform(0, 0.5) * blotch
    darkness = rng.uniform(0.02, 0.35) if rng.random() < 0.8 else rng.uniform(0.3, 0.6)
    return np.asarray(paper * (1 - ink * (1 - darkness)), np.float32)


def _lens(rng: Rng, defocus: float, motion: float) -> Floats:
    """As a lens and a trembling hand spread a point; pixels."""
    reach = int(np.ceil(defocus + motion / 2 + 2))
    fine = 5
    y, x = (np.mgrid[0 : (2 * reach + 1) * fine, 0 : (2 * reach + 1) * fine] + 0.5) / fine - reach - 0.5
    if rng.random() < 0.6:
        spot = (x * x + y * y <= max(defocus, 0.3) ** 2).astype(np.float32)
    else:
        spot = np.exp(-(x * x + y * y) / (2 * max(0.6 * defocus, 0.25) ** 2)).astype(np.float32)
    spread, angle = np.zeros_like(spot), rng.uniform(0, np.pi)
    for along in np.linspace(-0.5, 0.5, max(1, int(np.ceil(motion * 2)))) * motion:
        shift = np.array([[1, 0, along * np.cos(angle) * fine], [0, 1, along * np.sin(angle) * fine]], np.float32)  # fmt: skip
        spread += cv2.warpAffine(spot, shift, spot.shape[::-1])
    soft = cv2.GaussianBlur(spread, (0, 0), rng.uniform(0.3, 0.6) * fine)
    kernel = cv2.resize(soft, (2 * reach + 1, 2 * reach + 1), interpolation=cv2.INTER_AREA)
    return np.asarray(kernel / kernel.sum(), np.float32)


def _photograph(rng: Rng, light: Floats, cell_px: float) -> tuple[Floats, Floats]:
    """(frame 0 to 255, 2 × 3 matrix from drawn to frame pixels), `cell_px` wide cells turned at random."""
    height, width = light.shape
    scale = cell_px / _FINE
    angle = rng.uniform(0, 2 * np.pi) if rng.random() < 0.5 else rng.normal(0, 0.15)
    squeeze = np.diag([1, rng.uniform(0.82, 1.12)]) if rng.random() < 0.5 else np.eye(2)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]) @ squeeze * scale
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float64) @ turn.T
    low, high = corners.min(axis=0) - 6, corners.max(axis=0) + 6
    forth = np.column_stack([turn, -low + rng.random(2)])
    size = np.ceil(high - low).astype(int) + 1
    # four samples a pixel each way would be slow: soften first
    soft = cv2.GaussianBlur(light, (0, 0), max(0.4, 0.38 / scale))
    seen = cv2.warpAffine(soft, forth, tuple(size.tolist()), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)  # fmt: skip
    sharp = rng.random() < 0.3
    defocus = rng.uniform(0, 0.6) if sharp else rng.uniform(0, 2.1)
    motion = 0.0 if sharp or rng.random() < 0.3 else rng.uniform(0, 4.0)
    # tiny cells stay legible with little blur only
    shrink = min(1.0, cell_px / 13)
    seen = np.asarray(cv2.filter2D(seen, -1, _lens(rng, defocus * shrink, motion * shrink), borderType=cv2.BORDER_REPLICATE), np.float32)  # fmt: skip
    rows, columns = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float32)
    if rng.random() < 0.4:
        slope = rng.normal(0, 0.5, 2) / size
        seen = seen * np.clip(
            1 + slope[0] * (columns - size[0] / 2) + slope[1] * (rows - size[1] / 2), 0.2, 2
        )
    if rng.random() < 0.3:
        far = np.hypot(columns - rng.uniform(0, size[0]), rows - rng.uniform(0, size[1])) / (cell_px * rng.uniform(1, 4))  # fmt: skip
        seen = seen + rng.uniform(0.1, 1.1) * np.exp(-(far**3))
    exposed = np.clip(seen * rng.uniform(0.2, 1.35), 0, None)
    levels = 255 * exposed ** (1 / rng.uniform(1.8, 2.4))
    grain = rng.standard_normal(levels.shape, np.float32)
    if rng.random() < 0.6:
        grain = grain + 1.2 * cv2.GaussianBlur(grain, (0, 0), 0.8)
        grain /= grain.std()
    levels = np.clip(levels + grain * rng.uniform(0.5, 6), 0, 255)
    if rng.random() < 0.3:
        levels = np.clip(
            levels + rng.uniform(0, 1.5) * (levels - cv2.GaussianBlur(levels, (0, 0), 1.2)), 0, 255
        )
    if rng.random() < 0.75:
        coded = cv2.imencode(".jpg", levels.astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(42, 96))])  # fmt: skip
        levels = cv2.imdecode(coded[1], cv2.IMREAD_GRAYSCALE)
    return np.asarray(levels, np.float32), np.asarray(forth, np.float32)


def draw_cells(rng: Rng, count: int) -> tuple[NDArray[np.uint8], NDArray[np.uint8], Floats]:
    """(count, 24, 32) pictures, their classes (`BLANK` for none), and how far (x, y pixels) the character is off the middle."""
    pictures, classes, offsets = [], [], []
    u, v = np.meshgrid(np.arange(WIDTH) - WIDTH / 2 + 0.5, np.arange(HEIGHT) - HEIGHT / 2 + 0.5)
    while len(pictures) < count:
        ink, lines, pitch = _draw(rng)
        cell_px = float(np.exp(rng.uniform(np.log(7.5), np.log(32))))
        frame, forth = _photograph(rng, _print(rng, ink), cell_px)
        if cell_px > CELL_PX * 1.3:
            frame = cv2.GaussianBlur(frame, (0, 0), 0.4 * cell_px / CELL_PX)
        shear_x, shear_y, wide, high = (
            rng.normal(0, 0.02), rng.normal(0, 0.02), rng.normal(1, 0.02), rng.normal(1, 0.03),
        )  # fmt: skip
        spread = (1.0, 0.9) if rng.random() < 0.65 else (3.6, 3.0)
        middles, offs, kinds = [], [], []
        for row, line in enumerate(lines):
            for column in range(1, _COLUMNS - 1):
                char = line[column]
                if char == " " and rng.random() < 0.5:
                    continue
                kind = ALPHABET.index(char) if char != " " else BLANK
                off = np.clip(rng.normal(0, spread), -6.5, 6.5)
                if rng.random() < 0.02:
                    off[1] = rng.choice([-1, 1]) * rng.uniform(0.42, 0.58) * pitch * CELL_PX
                    kind = BLANK
                middles.append(((column + 0.5) * _FINE, (2 + pitch * row) * _FINE))
                offs.append(off)
                kinds.append(kind)
        at, off = np.array(middles)[:, :, None, None], np.array(offs)[:, :, None, None]
        x = (u * wide + v * shear_x - off[:, 0]) * _FINE / CELL_PX + at[:, 0]
        y = (v * high + u * shear_y - off[:, 1]) * _FINE / CELL_PX + at[:, 1]
        fx = (forth[0, 0] * x + forth[0, 1] * y + forth[0, 2]).astype(np.float32)
        fy = (forth[1, 0] * x + forth[1, 1] * y + forth[1, 2]).astype(np.float32)
        cells = cv2.remap(frame, fx.reshape(-1, WIDTH), fy.reshape(-1, WIDTH), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)  # fmt: skip
        pictures += list(np.clip(cells, 0, 255).astype(np.uint8).reshape(-1, HEIGHT, WIDTH))
        classes += kinds
        offsets += offs
    return (
        np.stack(pictures[:count]),
        np.array(classes[:count], np.uint8),
        np.array(offsets[:count], np.float32),
    )


# --- training --------------------------------------------------------------------------------------------


def evened(cells: NDArray[Any]) -> Floats:
    """As the reader shows cells to the network: mean 0, spread about 1, flat ones stay flat."""
    flat = cells.astype(np.float32).reshape(len(cells), -1)
    flat = flat - flat.mean(axis=1, keepdims=True)
    return np.asarray((flat / (flat.std(axis=1, keepdims=True) + 4)).reshape(cells.shape), np.float32)


def build_network() -> Any:
    """Two convolutions and two full layers: 37 characters and `BLANK`, then two offsets in units of four pixels."""
    from torch import nn

    return nn.Sequential(
        nn.Conv2d(1, 24, 5, stride=2, padding=2), nn.ReLU(),
        nn.Conv2d(24, 48, 3, stride=2, padding=1), nn.ReLU(), nn.Flatten(),
        nn.Linear(48 * 6 * 8, 128), nn.ReLU(), nn.Linear(128, BLANK + 1 + 2),
    )  # fmt: skip


def train(
    pools: list[Path], target: Path, minutes: float, start: Path | None = None, rate: float = 2e-3
) -> None:
    """Train on pools of drawn cells (the last is kept for the test), from the weights `start` on, and write the weights."""
    import time

    import torch
    from torch.nn import functional

    torch.manual_seed(1)
    *shown, kept = [np.load(pool) for pool in pools]
    cells = np.concatenate([pool["P"] for pool in shown])
    kinds = torch.from_numpy(np.concatenate([pool["C"] for pool in shown]).astype(np.int64))
    offsets = torch.from_numpy(np.concatenate([pool["O"] for pool in shown]))
    network = build_network()
    if start is not None:
        with np.load(start) as file:
            tensors = [torch.from_numpy(file[name].astype(np.float32)) for name in file.files]
        network.load_state_dict(dict(zip(network.state_dict(), tensors, strict=True)))
    optimiser = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=1e-3)
    rng = np.random.default_rng(1)
    began_s, share, step = time.monotonic(), 0.0, 0
    while share < 1:
        share = min(1.0, (time.monotonic() - began_s) / 60 / minutes)
        for group in optimiser.param_groups:
            group["lr"] = rate * min(1, (step + 1) / 200) * 0.5 * (1 + np.cos(np.pi * share)) + 1e-5
        chosen = rng.integers(len(cells), size=256)
        seen = network(torch.from_numpy(evened(cells[chosen])[:, None]))
        loss = _loss(functional, seen, kinds[chosen], offsets[chosen])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        step += 1
        if step % 1000 == 0 or share >= 1:
            network.eval()
            with torch.no_grad():
                found = network(torch.from_numpy(evened(kept["P"])[:, None])).numpy()
            network.train()
            real = kept["C"] < BLANK
            wrong = np.mean(found[:, : BLANK + 1].argmax(axis=1) != kept["C"])
            off = np.abs(found[real, BLANK + 1 :] * 4 - kept["O"][real]).mean()
            print(f"{step} steps, {share:.0%}: wrong {wrong:.2%}, off by {off:.2f} px", flush=True)
            write(network, target)


def _loss(functional: Any, seen: Any, kinds: Any, offsets: Any) -> Any:
    names = functional.cross_entropy(seen[:, : BLANK + 1], kinds)
    real = (kinds < BLANK).float()[:, None]
    places = (functional.smooth_l1_loss(seen[:, BLANK + 1 :], offsets / 4, reduction="none") * real).mean()
    return names + places


def write(network: Any, target: Path) -> None:
    """The weights as the product reads them: half precision, layers in order."""
    tensors = [tensor.detach().numpy().astype(np.float16) for tensor in network.state_dict().values()]
    np.savez_compressed(target, **{f"layer{number}": tensor for number, tensor in enumerate(tensors)})


def main() -> None:
    """Draw, then train; both can be repeated on their own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pools", type=Path, default=ROOT / "out" / "mrz", help="folder of drawn cells")
    parser.add_argument("--count", type=int, default=50, help="pools of 20,000 cells")
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--target", type=Path, default=ROOT / "resources" / "mrz" / "characters.npz")
    parser.add_argument("--start", type=Path, help="weights to go on from")
    parser.add_argument("--rate", type=float, default=2e-3)
    asked = parser.parse_args()
    cv2.setNumThreads(1)
    asked.pools.mkdir(parents=True, exist_ok=True)
    pools = [asked.pools / f"{number:03d}.npz" for number in range(asked.count)]
    for number, pool in enumerate(pools):
        if not pool.is_file():
            cells, kinds, offsets = draw_cells(np.random.default_rng((7, number)), 20_000)
            np.savez(pool, P=cells, C=kinds, O=offsets)
            print(f"{pool}: drawn", flush=True)
    asked.target.parent.mkdir(parents=True, exist_ok=True)
    train(pools, asked.target, asked.minutes, asked.start, asked.rate)


if __name__ == "__main__":
    main()

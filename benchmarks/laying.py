"""Puts a flat thing before a pinhole camera: where its points are seen, and its picture on the desk's; no light, no lens."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.optics import Floats, Picture

Matrix = NDArray[np.float64]
_RIM_PX = 4
_FINE = 2
"""Samples a pixel each way: with a thing reduced to about that size there are no stair steps and no moiré."""


@dataclass(frozen=True, slots=True)
class Pose:
    """How a thing lies: leaning by `tilt_deg` towards the direction `towards` (radians), turned by `roll_deg`, its
    middle `aside` (shares of the frame) from the frame's middle."""

    tilt_deg: float
    towards: float
    roll_deg: float
    aside: tuple[float, float] = (0.0, 0.0)


def project(
    pose: Pose, size_mm: tuple[float, float], px_per_mm: float, frame: tuple[int, int], focal_share: float
) -> Matrix:
    """The homography from millimetres on the thing to pixels of the frame (corner of the top left pixel: 0, 0).

    `px_per_mm`: scale at the thing's middle; `focal_share`: focal length ÷ width of the frame."""
    width, height = frame
    focal = focal_share * width
    distance = focal / px_per_mm
    lean = np.deg2rad(pose.tilt_deg) * np.array([np.cos(pose.towards), np.sin(pose.towards), 0.0])
    turn = cv2.Rodrigues(lean)[0] @ cv2.Rodrigues(np.array([0.0, 0.0, np.deg2rad(pose.roll_deg)]))[0]
    lens = np.array([[focal, 0, width / 2], [0, focal, height / 2], [0, 0, 1]])
    centred = np.array([[1, 0, -size_mm[0] / 2], [0, 1, -size_mm[1] / 2], [0, 0, 1]])
    aside = np.asarray(pose.aside) * (width, height) / px_per_mm
    outer = np.column_stack([turn[:, 0], turn[:, 1], (*aside, distance)])
    return np.asarray(lens @ outer @ centred, np.float64)


def upwards(pose: Pose, frame: tuple[int, int], focal_share: float) -> Matrix:
    """(3,) what a millimetre of height above the thing adds to a point that `project`'s homography has lifted."""
    width, height = frame
    focal = focal_share * width
    lean = np.deg2rad(pose.tilt_deg) * np.array([np.cos(pose.towards), np.sin(pose.towards), 0.0])
    lens = np.array([[focal, 0, width / 2], [0, focal, height / 2], [0, 0, 1]])
    return np.asarray(-(lens @ cv2.Rodrigues(lean)[0])[:, 2], np.float64)


def seen(to_frame: Matrix, points_mm: Matrix) -> Floats:
    """Points of the thing as pixels of the frame; the centre of the top left pixel is (0, 0)."""
    lifted = np.column_stack([points_mm, np.ones(len(points_mm))]) @ to_frame.T
    return np.asarray(lifted[:, :2] / lifted[:, 2:] - 0.5, np.float32)


def outline(to_frame: Matrix, size_mm: tuple[float, float]) -> Floats:
    """Its four corners, the thing's own top left first, clockwise."""
    return seen(to_frame, np.array([(0, 0), (1, 0), (1, 1), (0, 1)], np.float64) * size_mm)


def lay_down(
    picture: Picture, thing: Picture, size_mm: tuple[float, float], to_frame: Matrix, shadow_px: float
) -> None:
    """Draw the thing, (H, W, 3) of any scale, into `picture`, with a soft shadow `shadow_px` wide around it."""
    height, width = picture.shape[:2]
    corners = outline(to_frame, size_mm)
    rim = _RIM_PX + int(3 * shadow_px)
    left, top = np.maximum(0, np.floor(corners.min(axis=0)).astype(int) - rim).tolist()
    right, bottom = np.minimum((width, height), np.ceil(corners.max(axis=0)).astype(int) + rim).tolist()
    size = (right - left, bottom - top)
    thing, px_per_mm = _reduced(thing, size_mm, corners)
    scale = np.array([[_FINE, 0, -left * _FINE], [0, _FINE, -top * _FINE], [0, 0, 1]], np.float64)
    # pixel centres lie half a pixel from the corner, in the thing as in the frame
    centre = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
    warp = (
        np.linalg.inv(centre) @ scale @ to_frame @ np.diag([1 / px_per_mm[0], 1 / px_per_mm[1], 1]) @ centre
    )
    fine_size = (size[0] * _FINE, size[1] * _FINE)
    colours = cv2.warpPerspective(
        thing, warp, fine_size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    whole = np.full(thing.shape[:2], 255, np.uint8)
    cover = cv2.warpPerspective(whole, warp, fine_size, flags=cv2.INTER_LINEAR)
    colours = cv2.resize(colours, size, interpolation=cv2.INTER_AREA)
    weight = cv2.resize(cover, size, interpolation=cv2.INTER_AREA).astype(np.float32)[:, :, None] / 255
    under = picture[top:bottom, left:right]
    shaded = under * (1 - 0.35 * cv2.GaussianBlur(weight, (0, 0), max(0.6, shadow_px))[:, :, None])
    under[:] = (colours * weight + shaded * (1 - weight)).astype(np.uint8)


def _reduced(
    thing: Picture, size_mm: tuple[float, float], corners: Floats
) -> tuple[Picture, tuple[float, float]]:
    """The thing at about the size it is sampled in, never enlarged, and its pixels a millimetre across and down."""
    across = max(float(np.linalg.norm(corners[a] - corners[b])) for a, b in ((0, 1), (3, 2)))
    scale = min(1.0, 1.15 * _FINE * across / thing.shape[1])
    size = (round(thing.shape[1] * scale), round(thing.shape[0] * scale))
    smaller = np.asarray(cv2.resize(thing, size, interpolation=cv2.INTER_AREA), np.uint8)
    return smaller, (size[0] / size_mm[0], size[1] / size_mm[1])

"""The look in numbers: contrast of every pair of colours in use, real millimetres, a font that writes Vietnamese."""

import pytest
from PySide6.QtWidgets import QWidget

from kiosk.ui.fonts import font_covers_vietnamese
from kiosk.ui.icons import draw_icon, icon_names
from kiosk.ui.theme import PALETTES, TEXT_SCALES, TYPE_SCALE, Theme, contrast_ratio, px_per_mm

TEXT_PAIRS = [
    *((ink, ground) for ink in ("ink", "ink_soft") for ground in ("page", "surface", "primary_soft")),
    *(("ink", f"{kind}_soft") for kind in ("success", "warning", "danger")),
    *((kind, f"{kind}_soft") for kind in ("success", "warning", "danger")),
    *(
        (kind, ground)
        for kind in ("success", "warning", "danger", "primary")
        for ground in ("page", "surface")
    ),
    ("primary", "primary_soft"),
    ("on_primary", "primary"),
    ("on_primary", "primary_pressed"),
    ("on_accent", "accent"),
    ("on_disabled", "disabled"),
    ("ink", "disabled"),
    ("surface", "success"),
]
LINE_PAIRS = [
    ("line", "page"),
    ("line", "surface"),
    ("primary", "surface"),
    ("focus", "page"),
    ("focus", "surface"),
    ("focus_gap", "focus"),
    ("focus_gap", "primary"),
]


@pytest.mark.parametrize("name", PALETTES)
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_texts_can_be_read(name: str, ink: str, ground: str) -> None:
    palette = PALETTES[name]
    least = 7.0 if name != "light" and "disabled" not in ground else 4.5
    assert contrast_ratio(getattr(palette, ink), getattr(palette, ground)) >= least


@pytest.mark.parametrize("name", PALETTES)
@pytest.mark.parametrize(("line", "ground"), LINE_PAIRS)
def test_lines_and_the_focus_ring_can_be_seen(name: str, line: str, ground: str) -> None:
    palette = PALETTES[name]
    assert contrast_ratio(getattr(palette, line), getattr(palette, ground)) >= 3.0


def test_contrast_is_computed_as_the_standard_says() -> None:
    assert contrast_ratio("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast_ratio("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_millimetres_are_real(qapp: object) -> None:
    assert px_per_mm(1920, 1080, 21.5) == pytest.approx(4.034, abs=0.001)
    theme = Theme(px_per_mm(1920, 1080, 21.5))
    assert theme.mm(20) == 81
    assert theme.font_px("body") >= 24


def test_larger_text_is_larger(qapp: object) -> None:
    theme = Theme(4.0)
    sizes: dict[str, list[int]] = {role: [] for role in TYPE_SCALE}
    for scale in TEXT_SCALES:
        theme.set_text_scale(scale)
        for role, found in sizes.items():
            found.append(theme.font_px(role))
    assert all(found == sorted(found) and found[0] < found[-1] for found in sizes.values())
    assert sizes["body"][2] == pytest.approx(2 * sizes["body"][0], abs=1)


def test_a_switch_dresses_every_root_and_is_undone_for_the_next_person(qapp: object) -> None:
    theme = Theme(4.0)
    root = QWidget()
    theme.dress(root)
    before = root.styleSheet()
    theme.next_contrast()
    theme.next_text_scale()
    assert root.styleSheet() != before
    assert not theme.animated
    theme.back_to_default()
    assert root.styleSheet() == before
    with pytest.raises(ValueError, match="no look"):
        theme.set_contrast("pink")


def test_the_style_sheet_has_no_token_left(qapp: object) -> None:
    assert "$" not in Theme(4.0).style_sheet()


def test_the_font_writes_vietnamese(qapp: object) -> None:
    assert font_covers_vietnamese()


def test_every_icon_draws_in_its_colour(qapp: object) -> None:
    assert len(icon_names()) >= 30
    for name in icon_names():
        image = draw_icon(name, 48, "#0A5560").toImage()
        drawn = {
            image.pixelColor(x, y).rgb()
            for x in range(48)
            for y in range(48)
            if image.pixelColor(x, y).alpha() == 255
        }
        assert drawn == {0xFF0A5560}, name

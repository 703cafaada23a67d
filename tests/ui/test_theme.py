"""Colours, stylesheet and icons: everything can be read in every theme."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.ui.theme import apply, icons
from app.ui.theme.colors import CONTRAST_DARK, CONTRAST_LIGHT, DARK, EVERY_SET, LIGHT, Colors
from app.ui.theme.icons import StateIcon, icon, present_colors, state_icon
from app.ui.theme.stylesheet import stylesheet

READABLE = 4.5
"""WCAG 2.2, 1.4.3: the contrast of text on its ground."""
VISIBLE = 3.0
"""WCAG 2.2, 1.4.11: of an icon that says something."""
THEMES = pytest.mark.parametrize("colors", EVERY_SET, ids=[each.name for each in EVERY_SET])
CARDS = ("card", "warning_card", "bad_card")
GROUNDS: dict[str, tuple[str, ...]] = {
    "QWidget": ("page", *CARDS, "menu", "hover", "selected", "field"),
    "#settingsMenu::item": ("menu", "hover"),
    "#settingsMenu::item:selected": ("selected",),
    "#settingsMenu::item:disabled": ("menu",),
    "#header #product": ("header",),
    "#header #accountLabel": ("header",),
    "#header QComboBox": ("header",),
    "#header QComboBox QLineEdit": ("header",),
    "#noAccountOfThisName": ("card",),
    'QLabel[kind="hint"]': ("page", *CARDS),
    'QLabel[kind="muted"]': ("page", "card"),
    'QLabel[kind="source"]': ("card",),
    'QLabel[kind="warning"]': ("warning_card",),
    'QLabel[kind="error"]': ("page", "card"),
    'QLabel[tone="good"]': ("card",),
    'QLabel[tone="warning"]': CARDS,
    'QLabel[tone="bad"]': ("card", "bad_card"),
    'QLabel[badge="Production"]': ("production",),
    'QLabel[badge="QA"]': ("qa",),
    'QLabel[badge="Practice"]': ("practice",),
    "QPushButton:disabled": ("page", *CARDS),
    'QPushButton[kind="filled"]': ("accent", "accent_hover"),
    'QPushButton[kind="filled"]:disabled': ("hover",),
    'QPushButton[kind="link"]': ("card", "warning_card"),
    'QPushButton[kind="header"]': ("header",),
    "#menuBar::item": ("header",),
    "#helpText": ("accent",),
    "QMenu": ("card",),
    "QMenu::item:selected": ("selected",),
    "QMenu::item:disabled": ("card",),
    "QComboBox QAbstractItemView": ("card", "selected"),
    "QListWidget::item": ("card", "hover"),
    "QListWidget::item:selected": ("selected",),
    "QTabBar::tab": ("page",),
    "QTabBar::tab:hover": ("page",),
    "QTabBar::tab:selected": ("page",),
    "QTabBar::tab:selected:focus": ("selected",),
    "QHeaderView::section": ("card",),
    "QToolTip": ("card",),
    "QLineEdit": ("accent",),
    "QPlainTextEdit": ("accent",),
    "QComboBox": ("accent",),
    "QDateTimeEdit": ("accent",),
    "QSpinBox": ("accent",),
    "QTableView": ("selected",),
}
"""For each rule that colours text: every ground that such text stands on. Selected text's, where `color` is of that."""


def of(colors: Colors, role: str) -> str:
    return str(getattr(colors, role))


def luminance(color: str) -> float:
    """WCAG's relative luminance of `#RRGGBB`."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def sheet(colors: Colors) -> str:
    return stylesheet(colors, "/icons/chevron.svg", "/icons/chevron-header.svg", "/icons/tick.svg", "monospace")


def text_rules(colors: Colors) -> Iterator[tuple[str, str]]:
    """Each selector that colours text, and its colour."""
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", sheet(colors)):
        declarations = dict(part.strip().split(": ", 1) for part in body.split(";") if part.strip())
        for name in ("color", "selection-color"):
            if name in declarations:
                for selector in selectors.split(","):
                    yield selector.strip(), declarations[name]


def test_contrast_is_measured_rightly() -> None:
    assert round(contrast("#FFFFFF", "#000000"), 2) == 21.0
    assert round(contrast("#777777", "#FFFFFF"), 2) == 4.48


@THEMES
def test_every_rule_that_colours_text_is_known_here(colors: Colors) -> None:
    assert {selector for selector, _ in text_rules(colors)} == set(GROUNDS)


@THEMES
def test_every_text_can_be_read_on_every_ground_that_it_stands_on(colors: Colors) -> None:
    found = {
        f"{selector}: {color} on {role} {of(colors, role)}": round(contrast(color, of(colors, role)), 2)
        for selector, color in text_rules(colors)
        for role in GROUNDS[selector]
        if contrast(color, of(colors, role)) < READABLE
    }
    assert found == {}


@THEMES
def test_what_the_palette_and_badges_in_lists_colour_can_be_read(colors: Colors) -> None:
    pairs = [("muted", "field"), ("on_accent", "accent"), ("text", "field"), ("accent", "page"), ("accent", "card")]
    pairs += [(f"on_{each}", each) for each in ("production", "qa", "practice")]
    assert [pair for pair in pairs if contrast(of(colors, pair[0]), of(colors, pair[1])) < READABLE] == []


@THEMES
def test_states_and_focus_can_be_seen(colors: Colors) -> None:
    pairs = list(product(("good", "bad", "warning_text", "muted", "accent"), ("card", "page")))
    pairs += [("warning_text", "warning_card"), ("bad", "bad_card"), ("warning_text", "track"), ("accent", "track")]
    assert [pair for pair in pairs if contrast(of(colors, pair[0]), of(colors, pair[1])) < VISIBLE] == []


BORDERS = {
    "field_line": ("page", *CARDS),
    "accent": ("page", *CARDS, "menu"),
    "on_selected": ("selected",),
    "on_accent": ("accent",),
    "header_line": ("header",),
    "header_focus": ("header",),
    "warning_text": ("field",),
}
"""What the borders of controls and the ring around what has the keyboard are drawn in, and what they stand on."""


@THEMES
def test_borders_and_the_ring_around_the_focus_can_be_seen(colors: Colors) -> None:
    found = {
        f"{border} on {ground}": round(contrast(of(colors, border), of(colors, ground)), 2)
        for border, grounds in BORDERS.items()
        for ground in grounds
        if contrast(of(colors, border), of(colors, ground)) < VISIBLE
    }
    assert found == {}


@pytest.mark.parametrize("colors", [CONTRAST_LIGHT, CONTRAST_DARK], ids=["light", "dark"])
def test_high_contrast_is_high(colors: Colors) -> None:
    """WCAG 2.2, 1.4.6: 7:1 for texts; and lines that are no borders of controls can be seen, too."""
    for role in ("text", "muted", "accent", "warning_text", "good", "bad"):
        for ground in ("page", *CARDS, "menu", "field"):
            assert contrast(of(colors, role), of(colors, ground)) >= 7, (role, ground)
    for line in ("line", "warning_line", "bad_line", "selected", "track"):
        assert contrast(of(colors, line), colors.page) >= VISIBLE, line


@THEMES
def test_environments_differ_by_colour(colors: Colors) -> None:
    assert len({colors.production, colors.qa, colors.practice}) == 3


@THEMES
def test_no_placeholder_is_left_in_the_stylesheet(colors: Colors) -> None:
    text = sheet(colors)
    assert not re.findall(r"\{\{|\}\}|\{[a-z_]+\}|None", text)
    assert text.count("{") == text.count("}")
    for name in ("/icons/chevron.svg", "/icons/chevron-header.svg", "/icons/tick.svg", "monospace"):
        assert name in text


@THEMES
def test_every_colour_is_one_and_is_used(colors: Colors) -> None:
    for name in Colors.__annotations__:
        if name not in ("name", "dark", "contrast"):
            assert re.fullmatch(r"#[0-9A-F]{6}", of(colors, name)), name
            assert of(colors, name) in sheet(colors), name


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[QApplication]:
    """The application, undressed again afterwards."""
    palette = qapp.palette()
    yield qapp
    qapp.setStyleSheet("")
    qapp.setPalette(palette)
    for name in (apply.SHOWN, "darkAtStart", "preferredTheme"):
        qapp.setProperty(name, None)


@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
def test_the_application_is_dressed_as_the_system_is(dressed: QApplication, colors: Colors) -> None:
    dressed.setPalette(QPalette(QColor(colors.page)))
    found = apply.first_colors(dressed)
    assert found is colors
    apply.apply_theme(dressed, found)
    assert dressed.palette().color(QPalette.ColorRole.Highlight).name().upper() == colors.accent
    assert colors.card in dressed.styleSheet()
    for image in re.findall(r"url\((.*?)\)", dressed.styleSheet()):
        assert Path(image).is_file(), image
    assert present_colors() is colors


def test_the_persons_preference_comes_first_and_icons_follow(qtbot: QtBot, dressed: QApplication) -> None:
    dressed.setPalette(QPalette(QColor(LIGHT.page)))
    apply.apply_theme(dressed, apply.first_colors(dressed))
    state = StateIcon()
    qtbot.addWidget(state)
    state.show_state("good")
    light = state.pixmap().toImage()
    for preferred, colors in (
        ("dark", DARK),
        ("light", LIGHT),
        ("dark", DARK),
        ("system", LIGHT),
        ("contrast", CONTRAST_LIGHT),
        ("system", LIGHT),
    ):
        apply.follow_system(dressed, preferred)
        assert present_colors() is colors, preferred
        assert colors.card in dressed.styleSheet()
        assert (state.pixmap().toImage() == light) is (colors is LIGHT)


def test_the_stylesheet_has_no_fault_that_qt_tells_of(qtbot: QtBot, dressed: QApplication) -> None:
    """Qt warns of what it cannot parse, and a warning fails the test."""
    for colors in EVERY_SET:
        apply.apply_theme(dressed, colors)
        widget = QWidget()
        qtbot.addWidget(widget)
        widget.show()


@pytest.mark.parametrize("tone", ["good", "warning", "bad", "muted"])
def test_every_state_has_an_icon_in_its_colour(qapp: QApplication, tone: str) -> None:
    image = state_icon(tone).pixmap(16, 16).toImage()
    wanted = QColor(of(present_colors(), "warning_text" if tone == "warning" else tone))
    drawn = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    strong = [color for color in drawn if color.alpha() > 200]
    assert len(strong) > 10
    assert min(abs(c.red() - wanted.red()) + abs(c.green() - wanted.green()) for c in strong) < 12


def test_icons_of_states_differ(qapp: QApplication) -> None:
    images = [icon(name, "#000000").pixmap(16, 16).toImage() for name in ("circle-check", "triangle-alert", "circle-x")]
    assert images[0] != images[1] != images[2] != images[0]


def test_every_icon_is_a_drawing_in_the_texts_colour() -> None:
    drawings = [each for each in files("resources").joinpath("icons").iterdir() if each.name.endswith(".svg")]
    assert len(drawings) > 5
    for drawing in drawings:
        # Those that stylesheets load as they are, and the program's own, which desktops show.
        if not drawing.name.startswith(("chevron", "tick", "application", "share-file")):
            text = drawing.read_text(encoding="utf-8")
            assert "currentColor" in text, drawing.name
            assert "<script" not in text


def test_an_empty_state_has_no_icon(qtbot: QtBot) -> None:
    state = StateIcon()
    qtbot.addWidget(state)
    state.show_state("bad")
    assert state.width() == 20
    assert not state.pixmap().isNull()
    state.show_state("")
    assert state.width() == 0
    assert state.pixmap().isNull()
    assert icons.SIZE == 16


@pytest.mark.usefixtures("qapp")
def test_the_programs_own_icon_is_drawn_at_the_usual_sizes() -> None:
    drawn = icons.application_icon()
    for size in (16, 32, 48):
        image = drawn.pixmap(size, size).toImage()
        assert image.size() == QSize(size, size)
        assert image.pixelColor(size // 2, size // 10).name() == "#152238"
        assert image.pixelColor(0, 0).alpha() == 0

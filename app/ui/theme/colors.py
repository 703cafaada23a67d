"""The sets of colours, by role. Contrast of every text on its ground is at least 4.5:1, and of the border of whatever
can be used at least 3:1 (measured by tests); in the two of high contrast most texts have more than 7:1."""

from __future__ import annotations


class Colors:
    """One theme's colours as `#RRGGBB`. A plain class: building a named tuple or a dataclass this large takes 2 ms of
    the start."""

    name: str
    dark: bool
    contrast: bool
    """Whether this is one of high contrast."""
    page: str
    card: str
    line: str
    field: str
    field_line: str
    text: str
    muted: str
    accent: str
    accent_hover: str
    on_accent: str
    selected: str
    on_selected: str
    track: str
    """Of a bar that shows how far something has come: what is still to come."""
    warning_text: str
    warning_card: str
    warning_line: str
    good: str
    bad: str
    bad_card: str
    bad_line: str
    header: str
    header_line: str
    header_focus: str
    menu: str
    hover: str
    production: str
    on_production: str
    qa: str
    on_qa: str
    practice: str
    on_practice: str


class Light(Colors):
    """The light theme."""

    name = "light"
    dark = False
    contrast = False
    page = "#F6F7F9"
    card = "#FFFFFF"
    line = "#DFE3E8"
    field = "#FFFFFF"
    field_line = "#7E8894"
    text = "#1A2230"
    muted = "#5B6675"
    accent = "#1F5FBF"
    accent_hover = "#184E9F"
    on_accent = "#FFFFFF"
    selected = "#E8F0FB"
    on_selected = "#1F5FBF"
    track = "#DFE3E8"
    warning_text = "#8A5A00"
    warning_card = "#FFF6E5"
    warning_line = "#F0C36D"
    good = "#1B7F4B"
    bad = "#B3261E"
    bad_card = "#FDECEA"
    bad_line = "#E8A29C"
    header = "#152238"
    header_line = "#6F7E97"
    header_focus = "#FFFFFF"
    menu = "#FFFFFF"
    hover = "#EEF1F5"
    production = "#1F5FBF"
    on_production = "#FFFFFF"
    qa = "#6B3FA0"
    on_qa = "#FFFFFF"
    practice = "#F0C36D"
    on_practice = "#3A2600"


LIGHT = Light()


class Dark(Colors):
    """The dark theme."""

    name = "dark"
    dark = True
    contrast = False
    page = "#14181F"
    card = "#1B212A"
    line = "#2C3541"
    field = "#14181F"
    field_line = "#6F7C92"
    text = "#E7EBF0"
    muted = "#9DA8B6"
    accent = "#7FB2FF"
    accent_hover = "#A3C8FF"
    on_accent = "#0E1622"
    selected = "#22304A"
    on_selected = "#7FB2FF"
    track = "#2C3541"
    warning_text = "#F2C56B"
    warning_card = "#2C2414"
    warning_line = "#6B5220"
    good = "#5FCF95"
    bad = "#FF8A80"
    bad_card = "#331C1C"
    bad_line = "#7A3A36"
    header = "#0F141B"
    header_line = "#5F6E87"
    header_focus = "#FFFFFF"
    menu = "#171C24"
    hover = "#252D38"
    production = "#7FB2FF"
    on_production = "#0E1622"
    qa = "#C7A6F2"
    on_qa = "#1E0F33"
    practice = "#F2C56B"
    on_practice = "#2C1E00"


DARK = Dark()


class ContrastLight(Colors):
    """High contrast, black on white."""

    name = "contrast light"
    dark = False
    contrast = True
    page = "#FFFFFF"
    card = "#FFFFFF"
    line = "#000000"
    field = "#FFFFFF"
    field_line = "#000000"
    text = "#000000"
    muted = "#2B2B2B"
    accent = "#00255C"
    accent_hover = "#000F26"
    on_accent = "#FFFFFF"
    selected = "#6894DC"
    on_selected = "#000000"
    track = "#8C8C8C"
    warning_text = "#5C3A00"
    warning_card = "#FFFFFF"
    warning_line = "#5C3A00"
    good = "#004D26"
    bad = "#8A0008"
    bad_card = "#FFFFFF"
    bad_line = "#8A0008"
    header = "#000000"
    header_line = "#FFFFFF"
    header_focus = "#FFE14A"
    menu = "#FFFFFF"
    hover = "#E0E0E0"
    production = "#00255C"
    on_production = "#FFFFFF"
    qa = "#4A2380"
    on_qa = "#FFFFFF"
    practice = "#5C3A00"
    on_practice = "#FFFFFF"


CONTRAST_LIGHT = ContrastLight()


class ContrastDark(Colors):
    """High contrast, white on black."""

    name = "contrast dark"
    dark = True
    contrast = True
    page = "#000000"
    card = "#000000"
    line = "#FFFFFF"
    field = "#000000"
    field_line = "#FFFFFF"
    text = "#FFFFFF"
    muted = "#E6E6E6"
    accent = "#8FE9FF"
    accent_hover = "#FFFFFF"
    on_accent = "#000000"
    selected = "#0F5FA0"
    on_selected = "#FFFFFF"
    track = "#707070"
    warning_text = "#FFD24A"
    warning_card = "#000000"
    warning_line = "#FFD24A"
    good = "#5FE8A0"
    bad = "#FF9D94"
    bad_card = "#000000"
    bad_line = "#FF9D94"
    header = "#000000"
    header_line = "#FFFFFF"
    header_focus = "#FFE14A"
    menu = "#000000"
    hover = "#333333"
    production = "#8FE9FF"
    on_production = "#000000"
    qa = "#E0C2FF"
    on_qa = "#000000"
    practice = "#FFD24A"
    on_practice = "#000000"


CONTRAST_DARK = ContrastDark()

EVERY_SET: tuple[Colors, ...] = (LIGHT, DARK, CONTRAST_LIGHT, CONTRAST_DARK)

"""The two sets of colours, by role. Contrast of every text on its ground is at least 4.5:1 (measured by a test)."""

from __future__ import annotations


class Colors:
    """One theme's colours as `#RRGGBB`. A plain class: building a named tuple or a dataclass this large takes 2 ms of
    the start."""

    dark: bool
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
    warning_text: str
    warning_card: str
    warning_line: str
    good: str
    bad: str
    bad_card: str
    bad_line: str
    header: str
    header_line: str
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

    dark = False
    page = "#F6F7F9"
    card = "#FFFFFF"
    line = "#DFE3E8"
    field = "#FFFFFF"
    field_line = "#BFC6CF"
    text = "#1A2230"
    muted = "#5B6675"
    accent = "#1F5FBF"
    accent_hover = "#184E9F"
    on_accent = "#FFFFFF"
    selected = "#E8F0FB"
    warning_text = "#8A5A00"
    warning_card = "#FFF6E5"
    warning_line = "#F0C36D"
    good = "#1B7F4B"
    bad = "#B3261E"
    bad_card = "#FDECEA"
    bad_line = "#E8A29C"
    header = "#152238"
    header_line = "#46536A"
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

    dark = True
    page = "#14181F"
    card = "#1B212A"
    line = "#2C3541"
    field = "#14181F"
    field_line = "#465263"
    text = "#E7EBF0"
    muted = "#9DA8B6"
    accent = "#7FB2FF"
    accent_hover = "#A3C8FF"
    on_accent = "#0E1622"
    selected = "#22304A"
    warning_text = "#F2C56B"
    warning_card = "#2C2414"
    warning_line = "#6B5220"
    good = "#5FCF95"
    bad = "#FF8A80"
    bad_card = "#331C1C"
    bad_line = "#7A3A36"
    header = "#0F141B"
    header_line = "#3A4656"
    menu = "#171C24"
    hover = "#252D38"
    production = "#7FB2FF"
    on_production = "#0E1622"
    qa = "#C7A6F2"
    on_qa = "#1E0F33"
    practice = "#F2C56B"
    on_practice = "#2C1E00"


DARK = Dark()

"""Prints what is cut off on any page in a small window, at the scale that the environment sets, and that scale."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from app.ui.dialogs.awaited import Dialog
from app.ui.pyside_repairs import keep_constants_alive
from app.ui.theme.apply import dress
from app.ui.theme.colors import LIGHT
from tests.ui.test_nothing_is_cut import SMALL, cut_on_any_page

if __name__ == "__main__":
    application = QApplication(["tests"])
    keep_constants_alive()
    setattr(Dialog, "room", lambda _: SMALL)  # noqa: B010  as on a screen of that size
    dress(application, LIGHT)
    for found in cut_on_any_page():
        print(found)
    print(f"scale {application.devicePixelRatio():g}")

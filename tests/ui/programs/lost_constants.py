"""Calls Qt so often that a fault of PySide6 shows, and prints what became of None, True and False as JSON.

    python -m tests.ui.programs.lost_constants repaired|as-it-is CALLS

Without the repair and with many calls the interpreter may end itself before it prints anything: that is the fault.
"""

from __future__ import annotations

import json
import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit

from app.ui.pyside_repairs import keep_constants_alive


def counts() -> dict[str, int]:
    return {repr(constant): sys.getrefcount(constant) for constant in (None, True, False)}


def main(repaired: bool, calls: int) -> None:
    application = QApplication(sys.argv[:1])
    if repaired:
        keep_constants_alive()
    field = QLineEdit(application.applicationName())
    timer = QTimer()
    before = counts()
    for _ in range(calls):
        timer.setInterval(1000)
        field.clear()
        field.deselect()
    after = counts()
    print(json.dumps({"before": before, "after": after}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1] == "repaired", int(sys.argv[2]))

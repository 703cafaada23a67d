"""Collecting garbage in the window's thread alone.

Python collects in whichever thread happens to allocate. A worker thread that found a cycle with a widget or timer in it
would delete that there, which Qt answers by ending the program ("Timers cannot be stopped from another thread").
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY = 1000
"""Milliseconds between two looks at what has come together."""


class Collecting(QObject):
    """From now on Python does not collect by itself; this does, as often as Python would, in its own thread.

    Reference counts free nearly everything at once as before: only cycles wait."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._thresholds = gc.get_threshold()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect the oldest generation that is due, if one is."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > self._thresholds[generation]:
                gc.collect(generation)
                return

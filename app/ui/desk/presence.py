"""Whether somebody works with this program's windows, and whether they put it out of sight."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QWindow

from app.domain.clock import Clock

_INPUT = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
        QEvent.Type.InputMethod,
    }
)


class Presence(QObject):
    """Listens to each window that had the keyboard once: to the few events of the window itself, not to each widget's.

    Signals: `minimised`.
    """

    minimised = Signal()

    def __init__(self, application: QGuiApplication, clock: Clock) -> None:
        super().__init__()
        self._application = application
        self._clock = clock
        self._last = clock.elapsed()
        self._closed = False
        application.focusWindowChanged.connect(self._listen)
        for window in application.allWindows():
            self._listen(window)

    @property
    def idle_seconds(self) -> float:
        """Since the last key, click or movement in our windows."""
        return self._clock.elapsed() - self._last

    def note(self) -> None:
        """The person has done something, by whatever means."""
        self._last = self._clock.elapsed()

    def close(self) -> None:
        """Listen no more."""
        if self._closed:
            return
        self._closed = True
        self._application.focusWindowChanged.disconnect(self._listen)
        for window in self._application.allWindows():
            window.removeEventFilter(self)

    def _listen(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)  # again: it is there once all the same

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _INPUT:
            self.note()
        elif kind == QEvent.Type.WindowStateChange and _is_minimised(watched):
            self.minimised.emit()
        return False


def _is_minimised(window: QObject) -> bool:
    return isinstance(window, QWindow) and bool(window.windowStates() & Qt.WindowState.WindowMinimized)

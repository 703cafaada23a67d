"""Dialogs on a low screen: nothing of them is out of reach."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QDialog, QFrame, QScrollArea, QVBoxLayout, QWidget

_FRAME = QSize(8, 40)
"""Pixels that a window's frame takes from the screen."""


class ScrollingDialog(QDialog):
    """A dialog that is as high as what stands in its `column`; where the screen is lower than that, it scrolls."""

    def __init__(self, parent: QWidget, width: int) -> None:
        super().__init__(parent)
        self._least = QSize(width, 0)
        self.inside = _Inside(self._fit, self.inside_resized)
        self.inside.setObjectName("dialogColumn")
        self.column = QVBoxLayout(self.inside)
        self.column.setContentsMargins(24, 20, 24, 20)
        self.column.setSpacing(8)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self.inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._bring_up)
        self._fit()

    def room(self) -> QSize:
        """How large it can be on this screen."""
        return self.screen().availableSize() - _FRAME

    def setMinimumWidth(self, pixels: int) -> None:
        """As wide as this, where the screen is."""
        self._least.setWidth(pixels)
        self._fit()

    def setMinimumHeight(self, pixels: int) -> None:
        """As high as this, where the screen is."""
        self._least.setHeight(pixels)
        self._fit()

    def sizeHint(self) -> QSize:
        room, bar = self.room(), self._scroll.verticalScrollBar().sizeHint().width()
        width = min(max(self.inside.sizeHint().width(), self.minimumWidth()), room.width())
        height = max(self._height_for(width), self._least.height())
        if height > room.height():
            height = max(self._height_for(width - bar), self._least.height())
        return QSize(width, min(height, room.height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def inside_resized(self) -> None:
        """It has another size now, or what stands in it needs one."""

    def _fit(self) -> None:
        """What has come into it has room, or is scrolled to."""
        room = self.room()
        width = min(max(self._least.width(), self.inside.minimumSizeHint().width()), room.width())
        needed = max(self._height_for(max(self.width(), width)), self._least.height())
        super().setMinimumWidth(width)
        super().setMinimumHeight(min(needed, room.height()))

    def _height_for(self, width: int) -> int:
        if self.column.hasHeightForWidth():
            return self.column.totalHeightForWidth(width)
        return self.column.totalMinimumSize().height()

    def _bring_up(self, _: QWidget | None, now: QWidget | None) -> None:
        """What gets the keyboard comes into sight."""
        if now is not None and self.inside.isAncestorOf(now):
            self._scroll.ensureWidgetVisible(now, 0, 16)


class _Inside(QWidget):
    """Tells when what stands in it needs another size."""

    def __init__(self, changed: Callable[[], None], resized: Callable[[], None]) -> None:
        super().__init__()
        self._changed, self._resized = changed, resized

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._changed()
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._resized()
        return done

"""What stands in a dialog's place while its secrets are out of sight."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app.domain.text import tr
from app.ui.widgets.basics import button, label, row


def cover(dialog: QDialog, covered: QWidget) -> None:
    """Have a sentence and a button in the place of what the dialog shows; the button brings that back."""
    layout = dialog.layout()
    if layout is None or covered.isHidden():
        return
    instead = QWidget()
    again = button(tr("Show again"))
    again.clicked.connect(lambda: _uncover(instead, covered))
    down = QVBoxLayout(instead)
    down.setContentsMargins(24, 20, 24, 20)
    down.addStretch(1)
    down.addWidget(label(tr("This was hidden while you were away. Nothing in it has changed."), wrap=True))
    down.addLayout(row(again, None))
    down.addStretch(1)
    covered.hide()
    layout.addWidget(instead)
    again.setFocus()


def _uncover(instead: QWidget, covered: QWidget) -> None:
    instead.hide()
    instead.deleteLater()
    covered.show()

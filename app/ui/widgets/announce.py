"""Telling screen readers what happened, without moving the focus."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from app.ui.language.said import said


def announce(widget: QWidget, text: str) -> None:
    """Have a screen reader say this once. Never with a secret in it."""
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, said(text)))

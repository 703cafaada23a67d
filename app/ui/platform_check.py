"""When Qt cannot open a window: one sentence that names what is missing, instead of Qt's pages."""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from app.ui.platform_libraries import trouble


def watch_platform() -> None:
    """Turn Qt's fatal message about its platform into one sentence, and end with status 1. Nothing is checked before:
    a start that works pays nothing for this."""
    qInstallMessageHandler(_heard)


def _heard(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    if kind == QtMsgType.QtFatalMsg and "platform plugin" in message:
        # Qt aborts as soon as this returns.
        sys.stderr.write(trouble() + "\n")
        sys.stderr.flush()
        os._exit(1)
    if kind in (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg) and not _about_platform(message):
        sys.stderr.write(f"Qt: {message}\n")


def _about_platform(message: str) -> bool:
    """Qt says this a few times over before its fatal message."""
    return "could not connect to display" in message or "Qt platform plugin" in message or "libxcb-cursor0" in message

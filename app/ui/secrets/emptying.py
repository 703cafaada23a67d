"""Emptying the clipboard of a token that was pasted from it."""

from __future__ import annotations

import re

from PySide6.QtGui import QClipboard

from app.domain.endpoints import without_invisible
from app.domain.pasted import LONGEST
from app.domain.tokens import AccessToken


def pasted_text(clipboard: QClipboard, mode: QClipboard.Mode = QClipboard.Mode.Clipboard) -> str:
    """What it holds as text; empty where that is none."""
    return clipboard.text(mode)


def empty_of(clipboard: QClipboard, token: AccessToken) -> bool:
    """Clear the clipboard, and X11's primary selection, where they hold this token; what somebody has copied meanwhile
    is left alone. Whether the clipboard is free of it now."""
    if clipboard.supportsSelection() and _holds(pasted_text(clipboard, QClipboard.Mode.Selection), token):
        clipboard.clear(QClipboard.Mode.Selection)
    if _holds(pasted_text(clipboard), token):
        clipboard.clear()
    return not _holds(pasted_text(clipboard), token)


def _holds(text: str, token: AccessToken) -> bool:
    """Whether it stands in what is looked at of the text, also over several lines or in groups."""
    squeezed = "".join(without_invisible(text[:LONGEST]).split())
    return token.reveal() in re.sub(r"[=>]", "", squeezed) or token.reveal() in squeezed

"""Asking where a share is to be saved, under a name that its recipient can open it by."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.actions.share import rightly_named
from app.domain.share_format import ShareFormat
from app.domain.text import tr
from app.ui.dialogs.save_file import ask_where_to_save

_KINDS = {ShareFormat.PAGE: tr("Web page (*.html)"), ShareFormat.AGE: tr("age file (*.age)")}


async def ask_where_to_save_share(parent: QWidget, proposal: Path, form: ShareFormat) -> tuple[Path, bool] | None:
    """The path, and whether the person agreed to replace what is there; or None. A wrong ending is put right; where a
    file of that name is there, it is asked about anew."""
    while True:
        chosen = await ask_where_to_save(parent, tr("Save share"), proposal, _KINDS[form])
        if chosen is None:
            return None
        right = rightly_named(chosen, form)
        if right == chosen:
            return chosen, True
        if not await asyncio.to_thread(os.path.lexists, right):
            return right, False
        proposal = right

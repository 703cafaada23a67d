"""Decrypts one file, in a child process of its own: see `app.share.unsealing`, which starts it."""

from __future__ import annotations

from app.share.age_file import Flaw, unseal
from app.share.guarded_process import guard_this_process

__all__ = ["Flaw", "guard_this_process", "unseal"]

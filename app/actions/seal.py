"""Encrypts one share, in a child process of its own: see `app.share.sealing`, which starts it."""

from __future__ import annotations

from app.share.age_file import seal
from app.share.guarded_process import guard_this_process
from app.share.web_format import new_sealed

__all__ = ["guard_this_process", "new_sealed", "seal"]

"""Opens one encrypted file, in a child process of its own: see `app.share.unsealing`, which starts it."""

from __future__ import annotations

from app.share.age_opening import Refused, open_with_identity, open_with_passphrase
from app.share.guarded_process import guard_this_process, write_no_file_and_take_no_more_than
from app.share.web_opening import open_page_with_passphrase

__all__ = [
    "Refused",
    "guard_this_process",
    "open_page_with_passphrase",
    "open_with_identity",
    "open_with_passphrase",
    "write_no_file_and_take_no_more_than",
]

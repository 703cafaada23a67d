"""The name that is proposed for a share's file: it says which account, and holds no secret."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from pathlib import Path

from app.domain.accounts import Account
from app.domain.share_format import ShareFormat

_LONGEST_SLUG = 40


def default_file_name(account: Account, made_at: datetime, form: ShareFormat = ShareFormat.AGE) -> str:
    """`scim-<account>-<environment>-<date>.age` or `.html`, in lower-case ASCII letters, digits and hyphens, so that it
    is a good name on every system and in every mail. A practice account has `practice` for its environment. The date is
    the one of `made_at` in its own time zone."""
    environment = "practice" if account.practice else account.environment.value
    return f"scim-{slug(account.name)}-{environment}-{made_at:%Y-%m-%d}{form.suffix}"


def rightly_named(path: Path, form: ShareFormat) -> Path:
    """The path under a name that its form is opened by: no browser opens a page whose name does not end as one, and an
    age file that is named as a page is shown as rubbish."""
    ending, pages = path.suffix.lower(), (".html", ".htm")
    if form is ShareFormat.AGE:
        return path.with_suffix(form.suffix) if ending in pages else path
    if ending == ShareFormat.AGE.suffix:
        return path.with_suffix(form.suffix)
    return path if ending in pages else path.with_name(path.name + form.suffix)


def slug(name: str) -> str:
    """A name in lower-case ASCII letters, digits and single hyphens, 40 at most; `account` where nothing is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return words[:_LONGEST_SLUG].rstrip("-") or "account"

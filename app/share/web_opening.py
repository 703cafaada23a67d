"""Opens a web page's share by its passphrase. For a child process alone: see `unsealing`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress

from app.share.age_opening import Refusal, Refused
from app.share.web_format import sealed_from, unseal


def open_page_with_passphrase(page: Mapping[str, object], spellings: Sequence[str]) -> bytes:
    """What is inside, by the first of the spellings that opens it, from the values of a page's JSON. Each takes a
    second or so. Raises Refused."""
    from cryptography.exceptions import InvalidTag

    rounds = page["iterations"]
    assert isinstance(rounds, int)
    sealed = sealed_from(page, rounds)
    for spelling in spellings:
        with suppress(InvalidTag):
            return unseal(sealed, sealed.derivation.key(spelling))
    raise Refused(Refusal.WRONG_PASSPHRASE)

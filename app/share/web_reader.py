"""Opens a share that is a web page, without running the page: of it, one script element's JSON is read, no more."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from app.domain.opening import (
    FileDamaged,
    FileTooLarge,
    MadeByNewer,
    NotEncrypted,
    TooLittleWork,
    TooMuchWork,
    WrongPassphrase,
)
from app.domain.text import tr
from app.share.passphrase import Passphrase
from app.share.unsealing import unseal_page
from app.share.web_format import (
    DERIVATION,
    FEWEST_ROUNDS,
    MOST_ROUNDS,
    VERSION,
    Malformed,
    Sealed,
    check_of,
    is_cut,
    sealed_from,
    spellings,
)

MOST_PAGE = 1024 * 1024
"""Bytes. Our pages have some forty thousand; programs on the way may add a little."""

_MOST_JSON = 300 * 1024
_LONGEST_TAG = 256
_ATTRIBUTE = re.compile(rb"""(?<![a-z-])([a-z-]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'<>=]++))""")
"""Nothing in it is tried twice, so that no tag takes longer than its length."""

_CHECK = re.compile(rb"""<meta name="share-check" content="([A-Za-z0-9+/=]{44})">""")

_NAMES = {"v", "kdf", "iterations", "salt", "nonce", "ct"}


def looks_like_page(data: bytes) -> bool:
    """Whether this has the script element of a share, whatever is in it."""
    return bool(_script_elements(data[:MOST_PAGE]))


async def open_page(page: bytes, passphrase: Passphrase, *, command: Sequence[str] | None = None) -> bytes:
    """The payload's bytes, unread. Takes a second, at most ten times that, in a child process: cancelling kills it at
    once. `command` is our own program's `_unseal` unless given.

    Raises FileTooLarge, NotEncrypted, FileDamaged, MadeByNewer, TooLittleWork and TooMuchWork, all of them at once; and
    WrongPassphrase, FileDamaged where the file itself shows that no passphrase can open it, and what
    `unsealing.unseal_page` raises.
    """
    sealed = read_page(page)
    try:
        return await unseal_page(sealed, spellings(passphrase.reveal()), command=command)
    except WrongPassphrase:
        if is_cut(sealed) or _is_changed(page):
            raise FileDamaged from None
        raise


def _is_changed(page: bytes) -> bool:
    """Whether the page's check says so. It is asked once nothing opens the share, and decides over words alone."""
    check = _CHECK.search(page)
    return check is not None and check[1].decode("ascii") != check_of(_script_elements(page)[0])


def read_page(page: bytes) -> Sealed:
    """What the page holds, checked as far as it can be without its passphrase. In time linear in its length."""
    if len(page) > MOST_PAGE:
        raise FileTooLarge
    found = _script_elements(page)
    if not found:
        raise NotEncrypted
    if len(found) > 1 or len(found[0]) > _MOST_JSON:
        raise FileDamaged
    return _read(_strict_json(found[0]))


def _read(values: dict[str, Any]) -> Sealed:
    version, rounds = values.get("v"), values.get("iterations")
    if type(version) is int and version > VERSION:
        raise MadeByNewer
    if version != VERSION or type(version) is not int or values.keys() != _NAMES or values["kdf"] != DERIVATION:
        raise FileDamaged
    if type(rounds) is not int:
        raise FileDamaged
    if rounds < FEWEST_ROUNDS:
        raise TooLittleWork
    if rounds > MOST_ROUNDS:
        raise TooMuchWork(tr("Opening this file would take many minutes."))
    try:
        return sealed_from(values, rounds)
    except Malformed:
        raise FileDamaged from None


def _strict_json(text: bytes) -> dict[str, Any]:
    """One object, in ASCII, no name in it twice."""
    try:
        values = json.loads(text.decode("ascii"), object_pairs_hook=_once, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise FileDamaged from None
    if not isinstance(values, dict):
        raise FileDamaged
    return values


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) != len(pairs):
        raise ValueError
    return values


def _refuse(_constant: str) -> None:
    raise ValueError


def _script_elements(page: bytes) -> list[bytes]:
    """The insides of the elements `<script type="application/json" id="share">`, two at most. Goes through the page
    once: a tag is looked at for a bounded length, and an element's end is looked for behind it, just once."""
    lower = page.lower()  # of the same length: only ASCII letters change
    found: list[bytes] = []
    at = lower.find(b"<script")
    while at >= 0 and len(found) < 2:
        end_of_tag = lower.find(b">", at, at + _LONGEST_TAG)
        after = at + len(b"<script")
        if end_of_tag > 0 and _is_share(page[after:end_of_tag]):
            after = lower.find(b"</script", end_of_tag)
            if after < 0:
                after = len(page)  # cut short: its JSON will not read
            found.append(page[end_of_tag + 1 : after])
        at = lower.find(b"<script", after)
    return found


def _is_share(attributes: bytes) -> bool:
    values = {name: a or b or c for name, a, b, c in _ATTRIBUTE.findall(attributes)}
    return values.get(b"type") == b"application/json" and values.get(b"id") == b"share"

"""Writes a share as one web page, which opens in any browser with the passphrase and nothing installed.

What stands in the page before it is opened is the same for every account in one language: it tells neither account nor
endpoint.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import html
from collections.abc import Sequence
from importlib.resources import files
from string import Template

import resources
from app.share.page_words import DEFAULT, FOLDER, read_words
from app.share.passphrase import Passphrase
from app.share.sealing import seal_page
from app.share.web_format import ROUNDS, check_of

_POLICY = (
    "default-src 'none'; script-src {script}; style-src {style}; base-uri 'none'; form-action 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
"""Nothing but the page's own script and style, told by their hashes (CSP 3, section 6.7.3), may run or be used: no
network, no frames, no forms. Trusted types, where a browser has them, stop text from becoming markup."""


async def seal_as_page(
    payload: str,
    passphrase: Passphrase,
    *,
    language: str = DEFAULT,
    rounds: int = ROUNDS,
    command: Sequence[str] | None = None,
) -> bytes:
    """The page's bytes, its words in one of `LANGUAGES`. Never holds up the loop; cancelling kills the child that
    derives the key at once. `command` is our own program's `_seal` unless given. Raises NotEnoughMemory and
    SealingFailed."""
    share = await seal_page(payload, passphrase, rounds=rounds, command=command)
    return await asyncio.to_thread(page_around, share, language)


def page_around(share: str, language: str = DEFAULT) -> bytes:
    """The page that holds this JSON text. Reads files. It is ASCII, so that no program on its way can spoil it."""
    words = read_words(language)
    style = _part("page.css")
    script = _part("unlock.js") + words.as_script + _part("show.js")
    policy = _POLICY.format(script=_source_of(script), style=_source_of(style))
    texts = {name: _in_markup(text) for name, text in words.page.items() if isinstance(text, str)}
    page = Template(_part("page.html")).substitute(
        texts,
        policy=policy,
        style=style,
        share=share,
        script=script,
        language=words.language,
        check=check_of(share.encode("ascii")),
    )
    return page.encode("ascii")


def _part(name: str) -> str:
    return files(resources).joinpath(FOLDER, name).read_text(encoding="ascii")


def _in_markup(text: str) -> str:
    """Text as HTML, in ASCII."""
    return html.escape(text).encode("ascii", "xmlcharrefreplace").decode("ascii")


def _source_of(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
    return f"'sha256-{digest}'"

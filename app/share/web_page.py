"""Writes a share as one web page, which opens in any browser with the passphrase and nothing installed.

What stands in the page before it is opened is the same for every account: it tells neither account nor endpoint.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from string import Template

import resources
from app.share.passphrase import Passphrase
from app.share.web_format import ROUNDS, Derivation, new_salt, plain_passphrase, seal

FOLDER = "share"

_POLICY = (
    "default-src 'none'; script-src {script}; style-src {style}; base-uri 'none'; form-action 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
"""Nothing but the page's own script and style, told by their hashes (CSP 3, section 6.7.3), may run or be used: no
network, no frames, no forms. Trusted types, where a browser has them, stop text from becoming markup."""


async def seal_as_page(payload: str, passphrase: Passphrase, *, rounds: int = ROUNDS) -> bytes:
    """The page's bytes. Never holds up the loop; cancelling ends the waiting at once, and what the thread still makes
    within a second or two is thrown away.

    No child process, unlike the age file: deriving this key takes no memory and lets other threads go on, and both
    secrets are in this process's memory anyway.
    """
    # Not the loop's shared threads: calls that hang (a keyring that waits for its prompt) may have taken all of them.
    worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="seal-page")
    try:
        return await asyncio.get_running_loop().run_in_executor(worker, _make, payload, passphrase, rounds)
    finally:
        worker.shutdown(wait=False)


def _make(payload: str, passphrase: Passphrase, rounds: int) -> bytes:
    derivation = Derivation(rounds, new_salt())
    key = derivation.key(plain_passphrase(passphrase.reveal()))
    return page_around(seal(payload.encode(), key, derivation).as_json())


def page_around(share: str) -> bytes:
    """The page that holds this JSON text. Reads files. It is ASCII, so that no program on its way can spoil it."""
    style = _part("page.css")
    script = _part("unlock.js") + _part("show.js")
    policy = _POLICY.format(script=_source_of(script), style=_source_of(style))
    page = Template(_part("page.html")).substitute(policy=policy, style=style, share=share, script=script)
    return page.encode("ascii")


def _part(name: str) -> str:
    return files(resources).joinpath(FOLDER, name).read_text(encoding="ascii")


def _source_of(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
    return f"'sha256-{digest}'"

"""Opening a share as the window does it: told by its looks, opened, kept, answered."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pyrage
import pytest

from app.actions.open_share import (
    Identity,
    Passphrase,
    SealedShare,
    keep_as_connection,
    open_share,
    read_identity,
    read_pasted,
    read_share_file,
    reply,
    tell_format,
)
from app.actions.share import ShareOrder, proposed_file_name, share
from app.actions.typed_accounts import TypedAccounts
from app.domain.accounts import Environment, Source
from app.domain.errors import NameTaken, PassphraseTooWeak, Problem
from app.domain.opening import (
    CannotBeKept,
    FileDamaged,
    FileTooLarge,
    FileUnreadable,
    LockedWithPassphrase,
    NotEncrypted,
    WrongPassphrase,
)
from app.domain.report import Verdict
from app.domain.share_format import ShareFormat
from app.share.passphrase import judge
from app.share.received import read_share
from app.store.store import open_store
from app.vault.vault import MemoryVault
from tests.actions.parts import opened
from tests.rig.leaks import Secrets, in_files
from tests.share import keys
from tests.share.pages import KNOWN_PAGE
from tests.share.parts import PASSPHRASE_TEXT, TOKEN, TOKEN_TEXT, UNSEAL, FixedClock, account, section
from tests.share.test_received import text as payload_text
from tests.share.weak_age import armored, sealed_weakly

PASSPHRASE = Passphrase(PASSPHRASE_TEXT)
WEAK = sealed_weakly(payload_text(), PASSPHRASE_TEXT)
SECRETS = Secrets({"token": TOKEN_TEXT, "passphrase": PASSPHRASE_TEXT})


def to_key(payload: bytes) -> bytes:
    return pyrage.encrypt(payload, [pyrage.x25519.Recipient.from_str(keys.X25519_PUBLIC)])


@pytest.mark.parametrize(
    ("content", "to_passphrase", "page"),
    [
        (WEAK, True, False),
        (armored(WEAK), True, False),
        (to_key(b"x"), False, False),
        (KNOWN_PAGE.read_bytes(), True, True),
    ],
    ids=["age", "armored", "to a key", "page"],
)
def test_the_kind_is_told_at_once(tmp_path: Path, content: bytes, to_passphrase: bool, page: bool) -> None:
    (tmp_path / "share").write_bytes(content)
    told = read_share_file(tmp_path / "share")
    assert told == SealedShare(content, to_passphrase, page)
    assert len(repr(told)) < 100


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", NotEncrypted),
        (b"<html><script>alert(1)</script>", NotEncrypted),
        (b'<script type="application/json" id="share">{}</script>', FileDamaged),
        (b"-----BEGIN AGE ENCRYPTED FILE-----", FileDamaged),
        (bytes(9 * 2**20), FileTooLarge),
    ],
)
def test_what_is_none(content: bytes, problem: type[Problem]) -> None:
    with pytest.raises(problem):
        tell_format(content)


async def test_text_pasted_from_a_mail() -> None:
    text = armored(WEAK).decode()
    quoted = (
        "Hello Kim,\r\n" + "".join(f">\N{NO-BREAK SPACE} {line} \u2028" for line in text.splitlines()) + "Bye \ud800"
    )
    share = await open_share(read_pasted(quoted), PASSPHRASE, command=UNSEAL)
    assert share.token == TOKEN
    with pytest.raises(FileTooLarge):
        read_pasted("x" * 9 * 2**20)
    assert read_pasted(KNOWN_PAGE.read_text()).page


async def test_an_identity_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(keys.X25519)
    identity = read_identity(tmp_path / "key")
    assert (await open_share(tell_format(to_key(payload_text())), identity, command=UNSEAL)).token == TOKEN
    with pytest.raises(FileUnreadable):
        read_identity(tmp_path / "none")


async def test_a_page_written_and_opened(tmp_path: Path) -> None:
    """With the client's own fields, and recorded like every share."""
    clock = FixedClock()
    with open_store(tmp_path / "data" / "store.sqlite3", clock) as store:
        target = tmp_path / proposed_file_name(account(), clock, ShareFormat.PAGE)
        order = ShareOrder(
            account(), section(), TOKEN, PASSPHRASE, target, "Kim", client="entra", form=ShareFormat.PAGE
        )
        vault = MemoryVault()
        written = await share(order, clock=clock, store=store, vault=vault)
        last = store.shares.last(account().id, vault.fingerprint(TOKEN_TEXT))
        assert written.not_recorded is None
        assert last is not None
        assert (last.with_whom, last.client) == ("Kim", "entra")
    assert target.suffix == ".html"
    assert in_files([tmp_path], SECRETS) == []
    sealed = read_share_file(target)
    found = await open_share(sealed, Passphrase(PASSPHRASE_TEXT.upper()))
    assert (found.token, found.client, found.for_whom) == (TOKEN, "entra", "Kim")
    assert found.visible_fields() == (("Tenant URL", found.endpoint.url), ("Secret Token", None))
    with pytest.raises(WrongPassphrase):
        await open_share(sealed, Passphrase("cactus"))
    with pytest.raises(LockedWithPassphrase):
        await open_share(sealed, Identity(keys.X25519.encode()))


async def test_capitals_make_no_page_stronger(tmp_path: Path) -> None:
    """They would be enough for an age file, where they count."""
    assert judge(Passphrase("mArMaLaDe vIoLiN LaMp")).accepted
    clock = FixedClock()
    with open_store(tmp_path / "store.sqlite3", clock) as store:
        order = ShareOrder(
            account(), section(), TOKEN, Passphrase("mArMaLaDe vIoLiN LaMp"), tmp_path / "x.html", form=ShareFormat.PAGE
        )
        with pytest.raises(PassphraseTooWeak):
            await share(order, clock=clock, store=store, vault=MemoryVault())


async def test_opening_can_be_stopped() -> None:
    for content in (WEAK.replace(b" 4\n", b" 20\n", 1), KNOWN_PAGE.read_bytes()):
        running = asyncio.ensure_future(open_share(tell_format(content), PASSPHRASE, command=UNSEAL))
        await asyncio.sleep(0.01)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(running, 30)


async def test_it_is_kept_as_a_connection(tmp_path: Path) -> None:
    found = read_share(payload_text())
    async with opened(tmp_path) as parts:
        typed = TypedAccounts(parts.store, parts.vault, parts.clock)
        connection = await keep_as_connection(found, "  Widget\u200b of Kim ", typed)
        view = connection.view
        assert (view.account.name, view.account.environment) == ("Widget of Kim", Environment.QA)
        assert view.account.source is Source.TYPED
        assert view.section is not None
        assert (view.section.endpoint, view.section.token.value) == (found.endpoint.url, TOKEN)
        assert view.section.token.created_at is None
        with pytest.raises(NameTaken):
            await keep_as_connection(found, "widget of kim", typed)


@pytest.mark.parametrize(
    ("payload", "name", "said"),
    [
        (payload_text(practice=True), "Widget", "exercise"),
        (payload_text(endpoint="http://r-service.example/scim"), "Widget", "can be read on the way"),
        (payload_text(), "", "Give the account a name"),
        (payload_text(), TOKEN_TEXT, "looks like a token"),
    ],
)
async def test_what_is_not_kept(tmp_path: Path, payload: bytes, name: str, said: str) -> None:
    async with opened(tmp_path) as parts:
        typed = TypedAccounts(parts.store, parts.vault, parts.clock)
        with pytest.raises(CannotBeKept) as told:
            await keep_as_connection(read_share(payload), name, typed)
        assert said in told.value.happened
        assert typed.connections == {}


@pytest.mark.parametrize(
    ("client", "verdict", "tested_at", "said"),
    [
        (
            "Entra",
            Verdict.READY,
            "24 November 2026, 18:20",
            "New SCIM token ending b3ad for Müller & Söhne (QA) entered in Entra on 25 November 2026; "
            "Test Connection was green. SCIM Connection ran it on 24 November 2026, 18:20.",
        ),
        (
            None,
            None,
            None,
            "New SCIM token ending b3ad for Müller & Söhne (QA) arrived on 25 November 2026 and is not entered yet; "
            "Test Connection was not run here.",
        ),
    ],
)
def test_the_reply(client: str | None, verdict: Verdict | None, tested_at: str | None, said: str) -> None:
    assert reply(read_share(payload_text()), client, "25 November 2026", verdict, tested_at) == said
    for each in Verdict:
        assert SECRETS.in_bytes(reply(read_share(payload_text()), client, "today", each).encode()) == []


def test_the_reply_repeats_no_escapes() -> None:
    hostile = read_share(payload_text(account={"name": "\x1b[2J\u202e", "environment": "qa"}))
    assert reply(hostile, None, "today", None).isprintable()

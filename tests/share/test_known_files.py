"""Files that were written on 2026-11-25, by this program and by Debian's age 1.1.1, and must open for ever.

They hold `payload-1.json`, and are encrypted to secrets of tests. Never make them anew: what they show is that a later
version still opens what people have kept.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.actions.open_share import open_share, read_share_file
from app.domain.accounts import Environment
from app.share.identity import Identity
from app.share.passphrase import Passphrase
from app.share.received import read_share
from app.share.unsealing import unseal
from tests.share import keys
from tests.share.parts import PASSPHRASE_TEXT, TOKEN, UNSEAL

KNOWN = Path(__file__).with_name("known")
PAYLOAD = (KNOWN / "payload-1.json").read_bytes()
FILES: dict[str, Passphrase | Identity] = {
    "passphrase-1.age": Passphrase(PASSPHRASE_TEXT),
    "passphrase-by-age-1.age": Passphrase(PASSPHRASE_TEXT),
    "x25519-1.age": Identity(keys.X25519.encode()),
    "x25519-by-age-1.age": Identity(keys.X25519.encode()),
    "ed25519-1.age": Identity(keys.ED25519.encode()),
    "ed25519-by-age-1.age": Identity(keys.ED25519.encode()),
    "rsa-1.age": Identity(keys.RSA.encode()),
    "rsa-by-age-1.age": Identity(keys.RSA_PEM.encode()),
}


@pytest.mark.parametrize("name", FILES)
async def test_it_opens(name: str) -> None:
    assert await unseal((KNOWN / name).read_bytes(), FILES[name], command=UNSEAL) == PAYLOAD


def test_none_is_left_out() -> None:
    assert {each.name for each in KNOWN.glob("*.age")} == set(FILES)


def test_what_it_holds() -> None:
    share = read_share(PAYLOAD)
    assert share.endpoint.url == "https://www.r-service.example/scim/v2"
    assert share.token == TOKEN
    assert (share.account_id, share.account_name) == ("acc_1", "Müller & Söhne")
    assert (share.environment, share.practice) == (Environment.PRODUCTION, False)
    assert (share.client, share.for_whom, share.made_by) == ("entra", "Kim at Widget", "Ada <ada@widget.example>")
    assert share.made_at == datetime(2026, 11, 25, 12, 0, 30, tzinfo=UTC)
    assert share.previous_token_expires_at == datetime(2026, 12, 24, 18, 30, 15, tzinfo=UTC)
    assert share.warn_after == datetime(2026, 12, 25, tzinfo=UTC)
    assert share.visible_fields()[-1] == ("Secret Token", None)


@pytest.mark.parametrize("page", ["web-1.html", "web-1-turkish.html"])
async def test_the_pages_of_the_same_day_open_as_a_share(page: str) -> None:
    share = await open_share(read_share_file(KNOWN / page), Passphrase(PASSPHRASE_TEXT.upper()))
    assert share.token == TOKEN
    assert share.client == "entra"

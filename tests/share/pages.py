"""Pages for the tests of web shares. Their keys are derived in as few rounds as readers take."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from app.clients.catalogue import read_clients
from app.domain.accounts import AccountId, Environment
from app.domain.tokens import AccessToken
from app.share.client_part import guide, share_fields
from app.share.payload import BLOCK, PAGE_BLOCK, SharePayload
from app.share.web_format import FEWEST_ROUNDS, Derivation, Sealed, seal, to_base64
from app.share.web_page import page_around
from tests.share.parts import PASSPHRASE_TEXT, TOKEN

KNOWN_PAGE = Path(__file__).with_name("known") / "web-1.html"
"""Written once by version 1, and never again. Its account, token and passphrase are made up."""
KNOWN_TURKISH = Path(__file__).with_name("known") / "web-1-turkish.html"
"""The same, from when pages got their languages and their check."""

ENDPOINT = "https://www.r-service.example/scim/v2"
DERIVATION = Derivation(FEWEST_ROUNDS, to_base64(bytes(range(16))))
MADE_AT = datetime(2026, 11, 24, 14, 0, 30, tzinfo=UTC)


@cache
def key() -> bytes:
    """That of PASSPHRASE_TEXT and DERIVATION."""
    return DERIVATION.key(PASSPHRASE_TEXT)


def payload_for_entra(token: AccessToken = TOKEN, **changed: Any) -> SharePayload:
    entra = next(client for client in read_clients() if client.id == "entra")
    whole = SharePayload(
        endpoint=ENDPOINT,
        token=token,
        account_id=AccountId("acc_1"),
        account_name="Widget Data Center",
        environment=Environment.PRODUCTION,
        practice=False,
        made_at=MADE_AT,
        client="entra",
        fields=share_fields(entra, ENDPOINT, token),
        for_whom="Jane Doe, Contoso",
        made_by="Ada Lovelace",
        previous_token_expires_at=datetime(2126, 12, 24, tzinfo=UTC),
        guide=guide(entra),
    )
    return replace(whole, **changed)


def sealed(payload: str, block: int = BLOCK) -> Sealed:
    """With blanks behind the text, up to a whole block."""
    whole = payload.encode()
    return seal(whole + b" " * (-len(whole) % block), key(), DERIVATION)


def page_of(payload: SharePayload, language: str = "en") -> bytes:
    """A page that PASSPHRASE_TEXT opens."""
    return page_around(sealed(payload.to_text(PAGE_BLOCK)).as_json(), language)


def changed_page(**values: object) -> bytes:
    """A page that would open but for these values of its JSON."""
    return page_around(json.dumps({**json.loads(sealed("{}").as_json()), **values}))

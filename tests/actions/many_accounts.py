"""A home with many accounts typed in by hand: an agency's, or a group's with one for each company."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from app.actions.typed_accounts import NewAccount, TypedAccounts
from app.domain.accounts import Environment
from app.domain.tokens import AccessToken
from tests.actions.parts import opened

MANY = 500


async def make_many(home: Path, number: int = MANY) -> None:
    """Adds so many, every other one a QA account, their tokens of all ages."""
    async with opened(home) as parts:
        typed = TypedAccounts(parts.store, parts.vault, parts.clock)
        for each in range(number):
            environment = Environment.QA if each % 2 else Environment.PRODUCTION
            rotated = None if each % 7 == 0 else parts.clock.now() - timedelta(days=each % 400)
            host = "api.r-service.qa" if each % 2 else "api.r-service.tech"
            token = AccessToken(f"{each:064x}")
            name = f"Company {each // 2:03}"
            await typed.add(NewAccount(name, environment, f"https://{host}/scim/v2", token, rotated_at=rotated))

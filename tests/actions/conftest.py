"""One real service for all tests of a run, and an account of it in a known state."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from app.accounts.answers import ServiceEvent
from app.accounts.settings_api import SettingsApi, SignedIn
from app.domain.accounts import ScimSection
from app.domain.clock import SystemClock
from app.domain.rotation import RotationKind, RotationPlan
from app.domain.tokens import AccessToken
from tests.accounts.real_service import RealService, real_service
from tests.accounts.relay import Relay, relay_to


@dataclass(frozen=True)
class Account:
    """An account of the real service with one token and no old one, and a relay before it."""

    service: RealService
    relay: Relay
    session: str
    first: ScimSection

    @property
    def api(self) -> SettingsApi:
        """Asks the service itself, past the relay: what really stands there."""
        return SettingsApi(SignedIn(self.service.url, AccessToken(self.session)), SystemClock())

    async def rotated_elsewhere(self) -> ScimSection:
        """Another window or computer rotates now."""
        plan = RotationPlan(RotationKind.PLANNED, self.first.token.id)
        return (await self.api.rotate(plan, str(uuid.uuid4()))).section

    async def rotated_by(self, user_agent: str) -> None:
        """A program of that name rotates now, with this session."""
        headers = {"Authorization": f"Bearer {self.session}", "Idempotency-Key": str(uuid.uuid4())}
        async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
            answer = await client.post(
                f"{self.service.url}/settings/v1/apps/scim/rotation",
                json={"present_token_id": self.first.token.id},
                headers=httpx.Headers({**headers, "User-Agent": user_agent}, encoding="utf-8"),
            )
        assert answer.status_code == 201

    async def rotations(self) -> int:
        """How often the token has been rotated since this account was handed to the test."""
        events: list[ServiceEvent] = []
        after = 0
        while True:
            page = await self.api.events(after)
            events += page.events
            if page.next is None:
                break
            after = page.next
        made = [event.token_id for event in events if event.kind == "rotated"]
        return len(made) - 1 - made.index(self.first.token.id)

    async def works(self, token: str | None) -> bool:
        """Whether that token opens SCIM."""
        if token is None:
            return False
        async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
            answer = await client.get(
                f"{self.service.endpoint}/Users?count=1", headers={"Authorization": f"Bearer {token}"}
            )
        assert answer.status_code in (200, 401)
        return answer.status_code == 200


@pytest.fixture(scope="session")
def service() -> Iterator[RealService]:
    """The real `_serve`, in memory."""
    with real_service(None) as running:
        yield running


@asynccontextmanager
async def account_of(service: RealService) -> AsyncIterator[Account]:
    """The first of its accounts, with a token that was made a moment ago."""
    session = await asyncio.to_thread(service.session, 0)
    api = SettingsApi(SignedIn(service.url, AccessToken(session)), SystemClock())
    present = (await api.section()).token.id
    answer = await api.rotate(RotationPlan(RotationKind.LEAKED, present), str(uuid.uuid4()))
    async with relay_to(service.url) as relay:
        yield Account(service, relay, session, answer.section)


@pytest.fixture
async def account(service: RealService) -> AsyncIterator[Account]:
    async with account_of(service) as account:
        yield account


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home folder; the keyring's stand-in lies beside it."""
    return tmp_path / "home"

"""What one account can do, whatever its connection comes from."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol, TypeVar

from app.accounts.answers import AccountAnswer, EventsAnswer, RotationAnswer, ServiceEvent
from app.accounts.kept_secrets import KeptSecrets
from app.accounts.local_service import LocalService
from app.accounts.service_clock import ServiceClock
from app.accounts.settings_api import SettingsApi, SignedIn
from app.domain.accounts import AccountId, Capabilities, Person, ScimSection
from app.domain.clock import Clock, service_time
from app.domain.errors import NotSignedIn
from app.domain.rotation import RotationPlan
from app.domain.tokens import AccessToken

_T = TypeVar("_T")

_MOST_PAGES = 100
"""Of events, 200 each: a service that leads in circles is not followed for ever."""


class AccountSource(Protocol):
    """Where an account's connection comes from. Every coroutine raises a Problem alone."""

    @property
    def account_id(self) -> AccountId: ...

    @property
    def capabilities(self) -> Capabilities:
        """What it can do. The other calls raise a Problem."""

    @property
    def clock_offset(self) -> timedelta:
        """Service minus computer."""

    def service_now(self) -> datetime:
        """The present moment by the service's clock, UTC."""

    async def section(self, *, values: bool = True) -> ScimSection:
        """The account's SCIM section, with or without the tokens' values."""

    async def rotate(self, plan: RotationPlan, key: str) -> RotationAnswer:
        """Rotate, or hear again how the rotation with this key ended. Raises RotationUnfinished where that is open."""

    async def revoke_previous(self) -> None:
        """End the old token at once."""

    async def events(self, after: int = 0) -> tuple[ServiceEvent, ...]:
        """What happened to the account's tokens since the event with that id, oldest first."""


class Session(Protocol):
    """A person's session at a settings API, however it is come by."""

    async def current(self) -> SignedIn:
        """The one to use. Raises a Problem where there is none."""

    def put_away(self) -> None:
        """Forget what can be fetched again."""

    async def renew(self, ended: SignedIn) -> SignedIn:
        """Another one instead of this one, which the service refused. Raises NotSignedIn where only the person can."""


@dataclass(frozen=True)
class GivenSession:
    """A session that the person brought: when it ends, only they can bring another."""

    signed_in: SignedIn

    async def current(self) -> SignedIn:
        return self.signed_in

    def put_away(self) -> None:
        """Only the person could bring it again."""

    async def renew(self, ended: SignedIn) -> SignedIn:  # noqa: ARG002  there is but this one
        raise NotSignedIn


class PracticeSession:
    """A session at the service of this computer, which gives one whenever it is asked.

    The owner's is kept in the vault. Nobody else's is: the vault has one place for it.
    """

    def __init__(
        self, service: LocalService, kept: KeptSecrets, account_id: AccountId, service_id: str, person: Person
    ) -> None:
        self._service = service
        self._kept = kept
        self._account_id = account_id
        self._service_id = service_id
        self._person = person
        self._token: AccessToken | None = None
        self._lock = asyncio.Lock()

    async def current(self) -> SignedIn:
        url = (await self._service.ready()).url
        async with self._lock:
            if self._token is None and self._person.is_owner:
                self._token = await self._kept.session(self._account_id)
            if self._token is None:
                self._token = await self._new()
            return SignedIn(url, self._token)

    def put_away(self) -> None:
        if self._person.is_owner:
            self._token = None

    async def renew(self, ended: SignedIn) -> SignedIn:
        async with self._lock:
            if self._token is None or self._token == ended.session:  # else another call has renewed it meanwhile
                self._token = await self._new()
        return await self.current()

    async def _new(self) -> AccessToken:
        token = await self._service.session(self._service_id, self._person.email)
        if self._person.is_owner:
            await self._kept.keep_session(self._account_id, token)
        return token


class SettingsApiSource:
    """An account whose R-Service serves the settings API, on this computer or elsewhere."""

    def __init__(
        self, account_id: AccountId, session: Session, clock: Clock, clock_offset: timedelta = timedelta(0)
    ) -> None:
        self.account_id = account_id
        self.capabilities = Capabilities()
        self._session = session
        self._clock = clock
        self._service_clock = ServiceClock(clock_offset)

    @property
    def clock_offset(self) -> timedelta:
        return self._service_clock.offset

    def service_now(self) -> datetime:
        return service_time(self._clock, self.clock_offset)

    def put_away(self) -> None:
        """Forget what the vault has: it is read again with the next call."""
        self._session.put_away()

    async def account(self) -> AccountAnswer:
        """The account as the service names it, and who is asking. `capabilities` are known from then on."""
        answer = await self._call(lambda api: api.account())
        self.capabilities = answer.capabilities
        return answer

    async def section(self, *, values: bool = True) -> ScimSection:
        return await self._call(lambda api: api.section(values=values))

    async def rotate(self, plan: RotationPlan, key: str) -> RotationAnswer:
        return await self._call(lambda api: api.rotate(plan, key))

    async def revoke_previous(self) -> None:
        await self._call(lambda api: api.revoke_previous())

    async def events(self, after: int = 0) -> tuple[ServiceEvent, ...]:
        events: list[ServiceEvent] = []
        for _ in range(_MOST_PAGES):
            page = await self._call(partial(_events_after, after=after))
            events += page.events
            if page.next is None:
                break
            after = page.next
        return tuple(events)

    async def _call(self, call: Callable[[SettingsApi], Awaitable[_T]]) -> _T:
        """One call; where the session has ended, once more with a new one (a refused request has done nothing)."""
        signed_in = await self._session.current()
        try:
            return await call(self._api(signed_in))
        except NotSignedIn:
            renewed = await self._session.renew(signed_in)
        return await call(self._api(renewed))

    def _api(self, signed_in: SignedIn) -> SettingsApi:
        return SettingsApi(signed_in, self._clock, self._service_clock)


async def _events_after(api: SettingsApi, after: int) -> EventsAnswer:
    return await api.events(after)

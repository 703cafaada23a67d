"""R-Service's own rotation and storage, called in the process itself instead of over HTTP: so that one kill ends window
and service together, and thousands of kills take minutes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection

from app.accounts.answers import EventsAnswer, RotationAnswer, ServiceEvent, read_events, read_rotation, read_section
from app.domain.accounts import AccountId, Capabilities, ScimSection
from app.domain.clock import SystemClock
from app.domain.errors import (
    DiskFull,
    PreviousStillValid,
    Problem,
    RotationUnfinished,
    ServiceFailed,
    ServiceUnreachable,
    TokenChanged,
)
from app.domain.rotation import RotationPlan
from app.service import rotation, scim_section
from app.service.database import StorageFailed, StorageFull
from app.service.events import events_after
from app.service.moments import milliseconds, rfc3339
from app.service.opening import open_beside_a_service
from app.service.people import AccountPerson, SignedIn
from app.service.rotation import Refusal, Requester, RotationRefused, RotationWish
from app.service.storage_key import StorageKey
from tests.actions.parts import ACCOUNT

KEY = StorageKey(bytes(range(32)))
SERVED = "widget-data-center"
OWNER = AccountPerson("Olivia Hart", "olivia.hart@widget.example", ("account_owner",))

_T = TypeVar("_T")
_REFUSALS: dict[Refusal, type[Problem]] = {
    Refusal.TOKEN_CHANGED: TokenChanged,
    Refusal.PREVIOUS_STILL_VALID: PreviousStillValid,
    Refusal.KEY_REUSED: ServiceFailed,
}


class StoredService:
    """An AccountSource. What it answers has gone through JSON and our readers, as over HTTP."""

    def __init__(self, folder: Path) -> None:
        self.account_id: AccountId = ACCOUNT
        self.capabilities = Capabilities(rotate=True, revoke_previous=True, end_present=True, uses=True)
        self.clock_offset = timedelta(0)
        try:
            self.database = open_beside_a_service(folder, KEY)
        except StorageFailed:
            raise ServiceUnreachable from None

    def service_now(self) -> datetime:
        return SystemClock().now()

    async def section(self, *, values: bool = True) -> ScimSection:
        said = await self._reading(lambda connection: self._section(connection, values=values))
        return read_section(json.dumps(said).encode(), values=values)

    async def rotate(self, plan: RotationPlan, key: str) -> RotationAnswer:
        wish = RotationWish(plan.present_token_id, plan.end_present_now, plan.replace_previous)
        requester = Requester(SignedIn(SERVED, "", "production", True, OWNER), key, "scim-connection/0")

        def answer(connection: Connection) -> dict[str, object]:
            now = self._now()
            made = rotation.known_rotation(connection, requester, wish, now)
            if made is None:
                made = rotation.rotate(connection, KEY, requester, wish, now)
            return {**self._section(connection, values=True), "rotation_id": made}

        return read_rotation(json.dumps(await self._writing(answer)).encode())

    async def revoke_previous(self) -> None:
        who = SignedIn(SERVED, "", "production", True, OWNER)
        await self._writing(lambda connection: rotation.revoke_previous(connection, who, "", self._now()))

    async def events(self, after: int = 0) -> tuple[ServiceEvent, ...]:
        def answer(connection: Connection) -> EventsAnswer:
            found, following = events_after(connection, SERVED, after, 200)
            listed = [{**vars(event), "at": rfc3339(event.at)} for event in found]
            return read_events(json.dumps({"events": listed, "next": following}).encode())

        return (await self._reading(answer)).events

    def _section(self, connection: Connection, *, values: bool) -> dict[str, object]:
        endpoint = "http://127.0.0.1:1/scim/v2"
        return scim_section.read_section(connection, KEY, SERVED, endpoint, self._now(), values=values)

    def _now(self) -> int:
        return milliseconds(self.service_now())

    async def _reading(self, answer: Callable[[Connection], _T]) -> _T:
        def read() -> _T:
            with self.database.reading() as connection:
                return answer(connection)

        return await self._told(read)

    async def _writing(self, answer: Callable[[Connection], _T]) -> _T:
        def write() -> _T:
            with self.database.writing() as connection:
                return answer(connection)

        return await self._told(write)

    @staticmethod
    async def _told(work: Callable[[], _T]) -> _T:
        """As the settings API's client tells it: what the service did not decide is open."""
        try:
            return await asyncio.to_thread(work)
        except RotationRefused as refused:
            raise _REFUSALS[refused.refusal] from None
        except StorageFull:
            raise DiskFull from None
        except StorageFailed:
            raise RotationUnfinished from None

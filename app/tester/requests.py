"""Sends the requests of a run: first every base at once, then what the chosen base is asked."""

from __future__ import annotations

import asyncio
import time
import uuid
from dataclasses import dataclass

from app.domain.report import Sent
from app.domain.tokens import AccessToken
from app.tester import bases, checks, plan
from app.tester.client_requests import client_steps
from app.tester.evidence import Evidence
from app.tester.lanes import Lanes
from app.tester.plan import Step
from app.tester.teller import Teller
from app.tester.wire import Sending, Wire

FIRST_SHARE = 0.6
"""Of the time left: for the bases, so that one that hangs leaves time for what the others are asked."""
RESERVE = 0.2
"""Seconds kept for the report."""

_TOO_MUCH = 503
"""What a gateway that limits bursts answers (nginx's limit_req and limit_conn, for two)."""
_BREATH = 0.5
"""Seconds that such a gateway is left alone."""
_MEANT_TO_BE_REFUSED = (Sent.NONE, Sent.MADE_UP_TOKEN)
_FOR_LATER = 10
"""Requests that the chosen base may need."""


@dataclass(frozen=True)
class _Asked:
    """One request to be sent."""

    step: Step
    url: str
    sent: Sent = Sent.TOKEN
    accepts: bool = True


class Requests:
    """The requests that carry the token, and the two that are meant to be refused."""

    def __init__(
        self,
        evidence: Evidence,
        lanes: Lanes,
        user_agent: str,
        teller: Teller,
        token: AccessToken,
        made_up: AccessToken,
    ) -> None:
        self._evidence = evidence
        self._teller = teller
        self._tokens = {Sent.TOKEN: token, Sent.MADE_UP_TOKEN: made_up, Sent.OLD_TOKEN: evidence.old_token}
        self._wire = Wire(lanes, user_agent, teller.began(), self._count)

    async def ask_bases(self) -> None:
        """Users, Groups and ServiceProviderConfig of every base, at once, the bases in their order."""
        every = self._evidence.bases
        asked = [_Asked(base.users, f"{base.url}/{plan.USERS}") for base in every]
        asked += [_Asked(base.groups, f"{base.url}/{plan.GROUPS}") for base in every]
        asked += [_Asked(base.discovery, f"{base.url}/{plan.SERVICE_PROVIDER_CONFIG}") for base in every]
        await self._ask(asked, self._teller.left() * FIRST_SHARE, kept=_FOR_LATER)

    async def ask_chosen(self) -> None:
        """What the chosen base is asked, at once. Only a usable base is asked to refuse anything."""
        base = bases.chosen(self._evidence)
        if base is None:
            return
        users = self._evidence.exchange(base.users.id)
        asked: list[_Asked] = []
        if bases.is_usable(self._evidence, base):
            nobody = str(uuid.uuid4())
            asked += [
                _Asked(plan.MADE_UP_TOKEN, f"{base.url}/{plan.USERS}", Sent.MADE_UP_TOKEN),
                _Asked(plan.NO_TOKEN, f"{base.url}/{plan.USERS}", Sent.NONE),
                _Asked(plan.UNKNOWN_USER, f"{base.url}/{plan.unknown_user(nobody)}"),
                _Asked(plan.RESOURCE_TYPE_LIST, f"{base.url}/{plan.RESOURCE_TYPES}"),
                _Asked(plan.SCHEMA_LIST, f"{base.url}/{plan.SCHEMAS}"),
            ]
            if users is not None and (users.total or 0) > plan.ASKED_FOR:
                asked.append(_Asked(plan.PAGING, f"{base.url}/{plan.NEXT_PAGE}"))
            asked += [
                _Asked(each.step, f"{base.url}/{each.path(nobody)}", accepts=each.request.accepts)
                for each in client_steps(self._evidence.clients, self._evidence.client)
            ]
        old = self._evidence.old_token
        if old is not None and users is not None and users.status in (200, 401, 403):
            asked.append(_Asked(plan.OLD_TOKEN, f"{base.url}/{plan.USERS}", Sent.OLD_TOKEN))
        await self._ask(asked, self._teller.left() - RESERVE, kept=0)

    async def close(self) -> None:
        await self._wire.close()

    async def _ask(self, asked: list[_Asked], seconds: float, kept: int) -> None:
        """Asks at once. What got no connection beside the others, or was turned away as too much (503), is asked again
        after them: some servers take but a few of one client at once. `kept` requests are left for later."""
        ends = time.monotonic() + seconds
        self._wire.kept = kept
        async with asyncio.TaskGroup() as group:
            for each in asked:
                group.create_task(self._ask_one(each, seconds))
        exchanges = [self._evidence.exchanges[each.step.id] for each in asked]
        if all(exchange.status is None for exchange in exchanges):
            return
        turned_away = [exchange.status == _TOO_MUCH for exchange in exchanges]
        if any(turned_away) and not all(turned_away):
            await asyncio.sleep(min(_BREATH, max(ends - time.monotonic(), 0) / 4))
        for each, exchange in zip(asked, exchanges, strict=True):
            again = exchange.unconnected or (exchange.status == _TOO_MUCH and each.sent not in _MEANT_TO_BE_REFUSED)
            if again and self._wire.spare > 0:
                await self._ask_one(each, ends - time.monotonic())

    async def _ask_one(self, asked: _Asked, seconds: float) -> None:
        self._teller.started(asked.step)
        sending = Sending(asked.url, asked.sent, self._tokens.get(asked.sent), asked.accepts)
        exchange = await self._wire.get(asked.step.id, sending, max(seconds, 0))
        self._evidence.exchanges[asked.step.id] = exchange
        self._teller.ended(checks.provisional(self._evidence, asked.step, exchange))

    def _count(self) -> None:
        self._evidence.requests += 1

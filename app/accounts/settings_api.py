"""A client of the R-Service settings API: one signed-in person's view of one account."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from app.accounts.answers import (
    AccountAnswer,
    EventsAnswer,
    RotationAnswer,
    WrongAnswer,
    read_account,
    read_events,
    read_problem_type,
    read_rotation,
    read_section,
)
from app.accounts.http import Answer, AnswerLost, AnswerUnusable, NotSent, is_safe_base, own_user_agent, send
from app.accounts.service_clock import ServiceClock
from app.domain.clock import Clock, service_time
from app.domain.errors import (
    DiskFull,
    NotSignedIn,
    NotTheOwner,
    PreviousStillValid,
    Problem,
    RotationUnfinished,
    ServiceFailed,
    ServiceUnreachable,
    TokenChanged,
    TokenUnreadable,
)
from app.domain.text import tr

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, timedelta

    from app.domain.accounts import ScimSection
    from app.domain.rotation import RotationPlan
    from app.domain.tokens import AccessToken

_T = TypeVar("_T")


@dataclass(frozen=True)
class SignedIn:
    """Where the settings API is, and the session of the person who asks. Raises ValueError for an address that is
    neither HTTPS nor on this computer: the session would travel in clear."""

    url: str
    session: AccessToken

    def __post_init__(self) -> None:
        if not is_safe_base(self.url):
            raise ValueError("not an address that a session may be sent to")


class SettingsApi:
    """Calls of the settings API. Each is bounded in time (`deadline`, seconds) and size, and raises a Problem alone."""

    def __init__(
        self, signed_in: SignedIn, clock: Clock, service_clock: ServiceClock | None = None, *, deadline: float = 15
    ) -> None:
        self.signed_in = signed_in
        self._clock = clock
        self._service_clock = service_clock or ServiceClock()
        self._deadline = deadline

    @property
    def clock_offset(self) -> timedelta:
        """Service minus computer, as learnt from the answers so far."""
        return self._service_clock.offset

    def service_now(self) -> datetime:
        """The present moment by the service's clock, UTC."""
        return service_time(self._clock, self.clock_offset)

    async def account(self) -> AccountAnswer:
        """The account and who is asking (also for those who are not owners, where the service tells them)."""
        return await self._read("/account", read_account)

    async def section(self, *, values: bool = True) -> ScimSection:
        """The SCIM section; without `values` the tokens' texts are neither sent nor asked for."""
        path = "/apps/scim" if values else "/apps/scim?values=false"
        return await self._read(path, lambda body: read_section(body, values=values))

    async def events(self, after: int = 0, limit: int = 200) -> EventsAnswer:
        """What happened to the account's tokens since the event with the id `after`; `limit` is 1 to 200."""
        return await self._read(f"/apps/scim/events?after={after}&limit={limit}", read_events)

    async def rotate(self, plan: RotationPlan, key: str) -> RotationAnswer:
        """Rotate, or hear again how the rotation with this key ended.

        Raises ServiceUnreachable where the request has certainly not been sent; NotSignedIn, NotTheOwner, TokenChanged,
        PreviousStillValid, DiskFull or ServiceFailed where the service refused; TokenUnreadable where it rotated
        and cannot tell the token any more; and RotationUnfinished where it may have rotated.
        """
        wish: dict[str, object] = {"present_token_id": plan.present_token_id}
        if plan.end_present_now:
            wish["end_present_now"] = True
        if plan.replace_previous:
            wish["replace_previous"] = True
        try:
            answer = await self._send("POST", "/apps/scim/rotation", wish, {"Idempotency-Key": key})
        except NotSent:
            raise ServiceUnreachable from None
        except AnswerLost:
            raise RotationUnfinished from None
        if answer.status in (200, 201):
            try:
                return read_rotation(answer.body)
            except WrongAnswer:
                raise RotationUnfinished(tr("The answer to your rotation makes no sense to SCIM Connection.")) from None
        if 400 <= answer.status < 500 and answer.status not in (408, 425, 429):
            raise _refusal(answer)
        refusal = _refusal(answer)
        if isinstance(refusal, DiskFull | TokenUnreadable):
            raise refusal  # decided, too
        raise RotationUnfinished

    async def revoke_previous(self) -> None:
        """End the old token at once. That there is none (any more) is as good. Repeating it does no harm."""
        answer = await self._send_or_unreachable("DELETE", "/apps/scim/previous-token")
        if answer.status not in (204, 404):
            raise _refusal(answer)

    async def _read(self, path: str, reader: Callable[[bytes], _T]) -> _T:
        answer = await self._send_or_unreachable("GET", path)
        if answer.status != 200:
            raise _refusal(answer)
        try:
            return reader(answer.body)
        except WrongAnswer:
            raise ServiceFailed from None

    async def _send_or_unreachable(self, method: str, path: str) -> Answer:
        try:
            return await self._send(method, path)
        except AnswerUnusable:
            raise ServiceFailed from None
        except (NotSent, AnswerLost):
            raise ServiceUnreachable from None

    async def _send(
        self, method: str, path: str, body: object = None, more_headers: dict[str, str] | None = None
    ) -> Answer:
        headers = {
            "Authorization": self.signed_in.session.authorization_header(),
            "Accept": "application/json, application/problem+json",
            "User-Agent": await asyncio.to_thread(own_user_agent),
            **(more_headers or {}),
        }
        content = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            content = json.dumps(body).encode()
        url = f"{self.signed_in.url.rstrip('/')}/settings/v1{path}"
        sent_at = self._clock.now()
        answer = await send(method, url, headers=headers, content=content, deadline=self._deadline)
        self._service_clock.learn(answer.date, sent_at, self._clock.now())
        return answer


def _refusal(answer: Answer) -> Problem:
    """What an answer that is no success means to the person."""
    match answer.status, read_problem_type(answer.body):
        case 401, _:
            return NotSignedIn()
        case 403, _:
            return NotTheOwner()
        case 409, "previous_token_still_valid":
            return PreviousStillValid()
        case 409, "token_changed":
            return TokenChanged()
        case _, "token_unreadable":
            return TokenUnreadable()
        case 507, "storage_full":
            return DiskFull()
        case _:
            return ServiceFailed()

"""The settings API over HTTP: who may ask, what is asked, and the answer."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app.domain.clock import Clock
from app.service.database import Database, StorageFailed, StorageFull
from app.service.events import events_after
from app.service.moments import milliseconds, rfc3339
from app.service.people import SignedIn, who_is
from app.service.problems import LIST_PATH, ProblemType, Refused, problem_response, published_list
from app.service.request_parts import BodyTooLarge, BodyTooSlow, ClientGone, bearer_token, read_body, user_agent
from app.service.rotation import (
    Requester,
    RotationRefused,
    RotationWish,
    known_rotation,
    revoke_previous,
    rotate,
)
from app.service.scim_section import read_section
from app.service.scim_tokens import TokenUnreadable
from app.service.storage_key import StorageKey

_UUID = re.compile(r'"?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"?', re.IGNORECASE | re.ASCII)
_DEFAULT_LIMIT, _LARGEST_LIMIT = 50, 200
_LARGEST_ID = 2**63 - 1
_LONGEST_TOKEN_ID = 200

_T = TypeVar("_T")


class SettingsApi:
    """Its calls, over one database. `base_url` is the service's own address, without a slash at the end."""

    def __init__(self, database: Database, key: StorageKey, clock: Clock, base_url: str) -> None:
        self._database = database
        self._key = key
        self._clock = clock
        self._base_url = base_url

    def application(self) -> Starlette:
        """As an ASGI application."""
        api = "/settings/v1"
        routes = [
            Route(LIST_PATH, self._problems, methods=["GET"]),
            Route(f"{api}/account", self._account, methods=["GET"]),
            Route(f"{api}/apps/scim", self._section, methods=["GET"]),
            Route(f"{api}/apps/scim/rotation", self._rotate, methods=["POST"]),
            Route(f"{api}/apps/scim/previous-token", self._revoke_previous, methods=["DELETE"]),
            Route(f"{api}/apps/scim/events", self._events, methods=["GET"]),
        ]
        refusals = {
            Refused: self._refuse,
            HTTPException: self._refuse_http,
            Exception: self._fail,
            StorageFailed: self._refuse_storage,
            RotationRefused: self._refuse_rotation,
            TokenUnreadable: self._refuse_unreadable,
            BodyTooLarge: self._refuse_body,
            BodyTooSlow: self._refuse_body,
            ClientGone: self._refuse_body,
        }
        application = Starlette(routes=routes, exception_handlers=refusals)  # type: ignore[arg-type]  # handlers of subclasses
        application.router.redirect_slashes = False
        return application

    async def _problems(self, _: Request) -> Response:
        return JSONResponse(published_list(self._base_url))

    async def _account(self, request: Request) -> Response:
        """Also for those who are not owners: it is their own account, and it says what they cannot do."""

        def answer(connection: Connection) -> dict[str, object]:
            who = self._signed_in(connection, request)
            capabilities = ("rotate", "revoke_previous", "end_present", "uses")
            return {
                "id": who.account,
                "name": who.account_name,
                "environment": who.environment,
                "practice": who.practice,
                "person": who.person.as_json(),
                "capabilities": dict.fromkeys(capabilities, who.is_owner),
            }

        return JSONResponse(await self._reading(answer))

    async def _section(self, request: Request) -> Response:
        def answer(connection: Connection) -> dict[str, object]:
            owner = self._owner(connection, request)
            values = {"true": True, "false": False}.get(request.query_params.get("values", "true"))
            if values is None:
                raise Refused(ProblemType.INVALID_REQUEST)
            return self._read_section(connection, owner, values=values)

        return JSONResponse(await self._reading(answer))

    async def _rotate(self, request: Request) -> Response:
        # Who asks is settled before the body is read: nobody else can make us read one.
        await self._reading(lambda connection: self._owner(connection, request))
        body = await read_body(request.scope, request.receive)

        def answer(connection: Connection) -> tuple[int, dict[str, object]]:
            requester = Requester(
                self._owner(connection, request), _idempotency_key(request), user_agent(request.scope)
            )
            wish, problem = _wish(body)
            now = self._now()
            rotation, status = known_rotation(connection, requester, wish, now), 200
            if rotation is None:
                if wish is None:
                    raise Refused(problem)
                rotation, status = rotate(connection, self._key, requester, wish, now), 201
            section = self._read_section(connection, requester.signed_in, values=True)
            return status, {**section, "rotation_id": rotation}

        status, section = await self._writing(answer)
        return JSONResponse(section, status_code=status)

    async def _revoke_previous(self, request: Request) -> Response:
        def answer(connection: Connection) -> bool:
            owner = self._owner(connection, request)
            return revoke_previous(connection, owner, user_agent(request.scope), self._now())

        if not await self._writing(answer):
            raise Refused(ProblemType.NO_PREVIOUS_TOKEN)
        return Response(status_code=204)

    async def _events(self, request: Request) -> Response:
        def answer(connection: Connection) -> dict[str, object]:
            owner = self._owner(connection, request)
            after = _number(request, "after", 0, 0, _LARGEST_ID)
            limit = _number(request, "limit", _DEFAULT_LIMIT, 1, _LARGEST_LIMIT)
            found, following = events_after(connection, owner.account, after, limit)
            events = [
                {
                    "id": event.id,
                    "at": rfc3339(event.at),
                    "kind": event.kind,
                    "token_id": event.token_id,
                    "user_agent": event.user_agent,
                }
                for event in found
            ]
            return {"events": events, "next": following}

        return JSONResponse(await self._reading(answer))

    def _signed_in(self, connection: Connection, request: Request) -> SignedIn:
        session = bearer_token(request.scope)
        if session is None:
            raise Refused(ProblemType.NOT_SIGNED_IN, {"WWW-Authenticate": 'Bearer realm="R-Service settings"'})
        who = who_is(connection, session, self._now())
        if who is None:
            challenge = 'Bearer realm="R-Service settings", error="invalid_token"'
            raise Refused(ProblemType.NOT_SIGNED_IN, {"WWW-Authenticate": challenge})
        return who

    def _owner(self, connection: Connection, request: Request) -> SignedIn:
        who = self._signed_in(connection, request)
        if not who.is_owner:
            raise Refused(ProblemType.NOT_ACCOUNT_OWNER)
        return who

    def _read_section(self, connection: Connection, owner: SignedIn, *, values: bool) -> dict[str, object]:
        endpoint = f"{self._base_url}/scim/v2"
        return read_section(connection, self._key, owner.account, endpoint, self._now(), values=values)

    def _now(self) -> int:
        return milliseconds(self._clock.now())

    async def _reading(self, answer: Callable[[Connection], _T]) -> _T:
        def read() -> _T:
            with self._database.reading() as connection:
                return answer(connection)

        return await run_in_threadpool(read)

    async def _writing(self, answer: Callable[[Connection], _T]) -> _T:
        """What `answer` returns is given back once it is committed."""

        def write() -> _T:
            with self._database.writing() as connection:
                return answer(connection)

        return await run_in_threadpool(write)

    async def _refuse(self, _: Request, refused: Refused) -> Response:
        return problem_response(self._base_url, refused.problem, refused.headers)

    async def _refuse_http(self, _: Request, error: HTTPException) -> Response:
        kinds = {404: ProblemType.NOT_FOUND, 405: ProblemType.METHOD_NOT_ALLOWED}
        headers = dict(error.headers or {})
        return problem_response(self._base_url, kinds.get(error.status_code, ProblemType.BAD_REQUEST), headers)

    async def _fail(self, _: Request, __: Exception) -> Response:
        return problem_response(self._base_url, ProblemType.INTERNAL_ERROR)

    async def _refuse_storage(self, _: Request, error: StorageFailed) -> Response:
        full = isinstance(error, StorageFull)
        return problem_response(self._base_url, ProblemType.STORAGE_FULL if full else ProblemType.STORAGE_FAILED)

    async def _refuse_rotation(self, _: Request, error: RotationRefused) -> Response:
        return problem_response(self._base_url, ProblemType(error.refusal.value))

    async def _refuse_unreadable(self, _: Request, __: TokenUnreadable) -> Response:
        return problem_response(self._base_url, ProblemType.TOKEN_UNREADABLE)

    async def _refuse_body(self, _: Request, error: Exception) -> Response:
        kinds = {BodyTooLarge: ProblemType.TOO_LARGE, BodyTooSlow: ProblemType.TOO_SLOW}
        close = {"Connection": "close"}  # the rest of the body is not read
        return problem_response(self._base_url, kinds.get(type(error), ProblemType.BAD_REQUEST), close)


def _idempotency_key(request: Request) -> str:
    """A UUID, also in the quotes of the header's draft standard. Raises Refused."""
    keys = request.headers.getlist("Idempotency-Key")
    found = _UUID.fullmatch(keys[0].strip()) if len(keys) == 1 else None
    if found is None:
        raise Refused(ProblemType.IDEMPOTENCY_KEY_REQUIRED)
    return found[1].lower()


def _wish(body: bytes) -> tuple[RotationWish | None, ProblemType]:
    """The body's meaning; None with the problem that it is. An unknown member is refused: it could be a flag that the
    person relies on."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return None, ProblemType.BAD_REQUEST
    if not isinstance(value, dict) or not value.keys() <= {"present_token_id", "end_present_now", "replace_previous"}:
        return None, ProblemType.INVALID_REQUEST
    token_id = value.get("present_token_id")
    flags = value.get("end_present_now", False), value.get("replace_previous", False)
    if not isinstance(token_id, str) or not 0 < len(token_id) <= _LONGEST_TOKEN_ID:
        return None, ProblemType.INVALID_REQUEST
    if not all(isinstance(flag, bool) for flag in flags):
        return None, ProblemType.INVALID_REQUEST
    if all(flags):
        return None, ProblemType.BOTH_FLAGS
    return RotationWish(token_id, *flags), ProblemType.INVALID_REQUEST


def _number(request: Request, name: str, default: int, smallest: int, largest: int) -> int:
    """Raises Refused."""
    text = request.query_params.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= 19 and smallest <= int(text) <= largest):
        raise Refused(ProblemType.INVALID_REQUEST)
    return int(text)

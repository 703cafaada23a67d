"""Serves `/scim/v2` and `/scim`: lets an account's present and old token in, counts their uses, and hands over.

The SCIM library takes more than half a second to load, so it is loaded in a thread; a request that comes earlier waits.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from concurrent.futures import Future
from typing import Protocol
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from app.domain.clock import Clock
from app.service.database import Database, StorageFailed, StorageFull
from app.service.events import add_refused_use
from app.service.moments import milliseconds
from app.service.problems import ProblemType, described
from app.service.request_parts import BodyTooLarge, BodyTooSlow, ClientGone, bearer_token, header, read_body, user_agent
from app.service.scim.errors import scim_error
from app.service.scim.requests import PlainAnswer, PlainRequest
from app.service.scim_tokens import forget_value, token_of_value
from app.service.token_uses import note_use

_CHALLENGE = 'Bearer realm="SCIM"'


class Serve(Protocol):
    """Serves one SCIM request of one account."""

    def __call__(self, request: PlainRequest, account: str) -> PlainAnswer: ...


class ScimGate:
    """The ASGI application at `/scim`. `own_address` is what `meta.location` begins with; None: as the client addressed
    us, whose Host was checked before."""

    def __init__(self, database: Database, clock: Clock, serve: Future[Serve], own_address: str | None) -> None:
        self._database = database
        self._clock = clock
        self._serve = serve
        self._own_address = own_address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            response = await self._answer(scope, receive)
        except BodyTooLarge:
            response = _problem(ProblemType.TOO_LARGE, {"Connection": "close"})
        except BodyTooSlow:
            response = _problem(ProblemType.TOO_SLOW, {"Connection": "close"})
        except ClientGone:
            response = _problem(ProblemType.BAD_REQUEST, {"Connection": "close"})  # for the log: nobody hears it
        except StorageFailed as error:
            response = _problem(
                ProblemType.STORAGE_FULL if isinstance(error, StorageFull) else ProblemType.STORAGE_FAILED
            )
        await response(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive) -> Response:
        value = bearer_token(scope)
        if value is None:
            detail = "This needs the SCIM access token of the account, as a bearer token."
            return scim_error(401, detail, {"WWW-Authenticate": _CHALLENGE})
        account = await run_in_threadpool(self._account_of, value, user_agent(scope))
        if account is None:
            detail = "This SCIM access token is not valid. It may have been rotated or revoked."
            return scim_error(401, detail, {"WWW-Authenticate": f'{_CHALLENGE}, error="invalid_token"'})
        body = await read_body(scope, receive)
        serve = await asyncio.wrap_future(self._serve)
        answer = await run_in_threadpool(serve, self._plain(scope, body), account)
        content = b"" if answer.body is None else json.dumps(answer.body).encode()
        response = Response(content, status_code=answer.status, headers=answer.headers)
        if answer.body is None and answer.status in (204, 304):
            del response.headers["content-length"]
        return response

    def _account_of(self, value: str, client: str) -> str | None:
        """The account that a valid token means. Its use is counted; that of an ended one is written down."""
        now = milliseconds(self._clock.now())
        with self._database.reading() as connection:
            token = token_of_value(connection, value)
        if token is None:
            return None
        # A disk that is full must not stop clients from reading.
        with contextlib.suppress(StorageFailed), self._database.noting() as connection:
            token = token_of_value(connection, value) or token
            if token.valid(now):
                note_use(connection, token.id, client, now)
            else:
                add_refused_use(connection, token.account, token.id, client, now)
                forget_value(connection, token)
        return token.account if token.valid(now) else None

    def _plain(self, scope: Scope, body: bytes) -> PlainRequest:
        address = self._own_address or f"{scope['scheme']}://{header(scope, 'host')}"
        path = scope["path"].removeprefix("/scim")
        if path == "/v2" or path.startswith("/v2/"):
            path = path.removeprefix("/v2")
        query = dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True))
        return PlainRequest(
            method=scope["method"],
            base_url=f"{address}/scim/v2",
            path=path,
            query=query,
            content_type=header(scope, "content-type"),
            body=body,
        )


def _problem(problem: ProblemType, headers: dict[str, str] | None = None) -> Response:
    about = described(problem)
    return scim_error(about.status, about.detail, headers)

"""One SCIM request of one account, in one transaction. This module loads the SCIM library: import it in a thread."""

from __future__ import annotations

from scim2_models import InvalidValueException, SCIMException
from scim2_server.handler import ScimHandler
from scim2_server.requests import ScimRequest
from scim2_server.responses import ScimResponse

from app.domain.clock import Clock
from app.service.database import Database
from app.service.moments import milliseconds
from app.service.scim.provider import scim_service
from app.service.scim.records import AccountRecords
from app.service.scim.requests import PlainAnswer, PlainRequest


class ScimServer:
    """Serves the SCIM requests of all accounts over one database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._service = scim_service()
        with self._service.provider:
            # Builds the models now rather than at the first request.
            self._service.get_models()
        self._database = database
        self._clock = clock

    def __call__(self, request: PlainRequest, account: str) -> PlainAnswer:
        """Raises StorageFailed. What an error leaves half done is undone."""
        asked = ScimRequest(
            method=request.method,
            base_url=request.base_url,
            path=request.path.removesuffix(".scim"),
            query=request.query,
            headers={} if request.content_type is None else {"Content-Type": request.content_type},
            body=request.body,
        )
        try:
            with self._database.reading() if request.only_reads else self._database.writing() as connection:
                records = AccountRecords(self._service, connection, account, milliseconds(self._clock.now()))
                answer: ScimResponse = ScimHandler(self._service, records).handle(asked)
        except SCIMException as error:
            answer = self._service.error_response(error)
        except UnicodeEncodeError:
            # JSON can hold half a character (a lone surrogate); no database can.
            answer = self._service.error_response(InvalidValueException(detail="A text holds half a character"))
        return PlainAnswer(int(answer.status), answer.headers, answer.body)

"""SCIM errors that are answered before the SCIM library is loaded."""

from __future__ import annotations

import json

from starlette.responses import Response

MEDIA_TYPE = "application/scim+json"
_SCHEMA = "urn:ietf:params:scim:api:messages:2.0:Error"


def scim_error(status: int, detail: str, headers: dict[str, str] | None = None) -> Response:
    """An error as RFC 7644 §3.12 has it: the status is a string."""
    body = {"schemas": [_SCHEMA], "status": str(status), "detail": detail}
    return Response(json.dumps(body), status_code=status, headers=headers, media_type=MEDIA_TYPE)

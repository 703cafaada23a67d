"""The settings API's errors (RFC 9457): a closed, published list, and no secret in any of them.

The list is served at `/settings/v1/problems`; a problem's `type` is that address and `#` and its code.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import Enum

from starlette.responses import Response

LIST_PATH = "/settings/v1/problems"


@dataclass(frozen=True)
class Described:
    """What one type of problem is. `detail` ends in what to do next."""

    status: int
    title: str
    detail: str


class ProblemType(Enum):
    """All there are. The value is the code, stable and for programs."""

    WRONG_HOST = "wrong_host"
    NOT_SIGNED_IN = "not_signed_in"
    NOT_ACCOUNT_OWNER = "not_account_owner"
    NOT_FOUND = "not_found"
    METHOD_NOT_ALLOWED = "method_not_allowed"
    NO_PREVIOUS_TOKEN = "no_previous_token"  # noqa: S105  a code
    BAD_REQUEST = "bad_request"
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"
    IDEMPOTENCY_KEY_REQUIRED = "idempotency_key_required"
    INVALID_REQUEST = "invalid_request"
    BOTH_FLAGS = "both_flags"
    KEY_REUSED = "key_reused"
    TOKEN_CHANGED = "token_changed"  # noqa: S105  a code
    PREVIOUS_TOKEN_STILL_VALID = "previous_token_still_valid"  # noqa: S105  a code
    TOKEN_UNREADABLE = "token_unreadable"  # noqa: S105  a code
    STORAGE_FULL = "storage_full"
    STORAGE_FAILED = "storage_failed"
    INTERNAL_ERROR = "internal_error"


_DESCRIBED = {
    ProblemType.WRONG_HOST: Described(
        421, "Not this service's name", "Use the address that the service names as its own, or a loopback address."
    ),
    ProblemType.NOT_SIGNED_IN: Described(401, "Not signed in", "Sign in to R-Service, then try again."),
    ProblemType.NOT_ACCOUNT_OWNER: Described(
        403,
        "Not an account owner",
        "Only the account owner can see the SCIM token. Ask the account owner to share it with you securely.",
    ),
    ProblemType.NOT_FOUND: Described(404, "Not found", "There is nothing at this address. Check the path."),
    ProblemType.METHOD_NOT_ALLOWED: Described(
        405, "Method not allowed", "This address does not support the method. Use one that the Allow header names."
    ),
    ProblemType.NO_PREVIOUS_TOKEN: Described(
        404, "No old token", "There is no old token that is still valid. Nothing is left to revoke."
    ),
    ProblemType.BAD_REQUEST: Described(
        400, "Not understood", "The request is malformed. Correct it and send it again."
    ),
    ProblemType.TOO_LARGE: Described(
        413, "Too large", "The body is larger than the service reads. Send a smaller one."
    ),
    ProblemType.TOO_SLOW: Described(408, "Too slow", "The body did not arrive in time. Send the request again."),
    ProblemType.IDEMPOTENCY_KEY_REQUIRED: Described(
        400, "Idempotency-Key required", "Send a UUID of your own in the header Idempotency-Key, a new one each time."
    ),
    ProblemType.INVALID_REQUEST: Described(
        422, "Not acceptable values", "A value is missing, unknown or of the wrong type. Correct it and send it again."
    ),
    ProblemType.BOTH_FLAGS: Described(
        422, "Both flags at once", "Nothing was rotated. Give end_present_now or replace_previous, not both."
    ),
    ProblemType.KEY_REUSED: Described(
        422, "Idempotency-Key used before", "This key was used with another body. Use a new key for a new rotation."
    ),
    ProblemType.TOKEN_CHANGED: Described(
        409, "Token changed", "Somebody else has rotated the token. Read it again before you decide to rotate."
    ),
    ProblemType.PREVIOUS_TOKEN_STILL_VALID: Described(
        409,
        "Old token still valid",
        "Nothing was rotated. Revoke the old token first, wait until it has ended, or set replace_previous.",
    ),
    ProblemType.TOKEN_UNREADABLE: Described(
        500,
        "Token cannot be read",
        "The service's record of the token is damaged. Clients that have it can go on. Rotate it to get another.",
    ),
    ProblemType.STORAGE_FULL: Described(
        507, "Disk full", "The service's disk is full, and nothing was changed. Free some space, then try again."
    ),
    ProblemType.STORAGE_FAILED: Described(
        500, "Storage failed", "The service could not use its storage. Send the same request again later."
    ),
    ProblemType.INTERNAL_ERROR: Described(
        500, "Internal error", "Something went wrong in the service. Send the same request again later."
    ),
}


class Refused(Exception):  # noqa: N818  what happened to the request
    """A request is answered with this problem; `headers` go with it."""

    def __init__(self, problem: ProblemType, headers: dict[str, str] | None = None) -> None:
        self.problem = problem
        self.headers = headers or {}
        super().__init__(problem.value)


def described(problem: ProblemType) -> Described:
    """Its status and words."""
    return _DESCRIBED[problem]


def problem_response(base_url: str, problem: ProblemType, headers: dict[str, str] | None = None) -> Response:
    """The answer (RFC 9457 §3)."""
    about = _DESCRIBED[problem]
    body = {
        "type": f"{base_url}{LIST_PATH}#{problem.value}",
        "title": about.title,
        "status": about.status,
        "detail": about.detail,
    }
    return Response(json.dumps(body), status_code=about.status, headers=headers, media_type="application/problem+json")


def published_list(base_url: str) -> dict[str, object]:
    """All types of problems, for whoever writes a client."""
    return {
        "problems": [
            {
                "type": f"{base_url}{LIST_PATH}#{problem.value}",
                "status": about.status,
                "title": about.title,
                "detail": about.detail,
            }
            for problem, about in _DESCRIBED.items()
        ]
    }

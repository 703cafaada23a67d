"""Settings › Apps › SCIM of one account, as the settings API answers it."""

from __future__ import annotations

from sqlalchemy import Connection

from app.service.moments import rfc3339
from app.service.scim_tokens import KeptToken, TokenUnreadable, present_token, previous_token, value_of
from app.service.storage_key import StorageKey
from app.service.token_uses import uses_of


def read_section(
    connection: Connection, key: StorageKey, account: str, endpoint: str, now: int, *, values: bool
) -> dict[str, object]:
    """The section at this moment; without `values` no token's text is read. The old token's is null where it cannot be
    read any more. Raises TokenUnreadable where the present one's cannot, StorageFailed."""
    previous = previous_token(connection, account, now)
    return {
        "endpoint": endpoint,
        "token": _token(connection, key, present_token(connection, account), values=values),
        "previous_token": None if previous is None else _token(connection, key, previous, values=values),
    }


def _token(connection: Connection, key: StorageKey, token: KeptToken, *, values: bool) -> dict[str, object]:
    answer: dict[str, object] = {"id": token.id}
    if values:
        try:
            answer["value"] = value_of(connection, key, token)
        except TokenUnreadable:
            if token.ends_at is None:
                raise
            answer["value"] = None
    answer["created_at"] = rfc3339(token.created_at)
    if token.ends_at is not None:
        answer["expires_at"] = rfc3339(token.ends_at)
    answer["uses"] = [
        {
            "user_agent": use.user_agent,
            "first_at": rfc3339(use.first_at),
            "last_at": rfc3339(use.last_at),
            "count": use.count,
        }
        for use in uses_of(connection, token.id)
    ]
    return answer

"""Reads what an opened share holds: the schema `scim-connection-share/1`. It may have been made to harm."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

from app.domain.accounts import Environment
from app.domain.endpoints import Endpoint, EndpointUnreadable, read_endpoint
from app.domain.opening import MadeByNewer, NoShareInside, ShareUnusable
from app.domain.received_share import ReceivedShare
from app.domain.text import tr
from app.domain.token_text import read_token
from app.domain.tokens import AccessToken
from app.share.payload import EXERCISE

LARGEST = 256 * 1024
"""Bytes. Usual shares have two to sixteen thousand."""

LONGEST_TEXT = 1_000
"""Characters of a name: what is longer is cut, since it is only shown."""
LONGEST_VALUE = 8_192
"""Characters of a value that somebody will enter somewhere: a longer one makes the share unusable."""
MOST_FIELDS = 50

_SCHEMA = re.compile(r"scim-connection-share/([0-9]{1,9})")
_CLIENT = re.compile(r"[a-z0-9-]{1,40}")
_SENDABLE = re.compile(r"[!-~]+")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(?:\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)")
_FIRST_YEAR, _LAST_YEAR = 2000, 2200
"""Of moments: others are nonsense, and the ends of the calendar cannot be brought into every time zone."""


def read_share(payload: bytes) -> ReceivedShare:
    """The share that this text describes. Unknown keys are ignored, those of no meaning to us too.

    Raises NoShareInside for any other text, MadeByNewer for another number of the schema, and ShareUnusable, which
    names the part that is missing or not what it should be. None of them repeats a word of it.
    """
    found = _object(payload)
    _check_schema(found.get("schema"))
    account = found.get("account")
    if not isinstance(account, dict):
        raise _unusable(tr("account"))
    practice = found.get("practice")
    if not isinstance(practice, bool):
        raise _unusable(tr("word on whether it is an exercise"))
    made_at = _moment(found.get("made_at"), tr("date"))
    if made_at is None:
        raise _unusable(tr("date"))
    fields = _fields(found.get("fields"))
    return ReceivedShare(
        endpoint=_endpoint(found.get("endpoint")),
        token=_token(found.get("token")),
        account_name=_name(account.get("name")),
        environment=_environment(account.get("environment")),
        practice=practice,
        made_at=made_at,
        account_id=_text(account.get("id"), tr("account")),
        client=_client(found.get("client")),
        fields=fields[1:] if fields[:1] == (EXERCISE,) else fields,
        for_whom=_text(found.get("for"), tr("recipient")),
        made_by=_text(found.get("made_by"), tr("sender")),
        previous_token_expires_at=_moment(found.get("previous_token_expires_at"), tr("end of the old token")),
        warn_after=_moment(found.get("warn_after"), tr("date to warn after")),
    )


def _object(payload: bytes) -> dict[str, Any]:
    """A name that is there twice is read differently by different programs: no writer of ours makes such a text."""
    if len(payload) > LARGEST:
        raise NoShareInside
    try:
        found = json.loads(payload.decode(), object_pairs_hook=_once, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise NoShareInside from None
    if not isinstance(found, dict):
        raise NoShareInside
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def _refuse(_constant: str) -> None:
    raise ValueError


def _check_schema(schema: object) -> None:
    number = _SCHEMA.fullmatch(schema) if isinstance(schema, str) else None
    if number is None:
        raise NoShareInside
    if number[1] != "1":
        raise MadeByNewer


def _unusable(what: str) -> ShareUnusable:
    return ShareUnusable(tr("The {what} in this share is missing, or is not one.", what=what))


def _endpoint(value: object) -> Endpoint:
    if not isinstance(value, str):
        raise _unusable(tr("SCIM endpoint"))
    try:
        return read_endpoint(value)
    except EndpointUnreadable:
        raise _unusable(tr("SCIM endpoint")) from None


def _token(value: object) -> AccessToken:
    """Just as it was shared where it can be sent so; else without what `read_token` takes off."""
    reading = read_token(value) if isinstance(value, str) else None
    if reading is None or reading.token is None:
        raise _unusable(tr("SCIM access token"))
    return AccessToken(str(value)) if _SENDABLE.fullmatch(str(value)) else reading.token


def _name(value: object) -> str:
    name = _text(value, tr("account's name"))
    if name is None:
        raise _unusable(tr("account's name"))
    return name


def _environment(value: object) -> Environment:
    try:
        return Environment(value)
    except ValueError:
        raise _unusable(tr("environment")) from None


def _client(value: object) -> str | None:
    """One that is written otherwise names none that we, or a later version, could know."""
    text = _text(value, tr("provisioning client"))
    return text if text is not None and _CLIENT.fullmatch(text) else None


def _fields(value: object) -> tuple[tuple[str, str], ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or len(value) > MOST_FIELDS:
        raise _unusable(tr("list of fields"))
    return tuple(_field(each) for each in value)


def _field(value: object) -> tuple[str, str]:
    if not isinstance(value, dict):
        raise _unusable(tr("list of fields"))
    label, entered = _text(value.get("label"), tr("list of fields")), value.get("value")
    if label is None or not isinstance(entered, str) or len(entered) > LONGEST_VALUE:
        raise _unusable(tr("list of fields"))
    return label, _whole(entered)


def _text(value: object, what: str) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise _unusable(what)
    return _whole(value[:LONGEST_TEXT])


def _whole(text: str) -> str:
    """Half a surrogate pair, which JSON can hold, has no UTF-8 form: nothing that stores or prints would take it."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _moment(value: object, what: str) -> datetime | None:
    """RFC 3339, in UTC and whole seconds."""
    if value is None:
        return None
    found = _MOMENT.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise _unusable(what)
    date, time, zone = found.groups()
    try:
        moment = datetime.fromisoformat(f"{date}T{time}{zone.upper()}").astimezone(UTC)
    except (ValueError, OverflowError):
        raise _unusable(what) from None
    if not _FIRST_YEAR <= moment.year < _LAST_YEAR:
        raise _unusable(what)
    return moment

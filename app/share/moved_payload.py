"""The accounts of one computer as JSON text: the schema `scim-connection-move/1`, and what a reader takes of it.

It is encrypted as a share is, and is none: neither reader takes the other's schema. Secret as a whole.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, TypeVar

from app.domain.accounts import AccountId, Environment
from app.domain.moved import IsAShare, MovedAccount, MovedFile, MovedShare, MovedToken, MoveTooNew, NotAMove
from app.domain.plain_text import shown
from app.domain.text import tr
from app.domain.token_text import read_token
from app.domain.tokens import AccessToken
from app.domain.typed import CheckOutcome, GuidedKind, GuidedRotation, GuidedStep, Handover, TokenCheck
from app.domain.typed_input import Typed, judge

_T = TypeVar("_T")

KIND, NUMBER = "scim-connection-move", 1
MOST_ACCOUNTS = 2_000
LARGEST = 2 * 1024 * 1024
"""Bytes, which take Python's reader 20 ms; two thousand accounts have less."""
_BLOCK = 2048
"""The text's length in bytes is a multiple of this, so that the file's length tells less about it."""
_LONGEST_TEXT = 200
_ID = re.compile(r"typed_[0-9a-f]{32}")
_EARLIEST, _LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2999, 12, 31, tzinfo=UTC)


def to_text(file: MovedFile) -> str:
    """JSON text whose UTF-8 form is a multiple of 2 KiB. Secret: it holds the tokens."""
    plain = {
        "schema": f"{KIND}/{NUMBER}",
        "made_at": _written(file.made_at),
        "accounts": [_account_out(each) for each in file.accounts],
        "padding": "",
    }
    length = len(json.dumps(plain).encode("ascii"))
    return json.dumps({**plain, "padding": " " * (-length % _BLOCK)})


def from_bytes(data: bytes) -> MovedFile:
    """What `to_text` wrote, wherever it was written. Unknown keys are passed over; an account that cannot be used is
    named in `unusable`. Raises NotAMove (IsAShare), and MoveTooNew for another number behind the schema's slash."""
    content = _json(data)
    schema = content.get("schema")
    kind, _, number = schema.partition("/") if isinstance(schema, str) else ("", "", "")
    if kind == "scim-connection-share":
        raise IsAShare
    if kind != KIND:
        raise NotAMove
    if number != str(NUMBER):
        raise MoveTooNew
    listed = content.get("accounts")
    try:
        made_at = _moment(content.get("made_at"))
    except (ValueError, TypeError):
        raise NotAMove from None
    if not isinstance(listed, list) or len(listed) > MOST_ACCOUNTS:
        raise NotAMove
    read: list[MovedAccount] = []
    unusable: list[str] = []
    taken: set[object] = set()
    for each in listed:
        account = _account_in(each)
        # Names are unique within an environment, ids altogether: what comes second was not written by us.
        own = {account.id, (account.name.casefold(), account.environment)} if account is not None else set()
        if account is None or own & taken:
            unusable.append(_name_of(each))
        else:
            read.append(account)
            taken |= own
    return MovedFile(made_at, tuple(read), tuple(unusable))


def _json(data: bytes) -> Mapping[str, Any]:
    if len(data) > LARGEST:
        raise NotAMove
    try:
        content = json.loads(data.decode("utf-8"), parse_constant=_refused)
    except (ValueError, RecursionError):
        raise NotAMove from None
    if not isinstance(content, dict):
        raise NotAMove
    return content


def _refused(word: str) -> None:
    raise ValueError(word)


def _name_of(account: object) -> str:
    name = account.get("name") if isinstance(account, dict) else None
    return shown(name) if isinstance(name, str) and name.strip() else tr("an account without a name")


def _account_out(account: MovedAccount) -> dict[str, Any]:
    guided = account.guided
    return {
        "id": account.id,
        "name": account.name,
        "environment": account.environment.value,
        "endpoint": account.endpoint,
        "settings_page": account.settings_page,
        "added_at": _written(account.added_at),
        "token": _token_out(account.token),
        "old_token": None if account.old_token is None else _token_out(account.old_token),
        "old_token_ends_at": _written(account.old_ends_at),
        "pasted_token": None if account.pasted is None else account.pasted.reveal(),
        "guided_rotation": None
        if guided is None
        else {
            "kind": guided.kind.value,
            "step": guided.step.value,
            "began_at": _written(guided.began_at),
            "pressed_at": _written(guided.pressed_at),
        },
        "twin_of": account.twin_of,
    }


def _token_out(token: MovedToken) -> dict[str, Any]:
    shared, handover, check = token.shared, token.handover, token.check
    return {
        "value": token.value.reveal(),
        "known_since": _written(token.known_since),
        "made_at": _written(token.made_at),
        "shared": None
        if shared is None
        else {"at": _written(shared.at), "with_whom": shared.with_whom, "client": shared.client},
        "confirmed": None if handover is None else {"at": _written(handover.at), "by": handover.confirmed_by},
        "checked": None if check is None else {"at": _written(check.at), "outcome": check.outcome.value},
        "leaked_at": _written(token.leaked_at),
    }


def _account_in(content: object) -> MovedAccount | None:
    """None where it cannot be used: by the same rules as for what is typed."""
    try:
        return _account(_object(content))
    except (ValueError, TypeError, KeyError):
        return None


def _account(content: Mapping[str, Any]) -> MovedAccount:
    identity, token = content["id"], _token_in(content["token"])
    judged = judge(
        Typed(
            _text(content["name"]),
            Environment(content["environment"]),
            _text(content["endpoint"], 4_096),
            token.value,
            _text(content.get("settings_page") or "", 4_096),
        )
    )
    if not isinstance(identity, str) or not _ID.fullmatch(identity) or judged.problems or judged.environment is None:
        raise ValueError("not usable")
    old, ends = _maybe(content.get("old_token"), _token_in), _maybe(content.get("old_token_ends_at"), _moment)
    if old is not None and old.value == token.value:
        raise ValueError("one token cannot be both")
    twin = content.get("twin_of")
    return MovedAccount(
        AccountId(identity),
        judged.name,
        judged.environment,
        judged.endpoint,
        judged.settings_page,
        _moment(content["added_at"]),
        token,
        old if ends is not None else None,
        ends if old is not None else None,
        _maybe(content.get("pasted_token"), _secret),
        _optional(content.get("guided_rotation"), _guided_in),
        AccountId(twin) if isinstance(twin, str) and _ID.fullmatch(twin) else None,
    )


def _token_in(content: object) -> MovedToken:
    fields = _object(content)
    return MovedToken(
        _secret(fields["value"]),
        _moment(fields["known_since"]),
        _maybe(fields.get("made_at"), _moment),
        _optional(fields.get("shared"), _share_in),
        _optional(fields.get("confirmed"), _handover_in),
        _optional(fields.get("checked"), _check_in),
        _optional(fields.get("leaked_at"), _moment),
    )


def _share_in(content: object) -> MovedShare:
    fields = _object(content)
    client = fields.get("client")
    return MovedShare(_moment(fields["at"]), _text(fields["with_whom"]), None if client is None else _text(client, 64))


def _handover_in(content: object) -> Handover:
    fields = _object(content)
    return Handover(_moment(fields["at"]), _text(fields["by"]))


def _check_in(content: object) -> TokenCheck:
    fields = _object(content)
    return TokenCheck(_moment(fields["at"]), CheckOutcome(fields["outcome"]))


def _guided_in(content: object) -> GuidedRotation:
    fields = _object(content)
    pressed = _maybe(fields.get("pressed_at"), _moment)
    return GuidedRotation(GuidedKind(fields["kind"]), GuidedStep(fields["step"]), _moment(fields["began_at"]), pressed)


def _object(content: object) -> Mapping[str, Any]:
    if not isinstance(content, dict):
        raise TypeError("an object was expected")
    return content


def _maybe(content: object, read: Callable[[object], _T]) -> _T | None:
    """None stays None; what does not read raises."""
    return None if content is None else read(content)


def _optional(content: object, read: Callable[[object], _T]) -> _T | None:
    """What is only said about a token is left out where it does not read: the token matters more."""
    if content is not None:
        with suppress(ValueError, TypeError, KeyError):
            return read(content)
    return None


def _secret(content: object) -> AccessToken:
    """A token as it is: what would have to be cleaned was not written by us."""
    text = _text(content, 16_384)
    token = read_token(text).token
    if token is None or token.reveal() != text:
        raise ValueError("no token")
    return token


def _text(content: object, longest: int = _LONGEST_TEXT) -> str:
    if not isinstance(content, str) or len(content) > longest:
        raise TypeError("a text was expected")
    return content.encode("utf-8", "replace").decode("utf-8")


def _moment(content: object) -> datetime:
    if not isinstance(content, str) or len(content) > 40:
        raise TypeError("a moment was expected")
    moment = datetime.fromisoformat(content)
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return min(max(moment, _EARLIEST), _LATEST).astimezone(UTC)


def _written(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat(timespec="microseconds")

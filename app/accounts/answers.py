"""A settings API's answers, read strictly: what is not as the contract says is refused, and never guessed at.

A token's text becomes an AccessToken in the moment that it is read.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from app.accounts.http import is_safe_base
from app.domain.accounts import Capabilities, Environment, Person, ScimSection, TokenRecord, TokenUse
from app.domain.tokens import AccessToken

_TOKEN = re.compile(r"[A-Za-z0-9\-._~+/]{16,4096}=*")  # RFC 6750 §2.1; so it can stand in a header, too
_LONGEST_TEXT = 1000
_LONGEST_LIST = 1000


class WrongAnswer(Exception):  # noqa: N818  what happened; never shown to a person
    """An answer is not as the contract says. `field` names the place; the answer's own words are never in it."""

    def __init__(self, place: str) -> None:
        super().__init__(f"not as the contract says: {place}")


@dataclass(frozen=True)
class AccountAnswer:
    """`GET /account`: the account as the service knows it, and who is asking."""

    id: str
    name: str
    environment: Environment
    practice: bool
    person: Person
    capabilities: Capabilities


@dataclass(frozen=True)
class RotationAnswer:
    """The section after a rotation, and the rotation's id where the answer names it."""

    section: ScimSection
    rotation_id: str | None


@dataclass(frozen=True)
class ServiceEvent:
    """Something that happened to an account's tokens, as the service tells it."""

    id: int
    at: datetime
    kind: str
    token_id: str | None
    user_agent: str | None


@dataclass(frozen=True)
class EventsAnswer:
    """A page of events, oldest first; `next` is what to ask for after, None at the end."""

    events: tuple[ServiceEvent, ...]
    next: int | None


@dataclass(frozen=True)
class _Object:
    """A JSON object whose members are read by name and type."""

    members: dict[str, Any] = field(repr=False)
    place: str

    def text(self, name: str, *, shortest: int = 1) -> str:
        value = self.members.get(name)
        if not isinstance(value, str) or not shortest <= len(value) <= _LONGEST_TEXT:
            raise WrongAnswer(f"{self.place}.{name}")
        return value

    def optional_text(self, name: str) -> str | None:
        return None if self.members.get(name) is None else self.text(name)

    def flag(self, name: str) -> bool:
        value = self.members.get(name)
        if not isinstance(value, bool):
            raise WrongAnswer(f"{self.place}.{name}")
        return value

    def number(self, name: str) -> int:
        value = self.members.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**63:
            raise WrongAnswer(f"{self.place}.{name}")
        return value

    def moment(self, name: str) -> datetime:
        """RFC 3339 with an offset, as UTC."""
        try:
            moment = datetime.fromisoformat(self.text(name))
            if moment.tzinfo is None:
                raise WrongAnswer(f"{self.place}.{name}")
            return moment.astimezone(UTC)
        except (ValueError, OverflowError):
            raise WrongAnswer(f"{self.place}.{name}") from None

    def object(self, name: str) -> _Object:
        return _object(self.members.get(name), f"{self.place}.{name}")

    def optional_object(self, name: str) -> _Object | None:
        return None if self.members.get(name, ...) is None else self.object(name)

    def objects(self, name: str) -> list[_Object]:
        value = self.members.get(name)
        if not isinstance(value, list) or len(value) > _LONGEST_LIST:
            raise WrongAnswer(f"{self.place}.{name}")
        return [_object(item, f"{self.place}.{name}[]") for item in value]

    def texts(self, name: str) -> tuple[str, ...]:
        value = self.members.get(name)
        if not isinstance(value, list) or len(value) > _LONGEST_LIST:
            raise WrongAnswer(f"{self.place}.{name}")
        if not all(isinstance(item, str) and len(item) <= _LONGEST_TEXT for item in value):
            raise WrongAnswer(f"{self.place}.{name}[]")
        return tuple(value)

    def token(self, name: str) -> AccessToken:
        value = self.members.get(name)
        if not isinstance(value, str) or not _TOKEN.fullmatch(value):
            raise WrongAnswer(f"{self.place}.{name}")
        return AccessToken(value)


def read_account(body: bytes) -> AccountAnswer:
    """Raises WrongAnswer."""
    answer = _parse(body, "account")
    can = answer.object("capabilities")
    return AccountAnswer(
        id=answer.text("id"),
        name=answer.text("name"),
        environment=_environment(answer),
        practice=answer.flag("practice"),
        person=_person(answer.object("person")),
        capabilities=Capabilities(
            rotate=can.flag("rotate"),
            revoke_previous=can.flag("revoke_previous"),
            end_present=can.flag("end_present"),
            uses=can.flag("uses"),
        ),
    )


def read_section(body: bytes, *, values: bool) -> ScimSection:
    """`values` says whether the tokens themselves were asked for: then they must be there. Raises WrongAnswer."""
    return _section(_parse(body, "section"), values=values)


def read_rotation(body: bytes) -> RotationAnswer:
    """Raises WrongAnswer."""
    answer = _parse(body, "rotation")
    return RotationAnswer(_section(answer, values=True), answer.optional_text("rotation_id"))


def read_events(body: bytes) -> EventsAnswer:
    """Raises WrongAnswer."""
    answer = _parse(body, "events")
    events = tuple(
        ServiceEvent(
            id=event.number("id"),
            at=event.moment("at"),
            kind=event.text("kind"),
            token_id=event.optional_text("token_id"),
            user_agent=event.optional_text("user_agent"),
        )
        for event in answer.objects("events")
    )
    return EventsAnswer(events, None if answer.members.get("next") is None else answer.number("next"))


def read_problem_type(body: bytes) -> str:
    """The last part of a problem document's `type` (RFC 9457 §3.1.1), or nothing where there is none to be read."""
    try:
        kind = _parse(body, "problem").text("type")
    except WrongAnswer:
        return ""
    return re.split(r"[/#:]", kind)[-1].replace("-", "_")


def _section(answer: _Object, *, values: bool) -> ScimSection:
    endpoint = answer.text("endpoint")
    if not is_safe_base(endpoint):
        raise WrongAnswer("section.endpoint")
    token = _record(answer.object("token"), values=values)
    previous = answer.optional_object("previous_token")
    if previous is None:
        return ScimSection(endpoint, token)
    # The service may have an old token whose value it cannot read any more: then that is null.
    readable = previous.members.get("value", ...) is not None
    old = _record(previous, values=values and readable, expires_at=previous.moment("expires_at"))
    if old.id == token.id:
        raise WrongAnswer("section.previous_token.id")
    return ScimSection(endpoint, token, old)


def _record(answer: _Object, *, values: bool, expires_at: datetime | None = None) -> TokenRecord:
    return TokenRecord(
        id=answer.text("id"),
        value=answer.token("value") if values else None,
        created_at=answer.moment("created_at"),
        uses=tuple(
            TokenUse(
                use.text("user_agent", shortest=0), use.moment("first_at"), use.moment("last_at"), use.number("count")
            )
            for use in answer.objects("uses")
        ),
        expires_at=expires_at,
    )


def _person(answer: _Object) -> Person:
    return Person(answer.text("name"), answer.text("email"), answer.texts("roles"))


def read_person(members: object) -> Person:
    """A person as the local service lists people. Raises WrongAnswer."""
    return _person(_object(members, "person"))


def _environment(answer: _Object) -> Environment:
    try:
        return Environment(answer.text("environment"))
    except ValueError:
        raise WrongAnswer(f"{answer.place}.environment") from None


def _parse(body: bytes, place: str) -> _Object:
    try:
        return _object(json.loads(body), place)
    except (ValueError, RecursionError):  # also UnicodeDecodeError, and numbers of thousands of digits
        raise WrongAnswer(place) from None


def _object(value: object, place: str) -> _Object:
    if not isinstance(value, dict):
        raise WrongAnswer(place)
    return _Object(value, place)

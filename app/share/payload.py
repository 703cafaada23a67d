"""What is inside a share: the schema `scim-connection-share/1`, as JSON text."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, datetime

from app.domain.accounts import AccountId, Environment
from app.domain.text import tr
from app.domain.tokens import AccessToken

SCHEMA = "scim-connection-share/1"
BLOCK = 2048
"""The payload's length in bytes is a multiple of this, so that the file's length tells next to nothing about it."""

PAGE_BLOCK = 8 * BLOCK
"""The same for a web page: any client's guide has room in it, so that the length does not tell the client."""

EXERCISE = (
    "Exercise",
    tr("This is an exercise: the account is a pretend one on the sender's computer. Do not enter it in a real client."),
)
"""Label and value of the field that stands first in a practice account's share."""


@dataclass(frozen=True)
class Guide:
    """What whoever enters the values has to know of the provisioning client, in words. No secret is in it."""

    client_name: str
    note: str
    hints: tuple[tuple[str, str], ...]
    """Label and hint of the fields that have one, those without a value in the share among them."""
    first_steps: tuple[str, ...]
    replace_steps: tuple[str, ...]
    messages: tuple[tuple[str, str, bool], ...]
    """What the client's console may say when it fails, what usually lies behind it, and whether these are the vendor's
    own words. Empty where none is known: readers then name what HTTP itself calls it."""
    language: str = "en"
    """Of all these texts, by ISO 639-1."""

    def as_data(self) -> dict[str, object]:
        """For JSON."""
        return {
            "language": self.language,
            "client_name": self.client_name,
            "note": self.note,
            "hints": [{"label": label, "hint": hint} for label, hint in self.hints],
            "first_steps": self.first_steps,
            "replace_steps": self.replace_steps,
            "messages": [
                {"message": message, "cause": cause, "documented": documented}
                for message, cause, documented in self.messages
            ],
        }


@dataclass(frozen=True)
class SharePayload:
    """One account's endpoint and token for the person who enters them. `fields` are label and value as the
    provisioning client's console names them (the token among them, so they are secret too). Moments have a time zone;
    the old token's end is by the service's clock.
    """

    endpoint: str
    token: AccessToken
    account_id: AccountId
    account_name: str
    environment: Environment
    practice: bool
    made_at: datetime
    client: str | None = None
    fields: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    for_whom: str | None = None
    made_by: str | None = None
    previous_token_expires_at: datetime | None = None
    warn_after: datetime | None = None
    """From when on whoever opens the share is to be warned that it is old."""
    guide: Guide | None = None
    """The steps in the client's console, for readers that have no list of clients themselves: a key of its own, which
    others ignore."""

    def to_text(self, block: int = BLOCK) -> str:
        """The payload as JSON text whose UTF-8 form is a multiple of `block` bytes. Secret: it holds the token."""
        text = self._as_json(padding="")
        return self._as_json(padding=" " * (-len(text.encode()) % block))

    def _as_json(self, padding: str) -> str:
        fields = (EXERCISE, *self.fields) if self.practice else self.fields
        return _harmless(
            json.dumps(
                {
                    "schema": SCHEMA,
                    "endpoint": self.endpoint,
                    "token": self.token.reveal(),
                    "authorization_header": self.token.authorization_header(),
                    "account": {
                        "id": self.account_id,
                        "name": self.account_name,
                        "environment": self.environment.value,
                    },
                    "practice": self.practice,
                    "client": self.client,
                    "fields": [{"label": label, "value": value} for label, value in fields],
                    "for": self.for_whom,
                    "made_by": self.made_by,
                    "made_at": _moment(self.made_at),
                    "previous_token_expires_at": _moment(self.previous_token_expires_at),
                    "warn_after": _moment(self.warn_after),
                    **({} if self.guide is None else {"guide": self.guide.as_data()}),
                    "padding": padding,
                },
                ensure_ascii=False,
                indent=2,
            )
        )


def _moment(moment: datetime | None) -> str | None:
    """RFC 3339, in UTC, in whole seconds."""
    return None if moment is None else moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _harmless(text: str) -> str:
    """JSON text that a terminal shows as it is: people read it there, after `age --decrypt`. Names keep their letters;
    what would steer the terminal or turn the reading direction is written as JSON's escape."""
    return "".join(c if c == "\n" or c.isprintable() else _escaped(c) for c in text)


def _escaped(character: str) -> str:
    if unicodedata.category(character) == "Cs":  # half a pair has no UTF-8 form, and many readers refuse its escape
        return "\N{REPLACEMENT CHARACTER}"
    if unicodedata.category(character) == "Zs":  # blanks of other widths are harmless
        return character
    return json.dumps(character)[1:-1]

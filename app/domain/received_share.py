"""A share that somebody sent, once it is open. Whatever it says is the sender's word, which nobody has checked."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.domain.accounts import Environment
from app.domain.endpoints import Endpoint, EndpointUnreadable, read_endpoint
from app.domain.text import tr
from app.domain.tokens import AccessToken

_HOST = re.compile(r"[^\s/@:]+\.[^\s/@:.\d]{2,}(:\d+)?(/\S*)?")
"""A host name without an address around it, as some clients' consoles ask for it."""

OLD_AFTER = timedelta(days=30)
"""A share of a token that may have been rotated since: where the sender did not say from when on to warn."""


@dataclass(frozen=True)
class ReceivedShare:
    """Texts are the file's own: to be shown as plain text (`plain_text.shown`) and nothing else. Moments are UTC."""

    endpoint: Endpoint
    """Cleaned like a typed one. It may be a hostile one: a whole directory could be sent there."""
    token: AccessToken
    account_name: str
    environment: Environment
    practice: bool
    """Whether it says that the account is a pretend one on the sender's computer."""
    made_at: datetime
    """By the sender's clock."""
    account_id: str | None = None
    """The sender's id of it."""
    client: str | None = None
    """The id of the provisioning client that it was made for; maybe one that is not known here."""
    fields: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """Label and value as the sender's program named them; secret, the token may be among them."""
    for_whom: str | None = None
    made_by: str | None = None
    previous_token_expires_at: datetime | None = None
    warn_after: datetime | None = None

    @property
    def badge(self) -> str:
        """The word for the account's environment."""
        if self.practice:
            return tr("Practice")
        return tr("QA") if self.environment is Environment.QA else tr("Production")

    def is_old(self, now: datetime) -> bool:
        """Whether the person is to be warned of its age."""
        return now >= (self.warn_after or self.made_at + OLD_AFTER)

    def visible_fields(self) -> tuple[tuple[str, str | None], ...]:
        """The fields without what is secret: None stands for a value that holds the token."""
        secret = self.token.reveal()
        return tuple((label, None if secret in value else value) for label, value in self.fields)

    def other_hosts(self) -> tuple[str, ...]:
        """Hosts that its fields lead to, and its endpoint does not: whoever asks by phone asks about the endpoint's."""
        found: dict[str, None] = {}
        for _, value in self.visible_fields():
            if value is not None and ("://" in value or _HOST.fullmatch(value.strip())):
                with suppress(EndpointUnreadable):
                    host = read_endpoint(value if "://" in value else f"https://{value.strip()}").host
                    if host != self.endpoint.host:
                        found[host] = None
        return tuple(found)

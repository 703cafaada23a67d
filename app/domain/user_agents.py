"""Whom a User-Agent names: its own words, which anybody can choose (RFC 9110 §10.1.5)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.domain.clients import ProvisioningClient, Sure
from app.domain.plain_text import shown
from app.domain.text import tr

OUR_USER_AGENT = "scim-connection/"
"""What our own requests call themselves: listed by the service, but no evidence that a client uses a token."""

_LONGEST = 60
"""Characters that are shown of a User-Agent."""

_LOOKED_AT = 200
"""Characters of it that are compared: as many as R-Service keeps."""

_MARKS = str.maketrans("“”„‟", '""""')
"""Its own quotation marks must not end ours."""

_PRODUCT_VERSION = re.compile(r"(?<![^\s;()])([\w.!#$%&'*+^`|~-]+)/v?\d[^\s;()/]*(?![^\s;()])")
"""A product and its version as RFC 9110 §10.1.5 writes them: no part of an address, which may tell clients apart."""
_LONE_VERSION = re.compile(r"(?<!\S)v?\d+(?:\.\d+)+\S*")


def is_ours(user_agent: str) -> bool:
    """Whether this program sent it."""
    return user_agent.startswith(OUR_USER_AGENT)


def without_version(user_agent: str) -> str:
    """The text with its version numbers left out: what stays the same when a client is updated.

    A version is what follows a product's name and a slash (`python-requests/2.31.0`), or a word of its own with a dot
    in it (`Okta SCIM Client 1.0.0`). `Agent 7` and `Agent 8` stay apart: they may well be two clients.
    """
    return " ".join(_LONE_VERSION.sub("", _PRODUCT_VERSION.sub(r"\1", user_agent[:_LOOKED_AT])).split())


@dataclass(frozen=True)
class ClientNames:
    """Which products may be called by their names."""

    by_agent: dict[str, str] = field(default_factory=dict)
    """From a User-Agent without its versions to the product's name."""

    def product(self, user_agent: str) -> str | None:
        """The product whose documented User-Agent this is, whatever its version; None for everybody else."""
        return self.by_agent.get(without_version(user_agent))

    def caller(self, user_agent: str) -> str:
        """How a sentence names it: `Okta`, `a client that calls itself “…”`, `a client that does not say its name`."""
        product = self.product(user_agent)
        if product is not None:
            return product
        if not user_agent.strip():
            return tr("a client that does not say its name")
        return tr("a client that calls itself “{name}”", name=shown(user_agent.translate(_MARKS), _LONGEST))


def documented_names(clients: Iterable[ProvisioningClient]) -> ClientNames:
    """The names of the clients whose User-Agent their vendors document; what others report of one is not enough."""
    return ClientNames(
        {
            without_version(agent.text): client.name
            for client in clients
            for agent in client.user_agents
            if agent.sure is Sure.DOCUMENTED
        }
    )


NO_NAMES = ClientNames()
"""Before the clients' files have been read: everybody is called as they call themselves."""

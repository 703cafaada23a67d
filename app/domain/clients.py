"""Provisioning clients: what each one's console asks for, sends and demands, as far as it is known.

The values come from the data files in `resources/clients`. What is not known is None there, never guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Sure(Enum):
    """How sure a fact about a client is."""

    DOCUMENTED = "documented"
    """By the client's vendor."""
    REPORTED = "reported"
    """By others: another vendor's guide, a public thread."""
    UNKNOWN = "unknown"


class FieldKind(Enum):
    """What a field of a client's console takes."""

    BASE_URL = "base-url"
    HOST = "host"
    PATH = "path"
    USERS_URL = "users-url"
    GROUPS_URL = "groups-url"
    TOKEN = "token"  # noqa: S105  a kind of field
    AUTHORIZATION_HEADER = "authorization-header"
    HEADER_PREFIX = "header-prefix"
    OTHER = "other"


class Expected(Enum):
    """What a client demands of the answer to one of its requests."""

    LIST = "list"
    """200 and a ListResponse."""
    EMPTY_LIST = "empty-list"
    """200 and a ListResponse without resources."""
    EMPTY_LIST_OR_NOT_FOUND = "empty-list-or-not-found"


@dataclass(frozen=True)
class ConsoleField:
    """One field of a client's console, by its own label."""

    label: str
    kind: FieldKind
    value: str | None = None
    """What always stands in it, where the connection does not decide that."""
    hint: str = ""
    """A sentence on what to watch for."""


@dataclass(frozen=True)
class TestRequest:
    """A GET that the client's own connection test sends."""

    __test__ = False  # for pytest: no class of tests

    path: str
    """Below the base URL, encoded as the client encodes it; `{uuid}` stands for a value that nobody has."""
    expects: Expected
    accepts: bool
    """Whether it names SCIM's media types in `Accept`."""
    sure: Sure
    source: str


@dataclass(frozen=True)
class Demand:
    """A finding of the connection test that stops this client, though not every other."""

    code: str
    sure: Sure
    source: str


@dataclass(frozen=True)
class RefusedInUrl:
    """A character that the client does not take in a base URL."""

    character: str
    name: str
    """With its article, as a sentence names it."""
    source: str


@dataclass(frozen=True)
class UserAgent:
    """What a client calls itself in the header `User-Agent` (RFC 9110 §10.1.5)."""

    text: str
    """All of it, with the version that the source names."""
    sure: Sure
    source: str


@dataclass(frozen=True)
class KnownError:
    """A message that the client's administrator may see, and what usually lies behind it."""

    message: str
    cause: str
    sure: Sure
    source: str


@dataclass(frozen=True)
class Source:
    """Where something about a client is documented."""

    title: str
    url: str | None


@dataclass(frozen=True)
class ProvisioningClient:
    """All that is known of one provisioning client."""

    id: str
    name: str
    note: str
    """A sentence on what it can be used for; may be empty."""
    position: int
    """Its place in lists."""
    in_cloud: bool | None
    """Whether it connects from its vendor's network; None where that depends or is not known."""
    appends: tuple[str, ...] | None
    """What it adds to a base URL before a resource's name: empty for nothing; None where that is not known."""
    url_flags: tuple[str, ...]
    """Query flags that its base URL may carry, for the client itself."""
    refused_in_url: tuple[RefusedInUrl, ...]
    adds_bearer: bool | None
    """Whether it writes `Bearer ` before the token itself; None where that depends or is not known."""
    user_agents: tuple[UserAgent, ...]
    """Empty where that is not known."""
    fields: tuple[ConsoleField, ...]
    test_button: str | None
    """The label of the button that tests the connection."""
    test_note: str
    """What its connection test does that ours cannot show; may be empty."""
    test_requests: tuple[TestRequest, ...]
    demands: tuple[Demand, ...]
    errors: tuple[KnownError, ...]
    first_steps: tuple[str, ...]
    """How to set it up the first time."""
    replace_steps: tuple[str, ...]
    """How to enter a new token."""
    sure: Sure
    """Of what it demands."""
    sources: tuple[Source, ...]

"""What a person types of an account: judged field by field, with a clear sentence for each that cannot be used."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum

from app.domain.accounts import Environment
from app.domain.endpoints import LONGEST, Endpoint, EndpointUnreadable, read_endpoint, without_invisible
from app.domain.text import tr
from app.domain.token_text import LONGEST as LONGEST_TOKEN
from app.domain.token_text import looks_like_a_token, read_token
from app.domain.tokens import AccessToken

LONGEST_NAME = 80
"""Characters."""


class Field(Enum):
    """What can be wrong with one."""

    NAME = "name"
    ENVIRONMENT = "environment"
    ENDPOINT = "endpoint"
    TOKEN = "token"  # noqa: S105  the name of a field
    SETTINGS_PAGE = tr("settings page")


@dataclass(frozen=True)
class Typed:
    """As it stands in the fields."""

    name: str
    environment: Environment | None
    endpoint: str
    token: AccessToken | None
    """None: nothing was typed. What is typed as token is secret, whatever it is."""
    settings_page: str
    needs_token: bool = True


@dataclass(frozen=True)
class Judged:
    """Usable values, where `problems` is empty. `doubts` are asked about, and may be what the person wants."""

    name: str = ""
    environment: Environment | None = None
    endpoint: str = ""
    token: AccessToken | None = None
    settings_page: str | None = None
    problems: dict[Field, str] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()


def judge(typed: Typed) -> Judged:
    """Reads every field; raises nothing."""
    problems: dict[Field, str] = {}
    name = _name(typed.name, problems)
    endpoint = _endpoint(typed.endpoint, problems)
    token = _token(typed, problems)
    page = _settings_page(typed.settings_page, problems)
    if typed.environment is None:
        problems[Field.ENVIRONMENT] = tr("Choose QA or Production: which of your accounts is this?")
    doubts = [*_other_environment(typed.environment, endpoint), *_odd_token(token)]
    url = endpoint.url if endpoint is not None else ""
    return Judged(name, typed.environment, url, token, page, problems, tuple(doubts))


def _name(typed: str, problems: dict[Field, str]) -> str:
    name = " ".join(without_invisible(typed).split())
    if not name:
        problems[Field.NAME] = tr("Give the account a name by which you know it, such as your company's.")
    elif len(name) > LONGEST_NAME:
        problems[Field.NAME] = tr(
            "Choose a shorter name: at most {longest_name} characters.", longest_name=LONGEST_NAME
        )
    elif looks_like_a_token(name):
        problems[Field.NAME] = tr("This looks like a token. Enter it below, and give the account a name here.")
    elif not name.isprintable():
        problems[Field.NAME] = tr("This name has characters that cannot be shown. Type it again.")
    return name


def _endpoint(typed: str, problems: dict[Field, str]) -> Endpoint | None:
    if not typed.strip():
        problems[Field.ENDPOINT] = tr("Copy the SCIM endpoint from R-Service, under Settings console › Apps › SCIM.")
        return None
    if looks_like_a_token(typed.strip()):
        problems[Field.ENDPOINT] = tr("This looks like the token. It belongs in the field Access token.")
        return None
    try:
        endpoint = read_endpoint(typed)
    except EndpointUnreadable:
        problems[Field.ENDPOINT] = tr(
            "This is not a web address. The SCIM endpoint looks like https://api.r-service.tech/scim/v2."
        )
        return None
    if endpoint.insecure:
        problems[Field.ENDPOINT] = tr(
            "A token that is sent to an address with http:// can be read on the way. Enter the one with https://."
        )
    return endpoint


def _token(typed: Typed, problems: dict[Field, str]) -> AccessToken | None:
    if not typed.needs_token:
        return None
    reading = read_token(typed.token)
    if reading.problem == "token.empty":
        problems[Field.TOKEN] = tr("Copy the SCIM access token from R-Service, under Settings console › Apps › SCIM.")
    elif reading.too_long:
        problems[Field.TOKEN] = tr(
            "This is too long for a token, which has at most {longest_token} characters.", longest_token=LONGEST_TOKEN
        )
    elif reading.token is None:
        problems[Field.TOKEN] = tr(
            "A token has no blanks and no letters with accents. Copy it again, and nothing beside it."
        )
    elif re.match(r"(?i)https?:", reading.token.reveal()):
        problems[Field.TOKEN] = tr("This is a web address. It belongs in the field Endpoint.")
    return reading.token


def _settings_page(typed: str, problems: dict[Field, str]) -> str | None:
    text = without_invisible(typed).strip()
    if not text:
        return None
    try:
        address = read_endpoint(text)
    except EndpointUnreadable:
        address = None
    if address is None or address.scheme != "https" or not text.isprintable() or " " in text:
        problems[Field.SETTINGS_PAGE] = tr(
            "This is not an address that can be opened safely. Copy it from your browser; it begins with https://."
        )
        return None
    if looks_like_a_token(text):
        problems[Field.SETTINGS_PAGE] = tr("There is a token in this address. Leave that part out.")
        return None
    # Its own path and question stay as they are: it is opened in a browser, not asked by this program.
    rest = re.sub(r"(?i)^(https:/{1,2})?[^/?#]*", "", text)
    return address.origin + rest if len(text) <= LONGEST else None


_TRIAL_WORDS = frozenset({"qa", "test", "testing", "staging", "stage", "sandbox", "demo", "acceptance", "uat", "dev"})
_LIVE_WORDS = frozenset({"prod", "production", "live"})
_LIVE_HOST = "api.r-service.tech"
"""R-Service's documented host of production accounts."""


def looks_like_other(chosen: Environment | None, endpoint: Endpoint) -> str | None:
    """The kind of account that the host's name speaks of, `test` or `production`, where it is not the chosen one."""
    if endpoint.loopback:
        return None
    words = set(re.split(r"[.-]", endpoint.host))
    if chosen is Environment.PRODUCTION and words & _TRIAL_WORDS:
        return tr("test")
    live = bool(words & _LIVE_WORDS) or endpoint.host == _LIVE_HOST
    return tr("production") if chosen is Environment.QA and live and not words & _TRIAL_WORDS else None


def _other_environment(chosen: Environment | None, endpoint: Endpoint | None) -> list[str]:
    """A question, where the host's name speaks of the other environment."""
    other = looks_like_other(chosen, endpoint) if endpoint is not None else None
    if endpoint is None or other is None:
        return []
    word = tr("Production") if chosen is Environment.PRODUCTION else tr("QA")
    return [
        tr(
            "You chose {word}, and {host} looks like the host of a {other} account.",
            word=word,
            host=endpoint.host,
            other=other,
        )
    ]


def _odd_token(token: AccessToken | None) -> list[str]:
    if token is None or re.fullmatch(r"[0-9a-f]{64}", token.reveal()):
        return []
    length = len(token.reveal())
    if length != 64:
        return [
            tr(
                "R-Service's tokens have 64 characters, and this one has {length}: a part may be missing, or something "
                "else stands beside it.",
                length=length,
            )
        ]
    return [
        tr(
            "R-Service's tokens have the digits 0 to 9 and the letters a to f alone, in small letters; this one has "
            "others."
        )
    ]

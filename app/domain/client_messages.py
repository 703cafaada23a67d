"""What a provisioning client's own test may say when it fails: its known messages, else what HTTP itself calls it."""

from __future__ import annotations

from app.domain.clients import KnownError, ProvisioningClient, Sure
from app.domain.text import tr

WORDS_NOT_KNOWN = tr("The words of its own test are not known here. Look for one of these in what it says:")
_OF_HTTP = (
    (
        "401 Unauthorized, 403 Forbidden",
        tr("The token is wrong or has ended, or the word Bearer is missing or stands there twice."),
    ),
    ("404 Not Found", tr("The path of the URL is wrong: compare it, letter by letter, with the one to enter.")),
    (
        tr("Timeout, cannot connect, certificate"),
        tr("The client did not reach the service: the host name is wrong, or a firewall or proxy stands between them."),
    ),
)
"""RFC 9110, sections 15.5.2, 15.5.4 and 15.5.5, and what comes before any answer."""


def messages_of(client: ProvisioningClient) -> tuple[tuple[str, str], ...]:
    """Message and cause. Never empty."""
    return tuple((error.message, error.cause) for error in client.errors) or _OF_HTTP


def is_quoted(error: KnownError) -> bool:
    """Whether its words stand in quotation marks: they are the vendor's own then, and not how others told of them."""
    return error.sure is Sure.DOCUMENTED

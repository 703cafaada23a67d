"""What is said of a share that somebody sent: who says to have made it, how old it is, and what to beware of."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.domain.endpoints import Endpoint, address_of
from app.domain.phrases import ago
from app.domain.plain_text import shown
from app.domain.received_share import ReceivedShare
from app.domain.text import tr
from app.domain.typed_input import looks_like_other

_CLOCKS_DIFFER = timedelta(hours=1)
"""By so much two computers' clocks may differ before it is worth a word."""
_LOCAL_ENDINGS = (".local", ".localdomain", ".internal", ".lan", ".home.arpa")

EXERCISE = tr(
    "This share is an exercise: its account is a pretend one, on the sender's computer. Do not enter it in a "
    "provisioning client."
)
EXERCISE_NOT_KEPT = tr("An exercise cannot be kept: its account is there on the sender's computer alone.")
NOBODY_CHECKED = tr("That is what the file says. Anybody can write such a file, and nobody has checked it.")
CALL_FIRST = tr(
    "Call the sender on a number that you know already, not one from the message, and have the host name above read to "
    "you. Whoever chose it receives everything that your provisioning client sends there: the names and mail addresses "
    "of everybody in your directory."
)
"""None of the file's words stand in it: they could be another number to call."""


LONGEST_NAME = 60
"""Characters of a name that are shown: one without blanks still has room on a line then."""
_LONGEST_LINE = 40
_LONGEST_HOST = 300
"""Characters: more than any host name has. Its end, by which it is known whose it is, is never cut off."""


def name_shown(text: str) -> str:
    """A name of the file's, on one line."""
    return shown(text, LONGEST_NAME)


def host_shown(endpoint: Endpoint) -> str:
    """The whole host name; a long one may be broken over lines (at invisible blanks)."""
    host = shown(endpoint.host, _LONGEST_HOST)
    return "\u200b".join(host[at : at + _LONGEST_LINE] for at in range(0, len(host), _LONGEST_LINE))


def who_made(share: ReceivedShare) -> str:
    """Who says to have made it, and for whom."""
    whom = tr(" for “{for_whom}”", for_whom=name_shown(share.for_whom)) if share.for_whom else ""
    if not share.made_by:
        return tr("The share{whom} does not say who made it.", whom=whom)
    return tr("“{made_by}” says to have made this share{whom}.", made_by=name_shown(share.made_by), whom=whom)


def when_made(share: ReceivedShare, now: datetime, moment: str) -> str:
    """How old it is; `moment` is when it was made, as the person reads it."""
    if share.made_at > now + _CLOCKS_DIFFER:
        return tr(
            "It says that it was made on {moment}, which is still to come: one of the two clocks is wrong.",
            moment=moment,
        )
    return tr("Made {ago}, on {moment}.", ago=ago(share.made_at, now), moment=moment)


def cautions(share: ReceivedShare, now: datetime) -> tuple[str, ...]:
    """What to beware of, most serious first; empty: nothing but the call."""
    exercise = EXERCISE if share.practice else ""
    found = (
        exercise,
        _about_fields(share),
        *_about_address(share.endpoint),
        _about_environment(share),
        _about_age(share, now),
    )
    return tuple(filter(None, found))


def _about_address(endpoint: Endpoint) -> tuple[str, ...]:
    host = host_shown(endpoint)
    if endpoint.loopback:
        return (
            tr(
                "{host} means the computer that it is used on: a provisioning client in the cloud cannot reach the "
                "sender's R-Service by it.",
                host=host,
            ),
        )
    found = []
    if endpoint.insecure:
        found.append(
            tr(
                "The address begins with http://. A token that is sent there can be read on the way: do not enter it, "
                "and ask for an address with https://."
            )
        )
    address = address_of(endpoint.host)
    local = "." not in endpoint.host or endpoint.host.endswith(_LOCAL_ENDINGS) if address is None else _private(address)
    if local:
        found.append(
            tr(
                "The address {host} is one of a company's own network: a provisioning client in the cloud does not "
                "reach it, and R-Service has no such address.",
                host=host,
            )
        )
    elif address is not None:
        found.append(
            tr("The address is a number, {host}, and no name: nobody can tell by it whose computer that is.", host=host)
        )
    if any(part.startswith("xn--") for part in endpoint.host.split(".")):
        found.append(
            tr(
                "The host name has letters that are not from A to Z. It may be made to look like another one on the "
                "screen of your browser."
            )
        )
    return tuple(found)


def _about_fields(share: ReceivedShare) -> str:
    hosts = ", ".join(shown(host) for host in share.other_hosts())
    if not hosts:
        return ""
    return tr(
        "Its fields for the provisioning client's console name another host than its endpoint ({hosts}). SCIM "
        "Connection does not use them. Ask the sender why before you enter anything.",
        hosts=hosts,
    )


def _private(address: object) -> bool:
    return bool(getattr(address, "is_private", False) or getattr(address, "is_link_local", False))


def _about_environment(share: ReceivedShare) -> str:
    other = looks_like_other(share.environment, share.endpoint)
    if share.practice or other is None:
        return ""
    return tr(
        "It says {badge}, and {host_shown} looks like the host of a {other} account.",
        badge=share.badge,
        host_shown=host_shown(share.endpoint),
        other=other,
    )


def _about_age(share: ReceivedShare, now: datetime) -> str:
    if not share.is_old(now):
        return ""
    return tr("It is so old that the token may have been rotated since. Test it, or ask for a new share, first.")

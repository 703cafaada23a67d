"""What can be said of the tokens of an account whose users nobody tells: tried, shared, confirmed."""

from __future__ import annotations

from datetime import datetime

from app.domain.phrases import ago
from app.domain.plain_text import shown
from app.domain.text import joined, tr
from app.domain.typed import CheckOutcome, Handover, TokenCheck

CANNOT_TELL = tr("R-Service does not tell this program who uses the old one.")

_LONGEST_NAME = 60


def tokens_work(present: TokenCheck | None, old: TokenCheck | None, now: datetime) -> str:
    """Whether both tokens work, as they were last tried; moments by this computer's clock."""
    present, old = _told(present), _told(old)
    if old is None:
        return tr("Whether the old token works has not been checked.")
    if present is None:
        return tr("The old token {works} (checked {ago}).", works=_works(old), ago=ago(old.at, now))
    when = tr("(checked {ago})", ago=ago(min(present.at, old.at), now))
    if present.outcome is old.outcome:
        return (
            tr("Both tokens work {when}.", when=when)
            if old.outcome is CheckOutcome.WORKS
            else tr("Neither token works {when}.", when=when)
        )
    return tr(
        "The old token {works}, the new one {new_works} {when}.",
        works=_works(old),
        new_works=_works(present),
        when=when,
    )


def old_refused(old: TokenCheck | None) -> bool:
    """Whether the old token has ended, by all that is known."""
    return old is not None and old.outcome is CheckOutcome.REFUSED


def ended(old: TokenCheck | None, ends_at: datetime | None) -> bool:
    """Whether R-Service agrees that a token has ended whose time is over: it has refused it since. Both moments are
    taken as one clock's: R-Service tells a hand-typed account nothing of its own."""
    return old is not None and old.outcome is CheckOutcome.REFUSED and ends_at is not None and old.at >= ends_at


def handed_over(shared_with: str | None, shared_on: str, handover: Handover | None, confirmed_on: str) -> str:
    """With whom the new token was shared (None: with nobody from here), and who said that the client uses it. Days are
    in words already: `Shared with Jane Doe on 2 March 2026 · switched: not confirmed`."""
    if shared_with is None:
        shared: str = tr("Not shared from this computer")
    elif shared_with:
        shared = tr("Shared with {whom} on {day}", whom=shown(shared_with, _LONGEST_NAME), day=shared_on)
    else:
        shared = _on(shared_on)
    return joined(shared, confirmed(handover, confirmed_on), by=" · ")


def confirmed(handover: Handover | None, confirmed_on: str) -> str:
    """`switched: not confirmed`, `switched: confirmed by you on 3 March 2026`."""
    if handover is None:
        return tr("switched: not confirmed")
    by = shown(handover.confirmed_by, _LONGEST_NAME) if handover.confirmed_by.strip() else tr("you")
    return tr("switched: confirmed by {by} on {confirmed_on}", by=by, confirmed_on=confirmed_on)


def next_to_do(shared_with: str | None, handover: Handover | None) -> str:
    """What the owner does until the switch is confirmed; empty once it is."""
    if handover is not None:
        return ""
    if shared_with is None:
        return tr("Next: hand over the new token with Share securely…, then ask whether it is entered there.")
    return tr("Next: ask whether the new token is entered there, then choose Mark as confirmed….")


def state_of(old: TokenCheck | None, handover: Handover | None) -> tuple[str, str]:
    """Its icon's tone and its word."""
    if old_refused(old):
        return ("muted", tr("No longer works"))
    return ("muted", tr("Switch not confirmed")) if handover is None else ("good", tr("Switch confirmed"))


def _on(day: str) -> str:
    return tr("Shared on {day}", day=day)


def _told(check: TokenCheck | None) -> TokenCheck | None:
    return None if check is None or check.outcome is CheckOutcome.UNKNOWN else check


def _works(check: TokenCheck) -> str:
    return tr("works") if check.outcome is CheckOutcome.WORKS else tr("no longer works")

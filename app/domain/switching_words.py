"""What the panel of the old token and the dialogs say of who uses it."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.domain.phrases import ago
from app.domain.switching import Judgement, SeenClient, State, Verdict
from app.domain.text import Text, capital, counted, joined, tr
from app.domain.user_agents import ClientNames

FRESH = timedelta(minutes=2)
"""How old the service's word may be before the panel says so: it is asked three times a minute."""

_LISTED = 3
"""Clients that are named one by one."""

_STATES = {
    Verdict.NOT_SEEN: ("muted", tr("Not seen in use")),
    Verdict.IN_USE: ("warning", tr("Still in use")),
    Verdict.NOT_CERTAIN: ("warning", tr("Perhaps still in use")),
    Verdict.WAIT: ("muted", tr("Switched a short while ago")),
    Verdict.SWITCHED: ("good", tr("Switched")),
}

NOT_KNOWN = tr("R-Service has not said yet who uses it.")


def is_fresh(judgement: Judgement, now: datetime) -> bool:
    """Whether it can be relied on at that moment."""
    return now - judgement.at <= FRESH


def state_of(judgement: Judgement | None, now: datetime) -> tuple[str, str]:
    """Its icon's tone and its word."""
    if judgement is None or not is_fresh(judgement, now):
        return ("muted", tr("Not known"))
    return _STATES[judgement.verdict]


def who_uses_it(judgement: Judgement | None, now: datetime, names: ClientNames) -> str:
    """Who still uses the old token, and what follows."""
    if judgement is None:
        return NOT_KNOWN
    if not is_fresh(judgement, now):
        return joined(
            tr("R-Service last said {ago} who uses it.", ago=ago(judgement.at, now)), _last_use(judgement, now)
        )
    if judgement.verdict is Verdict.NOT_SEEN:
        return _not_seen(judgement, now, names)
    if judgement.verdict is Verdict.IN_USE:
        return joined(_still(judgement, now, names), *_progress(judgement), _ENTER)
    if judgement.verdict is Verdict.NOT_CERTAIN:
        return joined(_uncertain(judgement, now, names), *_progress(judgement), _ASK)
    if judgement.verdict is Verdict.WAIT:
        return tr(
            "Every client seen on the old token in the last 30 days now uses the new one; the old one was last used "
            "{ago}. Wait until it has not been used for {days}, then revoke it.",
            ago=ago(judgement.clients[0].old_at, now),
            days=_days(judgement.quiet),
        )
    return tr(
        "Every client seen on the old token in the last 30 days now uses the new one; the old one has not been used "
        "for {days}: you can revoke it.",
        days=_unused(judgement, now),
    )


def who_would_stop(judgement: Judgement | None, now: datetime, names: ClientNames) -> str:
    """For a dialog about to end the old token: who would stop provisioning."""
    if judgement is None or not is_fresh(judgement, now):
        return joined(who_uses_it(judgement, now, names), tr("A client that still uses it stops now."))
    if judgement.verdict is Verdict.IN_USE:
        using = judgement.in_state(State.USES_OLD, State.USES_BOTH)
        stop = (
            tr("It stops now, until the new token is entered there.")
            if len(using) == 1
            else tr("They stop now, until the new token is entered there.")
        )
        return joined(_still(judgement, now, names), stop)
    if judgement.verdict is Verdict.NOT_CERTAIN:
        return joined(_uncertain(judgement, now, names), tr("Whoever still uses it stops now."))
    if judgement.verdict is Verdict.WAIT:
        return tr(
            "Every client seen on the old token in the last 30 days now uses the new one, but the old one was last "
            "used {ago}. Another client of the same name may still use it, and would stop now.",
            ago=ago(judgement.clients[0].old_at, now),
        )
    if judgement.verdict is Verdict.NOT_SEEN:
        return joined(_nobody(judgement, now), tr("Whoever was given it and has not used it yet needs the new one."))
    return tr(
        "Every client seen on the old token in the last 30 days now uses the new one; the old one has not been used "
        "for {days}.",
        days=_unused(judgement, now),
    )


_ENTER = tr("Have the new token entered there before you revoke the old one.")
_ASK = tr("Ask before you revoke the old one.")


def _still(judgement: Judgement, now: datetime, names: ClientNames) -> str:
    using = judgement.in_state(State.USES_OLD, State.USES_BOTH)
    sentences = [_uses(client, now, names) for client in using[:_LISTED]]
    more = len(using) - _LISTED
    if more > 0:
        sentences.append(counted("So does {n} more client.", "So do {n} more clients.", more))
    return joined(*sentences)


def _uses(client: SeenClient, now: datetime, names: ClientNames) -> str:
    when, name = ago(client.old_at, now), capital(names.caller(client.user_agent))
    if client.state is State.USES_BOTH:
        return tr(
            "{client} uses both tokens (the old one {ago}): the new one may have been tried there and not saved, or "
            "two clients share that name.",
            client=name,
            ago=when,
        )
    return tr("{client} still uses the old token ({ago}).", client=name, ago=when)


def _uncertain(judgement: Judgement, now: datetime, names: ClientNames) -> str:
    quiet = judgement.in_state(State.GONE_QUIET)
    sentences = [
        tr(
            "{client} used the old token {ago}, and no token since. It may run rarely, or be switched off.",
            client=capital(names.caller(client.user_agent)),
            ago=ago(client.old_at, now),
        )
        for client in quiet[:_LISTED]
    ]
    more = len(quiet) - _LISTED
    if more > 0:
        sentences.append(counted("The same is true of {n} more client.", "The same is true of {n} more clients.", more))
    if judgement.rest_at is not None:
        sentences.append(
            tr(
                "More clients used the old token than R-Service tells apart; the last of the rest did so {ago}.",
                ago=ago(judgement.rest_at, now),
            )
        )
    return joined(*sentences)


def _progress(judgement: Judgement) -> list[Text]:
    """How many have switched, where some have."""
    switched, all_of_them = len(judgement.in_state(State.SWITCHED)), len(judgement.clients)
    if not switched:
        return []
    if switched == all_of_them:
        return [tr("Those that it tells apart now use the new one.")]
    return [
        counted(
            "{n} {of_the_clients} seen on it in the last 30 days now uses the new one.",
            "{n} {of_the_clients} seen on it in the last 30 days now use the new one.",
            switched,
            of_the_clients=counted("of the {n} client", "of the {n} clients", all_of_them),
        )
    ]


def _not_seen(judgement: Judgement, now: datetime, names: ClientNames) -> str:
    nobody = _nobody(judgement, now)
    if judgement.may_revoke and judgement.new_used_by is not None:
        who = capital(names.caller(judgement.new_used_by))
        return joined(nobody, tr("{client} uses the new one: you can revoke the old one.", client=who))
    return joined(nobody, tr("Share the new token, then revoke the old one."))


def _nobody(judgement: Judgement, now: datetime) -> str:
    if judgement.used_at is None:
        return tr("No provisioning client has been seen using it.")
    return tr(
        "No provisioning client has used it in the last 30 days (the last did {ago}).", ago=ago(judgement.used_at, now)
    )


def _last_use(judgement: Judgement, now: datetime) -> str:
    if judgement.used_at is None:
        return tr("No provisioning client had been seen using it.")
    return tr("A client had last used it {ago}.", ago=ago(judgement.used_at, now))


def _unused(judgement: Judgement, now: datetime) -> str:
    return _days(now - judgement.clients[0].old_at)


def _days(span: timedelta) -> str:
    """Rounded down; a span that is waited for is never shorter than it is said to be."""
    return counted("{n} day", "{n} days", span.days)

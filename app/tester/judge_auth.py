"""Judges who is let in: the token, no token, a made-up one, the old one. Users decides; nothing else does."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.findings import Finding
from app.domain.text import tr
from app.tester import plan
from app.tester.evidence import Evidence
from app.tester.findings import finding
from app.tester.judge_http import judge_failure, judge_rate
from app.tester.wire import Exchange

_OPEN_TO_ALL = {
    ("users", plan.NO_TOKEN.id): tr("The service shows its users without any token: anybody can read them."),
    ("users", plan.MADE_UP_TOKEN.id): tr("The service shows its users with a made-up token: anybody can read them."),
    ("answer", plan.NO_TOKEN.id): tr(
        "The service answers a request for its users without any token: anybody can read them."
    ),
    ("answer", plan.MADE_UP_TOKEN.id): tr(
        "The service answers a request for its users with a made-up token: anybody can read them."
    ),
}


def judge_token_refused(exchange: Exchange) -> Iterator[Finding]:
    """`auth.rejected` and `auth.forbidden`: 401 and 403 with the token."""
    answer = exchange.answer
    if exchange.status == 401:
        # Some services name Basic in every refusal, tokens or not (django-scim2 unless it is told otherwise): it may be
        # the token all the same.
        basic = answer is not None and answer.authenticate.strip().lower().startswith("basic")
        yield finding(
            "auth.rejected",
            exchange.check,
            tr("The service does not accept the token: it says that it wants a user name and a password.")
            if basic
            else tr("The service does not accept the token."),
            tr(
                "Copy the token again from the settings of the same account and environment as the endpoint; if it is "
                "right, ask whoever runs the service for an endpoint that takes a bearer token."
            )
            if basic
            else tr(
                "Copy the token again from the settings of the same account and environment as the endpoint; if it was "
                "rotated, use the new one."
            ),
        )
    elif exchange.status == 403:
        page = answer is not None and answer.html
        yield finding(
            "auth.forbidden",
            exchange.check,
            tr("A firewall or gateway in front of the service keeps you out.")
            if page
            else tr("The service knows the token, but does not let it see the users."),
            tr("Ask whoever runs the service to let this computer's and the provisioning client's addresses in.")
            if page
            else tr("Ask whoever runs the service to switch SCIM on and to give the token the right to manage users."),
        )


def judge_enforcement(evidence: Evidence) -> Iterator[Finding]:
    """`auth.not-enforced`, and what kept the two requests that are meant to be refused from being answered."""
    assert evidence.endpoint is not None
    for step in (plan.NO_TOKEN, plan.MADE_UP_TOKEN):
        exchange = evidence.exchange(step.id)
        if exchange is None:
            continue
        if exchange.serves or _lets_in(exchange):
            yield finding(
                "auth.not-enforced",
                step.id,
                _OPEN_TO_ALL["users" if exchange.serves else "answer", step.id],
                tr("Do not connect a provisioning client; tell whoever runs the service at once."),
            )
            return
        if exchange.cut:
            continue  # by design or by chance, as it was kept for too long: nothing is proven by it
        if step is plan.MADE_UP_TOKEN and not refused(exchange):
            yield from judge_failure(exchange, evidence.endpoint, evidence.redactor)
        else:
            yield from judge_rate(exchange)


def _lets_in(exchange: Exchange) -> bool:
    """Whether resources came with a good status, though in no ListResponse. Anything else with one may be a refusal: a
    web page where people sign in, or words in JSON."""
    answer = exchange.answer
    return answer is not None and answer.status == 200 and answer.scim.holds_resources


def judge_error_format(evidence: Evidence) -> Iterator[Finding]:
    """`scim.error-format`: a refusal that is not a SCIM Error. Many good services answer so."""
    for step in (plan.NO_TOKEN, plan.MADE_UP_TOKEN):
        exchange = evidence.exchange(step.id)
        if exchange is None or exchange.answer is None or exchange.status not in (401, 403):
            continue
        if not exchange.answer.scim.is_error:
            yield finding(
                "scim.error-format",
                step.id,
                tr("The service refuses requests in words of its own, not as a SCIM error message."),
                tr("You need not do anything: provisioning clients understand the refusal all the same."),
            )
            return


def judge_old_token(evidence: Evidence) -> Iterator[Finding]:
    """`auth.old-token-valid` and `auth.old-token-rejected`."""
    exchange = evidence.exchange(plan.OLD_TOKEN.id)
    if exchange is None:
        return
    if exchange.serves:
        yield finding(
            "auth.old-token-valid",
            plan.OLD_TOKEN.id,
            tr("The old token still works."),
            tr("Enter the new token in every provisioning client before the old one ends."),
        )
    elif exchange.status in (401, 403):
        yield finding(
            "auth.old-token-rejected",
            plan.OLD_TOKEN.id,
            tr("The old token does not work any more."),
            tr("Check that every provisioning client has the new token."),
        )
    else:
        yield from judge_rate(exchange)


def refused(exchange: Exchange | None) -> bool:
    """Whether a request was turned away: a redirect (to where people sign in) or a refusal, not an overload."""
    status = None if exchange is None else exchange.status
    return status is not None and 300 <= status < 500 and status not in (408, 429)

"""Judges what a usable base serves: the look-up of nobody, groups, pages, discovery."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.findings import Finding
from app.domain.text import tr
from app.tester import plan
from app.tester.evidence import Evidence
from app.tester.findings import finding
from app.tester.judge_http import judge_envelope, judge_failure, judge_rate, turned_away
from app.tester.plan import BaseSteps
from app.tester.wire import Exchange


def judge_usable(evidence: Evidence, base: BaseSteps) -> Iterator[Finding]:
    """Everything that is asked of a base which serves Users."""
    yield from _unknown_user(evidence)
    yield from _groups(evidence, base)
    yield from _pages(evidence, base)
    yield from _discovery(evidence, base)


def _unknown_user(evidence: Evidence) -> Iterator[Finding]:
    exchange = evidence.exchange(plan.UNKNOWN_USER.id)
    assert evidence.endpoint is not None
    if exchange is None:
        return
    broken = list(judge_failure(exchange, evidence.endpoint, evidence.redactor))
    answer = exchange.answer
    if broken or answer is None:
        yield from broken
    elif answer.status == 404:
        yield finding(
            "scim.unknown-user",
            exchange.check,
            tr("Asked for a user that does not exist, the service answers 'not found' instead of an empty list."),
            tr(
                "Ask whoever runs the service to answer such a search with an empty list; some clients accept it as "
                "it is."
            ),
        )
    elif answer.status == 200 and not answer.scim.is_list:
        yield from judge_envelope(exchange)
    elif answer.status != 200:
        yield finding(
            "scim.filter-unsupported",
            exchange.check,
            tr("The service refuses to search for a user by user name (status {status}).", status=answer.status),
            tr('Ask whoever runs the service to support the SCIM filter: userName eq "…".'),
        )
    elif answer.scim.total or answer.scim.count:
        yield finding(
            "scim.filter-ignored",
            exchange.check,
            tr("Asked for a user that does not exist, the service returns users: it ignores the search."),
            tr(
                "Do not connect a provisioning client, which would change the wrong users; ask whoever runs the "
                'service to support the SCIM filter: userName eq "…".'
            ),
        )


def _groups(evidence: Evidence, base: BaseSteps) -> Iterator[Finding]:
    exchange = evidence.exchange(base.groups.id)
    assert evidence.endpoint is not None
    if exchange is None or exchange.serves:
        return
    broken = list(judge_failure(exchange, evidence.endpoint, evidence.redactor))
    if broken:
        yield from broken
        return
    yield finding(
        "scim.groups-missing",
        exchange.check,
        tr("The service answers for groups, but not with a SCIM list.")
        if exchange.status == 200
        else tr("The service manages users, but no groups (status {status}).", status=exchange.status),
        tr("Switch the provisioning of groups off in your provisioning client."),
    )


def _pages(evidence: Evidence, base: BaseSteps) -> Iterator[Finding]:
    first, second = evidence.exchange(base.users.id), evidence.exchange(plan.PAGING.id)
    assert first is not None
    assert first.answer is not None
    message = None
    if first.answer.scim.count > plan.ASKED_FOR:
        message = tr("Asked for one user, the service returns more: it does not honour the size of a page.")
    elif second is not None and second.answer is not None:
        yield from judge_rate(second)
        if not turned_away(second) and not _goes_on(first, second):
            message = tr("Asked for the second page of users, the service does not return it.")
    if message is not None:
        yield finding(
            "scim.pagination",
            plan.PAGING.id,
            message,
            tr(
                "Ask whoever runs the service to honour startIndex and count; a client that reads all users may miss "
                "some."
            ),
        )


def _goes_on(first: Exchange, second: Exchange) -> bool:
    """Whether the second page holds another user than the first. Users are compared by their ids alone."""
    if first.answer is None or second.answer is None or not second.serves:
        return False
    return second.answer.scim.count > 0 and second.answer.scim.page != first.answer.scim.page


def _discovery(evidence: Evidence, base: BaseSteps) -> Iterator[Finding]:
    missing = []
    steps = (
        (base.discovery.id, "ServiceProviderConfig"),
        (plan.RESOURCE_TYPE_LIST.id, "ResourceTypes"),
        (plan.SCHEMA_LIST.id, "Schemas"),
    )
    for check, name in steps:
        exchange = evidence.exchange(check)
        if exchange is None:
            continue
        yield from judge_rate(exchange)
        if not turned_away(exchange) and not _readable(exchange):
            missing.append((check, name))
    if missing:
        yield finding(
            "scim.discovery-missing",
            missing[0][0],
            tr(
                "The service does not describe itself in full: {missing} cannot be read.",
                missing=", ".join(name for _, name in missing),
            ),
            tr("You need not do anything unless your provisioning client asks for it: most do not."),
        )
    yield from _patch(evidence, base)


def _readable(exchange: Exchange) -> bool:
    return exchange.status == 200 and exchange.answer is not None and exchange.answer.scim.is_object


def _patch(evidence: Evidence, base: BaseSteps) -> Iterator[Finding]:
    exchange = evidence.exchange(base.discovery.id)
    if exchange is None or exchange.status != 200 or exchange.answer is None:
        return
    if exchange.answer.scim.patch_supported is False:
        yield finding(
            "scim.patch-unsupported",
            exchange.check,
            tr("The service says that it cannot change parts of a user (PATCH)."),
            tr("Check that your provisioning client can send whole users instead (PUT)."),
        )

"""Chooses among the base URLs that were tried."""

from __future__ import annotations

from app.domain.report import BaseResult
from app.tester.evidence import Evidence
from app.tester.plan import BaseSteps


def is_usable(evidence: Evidence, base: BaseSteps) -> bool:
    """Whether Users with the token gave 200 and a ListResponse there."""
    users = evidence.exchange(base.users.id)
    return users is not None and users.serves


def chosen(evidence: Evidence) -> BaseSteps | None:
    """The first usable base, else the first with 401 or 403, else the first that answered, else as typed."""
    bases = evidence.bases
    for base in bases:
        if is_usable(evidence, base):
            return base
    statuses = [(base, _status(evidence, base.users.id)) for base in bases]
    for base, status in statuses:
        if status in (401, 403):
            return base
    for base, status in statuses:
        if status is not None:
            return base
    return bases[0] if bases else None


def results(evidence: Evidence) -> tuple[BaseResult, ...]:
    """One line for each base, in the order shown."""
    return tuple(
        BaseResult(
            url=base.url,
            users=_status(evidence, base.users.id),
            groups=_status(evidence, base.groups.id),
            service_provider_config=_status(evidence, base.discovery.id),
            usable=is_usable(evidence, base),
        )
        for base in evidence.bases
    )


def recommended_for_appending(evidence: Evidence) -> tuple[tuple[str, str | None], ...]:
    """What to give to a client that appends `/scim`, or `/scim/v2`: what is left of a usable base without that."""
    usable = [base.url for base in evidence.bases if is_usable(evidence, base)]
    return tuple(
        (appended, next((url.removesuffix(appended) for url in usable if url.endswith(appended)), None))
        for appended in ("/scim", "/scim/v2")
    )


def _status(evidence: Evidence, check: str) -> int | None:
    exchange = evidence.exchange(check)
    return None if exchange is None else exchange.status

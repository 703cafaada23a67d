"""Has the administrator switched? What the uses of both tokens tell about whether the old one may go.

A User-Agent is all that tells clients apart, and several may share one: two applications of the same product, or
scripts written with the same library. So one that uses the new token may stand beside one that does not, and nothing
but time tells: nobody is taken to have switched while the old token was used a short while ago.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from math import ceil

from app.domain.accounts import ScimSection, TokenRecord, TokenUse
from app.domain.user_agents import is_ours, without_version

WINDOW = timedelta(days=30)
"""Who used the old token longer ago than this is not waited for."""

QUIET = timedelta(days=3)
"""How long the old token must not have been used before it may go: three runs of a client that runs once a day. Where
uses were rarer, twice their mean distance in whole days, `WINDOW` at most."""

_DAY = timedelta(days=1)

OTHERS = "others"
"""What R-Service calls the sum of the clients beyond the latest twenty."""

_MOST = 40
"""User-Agents of one token that are told apart, where a service tells more than it should: the window must not wait."""


class State(Enum):
    """How far one client has come."""

    USES_OLD = "uses old"
    """It has used the old token a short while ago, and never the new one."""
    USES_BOTH = "uses both"
    """It has used the old token a short while ago, after it had used the new one."""
    GONE_QUIET = "gone quiet"
    """Its last use was one of the old token, and longer ago than its uses are apart."""
    SWITCHED = "switched"


class Verdict(Enum):
    """Whether the old token may go."""

    NOT_SEEN = "not seen"
    """No client has used it in the last 30 days."""
    IN_USE = "in use"
    NOT_CERTAIN = "not certain"
    """Somebody who has used it is not known to have switched."""
    WAIT = "wait"
    """All have switched, but not long enough ago to be sure of it."""
    SWITCHED = "switched"


@dataclass(frozen=True)
class SeenClient:
    """A client that has used the old token within the last 30 days."""

    user_agent: str
    """The one that it used last."""
    state: State
    old_at: datetime
    """Its last use of the old token."""
    quiet: timedelta
    """How long after that another use of it would be nothing unusual."""


@dataclass(frozen=True)
class Judgement:
    """What can be said at `at`, a moment by the service's clock. Moments to come count as `at`."""

    at: datetime
    verdict: Verdict
    may_revoke: bool
    """Whether, by all that is known, nobody would notice if the old token ended now."""
    clients: tuple[SeenClient, ...]
    """The latest use of the old token first."""
    rest_at: datetime | None
    """The last use of the old token by clients that R-Service does not tell apart; None where there are none."""
    used_at: datetime | None
    """When anybody but this program last used the old token, however long ago; None where nobody did."""
    quiet: timedelta
    """How long the old token must not have been used before it may go."""
    new_used_by: str | None
    """The User-Agent of the client that used the new token last; None where none has."""

    def in_state(self, *states: State) -> tuple[SeenClient, ...]:
        return tuple(client for client in self.clients if client.state in states)


def judge(section: ScimSection, at: datetime) -> Judgement | None:
    """Judge the uses that the service told at that moment, by its clock; None where there is no old token."""
    old = section.previous_token
    if old is None:
        return None
    old_uses, new_uses = _uses(old, at), _uses(section.token, at)
    rest = old_uses.pop(OTHERS, None)
    new_uses.pop(OTHERS, None)  # who that was is not known: no evidence that anybody in particular has switched
    clients = _clients(old_uses, new_uses, at)
    rest_at = rest.last_at if rest is not None and at - rest.last_at <= WINDOW else None
    quiet = max((client.quiet for client in clients), default=QUIET)
    verdict = _verdict(clients, rest_at, quiet, at)
    used_at = max((use.last_at for use in [*old_uses.values(), *([rest] if rest else [])]), default=None)
    newest = max(new_uses.values(), key=lambda use: (use.last_at, use.user_agent), default=None)
    long_known = old.created_at is not None and at - old.created_at >= QUIET
    may_go = verdict is Verdict.SWITCHED or (verdict is Verdict.NOT_SEEN and newest is not None and long_known)
    return Judgement(
        at, verdict, may_go, clients, rest_at, used_at, quiet, newest.user_agent if newest is not None else None
    )


def latest_client_use(record: TokenRecord) -> TokenUse | None:
    """The latest use by anything but this program."""
    others = [use for use in record.uses if not is_ours(use.user_agent)]
    return max(others, key=lambda use: use.last_at, default=None)


def _verdict(clients: tuple[SeenClient, ...], rest_at: datetime | None, quiet: timedelta, at: datetime) -> Verdict:
    states = {client.state for client in clients}
    if states & {State.USES_OLD, State.USES_BOTH}:
        return Verdict.IN_USE
    if rest_at is not None or State.GONE_QUIET in states:
        return Verdict.NOT_CERTAIN
    if not clients:
        return Verdict.NOT_SEEN
    return Verdict.SWITCHED if at - clients[0].old_at >= quiet else Verdict.WAIT


def _uses(record: TokenRecord, at: datetime) -> dict[str, TokenUse]:
    """By User-Agent, without our own, and without moments to come."""
    found: dict[str, TokenUse] = {}
    clients = [use for use in record.uses if not is_ours(use.user_agent)]
    for place, use in enumerate(sorted(clients, key=lambda each: (each.last_at, each.user_agent), reverse=True)):
        last = min(use.last_at, at)
        name = use.user_agent if place < _MOST else OTHERS
        found[name] = _together(found.get(name), TokenUse(name, min(use.first_at, last), last, use.count))
    return found


def _together(one: TokenUse | None, other: TokenUse) -> TokenUse:
    """Both as one, called as the other."""
    if one is None:
        return other
    return TokenUse(
        other.user_agent, min(one.first_at, other.first_at), max(one.last_at, other.last_at), one.count + other.count
    )


@dataclass(frozen=True)
class _Agent:
    """One User-Agent, or several that one client had one after the other."""

    old: TokenUse | None
    new: TokenUse | None

    @property
    def uses(self) -> list[TokenUse]:
        return [use for use in (self.old, self.new) if use is not None]

    @property
    def first_at(self) -> datetime:
        return min(use.first_at for use in self.uses)

    @property
    def last_at(self) -> datetime:
        return max(use.last_at for use in self.uses)

    def followed_by(self, later: _Agent) -> _Agent:
        old = _together(self.old, later.old) if later.old is not None else self.old
        new = _together(self.new, later.new) if later.new is not None else self.new
        return _Agent(old, new)


def _clients(old: dict[str, TokenUse], new: dict[str, TokenUse], at: datetime) -> tuple[SeenClient, ...]:
    families: dict[str, list[_Agent]] = {}
    for name in dict.fromkeys([*old, *new]):
        families.setdefault(without_version(name) or name, []).append(_Agent(old.get(name), new.get(name)))
    seen = [_seen(agent, at) for family in families.values() for agent in _one_after_the_other(family)]
    lately = [client for client in seen if client is not None and at - client.old_at <= WINDOW]
    return tuple(sorted(lately, key=lambda client: (-client.old_at.timestamp(), client.user_agent)))


def _one_after_the_other(family: Iterable[_Agent]) -> list[_Agent]:
    """User-Agents that differ in nothing but a version, as clients.

    One that begins after another has ended is taken for the same client, updated. Two that are used at the same time
    are two clients, and one cannot follow both.
    """
    clients: list[_Agent] = []
    for agent in sorted(family, key=lambda each: (each.first_at, each.last_at, each.uses[0].user_agent)):
        ended = [client for client in clients if client.last_at < agent.first_at]
        if not ended:
            clients.append(agent)
            continue
        before = max(ended, key=lambda client: client.last_at)
        clients[clients.index(before)] = before.followed_by(agent)
    return clients


def _seen(agent: _Agent, at: datetime) -> SeenClient | None:
    """None where it has not used the old token."""
    old, new = agent.old, agent.new
    if old is None:
        return None
    distance = (old.last_at - old.first_at) / (old.count - 1) if old.count > 1 else timedelta(0)
    quiet = min(max(QUIET, timedelta(days=ceil(2 * distance / _DAY))), WINDOW)
    name = new.user_agent if new is not None and new.last_at > old.last_at else old.user_agent
    return SeenClient(name, _state(old, new, quiet, at), old.last_at, quiet)


def _state(old: TokenUse, new: TokenUse | None, quiet: timedelta, at: datetime) -> State:
    lately = at - old.last_at < quiet
    if new is None:
        return State.USES_OLD if lately else State.GONE_QUIET
    if lately and new.first_at <= old.last_at:
        return State.USES_BOTH
    return State.SWITCHED if new.last_at > old.last_at else State.GONE_QUIET

"""Has the administrator switched? Single cases, then what must hold for any uses."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.accounts import ScimSection, TokenRecord, TokenUse
from app.domain.switching import OTHERS, QUIET, WINDOW, Judgement, State, Verdict, judge, latest_client_use

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
OURS = "scim-connection/0.1.0"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def use(agent: str, last: timedelta, first: timedelta | None = None, count: int = 20_000) -> TokenUse:
    """Last used so long ago, first so long ago (once where that is not given)."""
    return TokenUse(agent, NOW - (last if first is None else first), NOW - last, 1 if first is None else count)


def section(
    old: tuple[TokenUse, ...],
    new: tuple[TokenUse, ...] = (),
    *,
    rotated: timedelta = 5 * DAY,
    age: timedelta = 200 * DAY,
) -> ScimSection:
    present = TokenRecord("tok_1", None, NOW - rotated, new)
    return ScimSection("https://r.example/scim/v2", present, TokenRecord("tok_0", None, NOW - age, old, NOW + 25 * DAY))


def judgement(old: tuple[TokenUse, ...], new: tuple[TokenUse, ...] = ()) -> Judgement:
    found = judge(section(old, new), NOW)
    assert found is not None
    return found


A_OLD = {
    "before": use("A/1", 4 * DAY, 100 * DAY),
    "yesterday": use("A/1", DAY, 100 * DAY),
    "now": use("A/1", 4 * MINUTE, 100 * DAY),
}
CASES: dict[str, tuple[tuple[TokenUse, ...], tuple[TokenUse, ...], Verdict, list[State]]] = {
    "nobody": ((), (), Verdict.NOT_SEEN, []),
    "only ours": ((use(OURS, MINUTE),), (use(OURS, MINUTE),), Verdict.NOT_SEEN, []),
    "nobody for a month": ((use("A/1", 31 * DAY, 100 * DAY),), (), Verdict.NOT_SEEN, []),
    "still uses it": ((A_OLD["now"],), (), Verdict.IN_USE, [State.USES_OLD]),
    "a daily client between two runs": ((use("A/1", 23 * HOUR, 100 * DAY, 100),), (), Verdict.IN_USE, [State.USES_OLD]),
    "a daily client that has missed two": (
        (use("A/1", 71 * HOUR, 100 * DAY, 100),), (), Verdict.IN_USE, [State.USES_OLD]),
    "gone quiet": ((A_OLD["before"],), (), Verdict.NOT_CERTAIN, [State.GONE_QUIET]),
    "once a week, between two runs": ((use("A/1", 6 * DAY, 70 * DAY, 10),), (), Verdict.IN_USE, [State.USES_OLD]),
    "once a week, gone quiet": ((use("A/1", 16 * DAY, 79 * DAY, 10),), (), Verdict.NOT_CERTAIN, [State.GONE_QUIET]),
    "switched just now": (
        (A_OLD["now"],), (use("A/1", MINUTE),), Verdict.WAIT, [State.SWITCHED]),
    "switched yesterday": ((A_OLD["yesterday"],), (use("A/1", MINUTE, 23 * HOUR),), Verdict.WAIT, [State.SWITCHED]),
    "switched for three days": (
        (use("A/1", 3 * DAY, 100 * DAY),), (use("A/1", MINUTE, 3 * DAY - MINUTE),), Verdict.SWITCHED, [State.SWITCHED]),
    "a minute less than three days": (
        (use("A/1", 3 * DAY - MINUTE, 100 * DAY),), (use("A/1", MINUTE, 2 * DAY),), Verdict.WAIT, [State.SWITCHED]),
    "once a week, switched six days ago": (
        (use("A/1", 6 * DAY, 69 * DAY, 10),), (use("A/1", MINUTE),), Verdict.WAIT, [State.SWITCHED]),
    "once a week, switched two weeks ago": (
        (use("A/1", 15 * DAY, 78 * DAY, 10),), (use("A/1", DAY, 8 * DAY, 2),), Verdict.SWITCHED, [State.SWITCHED]),
    "tried and not saved": (
        (A_OLD["now"],), (use("A/1", HOUR),), Verdict.IN_USE, [State.USES_BOTH]),
    "two of one name, one switched": (
        (use("A/1", 30 * MINUTE, 100 * DAY),), (use("A/1", 10 * MINUTE, DAY),), Verdict.IN_USE, [State.USES_BOTH]),
    "two of one name, both switched": (
        (use("A/1", 4 * DAY, 100 * DAY),), (use("A/1", MINUTE, 5 * DAY),), Verdict.SWITCHED, [State.SWITCHED]),
    "tried, went on with the old one, and went quiet": (
        (use("A/1", 4 * DAY, 100 * DAY),), (use("A/1", 5 * DAY),), Verdict.NOT_CERTAIN, [State.GONE_QUIET]),
    "one of two has switched": (
        (A_OLD["before"], use("B", HOUR, 9 * DAY)), (use("A/1", HOUR, 2 * DAY),), Verdict.IN_USE,
        [State.USES_OLD, State.SWITCHED]),
    "one of two has switched, the other is quiet": (
        (A_OLD["before"], use("B", 8 * DAY, 90 * DAY)), (use("A/1", HOUR, 2 * DAY),), Verdict.NOT_CERTAIN,
        [State.SWITCHED, State.GONE_QUIET]),
    "who left a month ago is not waited for": (
        (A_OLD["before"], use("B", 31 * DAY, 90 * DAY)), (use("A/1", HOUR, 2 * DAY),), Verdict.SWITCHED,
        [State.SWITCHED]),
    "updated when it switched": (
        (A_OLD["before"],), (use("A/2", HOUR, 2 * DAY),), Verdict.SWITCHED, [State.SWITCHED]),
    "updated twice": (
        (use("A/1", 20 * DAY, 90 * DAY), use("A/1.1", 4 * DAY, 19 * DAY)), (use("A/1.2", HOUR, 2 * DAY),),
        Verdict.SWITCHED, [State.SWITCHED]),
    "two versions at the same time are two clients": (
        (use("A/1", 4 * DAY, 90 * DAY), use("A/2", 4 * DAY - HOUR, 90 * DAY)), (use("A/2", HOUR, 2 * DAY),),
        Verdict.NOT_CERTAIN, [State.SWITCHED, State.GONE_QUIET]),
    "one that begins in the moment in which another ends does not follow it": (
        (use("A/1", 4 * DAY, 90 * DAY),), (use("A/2", HOUR, 4 * DAY),), Verdict.NOT_CERTAIN, [State.GONE_QUIET]),
    "one successor follows one client, not two": (
        (use("A/1", 5 * DAY, 90 * DAY), use("A/2", 4 * DAY, 90 * DAY)), (use("A/3", HOUR, 2 * DAY),),
        Verdict.NOT_CERTAIN, [State.SWITCHED, State.GONE_QUIET]),
    "an old version that comes back is a client of its own": (
        (use("A/1", HOUR, 90 * DAY),), (use("A/2", HOUR, 2 * DAY),), Verdict.IN_USE, [State.USES_OLD]),
    "another name is another client": (
        (A_OLD["before"],), (use("B/1", HOUR, 2 * DAY),), Verdict.NOT_CERTAIN, [State.GONE_QUIET]),
    "no name": ((use("", HOUR, 9 * DAY),), (), Verdict.IN_USE, [State.USES_OLD]),
    "the rest of too many": (
        (A_OLD["before"], use(OTHERS, 20 * DAY, 90 * DAY)), (use("A/1", HOUR, 2 * DAY),), Verdict.NOT_CERTAIN,
        [State.SWITCHED]),
    "the rest of too many, using the new one": (
        (A_OLD["before"], use(OTHERS, 20 * DAY, 90 * DAY)), (use("A/1", HOUR, 2 * DAY), use(OTHERS, HOUR)),
        Verdict.NOT_CERTAIN, [State.SWITCHED]),
    "the rest left a month ago": (
        (A_OLD["before"], use(OTHERS, 31 * DAY, 90 * DAY)), (use("A/1", HOUR, 2 * DAY),), Verdict.SWITCHED,
        [State.SWITCHED]),
    "a moment to come is now": ((use("A/1", -HOUR, 9 * DAY),), (), Verdict.IN_USE, [State.USES_OLD]),
    "two moments to come are no switch": (
        (use("A/1", -HOUR, 9 * DAY),), (use("A/1", -2 * HOUR),), Verdict.IN_USE, [State.USES_BOTH]),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "verdict", "states"), CASES.values(), ids=CASES)
def test_a_case(old: tuple[TokenUse, ...], new: tuple[TokenUse, ...], verdict: Verdict, states: list[State]) -> None:
    found = judgement(old, new)
    assert (found.verdict, [client.state for client in found.clients]) == (verdict, states)
    assert found.may_revoke is (verdict is Verdict.SWITCHED)


def test_without_an_old_token_there_is_nothing_to_judge() -> None:
    assert judge(replace(section(()), previous_token=None), NOW) is None


def test_what_nobody_used_may_go_once_the_new_one_is_used() -> None:
    new = (use("A/1", HOUR),)
    found = judgement((), new)
    assert (found.verdict, found.may_revoke, found.new_used_by) == (Verdict.NOT_SEEN, True, "A/1")
    # Who the rest are is not known: no evidence that whoever was given the new token uses it.
    rest = judgement((), (use(OTHERS, HOUR),))
    assert (rest.may_revoke, rest.new_used_by) == (False, None)
    # It was made and rotated within three days: whoever was given it may only be about to use it.
    young = judge(section((), new, rotated=HOUR, age=2 * DAY), NOW)
    assert young is not None
    assert not young.may_revoke


def test_a_client_is_called_as_it_called_itself_last() -> None:
    (client,) = judgement((A_OLD["before"],), (use("A/2", HOUR, 2 * DAY),)).clients
    assert client.user_agent == "A/2"


def test_how_long_to_wait_depends_on_how_rarely_it_was_used() -> None:
    assert judgement((A_OLD["now"],)).quiet == QUIET
    assert judgement((use("A/1", DAY, 71 * DAY, 11),)).quiet == 14 * DAY
    assert judgement((use("A/1", DAY, 365 * DAY, 2),)).quiet == WINDOW


def test_our_own_tests_are_no_evidence_of_a_client() -> None:
    client, ours = use("Okta SCIM Client 1.0.0", 2 * HOUR), use(OURS, MINUTE)
    record = TokenRecord("tok_1", None, NOW, (ours, use("older", 4 * DAY), client))
    assert latest_client_use(record) is client
    assert latest_client_use(replace(record, uses=(ours,))) is None


AGENTS = st.sampled_from(["", "A/1", "A/2", "A/2.1", "B", "Okta SCIM Client 1.0.0", OTHERS])
MOMENTS = st.integers(-2 * 24 * 60, 60 * 24 * 60).map(lambda minutes: minutes * MINUTE)


@st.composite
def uses(draw: st.DrawFn) -> tuple[TokenUse, ...]:
    found = []
    for agent in draw(st.lists(AGENTS, max_size=6, unique=True)):
        last, first = sorted((draw(MOMENTS), draw(MOMENTS)))
        found.append(use(agent, last, first, draw(st.integers(1, 10_000))))
    return tuple(found)


@given(uses(), uses())
def test_never_said_to_be_safe_while_somebody_used_it_a_short_while_ago(
    old: tuple[TokenUse, ...], new: tuple[TokenUse, ...]
) -> None:
    found = judgement(old, new)
    last = min((NOW - each.last_at for each in old), default=WINDOW)
    assert not found.may_revoke or last >= QUIET
    if found.verdict is Verdict.SWITCHED:
        assert OTHERS not in {each.user_agent for each in old if NOW - each.last_at <= WINDOW}
        assert new
        assert max(min(each.last_at, NOW) for each in new) > NOW - last


@given(uses(), uses(), AGENTS.filter(lambda agent: agent != OTHERS))
def test_one_more_use_of_the_old_token_ends_every_certainty(
    old: tuple[TokenUse, ...], new: tuple[TokenUse, ...], agent: str
) -> None:
    known = next((each for each in old if each.user_agent == agent), use(agent, timedelta(0)))
    again = replace(known, last_at=max(known.last_at, NOW))
    rest = tuple(each for each in old if each.user_agent != agent)
    found = judgement((*rest, again), new)
    assert found.verdict is Verdict.IN_USE
    assert not found.may_revoke


@given(uses(), uses(), MOMENTS)
def test_our_own_uses_their_order_and_the_date_change_nothing(
    old: tuple[TokenUse, ...], new: tuple[TokenUse, ...], moved: timedelta
) -> None:
    found = judgement(old, new)
    ours = use(OURS, MINUTE, 3 * DAY)
    assert judgement((ours, *reversed(old)), (*reversed(new), ours)) == found

    def later(record: TokenRecord) -> TokenRecord:
        shifted = [replace(u, first_at=u.first_at + moved, last_at=u.last_at + moved) for u in record.uses]
        assert record.created_at is not None
        return replace(record, created_at=record.created_at + moved, uses=tuple(shifted))

    then = section(old, new)
    assert then.previous_token is not None
    shifted = judge(replace(then, token=later(then.token), previous_token=later(then.previous_token)), NOW + moved)
    assert shifted is not None
    assert (shifted.verdict, shifted.may_revoke) == (found.verdict, found.may_revoke)
    assert [client.state for client in shifted.clients] == [client.state for client in found.clients]


class Client:
    """One that looks for changes every `every`, with the token that its administrator has entered."""

    def __init__(self, agent: str, every: timedelta, offset: timedelta, switches: timedelta, tried: timedelta) -> None:
        self.agent = agent
        self.every = every
        self.offset = offset
        self.switches = NOW + switches
        self.tried = NOW + tried

    def requests(self, until: datetime) -> list[tuple[datetime, str, bool]]:
        """When, by whom, and whether with the new token; the rotation was at NOW."""
        at, found = NOW - 20 * DAY + self.offset, []
        while at <= until:
            found.append((at, self.agent, at >= self.switches))
            at += self.every
        if self.tried <= until:  # the button that tests the connection, before anything is saved
            found.append((self.tried, self.agent, True))
        return found


CLIENTS = st.builds(
    Client,
    st.sampled_from(["Entra", "A/1", "A/2", "B"]),
    st.integers(30, 24 * 60).map(lambda minutes: minutes * MINUTE),
    st.integers(0, 24 * 60).map(lambda minutes: minutes * MINUTE),
    st.integers(0, 12 * 24 * 60).map(lambda minutes: minutes * MINUTE),
    st.integers(0, 12 * 24 * 60).map(lambda minutes: minutes * MINUTE),
)


def told(clients: list[Client], at: datetime, *, new: bool) -> tuple[TokenUse, ...]:
    """The uses of one token as the service sums them up."""
    found: dict[str, TokenUse] = {}
    requests = sorted(each for client in clients for each in client.requests(at) if each[2] is new)
    for when, agent, _ in requests:
        known = found.get(agent, TokenUse(agent, when, when, 0))
        found[agent] = replace(known, last_at=when, count=known.count + 1)
    return tuple(found.values())


@given(st.lists(CLIENTS, min_size=1, max_size=4), st.integers(0, 25 * 24 * 60))
def test_clients_that_run_at_least_once_a_day_are_never_called_switched_too_early(
    clients: list[Client], minutes: int
) -> None:
    """Whatever they call themselves, two of them alike or not, tried before or not."""
    at = NOW + minutes * MINUTE
    found = judge(
        ScimSection(
            "https://r.example/scim/v2",
            TokenRecord("tok_1", None, NOW, told(clients, at, new=True)),
            TokenRecord("tok_0", None, NOW - 200 * DAY, told(clients, at, new=False), NOW + 30 * DAY),
        ),
        at,
    )
    assert found is not None
    if found.may_revoke:
        assert all(client.switches <= at for client in clients)


@given(CLIENTS, st.integers(1, 4))
def test_and_it_is_said_in_the_end(client: Client, number: int) -> None:
    """Of clients that can be told apart, once the last of them has not used the old token for three days."""
    clients = [client] + [Client(f"C{n}", client.every, n * HOUR, n * DAY, n * DAY) for n in range(1, number)]
    for each in clients:
        each.tried = each.switches
    at = max(each.switches for each in clients) + 5 * DAY
    found = judge(
        ScimSection(
            "https://r.example/scim/v2",
            TokenRecord("tok_1", None, NOW, told(clients, at, new=True)),
            TokenRecord("tok_0", None, NOW - 200 * DAY, told(clients, at, new=False), NOW + 30 * DAY),
        ),
        at,
    )
    assert found is not None
    assert (found.verdict, found.may_revoke) == (Verdict.SWITCHED, True)


@pytest.mark.alone
def test_a_service_that_tells_more_than_it_should_is_judged_in_no_time() -> None:
    """1,000 User-Agents of 1,000 characters are as many as an answer may hold; the latest 40 are told apart."""
    old = tuple(use("A/1.1 " * 165 + str(n), n * MINUTE, 90 * DAY - n * HOUR) for n in range(1000))
    began = time.perf_counter()
    found = judgement(old, old)
    took = time.perf_counter() - began
    assert took < 0.05, took
    assert len(found.clients) == 40
    assert found.rest_at == NOW - 40 * MINUTE

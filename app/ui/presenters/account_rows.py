"""Accounts in words, as the table shows them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from app.actions.account_facts import Facts, LastTest, Share, is_of_present
from app.actions.connections import AccountView
from app.actions.deadlines import dates_of
from app.actions.test_all import TestAll
from app.domain.accounts import AccountId
from app.domain.clock import Clock, service_time
from app.domain.countdown import in_words, remaining
from app.domain.deadlines import deadlines, due_order, next_step
from app.domain.periods import AS_IT_COMES, Periods
from app.domain.phrases import ago
from app.domain.plain_text import shown
from app.domain.report import Verdict
from app.domain.text import counted, joined, tr
from app.ui.pages.accounts_table import AccountRow

_TESTED = {
    Verdict.READY: (tr("Ready"), "good"),
    Verdict.USABLE: (tr("Usable"), "warning"),
    Verdict.BLOCKED: (tr("Blocked"), "bad"),
    Verdict.UNKNOWN: (tr("Not known"), "muted"),
}
NEVER = "–"
NOT_SINCE = tr("Not tested since it was rotated")

_VERDICTS = {
    Verdict.READY: tr("ready"),
    Verdict.USABLE: tr("usable"),
    Verdict.BLOCKED: tr("blocked"),
    Verdict.UNKNOWN: tr("unknown"),
}


class AccountRows:
    """Makes the rows. What has not changed since is not made again: there may be hundreds, and a look every few
    seconds."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._made: dict[AccountId, tuple[_Made, AccountRow]] = {}

    def forget(self) -> None:
        """Let go of what the rows were made of: tokens are among it."""
        self._made = {}

    def of(
        self,
        views: Iterable[AccountView],
        facts: Facts,
        changeable: Container[AccountId] = frozenset(),
        periods: Periods = AS_IT_COMES,
    ) -> list[AccountRow]:
        """A row for each; `changeable` are those that can be edited and removed, `periods` what the person prefers."""
        now = self._clock.now()
        minute = int(now.timestamp()) // 60
        made = {}
        for view in views:
            account = view.account.id
            of = (view, facts.tests.get(account), facts.shares.get(account), minute, account in changeable, periods)
            before = self._made.get(account)
            same = before is not None and before[0][0] is view and before[0][1:] == of[1:]
            made[account] = (
                before if before is not None and same else (of, account_row(view, facts, self._clock, of[4], periods))
            )
        self._made = made
        return [row for _, row in made.values()]


_Made = tuple[AccountView, LastTest | None, Share | None, int, bool, Periods]
"""What a row was made of, in which minute, whether the account can be changed, and what the person prefers."""


def account_row(
    view: AccountView, facts: Facts, clock: Clock, changeable: bool, periods: Periods = AS_IT_COMES
) -> AccountRow:
    """One account as it stands now."""
    account, section, now = view.account, view.section, clock.now()
    service_now = service_time(clock, view.clock_offset)
    host = urlsplit(section.endpoint).netloc if section is not None else ""
    made_at = section.token.created_at if section is not None else None
    old = section.previous_token if section is not None else None
    ends = old.expires_at if old is not None and old.expires_at is not None and old.expires_at > service_now else None
    test, share = facts.tests.get(account.id), facts.shares.get(account.id)
    dates = dates_of(view, periods)
    step = view.problem.happened if view.problem is not None else next_step(dates, now)
    due = any(each.is_due for each in deadlines(dates, now)) and not account.practice
    known = test is not None and is_of_present(test, view)
    tested, tone = _tested(test, now) if known or test is None else (NOT_SINCE, "")
    whom = "" if share is None else joined(shown(share.with_whom, 40) or tr("Somebody"), ago(share.at, now), by=", ")
    order = (
        account.name.casefold(),
        account.badge,
        host,
        _age_order(made_at),
        (ends is None, ends or now),
        (not known, tone, test.at if test is not None else now),
        (share is None, whom.casefold()),
        (view.problem is None, *due_order(dates, now)),
    )
    return AccountRow(
        account.id,
        shown(account.name),
        account.badge,
        shown(host, 100),
        _age(made_at, service_now),
        NEVER if ends is None else in_words(remaining(ends, service_now)),
        tested,
        whom or NEVER,
        step,
        test_tone=tone,
        due_tone="bad" if view.problem is not None else "warning" if due else "",
        order=order,
        typed=changeable,
    )


def _age(made_at: datetime | None, now: datetime) -> str:
    if made_at is None:
        return tr("Not known")
    days = (now - made_at).days
    return tr("Today") if days < 1 else counted("{n} day", "{n} days", days)


def _age_order(made_at: datetime | None) -> float:
    """The oldest first, and what nobody knows before them."""
    return 0.0 if made_at is None else made_at.timestamp()


def _tested(test: LastTest | None, now: datetime) -> tuple[str, str]:
    if test is None:
        return NEVER, ""
    word, tone = _TESTED[test.verdict]
    return joined(word, ago(test.at, now), by=", "), tone


def summary(testing: TestAll, verdicts: Sequence[Verdict]) -> str:
    """What came of testing all accounts, as far as it went."""
    if not testing.total:
        return tr("There is no account with a token to test.")
    counts = [(verdicts.count(each), _VERDICTS[each]) for each in Verdict]
    words = joined(
        *(tr("{number} {verdict}", number=number, verdict=word) for number, word in counts if number), by=", "
    )
    begun = joined(tr("{done} of {total} tested", done=testing.done, total=testing.total), words, by=": ")
    return tr("{begun}. You stopped the test.", begun=begun) if testing.stopped else tr("{begun}.", begun=begun)

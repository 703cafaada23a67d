"""What is due, from what a window shows and from what was last known: both say the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.actions.deadlines import dates_of, due_items, known_dates
from app.actions.guided_rotation import GuidedRotations
from app.actions.typed_accounts import NewAccount, TypedAccounts
from app.domain.accounts import AccountId, Environment
from app.domain.deadlines import AccountDates
from app.domain.tokens import AccessToken
from app.domain.typed import GuidedKind, GuidedStep, Handover
from tests.actions.parts import opened

ENDPOINT = "https://api.r-service.tech/scim/v2"
NOW = datetime.now(UTC).replace(microsecond=0)
DAY = timedelta(days=1)


async def test_a_window_and_the_command_line_know_the_same(tmp_path: Path) -> None:
    async with opened(tmp_path) as parts:
        typed = TypedAccounts(parts.store, parts.vault, parts.clock)
        await typed.add(NewAccount("Unknown", Environment.QA, ENDPOINT, AccessToken("a1" * 32)))
        made = NOW - 350 * DAY
        added = await typed.add(
            NewAccount("Known", Environment.PRODUCTION, ENDPOINT, AccessToken("b2" * 32), None, made)
        )
        account = added.view.account.id
        await typed.tokens.paste(account, AccessToken("c3" * 32))
        tokens = await typed.tokens.take_pasted(account, NOW, NOW + 5 * DAY)
        await added.show(tokens)
        for handed_over in (False, True):
            if handed_over:
                mark = typed.tokens.fingerprint(tokens.present.value)
                parts.store.token_marks.keep_handover(account, mark, Handover(parts.clock.now(), "Jane"))
                await added.show(tokens)
            shown = {dates_of(each.view) for each in typed.connections.values()}
            kept = set(known_dates(tmp_path / "store.sqlite3"))
            assert shown == kept
            assert {dates.handed_over for dates in kept if dates.name == "Known"} == {handed_over}
            assert bool(due_items(kept, NOW)) is not handed_over
        guided = GuidedRotations(typed, parts.clock)
        await guided.begin(account, GuidedKind.PLANNED)
        await guided.go_to(account, GuidedStep.PRESS)
        kept = set(known_dates(tmp_path / "store.sqlite3"))
        assert {dates_of(each.view) for each in typed.connections.values()} == kept
        in_three_days = NOW + 3 * DAY
        assert [item.deadline.kind.value for item in due_items(kept, in_three_days)] == ["rotation_left"]


def test_the_most_urgent_account_comes_first() -> None:
    def dates(name: str, age: int, old: datetime | None = None) -> AccountDates:
        return AccountDates(AccountId(name), name, "QA", NOW - age * DAY, NOW - age * DAY, old)

    found = due_items(
        [dates("fine", 5), dates("soon", 340), dates("both", 400, NOW + DAY), dates("late", 370)],
        NOW,
    )
    assert [(item.dates.name, item.deadline.kind.value) for item in found] == [
        ("both", "old_token_ends"),
        ("both", "rotation"),
        ("late", "rotation"),
        ("soon", "rotation"),
    ]

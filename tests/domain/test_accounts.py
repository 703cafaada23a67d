"""Accounts: badge, practice, owners."""

from __future__ import annotations

import pytest

from app.domain.accounts import Account, AccountId, Capabilities, Environment, Person, Source


@pytest.mark.parametrize(
    ("environment", "source", "badge"),
    [
        (Environment.PRODUCTION, Source.SETTINGS_API, "Production"),
        (Environment.PRODUCTION, Source.TYPED, "Production"),
        (Environment.QA, Source.SETTINGS_API, "QA"),
        (Environment.PRODUCTION, Source.PRACTICE, "Practice"),
        (Environment.QA, Source.PRACTICE, "Practice"),
    ],
)
def test_nobody_takes_a_pretend_account_for_a_real_one(environment: Environment, source: Source, badge: str) -> None:
    account = Account(AccountId("widget"), "Widget", environment, source)
    assert account.badge == badge
    assert account.practice is (badge == "Practice")


def test_an_account_can_nothing_that_its_source_has_not_promised() -> None:
    account = Account(AccountId("widget"), "Widget", Environment.QA, Source.TYPED)
    assert account.capabilities == Capabilities(rotate=False, revoke_previous=False, end_present=False, uses=False)


@pytest.mark.parametrize(
    ("roles", "owner"), [((), False), (("account_owner",), True), (("admin",), False), (("a", "account_owner"), True)]
)
def test_owners(roles: tuple[str, ...], owner: bool) -> None:
    assert Person("Jane", "jane@widget.example", roles).is_owner is owner

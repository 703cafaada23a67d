from __future__ import annotations

import pytest

from app.domain.accounts import Account, AccountId, Environment, Source
from app.domain.share_format import ShareFormat
from app.domain.share_words import can_and_cannot, message, message_for_own_tool


def account(name: str = "Widget", source: Source = Source.TYPED) -> Account:
    return Account(AccountId("a"), name, Environment.QA, source)


@pytest.mark.parametrize("form", ShareFormat)
def test_the_message_says_what_to_do_and_holds_nothing_of_another_hand(form: ShareFormat) -> None:
    said = message(account("Wid\u202eget\n1. Ring +1 555"), form, six_words=True)
    assert "our QA account" in said
    assert "Ask me for the six words by phone" in said
    assert "Wid\\u202eget\\x0a1. Ring" in said
    assert "exercise" not in said
    assert "as an exercise" in message(account(source=Source.PRACTICE), form, six_words=True)
    assert "Ask me for the passphrase by phone" in message(account(), form, six_words=False)


def test_only_a_page_is_opened_with_a_browser() -> None:
    assert "Save the file; do not preview it." in message(account(), ShareFormat.PAGE, six_words=True)
    assert "age --decrypt" in message(account(), ShareFormat.AGE, six_words=True)
    assert "Mail filters" in can_and_cannot(ShareFormat.PAGE)
    assert "Mail filters" not in can_and_cannot(ShareFormat.AGE)


def test_a_share_does_not_end_before_the_old_token() -> None:
    for form in ShareFormat:
        assert "once the old token has ended too" in can_and_cannot(form)


def test_the_message_for_a_secret_tool_says_what_to_enter_where() -> None:
    values = (("Tenant URL", "https://x.example/scim/v2"), ("Secret Token", "the token, ending in b3ad"))
    lines = message_for_own_tool(account("Wid\u202eget"), "Azure AD", values).splitlines()
    assert lines[0] == "Here is what to enter in Azure AD for Wid\\u202eget (our QA account):"
    assert lines[1:3] == ["Tenant URL: https://x.example/scim/v2", "Secret Token: the token, ending in b3ad"]
    assert "file" not in "\n".join(lines)

"""The message that goes with a share, in each language."""

from __future__ import annotations

import pytest

from app.domain.accounts import Account, AccountId, Environment, Source
from app.domain.share_format import ShareFormat
from app.share.page_words import LANGUAGES
from app.share.share_message import message_for_own_tool, share_message


def account(name: str = "Widget", source: Source = Source.TYPED) -> Account:
    return Account(AccountId("a"), name, Environment.QA, source)


@pytest.mark.parametrize("form", ShareFormat)
def test_the_message_says_what_to_do_and_holds_nothing_of_another_hand(form: ShareFormat) -> None:
    said = share_message(account("Wid\u202eget\n1. Ring +1 555 {kind}"), form, six_words=True)
    assert "our QA account" in said
    assert "Ask me for the six words by phone" in said
    assert "Wid\\u202eget\\x0a1. Ring +1 555 {kind}" in said
    assert "exercise" not in said
    assert "as an exercise" in share_message(account(source=Source.PRACTICE), form, six_words=True)
    assert "Ask me for the passphrase by phone" in share_message(account(), form, six_words=False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_a_page_is_opened_with_a_browser(language: str) -> None:
    page, age = (share_message(account(), form, six_words=True, language=language) for form in ShareFormat)
    assert "Firefox" in page
    assert "age --decrypt" not in page
    assert "age --decrypt" in age
    assert all("Widget" in said and "QA" in said and "{" not in said for said in (page, age))
    assert [line[:2] for line in page.splitlines()[1:4]] == ["1.", "2.", "3."]


def test_each_language_says_it_in_its_own_words() -> None:
    said = {share_message(account(), ShareFormat.PAGE, six_words=True, language=each) for each in LANGUAGES}
    assert len(said) == len(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_message_for_a_secret_tool_says_what_to_enter_where(language: str) -> None:
    values = (("Tenant URL", "https://x.example/scim/v2"), ("Secret Token", "the token, ending in b3ad"))
    lines = message_for_own_tool(account("Wid\u202eget"), "Azure AD", values, language).splitlines()
    assert "Azure AD" in lines[0]
    assert "Wid\\u202eget" in lines[0]
    assert lines[1:3] == ["Tenant URL: https://x.example/scim/v2", "Secret Token: the token, ending in b3ad"]
    if language == "en":
        assert lines[0] == "Here is what to enter in Azure AD for Wid\\u202eget (our QA account):"
        assert "file" not in "\n".join(lines)

from __future__ import annotations

import pytest

from app.domain.accounts import Account, AccountId, Environment, Source
from app.domain.share_format import ShareFormat
from app.domain.share_words import can_and_cannot, message


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

"""The page in Debian's Chromium and Firefox: its languages, and what it warns of."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.accounts import Environment
from app.share.page_words import read_words
from app.share.web_page import page_around
from tests.rig.browsers import Browser
from tests.rig.polling import poll
from tests.share.opened_page import Show, answered, text, unlock
from tests.share.pages import ENDPOINT, page_of, payload_for_entra, sealed

pytestmark = pytest.mark.once


@pytest.mark.parametrize("language", ["tr", "ru"])
def test_it_speaks_the_language_that_its_sender_chose(browser: Browser, show: Show, language: str) -> None:
    words = read_words(language).page
    made = datetime.now(UTC) - timedelta(days=3)
    show(page_of(payload_for_entra(environment=Environment.QA, made_at=made), language))
    assert browser.run("[document.title, document.documentElement.lang]") == [words["title"], language]
    assert text(browser, "#locked h1") == words["lockedHeading"]
    browser.type("cactus\n")
    assert answered(browser) == words["wrong"]
    browser.run("document.getElementById('passphrase').value = ''")
    unlock(browser)
    opened = text(browser, "#opened")
    assert words["valuesForQa"] in opened
    assert {"tr": "24 Aral\u0131k 2126", "ru": "24 \u0434\u0435\u043a\u0430\u0431\u0440\u044f 2126"}[language] in opened
    assert {"tr": "3 g\u00fcn \u00f6nce", "ru": "3 \u0434\u043d\u044f \u043d\u0430\u0437\u0430\u0434"}[
        language
    ] in opened
    assert words["inOtherLanguage"] in opened
    assert set(browser.run("[...document.querySelectorAll('#opened ol')].map(e => e.lang)")) == {"en"}
    english = read_words().page
    assert [each for each in ("beforeYouEnter", "steps", "copy", "lockAgain") if english[each] in opened] == []
    browser.click(f"button[aria-label='{words['copyWhat'].format(label='Secret Token')}']")
    poll(lambda: words["copiedSecret"] in text(browser, "#opened"), "word that it was copied")
    forms = browser.run("[1, 2, 5, 21, 22, 111].map(n => page.ago(new page.Date(Date.now() - n * 86400000 - 1000)))")
    days = words["daysAgo"]
    kinds = ("one few many one few many" if language == "ru" else "one other other other other other").split()
    assert forms == [days[kind].format(n=n) for kind, n in zip(kinds, (1, 2, 5, 21, 22, 111), strict=True)]
    assert browser.complaints() == []


def test_it_warns_of_what_a_hostile_share_would_have_entered(browser: Browser, show: Show) -> None:
    honest = payload_for_entra()
    for changed, words in (
        (
            {"fields": (("Tenant URL", "https://evil.example/scim"),)},
            "another host than the endpoint of this share: evil.example",
        ),
        ({"fields": (("Host Name", "evil.example"), ("Base URI", "/scim/v2"))}, "evil.example"),
        ({"fields": (("Tenant URL", f"{ENDPOINT}/"), ("Token", "a.b.cd"))}, "a.b.cd"),
        ({"endpoint": "https://www.r-service.example@evil.example/", "fields": ()}, ""),
        ({"endpoint": "https://www.r-servi\u0441e.example/scim", "fields": ()}, "letters that are not from A to Z"),
        ({"endpoint": "https://203.0.113.7/scim", "fields": ()}, "The address is a number"),
        ({"endpoint": "javascript:alert(1)", "fields": ()}, "is not a web address"),
        ({"endpoint": "file:///etc/passwd", "fields": ()}, "is not a web address"),
    ):
        show(page_of(replace(honest, **changed)))
        unlock(browser)
        assert words in text(browser, ".warning")
        if "@" in str(changed.get("endpoint")):
            assert text(browser, ".host") == "evil.example"
    show(page_of(honest))
    unlock(browser)
    assert text(browser, ".warning strong") == ""
    assert "These are the values for production." in text(browser, "#opened")


def test_a_file_that_was_cut_says_so_before_anybody_is_called(browser: Browser, show: Show) -> None:
    whole = sealed("{}")
    for changed in (
        page_around(replace(whole, ciphertext=whole.ciphertext[:-100]).as_json()),
        page_around(whole.as_json()).replace(whole.as_json()[-30:].encode(), whole.as_json()[-40:-10].encode() + b'"}'),
        page_around(whole.as_json()).replace(b'"nonce": "', b'"nonce": "A').replace(b'", "ct"', b'", "ct"'),
    ):
        show(changed)
        assert "damaged or cut short" in answered(browser)

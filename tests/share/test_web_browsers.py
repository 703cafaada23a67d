"""The page in Debian's Chromium and Firefox, opened from disk as its recipient does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.domain.tokens import AccessToken
from app.share.web_page import page_around
from tests.rig.browsers import Browser, Recorder
from tests.rig.chromium import Chromium
from tests.rig.polling import poll
from tests.share.opened_page import IN_CHROMIUM, Show, answered, enter_passphrase, shown_in, text, texts, unlock, values
from tests.share.pages import ENDPOINT, KNOWN_PAGE, KNOWN_TURKISH, changed_page, page_of, payload_for_entra, sealed
from tests.share.parts import HOSTILE, PASSPHRASE_TEXT, TOKEN_TEXT

pytestmark = pytest.mark.once

MARKUP = '<b>bold</b><img src=x onerror="document.title=1"><script>document.title=2</script>'


CHANGES = """(async () => {
    const whole = JSON.parse(document.getElementById("share").textContent);
    const key = await page.keyFrom(PASSPHRASE, page.readShare(JSON.stringify(whole)));
    const opens = async (text) => {
        try { await page.unlock(key, page.readShare(text)); return true; } catch (_) { return false; }
    };
    let tried = 0, opened = 0;
    for (const name of ["salt", "nonce", "ct"]) {
        for (let at = 0; at < whole[name].length; at += name === "ct" ? 64 : 1) {
            const other = whole[name][at] === "A" ? "B" : "A";
            const text = whole[name].slice(0, at) + other + whole[name].slice(at + 1);
            tried += 1;
            if (await opens(JSON.stringify({...whole, [name]: text}))) opened += 1;
        }
    }
    return [tried, opened, await opens(JSON.stringify(whole))];
})()"""


def test_it_opens_and_shows_what_to_enter_where(browser: Browser, show: Show, recorder: Recorder) -> None:
    recorder.asked.clear()
    address = show(page_of(payload_for_entra()))
    assert browser.run("document.title") == "Encrypted share"
    assert "Widget" not in text(browser, "body")
    unlock(browser, "  Cactus DAGGER eagle-fabric\u00a0gallon  Hamster ")
    assert text(browser, "#opened h1") == "Widget Data Center"
    assert text(browser, ".badge") == "Production"
    assert browser.run("document.activeElement.tagName") == "H1"
    assert text(browser, ".host") == "www.r-service.example"
    assert "Call the sender" in text(browser, ".warning")
    assert "Jane Doe, Contoso" in text(browser, "#opened dl")
    assert "The old token works until 24 December 2126" in text(browser, "#opened section")
    assert values(browser) == {"Tenant URL": ENDPOINT, "Secret Token": "\u2022" * 12 + TOKEN_TEXT[-4:]}
    assert texts(browser, "details[open] summary") == ["Replace the token"]
    assert len(texts(browser, "details[open] li")) == 3
    assert browser.run("document.getElementById('passphrase').value") == ""
    assert [each for each in browser.requests() if each != address] == []
    assert browser.complaints() == []
    assert recorder.asked == []


@pytest.mark.parametrize("known", [KNOWN_PAGE, KNOWN_TURKISH], ids=lambda path: path.stem)
def test_the_known_pages_open(browser: Browser, show: Show, known: Path) -> None:
    show(known.read_bytes())
    unlock(browser)
    assert values(browser)["Tenant URL"] == ENDPOINT


def test_a_wrong_passphrase_is_one_sentence_and_the_right_one_follows(browser: Browser, show: Show) -> None:
    show(page_of(payload_for_entra()))
    enter_passphrase(browser, "")
    assert answered(browser) == "Type the passphrase first."
    sentences = set()
    for wrong in ("cactus", f"{PASSPHRASE_TEXT[:-1]}z"):
        enter_passphrase(browser, wrong)
        poll(lambda: "This passphrase does not open" in text(browser, "#problem"), "refusal", timeout=60)
        sentences.add(answered(browser))
    assert len(sentences) == 1
    assert sentences.pop().count(".") == 1
    assert browser.run("document.activeElement.id") == "passphrase"
    unlock(browser)


def test_markup_is_text_everywhere(browser: Browser, show: Show) -> None:
    hints = payload_for_entra().guide
    assert hints is not None
    odd = AccessToken("<b>")
    fields = (("Secret <b>Token</b>", "<b>"), (MARKUP, MARKUP))
    show(
        page_of(
            payload_for_entra(odd, account_name=MARKUP, for_whom=MARKUP, made_by=MARKUP, endpoint=MARKUP, fields=fields)
        )
    )
    unlock(browser)
    assert text(browser, "#opened h1") == MARKUP
    assert browser.run("document.querySelectorAll('#opened b, #opened img, #opened script').length") == 0
    assert browser.run("document.title") == "Encrypted share"
    assert "Do not enter it" in text(browser, ".host")
    browser.click("button[aria-label='Show Secret <b>Token</b>']")
    assert values(browser)["Secret <b>Token</b>"] == "<b>"
    assert browser.complaints() == []


def test_hostile_names_are_made_visible_and_fit_a_phone(browser: Browser, show: Show) -> None:
    browser.look(390, 800, dark=True)
    fields = tuple((name, name) for name in HOSTILE)
    show(page_of(payload_for_entra(account_name="".join(HOSTILE), for_whom=HOSTILE[3], fields=fields)))
    unlock(browser)
    assert "\\u{202e}fdp.exe" in text(browser, "#opened dl")
    assert not {"\u202e", "\x1b", "\x9b", "\u2066"} & set(text(browser, "#opened") + "".join(values(browser)))
    assert browser.run("document.documentElement.scrollWidth <= window.innerWidth")
    assert browser.complaints() == []


def test_the_colours_follow_the_person(browser: Browser, show: Show) -> None:
    found = []
    for dark in (False, True):
        browser.look(1000, 900, dark=dark)
        show(page_of(payload_for_entra()))
        found.append(browser.run("getComputedStyle(document.body).backgroundColor"))
    assert found == ["rgb(246, 247, 249)", "rgb(20, 24, 31)"]


def test_an_exercise_says_so_once_it_is_open(browser: Browser, show: Show) -> None:
    show(page_of(payload_for_entra(practice=True, made_by=None)))
    assert "exercise" not in text(browser, "body").lower()
    unlock(browser)
    assert text(browser, ".badge") == "Practice"
    assert "This is an exercise" in text(browser, "#opened section")
    assert "Exercise" not in values(browser)
    assert "Call the sender" in text(browser, ".warning")


def test_show_hide_copy_and_lock(browser: Browser, show: Show) -> None:
    show(page_of(payload_for_entra()))
    unlock(browser)
    browser.click("button[aria-label='Show Secret Token']")
    assert values(browser)["Secret Token"] == TOKEN_TEXT
    browser.click("button[aria-label='Hide Secret Token']")
    assert TOKEN_TEXT not in values(browser).values()
    browser.click("button[aria-label='Copy Secret Token']")
    poll(lambda: text(browser, "#said") == "Secret Token copied.", "word that it was copied")
    assert "a page cannot empty your clipboard" in text(browser, ".field:last-child")
    assert TOKEN_TEXT not in browser.run("document.documentElement.outerHTML"), "a page saved now does not hold it"
    browser.click("#opened > p button")
    assert text(browser, "#opened") == ""
    assert text(browser, "#locked h1") == "This share is locked"
    unlock(browser)


def test_pages_that_cannot_be_opened_say_why(browser: Browser, show: Show) -> None:
    whole = sealed("{}").as_json()
    for page, words in (
        (page_around(whole[:-9]), "damaged or cut short"),
        (changed_page(ct="AAAA"), "damaged or cut short"),
        (changed_page(salt="AAECAwQFBgcICQoLDA0ODx=="), "damaged or cut short"),
        (changed_page(v=2), "newer program"),
        (changed_page(iterations=1000), "too weakly"),
        (changed_page(iterations=10**9), "would take minutes"),
        (page_around(whole), "damaged or cut short"),  # it opens, and holds no payload
        (page_around(sealed('{"schema": "scim-connection-share/2"}').as_json()), "newer program"),
    ):
        show(page)
        enter_passphrase(browser, PASSPHRASE_TEXT)
        assert words in answered(browser)


def test_no_changed_character_opens(browser: Browser, show: Show) -> None:
    """Salt, nonce and every 64th of the ciphertext, with the right key, by the page's own functions. (The program's
    reader is tested with all.)"""
    show(page_of(payload_for_entra()))
    result = browser.run(CHANGES.replace("PASSPHRASE", repr(PASSPHRASE_TEXT)))
    assert result[0] > 350
    assert result[1:] == [0, True]


def test_over_plain_http_it_says_what_to_do(browser: Browser, recorder: Recorder) -> None:
    address = "http://files.example/share.html"
    recorder.pages[address] = page_of(payload_for_entra())
    browser.open(address)
    assert "without encryption, where browsers do not decrypt" in text(browser, "#asleep")
    assert "Save the file" in text(browser, "#asleep")
    assert text(browser, "#locked") == ""
    assert [each for each in browser.requests() if each not in (address, "http://files.example/favicon.ico")] == []


def test_what_the_tests_count_would_be_seen(browser: Browser, show: Show, recorder: Recorder) -> None:
    """A page that does ask for something, and one whose policy stops something."""
    recorder.asked.clear()
    show(b"<!doctype html><img src='http://canary.example/1'>")
    assert "http://canary.example/1" in browser.requests()
    poll(lambda: recorder.asked, "request at the recorder")
    assert "canary.example" in recorder.asked[0]
    page = page_of(payload_for_entra())
    show(page.replace(b"</main>", b"<img src='http://canary.example/2'></main>"))
    assert poll(browser.complaints, "word of the page's policy")
    assert "http://canary.example/2" not in " ".join(recorder.asked)


@IN_CHROMIUM
def test_in_a_preview_it_says_what_to_do(chromium: Chromium, tmp_path: Path) -> None:
    chromium.allow_scripts(False)
    try:
        shown_in(chromium, page_of(payload_for_entra()), tmp_path)
        assert "Save this file, then open it with your browser" in text(chromium, "#asleep")
        assert text(chromium, "#locked") == ""
    finally:
        chromium.allow_scripts(True)


@IN_CHROMIUM
def test_the_clipboard_gets_the_value_itself(chromium: Chromium, tmp_path: Path) -> None:
    chromium.allow_reading_the_clipboard()
    shown_in(chromium, page_of(payload_for_entra()), tmp_path)
    unlock(chromium)
    chromium.click("button[aria-label='Copy Secret Token']")
    poll(lambda: chromium.run("navigator.clipboard.readText()") == TOKEN_TEXT, "token on the clipboard")
    # Where the clipboard is refused, the older way; where that is refused, too, the value is selected.
    chromium.run("navigator.clipboard.writeText = () => Promise.reject(new Error('refused'))")
    chromium.click("button[aria-label='Copy Tenant URL']")
    poll(lambda: chromium.run("navigator.clipboard.readText()") == ENDPOINT, "URL on the clipboard")
    chromium.run("document.execCommand = () => false")
    chromium.click("button[aria-label='Copy Secret Token']")
    poll(lambda: "press Ctrl+C" in text(chromium, "#said"), "word of what to press")
    assert (
        chromium.run(
            "document.activeElement.value.slice(...[document.activeElement.selectionStart, "
            "document.activeElement.selectionEnd])"
        )
        == TOKEN_TEXT
    )


@IN_CHROMIUM
def test_a_shown_token_is_hidden_after_half_a_minute(chromium: Chromium, tmp_path: Path) -> None:
    shown_in(chromium, page_of(payload_for_entra()), tmp_path)
    unlock(chromium)
    chromium.run("(window.setTimeout = (what, wait) => { window.later = [what, wait]; return 1; }, 0)")
    chromium.click("button[aria-label='Show Secret Token']")
    assert values(chromium)["Secret Token"] == TOKEN_TEXT
    assert chromium.run("(later[0](), later[1])") == 30_000
    assert TOKEN_TEXT not in values(chromium).values()


@IN_CHROMIUM
def test_a_screen_reader_finds_everything_by_name(chromium: Chromium, tmp_path: Path) -> None:
    shown_in(chromium, page_of(payload_for_entra()), tmp_path)
    found = chromium.accessible()
    for expected in (
        *(("heading", "This share is locked"), ("textbox", "Passphrase"), ("checkbox", "Hide what I type")),
        *(("button", "Open share"), ("alert", ""), ("status", "")),
    ):
        assert expected in found
    unlock(chromium)
    found = chromium.accessible()
    for expected in (
        *(("heading", "Widget Data Center"), ("textbox", "Tenant URL"), ("button", "Copy Tenant URL")),
        *(("textbox", "Secret Token"), ("button", "Show Secret Token"), ("button", "Copy Secret Token")),
        ("button", "Lock again"),
    ):
        assert expected in found
    unnamed = [
        role for role, name in found if role in ("button", "textbox", "checkbox", "DisclosureTriangle") and not name
    ]
    assert unnamed == []


@IN_CHROMIUM
def test_the_keyboard_is_enough(chromium: Chromium, tmp_path: Path) -> None:
    shown_in(chromium, page_of(payload_for_entra()), tmp_path)
    enter_passphrase(chromium, PASSPHRASE_TEXT, "\t\t\n")
    assert answered(chromium) == ""
    reached: list[Any] = []
    for _ in range(9):
        chromium.type("\t")
        reached.append(
            chromium.run(
                "document.activeElement.ariaLabel || document.activeElement.id || document.activeElement.innerText"
            )
        )
    assert reached[:5] == ["value0", "Copy Tenant URL", "value1", "Show Secret Token", "Copy Secret Token"]
    assert reached[5:] == ["Replace the token", "Set it up the first time", "Messages you may see", "Lock again"]

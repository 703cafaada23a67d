"""What a person does with a share's page in a browser, and what is seen there then."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.rig.browsers import Browser
from tests.rig.polling import poll
from tests.share.parts import PASSPHRASE_TEXT

IN_CHROMIUM = pytest.mark.xdist_group("chromium")
Show = Callable[[bytes], str]


def shown_in(browser: Browser, page: bytes, folder: Path) -> str:
    """Opens the page from disk; returns its address."""
    path = folder / "share.html"
    path.write_bytes(page)
    browser.open(path.as_uri())
    return path.as_uri()


def text(browser: Browser, selector: str) -> str:
    """What is there to be seen of it: nothing where it is hidden."""
    return str(
        browser.run(
            f"(e => e?.getClientRects().length ? e.innerText : '')(document.querySelector({json.dumps(selector)}))"
        )
    )


def texts(browser: Browser, selector: str) -> list[str]:
    return list(browser.run(f"[...document.querySelectorAll({json.dumps(selector)})].map(e => e.innerText)"))


def values(browser: Browser) -> dict[str, str]:
    """What is shown in the fields, by their labels."""
    return dict(
        browser.run(
            "[...document.querySelectorAll('.field')].map(f => [f.querySelector('label').innerText, "
            "f.querySelector('input').value])"
        )
    )


def answered(browser: Browser) -> str:
    """Waits until the passphrase was judged; the problem's sentence, or nothing where the share is open."""
    poll(
        lambda: browser.run(
            "!document.getElementById('opened').hidden || !!document.getElementById('problem').innerText"
        ),
        "answer to the passphrase",
        timeout=60,
    )
    return text(browser, "#problem")


def enter_passphrase(browser: Browser, passphrase: str, then: str = "\n") -> None:
    """Types it once the field waits for it, and `then` once the field holds all of it."""
    poll(lambda: browser.run("document.activeElement?.id === 'passphrase'"), "focus of the field", timeout=60)
    browser.run("document.activeElement.value = ''")
    browser.type(passphrase)
    poll(lambda: browser.run("document.activeElement.value") == passphrase, "passphrase in its field", timeout=60)
    browser.type(then)


def unlock(browser: Browser, passphrase: str = PASSPHRASE_TEXT) -> None:
    enter_passphrase(browser, passphrase)
    problem = answered(browser)
    assert problem == "", problem

"""The saved set-up steps: all that the tab shows, as text, and no token."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.actions.provisioning_clients import read_clients
from app.actions.setup_page import SetupPage, as_page, proposed_name, save_setup_page
from app.domain.errors import CannotWrite
from app.domain.report_details import moment_words
from tests.actions.test_report_page import ATTRIBUTES, HOSTILE, OWN, Read

NOW = datetime(2026, 11, 25, 18, 0, tzinfo=UTC)
URL = "https://api.r-service.tech/scim/v2"
VALUES = (("Tenant URL", URL, ""), ("Secret Token", "the token, ending in b3ad", "The token alone."))


def page(client: str = "entra", **changed: object) -> SetupPage:
    found = next(each for each in read_clients() if each.id == client)
    made = SetupPage(found, VALUES, "Values of Widget", "QA", "These are the values for QA. Production has its own.")
    return replace(made, **changed)  # type: ignore[arg-type]  # a dict of many types


@pytest.mark.parametrize("client", [each.id for each in read_clients()])
def test_everything_that_is_known_of_the_client_is_there(client: str) -> None:
    shown = page(client)
    read = Read(as_page(shown, NOW, "1.0"))
    known = shown.client
    for text in (
        *(part for row in VALUES for part in row),
        *known.first_steps,
        *known.replace_steps,
        *(each.message for each in known.errors),
        *(each.cause for each in known.errors),
        *(each.title for each in known.sources),
        known.name,
        known.note,
        known.test_note,
        "Values of Widget",
        "These are the values for QA. Production has its own.",
        moment_words(NOW),
    ):
        assert text in read.text
    assert "QA" in read.text.split("\n")
    assert read.elements <= OWN
    assert read.attributes <= ATTRIBUTES
    assert not any("://" in value for value in read.values)


def test_hostile_words_are_text() -> None:
    found = page().client
    hostile = replace(found, name=HOSTILE, note=HOSTILE, first_steps=(HOSTILE,))
    shown = page(client="entra")
    shown = replace(
        shown, client=hostile, values=((HOSTILE, HOSTILE, HOSTILE),), whose=HOSTILE, badge="QA", advice=HOSTILE
    )
    read = Read(as_page(shown, NOW, "1.0"))
    assert read.elements <= OWN
    assert read.attributes <= ATTRIBUTES
    assert "<script>alert(1)</script>" in read.text
    assert "\u202e" not in read.text
    assert "/" not in proposed_name(shown)


def test_it_is_written_whole_in_place_of_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / proposed_name(page())
    assert target.name == "SCIM set-up Azure AD Microsoft Entra ID QA.html"
    target.write_text("before")
    save_setup_page(page(), target, NOW)
    assert URL in target.read_text(encoding="utf-8")
    assert [each.name for each in tmp_path.iterdir()] == [target.name]
    with pytest.raises(CannotWrite):
        save_setup_page(page(), tmp_path / "gone" / "page.html", NOW)

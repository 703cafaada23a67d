"""Whom a User-Agent names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.clients.catalogue import read_clients
from app.domain.user_agents import NO_NAMES, documented_names, is_ours, without_version

NAMES = documented_names(read_clients())


@pytest.mark.parametrize(
    ("agent", "left"),
    [
        ("Okta SCIM Client 1.0.0", "Okta SCIM Client"),
        ("Okta SCIM Client v2.1", "Okta SCIM Client"),
        ("Okta SCIM Client", "Okta SCIM Client"),
        ("python-requests/2.31.0", "python-requests"),
        ("Java/1.8.0_292", "Java"),
        ("Go-http-client/2", "Go-http-client"),
        ("Widget/1.0-beta+3 (Linux; x86_64) lib/4", "Widget (Linux; x86_64) lib"),
        # What may tell two clients apart stays.
        ("Agent 7", "Agent 7"),
        ("scim-client-2", "scim-client-2"),
        ("Widget/production", "Widget/production"),
        ("sync https://widget.example/2.0/x", "sync https://widget.example/2.0/x"),
        ("", ""),
    ],
)
def test_versions_are_left_out_and_nothing_else(agent: str, left: str) -> None:
    assert without_version(agent) == left


@given(st.text(max_size=1000))
def test_leaving_versions_out_is_done_once_for_all(agent: str) -> None:
    once = without_version(agent)
    assert len(once) <= len(agent)
    assert without_version(once) == once or once != agent


def test_our_own() -> None:
    assert is_ours("scim-connection/0.1.0")
    assert not is_ours("scim-connection")
    assert not is_ours("A scim-connection/0.1.0")


@pytest.mark.parametrize(
    ("agent", "called"),
    [
        ("Okta SCIM Client 1.0.0", "Okta"),
        ("Okta SCIM Client 1.2.7", "Okta"),
        # Not the documented words: whoever it is, it is called as it calls itself.
        ("Okta", "a client that calls itself “Okta”"),
        ("Okta SCIM Client 1.0.0 (pretended)", "a client that calls itself “Okta SCIM Client 1.0.0 (pretended)”"),
        ("okta scim client 1.0.0", "a client that calls itself “okta scim client 1.0.0”"),
        # Reported by others, and not documented by its vendor.
        ("Google-Auto-Provisioning", "a client that calls itself “Google-Auto-Provisioning”"),
        ("", "a client that does not say its name"),
        (" ", "a client that does not say its name"),
        ("1.0.0", "a client that calls itself “1.0.0”"),
        ("a\u202eb\x1b[31m", "a client that calls itself “a\\u202eb\\x1b[31m”"),
        ("<b>x</b>", "a client that calls itself “<b>x</b>”"),
        ("x" * 200, f"a client that calls itself “{'x' * 59}…”"),
    ],
)
def test_a_product_is_named_where_its_user_agent_is_documented(agent: str, called: str) -> None:
    assert NAMES.caller(agent) == called


@given(st.text(max_size=300))
def test_others_are_named_in_their_own_words_on_one_short_line(agent: str) -> None:
    named = NO_NAMES.caller(agent)
    assert named.isprintable()
    assert len(named) <= len("a client that calls itself “”") + 60
    assert named.startswith("a client that ")


def test_only_what_a_vendor_documents_is_a_name() -> None:
    documented = {
        client.id for client in read_clients() for agent in client.user_agents if agent.sure.value == "documented"
    }
    assert documented == {"okta"}
    assert set(NAMES.by_agent.values()) == {"Okta"}

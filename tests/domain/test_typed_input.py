"""What a person types of an account, field by field."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.accounts import Environment
from app.domain.tokens import AccessToken
from app.domain.typed_input import LONGEST_NAME, Field, Typed, judge

TEXT = "3f9a" * 15 + "b3ad"
GOOD = Typed("Widget", Environment.PRODUCTION, "https://api.r-service.tech/scim/v2", AccessToken(TEXT), "")


def test_good_values_are_taken() -> None:
    judged = judge(
        replace(GOOD, name="  Widget \t Data\u200b ", settings_page=" https://widget.r-service.tech/settings#scim ")
    )
    assert (judged.problems, judged.doubts) == ({}, ())
    assert judged.name == "Widget Data"
    assert judged.endpoint == "https://api.r-service.tech/scim/v2"
    assert judged.token == AccessToken(TEXT)
    assert judged.settings_page == "https://widget.r-service.tech/settings#scim"


def test_slips_in_endpoint_and_token_are_put_right() -> None:
    judged = judge(
        replace(GOOD, endpoint=' "API.r-service.tech/scim/v2/Users" ', token=AccessToken(f"Bearer {TEXT}\r\n"))
    )
    assert judged.problems == {}
    assert (judged.endpoint, judged.token) == ("https://api.r-service.tech/scim/v2", AccessToken(TEXT))


def test_every_empty_field_is_named_at_once() -> None:
    problems = judge(Typed("", None, "", None, "")).problems
    assert set(problems) == {Field.NAME, Field.ENVIRONMENT, Field.ENDPOINT, Field.TOKEN}
    assert all(said.endswith((".", "?")) for said in problems.values())


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        (Field.NAME, replace(GOOD, name="x" * (LONGEST_NAME + 1))),
        (Field.NAME, replace(GOOD, name=TEXT)),
        (Field.NAME, replace(GOOD, name="a\u202eb\x07")),
        (Field.ENDPOINT, replace(GOOD, endpoint=TEXT)),
        (Field.ENDPOINT, replace(GOOD, endpoint="ftp://api.example.com")),
        (Field.ENDPOINT, replace(GOOD, endpoint="http://api.example.com/scim/v2")),
        (Field.ENDPOINT, replace(GOOD, endpoint="https://jane:secret@api.example.com/scim/v2")),
        (Field.TOKEN, replace(GOOD, token=AccessToken("https://api.example.com/scim/v2"))),
        (Field.TOKEN, replace(GOOD, token=AccessToken("two words"))),
        (Field.TOKEN, replace(GOOD, token=AccessToken("a" * 5_000))),
        (Field.SETTINGS_PAGE, replace(GOOD, settings_page="http://widget.example.com/settings")),
        (Field.SETTINGS_PAGE, replace(GOOD, settings_page="javascript:alert(1)")),
        (Field.SETTINGS_PAGE, replace(GOOD, settings_page="file:///etc/passwd")),
        (Field.SETTINGS_PAGE, replace(GOOD, settings_page=f"https://widget.example.com/?token={TEXT}")),
        (Field.SETTINGS_PAGE, replace(GOOD, settings_page="https://widget.example.com/" + "a" * 3_000)),
    ],
)
def test_what_cannot_be_used_is_said_beside_its_field(field: Field, changed: Typed) -> None:
    judged = judge(changed)
    assert set(judged.problems) == {field}
    said = judged.problems[field]
    assert said.endswith(".")
    assert TEXT not in said
    assert "secret" not in said


@pytest.mark.parametrize(
    ("environment", "host", "asked"),
    [
        (Environment.PRODUCTION, "api.r-service.qa", True),
        (Environment.PRODUCTION, "api.r-service-demo.com", True),
        (Environment.PRODUCTION, "qa.example.com", True),
        (Environment.PRODUCTION, "api.aqua.com", False),
        (Environment.QA, "api.r-service.tech", True),
        (Environment.QA, "prod.example.com", True),
        (Environment.QA, "api.example.com", False),
        (Environment.QA, "qa-prod.example.com", False),
        (Environment.QA, "127.0.0.1:8080", False),
        (Environment.PRODUCTION, "localhost:8080", False),
    ],
)
def test_the_other_environments_host_is_asked_about(environment: Environment, host: str, asked: bool) -> None:
    judged = judge(replace(GOOD, environment=environment, endpoint=f"{host}/scim/v2"))
    assert judged.problems == {}
    assert bool(judged.doubts) is asked


@pytest.mark.parametrize("token", [TEXT[:-1], TEXT.upper(), "g" * 64])
def test_a_token_unlike_r_services_is_asked_about(token: str) -> None:
    judged = judge(replace(GOOD, token=AccessToken(token)))
    assert judged.problems == {}
    assert len(judged.doubts) == 1
    assert token not in judged.doubts[0]


def test_without_a_token_where_none_is_asked_for() -> None:
    judged = judge(replace(GOOD, token=None, needs_token=False))
    assert (judged.problems, judged.doubts, judged.token) == ({}, (), None)


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=40), st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_nothing_raises(name: str, endpoint: str, token: str, page: str) -> None:
    judged = judge(Typed(name, Environment.QA, endpoint, AccessToken(token) if token else None, page))
    assert judged.problems or (judged.name and judged.endpoint and judged.token)
    assert judged.settings_page is None or judged.settings_page.startswith("https://")

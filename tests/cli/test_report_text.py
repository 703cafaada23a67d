"""The report for a terminal: what is in it, within a hundred columns."""

from __future__ import annotations

from dataclasses import replace

from app.cli.report_text import WIDTH, as_text
from app.domain.report import ClientResult, Verdict
from tests.domain.samples import BASE, FULL, MADE_AT
from tests.domain.test_report import EMPTY


def test_it_says_what_to_enter_what_was_seen_and_when_the_certificate_ends() -> None:
    text = as_text(FULL, MADE_AT)
    lines = text.split("\n")
    assert lines[0] == "Verdict: usable"
    assert f"Tested: {BASE}" in lines
    assert "For: Okta" in lines
    assert f"  Base URL            {BASE}" in lines
    assert "  OAuth Bearer Token  the token" in lines
    assert "  Authorization       Bearer and the token" in lines
    assert "  Test User Email     for you to choose" in lines
    assert "  Path                not known" in lines
    for told in (
        "name the host widget.example.org",
        "1,234 users and 1 group",
        "Certificate: issued by commonName=Example CA, valid until 2026-12-31 23:59 UTC (37 days left).",
        "Through the proxy http://proxy.example.org:3128.",
    ):
        assert told in " ".join(text.split())


def test_each_client_has_one_line() -> None:
    lines = as_text(FULL, MADE_AT).split("\n")
    begin = lines.index("Provisioning clients")
    assert lines[begin + 1 : begin + 5] == [
        "  Okta        ready",
        "  Azure AD    not ready: It searches for a user that does not exist.",
        "  Google SSO  not known",
        "",
    ]


def test_sentences_are_wrapped_and_addresses_are_not() -> None:
    long = "https://api.example.org/" + "tenant/" * 30 + "scim/v2"
    words = " ".join(["a sentence of many words"] * 12)
    report = replace(
        FULL,
        endpoint=long,
        recommended_base=long,
        findings=tuple(replace(each, message=words, remedy=f"{words}: {long}") for each in FULL.findings),
        clients=(ClientResult("okta", "Okta", (), False, "documented", words),),
        checks=tuple(replace(each, detail=words) for each in FULL.checks),
        client=None,
    )
    text = as_text(report, MADE_AT)
    too_long = [line for line in text.split("\n") if len(line) > WIDTH]
    assert too_long
    assert all(long in line for line in too_long)
    assert not any(line.endswith(" ") for line in text.split("\n"))


def test_a_report_with_nothing_in_it_has_no_empty_parts() -> None:
    report = replace(EMPTY, verdict=Verdict.UNKNOWN, endpoint=None, recommended_base=None)
    text = as_text(report, MADE_AT)
    assert "What was seen" not in text
    assert "Provisioning clients" not in text
    assert "What to enter" not in text
    assert "\n\n\n" not in text


def test_for_any_client_it_says_what_to_enter_by_what_is_appended() -> None:
    lines = as_text(replace(FULL, client=None), MADE_AT).split("\n")
    assert f"  A client that appends nothing   {BASE}" in lines
    assert "  A client that appends /scim/v2  https://api.example.org" in lines
    assert "For: Okta" not in lines


def test_a_certificate_that_has_ended_is_said_to_have_ended() -> None:
    assert FULL.tls is not None
    assert FULL.tls.not_before is not None
    ended = replace(FULL, tls=replace(FULL.tls, not_after=FULL.tls.not_before))
    assert "valid until 2026-01-01 00:00 UTC (ended)." in as_text(ended, MADE_AT)


def test_a_terminal_is_told_nothing_by_control_characters() -> None:
    report = replace(FULL, seen=replace(FULL.seen, location_hosts=("a\x1b[2Jb\u202e",)) if FULL.seen else None)
    assert "a\\x1b[2Jb\\u202e." in as_text(report, MADE_AT)

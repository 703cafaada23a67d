"""What is kept of a run comes back, and what has changed since is said in the right words."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.findings import RULES, Finding, Severity
from app.domain.past_run import PastFinding, PastRun, changes_since, kept, outcome_words, read_past_run
from app.domain.report import Check, CheckStatus, ClientResult, Report, Timings, Verdict
from tests.domain.test_report import EMPTY

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def found(code: str, message: str = "", check: str | None = "users", severity: Severity | None = None) -> Finding:
    return Finding(code, severity or RULES[code].severity, message or f"Message of {code}.", "Do something.", check)


def check(identity: str, status: CheckStatus = CheckStatus.PASSED, ms: float | None = 20.0) -> Check:
    return Check(identity, f"Title of {identity}", status, "Seen.", 1.0, ms, "GET https://h.example/x", 200)


@pytest.mark.parametrize(("verdict", "good"), [(v, v in (Verdict.READY, Verdict.USABLE)) for v in Verdict])
def test_what_a_run_came_to_is_said_in_a_few_words(verdict: Verdict, good: bool) -> None:
    words, was_good = outcome_words(PastRun(MONDAY, verdict, None, (), (), None))
    assert words
    assert was_good is good


GOOD = replace(
    EMPTY, checks=(check("users"), check("groups")), timings=Timings(total_ms=140.0), clients=(), client=None
)


def past(report: Report) -> PastRun:
    run = read_past_run(MONDAY, kept(report))
    assert run is not None
    return run


def test_findings_and_times_come_back() -> None:
    report = replace(GOOD, verdict=Verdict.USABLE, client="okta", findings=(found("scim.groups-missing"),))
    run = past(report)
    assert (run.at, run.verdict, run.client, run.total_ms) == (MONDAY, Verdict.USABLE, "okta", 140.0)
    assert run.findings == (
        PastFinding("scim.groups-missing", Severity.WARNING, "Message of scim.groups-missing.", "users"),
    )
    assert [(each.id, each.status, each.duration_ms) for each in run.checks] == [
        ("users", CheckStatus.PASSED, 20.0),
        ("groups", CheckStatus.PASSED, 20.0),
    ]


def test_nothing_else_is_kept() -> None:
    value = json.loads(kept(GOOD))
    assert set(value) == {"schema", "verdict", "client", "total_ms", "findings", "checks"}
    assert "h.example" not in kept(GOOD)


@given(st.text(), st.sampled_from(list(Verdict)), st.floats(min_value=0, max_value=1e9) | st.none())
def test_any_text_and_time_comes_back(text: str, verdict: Verdict, ms: float | None) -> None:
    report = replace(GOOD, verdict=verdict, findings=(found("url.invalid", text or "x"),), timings=Timings(total_ms=ms))
    run = past(report)
    assert run.findings[0].message == (text or "x")
    assert run.total_ms == (None if ms is None else round(ms, 1))


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


@given(st.sampled_from(["schema", "verdict", "client", "total_ms", "findings", "checks"]), _json)
def test_a_damaged_row_is_none_and_never_an_error(key: str, value: object) -> None:
    text = json.dumps({**json.loads(kept(GOOD)), key: value})
    run = read_past_run(MONDAY, text)
    assert run is None or key in ("client", "total_ms", "findings", "checks")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{}",
        "[" * 100_000,
        kept(GOOD)[:-1],
        kept(GOOD).replace("past-run/1", "past-run/2"),
        kept(GOOD).replace('"passed"', '"sparkling"'),
        kept(GOOD).replace("140.0", "NaN"),
        kept(GOOD).replace("140.0", "-1"),
        kept(GOOD).replace("140.0", "true"),
        kept(GOOD).replace("140.0", "9" * 5000),
        kept(GOOD).replace('"ready"', '"splendid"'),
    ],
)
def test_what_does_not_come_from_here_is_none(text: str) -> None:
    assert read_past_run(MONDAY, text) is None


def test_nothing_changed() -> None:
    assert changes_since(past(GOOD), GOOD) == ["Nothing changed: it was ready then, too."]
    unknown = replace(GOOD, verdict=Verdict.UNKNOWN)
    assert changes_since(past(unknown), unknown) == ["Nothing changed: it was not proven to work then, either."]


def test_what_is_new_comes_worst_first_and_what_is_gone_after_it() -> None:
    then = replace(GOOD, findings=(found("scim.error-format"), found("scim.pagination")))
    now = replace(GOOD, verdict=Verdict.BLOCKED, findings=(found("auth.rejected"), found("scim.content-type")))
    assert changes_since(past(then), now) == [
        "It was ready then; it is blocked now.",
        "New: Message of auth.rejected.",
        "New: Message of scim.content-type.",
        "No longer found: Message of scim.pagination.",
        "No longer found: Message of scim.error-format.",
    ]


def test_other_numbers_in_a_message_are_no_change() -> None:
    then = replace(GOOD, verdict=Verdict.USABLE, findings=(found("tls.expires-soon", "It ends in 12 days."),))
    now = replace(GOOD, verdict=Verdict.USABLE, findings=(found("tls.expires-soon", "It ends in 9 days."),))
    assert len(changes_since(past(then), now)) == 1


def test_what_could_not_be_looked_at_is_not_said_to_be_gone() -> None:
    then = replace(GOOD, verdict=Verdict.USABLE, findings=(found("scim.groups-missing", check="groups"),))
    skipped = check("groups", CheckStatus.SKIPPED, None)
    unanswered = replace(check("groups", CheckStatus.FAILED), response_status=None)
    for lost in (skipped, unanswered):
        now = replace(GOOD, verdict=Verdict.BLOCKED, checks=(lost,), findings=(found("dns.not-found", check="name"),))
        assert "Not looked at this time: Message of scim.groups-missing." in changes_since(past(then), now)


def test_what_could_not_be_looked_at_then_is_not_said_to_be_new() -> None:
    then = replace(GOOD, verdict=Verdict.BLOCKED, checks=(check("groups", CheckStatus.SKIPPED, None),))
    now = replace(GOOD, verdict=Verdict.USABLE, findings=(found("scim.groups-missing", check="groups"),))
    assert changes_since(past(then), now)[1:] == ["Found now, and not looked at then: Message of scim.groups-missing."]


def test_another_client_then_is_said() -> None:
    okta = ClientResult("okta", "Okta", (), True, "documented", "")
    then = replace(GOOD, client="okta", findings=(found("scim.unknown-user", severity=Severity.INFO),))
    now = replace(GOOD, clients=(okta,), findings=(found("scim.unknown-user"),))
    assert changes_since(past(then), now) == [
        "It is ready, and it was ready then, too.",
        "The test was for Okta then, and is for any client now.",
    ]
    gone = replace(then, client="client-of-another-version")
    assert "for another client then" in changes_since(past(gone), now)[1]


def test_the_same_finding_that_weighs_more_now_is_said() -> None:
    then = replace(GOOD, findings=(found("net.not-public", severity=Severity.INFO),))
    now = replace(GOOD, verdict=Verdict.USABLE, findings=(found("net.not-public"),))
    assert changes_since(past(then), now)[1:] == [
        "This is a warning now, and was for your information: Message of net.not-public."
    ]


@pytest.mark.parametrize(
    ("then", "now", "slower"),
    [(20, 60, False), (20, 1_500, True), (2_000, 3_500, False), (500, 1_600, True), (20, 900, False)],
)
def test_only_what_is_clearly_slower_is_said(then: float, now: float, slower: bool) -> None:
    before = replace(GOOD, checks=(check("users", ms=then),))
    after = replace(GOOD, checks=(check("users", ms=now),))
    changes = changes_since(past(before), after)
    assert any(each.startswith("Slower: Title of users took") for each in changes) is slower
    assert changes[0].startswith("Nothing changed") is not slower


def test_the_slowest_are_named_and_the_others_counted() -> None:
    names = [f"c{number}" for number in range(5)]
    before = replace(GOOD, checks=tuple(check(name) for name in names))
    after = replace(GOOD, checks=tuple(check(name, ms=2_000.0 + place) for place, name in enumerate(names)))
    changes = changes_since(past(before), after)
    assert changes[1] == "Slower: Title of c4 took 2.0 s, and 20 ms then."
    assert changes[-1] == "2 more checks are slower."
    assert len(changes) == 5


def test_a_check_that_failed_is_not_called_slow() -> None:
    after = replace(GOOD, checks=(check("users", CheckStatus.FAILED, 9_000.0),))
    assert len(changes_since(past(GOOD), after)) == 1


def test_a_whole_test_that_is_slower_is_said() -> None:
    after = replace(GOOD, timings=Timings(total_ms=4_000.0))
    assert changes_since(past(GOOD), after)[1] == "Slower: the whole test took 4.0 s, and 0.1 s then."

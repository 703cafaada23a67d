"""The saved page: what is in it, that nothing in it is markup but ours, and that it holds nobody and no token."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import datetime, timedelta, timezone
from enum import Enum
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from app.actions.report_page import as_page
from app.actions.save_report import save_as_page
from app.domain.report import Report, Sent, Verdict
from app.domain.tokens import AccessToken
from app.tester.redact import Redactor
from tests.domain.samples import BASE, FULL, MADE_AT
from tests.domain.test_report import EMPTY
from tests.tester.running import run_against
from tests.tester.scim_server import LIST_RESPONSE, TOKEN, Reply, Request, Service, scim

HOSTILE = "</td></style><script>alert(1)</script><img src=x onerror='a'>\"'&lt;\u202e"
OWN = {
    *("html", "head", "meta", "title", "style", "body", "header", "main", "footer", "section", "div"),
    *("h1", "h2", "h3", "p", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "span", "strong", "code", "pre"),
}
ATTRIBUTES = {"lang", "charset", "http-equiv", "content", "name", "class", "scope", "data-name", "aria-hidden"}


class Read(HTMLParser):
    """Elements, attributes and text of a page; an element that is not closed, or closed twice, is an error."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.values: list[str] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes.update(name for name, _ in attrs)
        self.values += [value or "" for _, value in attrs]
        if tag != "meta":
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self._open:
            self.text += f"{data}\n"


@pytest.mark.parametrize(
    "told",
    [
        "! usable",
        "2026-11-24 09:30:15 UTC",
        "Okta",
        "What to enter in Okta",
        "the token, kept out of this report",
        "Bearer and the token, kept out of this report",
        "Switch groups off.",
        "scim.groups-missing",
        "✓ ready",
        "✕ not ready",
        "– not known",
        "documented by its vendor",
        "It searches for a user that does not exist.",
        "widget.example.org",
        "1,234 users and 1 group",
        "commonName=Example CA",
        "2026-12-31 23:59 UTC (37 days left)",
        "api.example.org, www.example.org",
        "http://proxy.example.org:3128",
        "192.0.2.7 (on the internet)",
        "1,180 ms",
        "17",
        f"GET {BASE}/Users?startIndex=1&count=1",
        "Sent with the token, Accept: application/scim+json, application/json. "
        "Answered after 1,034 ms with status 200, application/scim+json.",
        "Sent with no token, no Accept header. No answer after 50 ms.",
        "{\n  schemas: 1 × text\n}",
        "SCIM Connection for R-Service 9.8.7",
    ],
)
def test_it_says_all_that_a_ticket_needs(told: str) -> None:
    text = Read(as_page(FULL, MADE_AT, "9.8.7")).text
    assert " ".join(told.split()) in " ".join(text.split())


def test_the_time_is_utc_whatever_the_clocks_zone() -> None:
    there = MADE_AT.astimezone(timezone(timedelta(hours=5, minutes=30)))
    assert as_page(FULL, there, "1") == as_page(FULL, MADE_AT, "1")


def test_for_any_client_it_says_what_to_enter_by_what_is_appended() -> None:
    text = Read(as_page(replace(FULL, client=None), MADE_AT, "1")).text
    assert "any provisioning client" in text
    assert "A client that appends /scim/v2" in text
    assert "A client that appends /scim\n" not in text


@pytest.mark.parametrize("verdict", [Verdict.READY, Verdict.UNKNOWN])
def test_a_report_with_nothing_in_it_is_a_page_too(verdict: Verdict) -> None:
    read = Read(as_page(replace(EMPTY, verdict=verdict, endpoint=None, findings=()), MADE_AT, "1"))
    assert "could not be read" in read.text
    assert "Certificate" not in read.text
    assert "Requests\n" not in read.text


def test_nothing_that_others_wrote_is_markup() -> None:
    page = as_page(_everywhere(FULL), MADE_AT, HOSTILE)
    read = Read(page)
    assert read.elements <= OWN
    assert read.attributes <= ATTRIBUTES
    assert not any("script" in value or "onerror" in value for value in read.values)
    assert read.text.count("<script>alert(1)</script>") > 30
    assert "<script" not in page
    assert "\u202e" not in page


def test_an_address_that_the_proxy_looked_up_is_not_known_here() -> None:
    through = replace(FULL, vantage=replace(FULL.vantage, address=None, public_address=None))
    assert "known to the proxy alone" in as_page(through, MADE_AT, "1")


def test_nothing_is_loaded_and_nothing_runs() -> None:
    page = as_page(FULL, MADE_AT, "1")
    assert "Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline';" in page
    for loading in ("url(", "@import", "src=", "href=", "<script", "<link", "javascript:"):
        assert loading not in page


def _everywhere(report: Report) -> Report:
    """The report with hostile text in the place of every text but the words of our own that stand for something."""

    def changed(value: Any, name: str = "") -> Any:
        if isinstance(value, str) and not isinstance(value, Enum):
            return value if name in ("client", "id", "kind", "sure") else HOSTILE
        if isinstance(value, tuple):
            return tuple(changed(each, name) for each in value)
        if is_dataclass(value) and not isinstance(value, type):
            return replace(
                value, **{each.name: changed(getattr(value, each.name), each.name) for each in fields(value)}
            )
        return value

    hostile: Report = changed(report)
    return hostile


OLD = "0badc0de" * 8


def _telling(request: Request) -> Reply | None:
    """A server that puts a person and the tokens wherever it can."""
    said = f"Zebedee Quux {request.token}"
    if request.path == "/scim/v2/Groups":
        return scim({"detail": said, said: said, "zebedee.quux@example.org": 1}, 400, f"application/{request.token}")
    if request.path == "/scim/v2/Schemas":
        return Reply(302, said.encode(), {"Location": f"https://{request.token}.example.org/{said}"})
    if request.path == "/scim/v2/Users" and request.token == TOKEN and "filter" not in request.query:
        user = {"id": said, "Zebedee Quux": said, "meta": {"location": f"https://{TOKEN[:40]}.example.org/{OLD}"}}
        return scim({"schemas": [LIST_RESPONSE], "totalResults": 1, "startIndex": 1, "Resources": [user]})
    return None


async def test_a_saved_page_holds_nobody_and_no_token(tmp_path: Path) -> None:
    service = Service(instead=_telling)
    report = await run_against(service, old_token=OLD)
    save_as_page(report, tmp_path / "report.html", MADE_AT)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "Requests" in page
    made_up = {request.token for request in service.seen} - {None, TOKEN, OLD}
    assert len(made_up) == 1
    tokens = [AccessToken(token) for token in (TOKEN, OLD, *made_up) if token]
    assert not Redactor(tokens).holds_secret(page)
    assert "quux" not in page.lower()
    assert "Zebedee" not in page


async def test_which_token_each_request_carried_is_said() -> None:
    report = await run_against(Service(), old_token=OLD)
    text = Read(as_page(report, datetime.fromisoformat("2026-11-24T00:00:00+00:00"), "1")).text
    assert {check.sent for check in report.checks if check.request} == set(Sent)
    for words in ("the token", "the old token", "a made-up token", "no token"):
        assert f"Sent with {words}," in text

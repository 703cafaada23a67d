"""A report with something in every place."""

from __future__ import annotations

from datetime import UTC, datetime

from app.domain.findings import Finding, Severity
from app.domain.report import (
    BaseResult,
    Check,
    CheckStatus,
    ClientField,
    ClientResult,
    Report,
    Seen,
    Sent,
    Timings,
    TlsSeen,
    Vantage,
    Verdict,
)

MADE_AT = datetime(2026, 11, 24, 9, 30, 15, tzinfo=UTC)
BASE = "https://api.example.org/scim/v2"

FULL = Report(
    verdict=Verdict.USABLE,
    endpoint=BASE,
    client="okta",
    findings=(
        Finding("scim.groups-missing", Severity.WARNING, "There are no groups.", "Switch groups off.", "groups"),
        Finding("url.cleaned", Severity.INFO, "A trailing slash was removed.", "Nothing to do.", "endpoint"),
    ),
    bases=(BaseResult(BASE, 200, 404, None, True), BaseResult("https://api.example.org", None)),
    recommended_base=BASE,
    recommended_for_appending=(("/scim", None), ("/scim/v2", "https://api.example.org")),
    clients=(
        ClientResult(
            "okta",
            "Okta",
            (
                ClientField("Base URL", "base-url", BASE),
                ClientField("OAuth Bearer Token", "token", None),
                ClientField("Authorization", "authorization-header", None),
                ClientField("Test User Email", "other", None),
                ClientField("Path", "path", None),
            ),
            True,
            "documented",
            "What it needs was answered.",
        ),
        ClientResult("entra", "Azure AD", (), False, "reported", "It searches for a user that does not exist."),
        ClientResult("google", "Google SSO", (), None, "unknown", "What it asks for is not documented."),
    ),
    seen=Seen(("widget.example.org",), 1234, 1),
    checks=(
        Check("endpoint", "Endpoint as you entered it", CheckStatus.PASSED, "It can be tested.", 0.0, 0.0),
        Check(
            "users",
            "Users at /scim/v2",
            CheckStatus.PASSED,
            "Answered with a list.",
            24.6,
            1034.0,
            f"GET {BASE}/Users?startIndex=1&count=1",
            200,
            Sent.TOKEN,
            "application/scim+json, application/json",
            "application/scim+json",
            "{\n  schemas: 1 × text\n}",
        ),
        Check(
            "no-token",
            "Users without a token",
            CheckStatus.FAILED,
            "There was no answer.",
            100.0,
            50.0,
            f"GET {BASE}/Users",
            None,
            Sent.NONE,
        ),
        Check("old-token", "Users with the old token", CheckStatus.SKIPPED, "Not asked."),
    ),
    tls=TlsSeen(
        "TLSv1.3",
        "commonName=api.example.org",
        "commonName=Example CA",
        datetime(2026, 1, 1, tzinfo=UTC),
        datetime(2026, 12, 31, 23, 59, tzinfo=UTC),
        ("api.example.org", "www.example.org"),
        True,
        None,
    ),
    vantage=Vantage("http://proxy.example.org:3128", "192.0.2.7", True),
    timings=Timings(12.0, 20.0, 31.5, 1180.0, 17),
)

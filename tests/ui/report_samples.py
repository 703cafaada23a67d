"""A report of a connection test with everything that the tab can show, hostile text among it."""

from __future__ import annotations

from app.domain.clients import FieldKind
from app.domain.findings import RULES, Finding
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
    Vantage,
    Verdict,
)
from app.domain.text import tr
from app.ui.widgets.client_fields import ShownField
from tests.ui.samples import ENDPOINT, TOKEN

MARKUP = "<b>x</b>\u202e\n"
LITERAL = "<b>x</b>\\u202e\\x0a"
REPORT = Report(
    verdict=Verdict.READY,
    endpoint=ENDPOINT,
    client=None,
    findings=(Finding("scim.error-format", RULES["scim.error-format"].severity, MARKUP, tr("Do this."), "passed"),),
    bases=(
        BaseResult(ENDPOINT, 200, 200, None, True),
        BaseResult("http://127.0.0.1:8123/scim", 200, 404, 200, True),
        BaseResult(f"http://127.0.0.1:8123/{MARKUP}", 404),
    ),
    recommended_base=ENDPOINT,
    recommended_for_appending=(),
    clients=(
        ClientResult(
            "other",
            tr("Another client"),
            (ClientField(tr("Base URL"), "base-url", ENDPOINT), ClientField(tr("Bearer token"), "token", None)),
            None,
            "unknown",
            MARKUP,
        ),
        ClientResult("entra", tr("Azure AD (Microsoft Entra ID)"), (), True, "documented", tr("It is.")),
        ClientResult("okta", "Okta", (), False, "documented", tr("It is not.")),
    ),
    seen=Seen(("widget.example",), 41, 1),
    checks=tuple(
        Check(
            status.value,
            tr(f"Check {status.value}"),
            status,
            MARKUP,
            0.0,
            None if number else 12.4,
            request=tr("GET {endpoint}/Users?{markup}", endpoint=ENDPOINT, markup=MARKUP) if not number else None,
            response_status=None if number else 200,
            sent=None if number else Sent.TOKEN,
            accept=None if number else "application/scim+json",
            content_type=None if number else MARKUP,
            answer=None if number else "{\n  id: text\n}",
        )
        for number, status in enumerate(CheckStatus)
    ),
    tls=None,
    vantage=Vantage(),
    timings=Timings(total_ms=50.0, requests=1),
)
FIELDS = (
    ShownField(tr("Base URL"), FieldKind.BASE_URL, ENDPOINT, hint=MARKUP),
    ShownField(tr("Bearer token"), FieldKind.TOKEN, None, TOKEN),
    ShownField(tr("Its other field"), FieldKind.OTHER, None),
)

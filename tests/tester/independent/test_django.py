"""Two SCIM packages for Django, by different people: django-scim2 0.23 and django-scim2-server 1.1.

Sources: their READMEs, and the files named below. Both mount at /scim/v2, and neither reads a token: the site has to.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.domain.report import Report, Verdict
from tests.tester.independent.starting import GROUPS, USERS, fill, started
from tests.tester.running import codes, run, stopped
from tests.tester.scim_server import TOKEN

pytestmark = [pytest.mark.once, pytest.mark.xdist_group("django")]

_READY = re.compile(r"Serving on (http://[^\s]+)")


@contextmanager
def site(folder: Path, package: str, *options: str) -> Iterator[str]:
    """A site with that package; gives its origin."""
    command = [sys.executable, "-m", "tests.tester.independent.django_site", package, *options]
    with started(folder, command, _READY, SCIM_TOKEN=TOKEN) as origin:
        yield origin


@pytest.fixture(scope="module")
def scim2(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with site(tmp_path_factory.mktemp("django-scim2"), "django_scim", "bearer") as origin:
        fill(f"{origin}/scim/v2", TOKEN)
        yield origin


@pytest.fixture(scope="module")
def scim2_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with site(tmp_path_factory.mktemp("django-scim2-server"), "django_scim2_server", "bearer") as origin:
        fill(f"{origin}/scim/v2", TOKEN)
        yield origin


async def test_django_scim2_is_ready(scim2: str) -> None:
    """Its 401 has no body (middleware.py), which clients understand. Its ServiceProviderConfig says that filters are
    not supported, to "under promise and over deliver" (models.py), and yet they are: what it does counts, not what it
    says. Locations name NETLOC, `localhost` in the README."""
    report = await run(f"{scim2}/scim/v2")
    assert report.verdict is Verdict.READY, report.findings
    assert codes(report) == {"scim.error-format"}
    assert stopped(report) == set()
    assert report.recommended_base == f"{scim2}/scim/v2"
    assert_seen(report, "localhost")


async def test_django_scim2_at_another_base(scim2: str) -> None:
    """Only `scim/v2/` is routed; Django's own 404 is a page, and no sign of a SCIM service."""
    report = await run(f"{scim2}/scim")
    assert (report.verdict, codes(report)) == (Verdict.USABLE, {"url.wrong-base", "scim.error-format"})
    assert report.recommended_base == f"{scim2}/scim/v2"


async def test_django_scim2_with_another_token(scim2: str) -> None:
    """WWW_AUTHENTICATE_HEADER is `Basic realm="django-scim2"` unless it is set (docs/settings.rst), also where the site
    takes tokens: so a wrong token must not be blamed on the service alone."""
    report = await run(f"{scim2}/scim/v2", TOKEN[::-1])
    assert (report.verdict, codes(report)) == (Verdict.BLOCKED, {"auth.rejected"})
    (finding,) = (finding for finding in report.findings if finding.code == "auth.rejected")
    assert "password" in finding.message
    assert "Copy the token again" in finding.remedy


async def test_django_scim2_as_its_documentation_begins_takes_no_token(tmp_path: Path) -> None:
    """README: "This app does not implement authorization and authentication"."""
    with site(tmp_path, "django_scim") as origin:
        report = await run(f"{origin}/scim/v2")
    assert (report.verdict, codes(report)) == (Verdict.BLOCKED, {"auth.rejected"})


async def test_django_scim2_server_is_ready(scim2_server: str) -> None:
    """Filters, pages, discovery and SCIM errors (views.py); locations name the host that was asked (adapters.py)."""
    report = await run(f"{scim2_server}/scim/v2")
    assert report.verdict is Verdict.READY, report.findings
    assert codes(report) == stopped(report) == set()
    assert report.recommended_base == f"{scim2_server}/scim/v2"
    assert_seen(report, "127.0.0.1")


async def test_django_scim2_server_as_its_documentation_begins_takes_no_token(tmp_path: Path) -> None:
    """SCIM2_SERVER_AUTH_CHECK is `is_superuser` of Django's session unless it is set (conf.py): 401 for everything."""
    with site(tmp_path, "django_scim2_server") as origin:
        report = await run(f"{origin}/scim/v2")
    assert (report.verdict, codes(report)) == (Verdict.BLOCKED, {"auth.rejected"})


def assert_seen(report: Report, host: str) -> None:
    assert report.seen is not None
    assert (report.seen.users_total, report.seen.groups_total) == (USERS, GROUPS)
    assert report.seen.location_hosts == (host,)

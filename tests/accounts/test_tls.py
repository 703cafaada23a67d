"""HTTPS: a service whose certificate the system does not trust learns nothing, one that it trusts is talked to."""

from __future__ import annotations

import asyncio
import ssl
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import trustme

from app.accounts.settings_api import SettingsApi, SignedIn
from app.domain.clock import SystemClock
from app.domain.errors import ServiceUnreachable
from app.domain.tokens import AccessToken
from tests.accounts import samples
from tests.accounts.raw_server import RawServer, answers, raw_server


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
async def server(authority: trustme.CA) -> AsyncIterator[RawServer]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    async with raw_server(answers(200, samples.account()), tls=context) as running:
        running.url = running.url.replace("http://127.0.0.1", "https://localhost")
        yield running


async def test_an_untrusted_certificate_ends_it_before_the_session_is_sent(server: RawServer) -> None:
    api = SettingsApi(SignedIn(server.url, AccessToken(samples.SESSION)), SystemClock())
    with pytest.raises(ServiceUnreachable):
        await api.account()
    assert server.requests == []


async def test_what_the_system_trusts_is_trusted(server: RawServer, authority: trustme.CA, tmp_path: Path) -> None:
    """In a process of its own: what a system trusts is read once."""
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        "import asyncio, sys\n"
        "from app.accounts.settings_api import SettingsApi, SignedIn\n"
        "from app.domain.clock import SystemClock\n"
        "from app.domain.tokens import AccessToken\n"
        "api = SettingsApi(SignedIn(sys.argv[1], AccessToken('rss_of_nobody')), SystemClock())\n"
        "print(asyncio.run(api.account()).name)\n",
        server.url,
        env={"SSL_CERT_FILE": str(tmp_path / "ca.pem"), "PATH": ""},
        stdout=subprocess.PIPE,
    )
    said, _ = await asyncio.wait_for(child.communicate(), 30)
    assert said.decode().strip() == "Widget Data Center"
    assert b"authorization: bearer rss_of_nobody" in server.requests[0].lower()

"""A share that somebody sent: the dialog, the page of what it holds, and an exercise that wants to look like more."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.domain.accounts import AccountId, Environment
from app.domain.tokens import AccessToken
from app.share.passphrase import Passphrase
from app.share.payload import PAGE_BLOCK, SharePayload
from app.share.web_page import seal_as_page
from tests.accounts.real_service import real_service
from tests.pictures.scenes import Take
from tests.rig import hands
from tests.rig.node import Node
from tests.rig.session import Session
from tests.whole_program.program import MASKED, Program

TITLE = "Open a share"
PASSPHRASE = "unmixed-boneless-cadet-ramp-opulently-viewless"
HOSTILE = "<b>Widget</b>\u202e\x1b[31m " + "Data Center " * 8


def walk_received(session: Session, take: Take) -> None:
    """From the start page to a kept connection, then a hostile one."""
    with real_service(None) as service:
        path = _written(
            session.home / "SCIM token for Jane.html", endpoint=service.endpoint, token=service.scim_token(0)
        )
        program = Program(session)
        program.app.find("push button", "Open a share I received", timeout=60)
        program.press("Open a share I received")
        dialog = program.app.window(TITLE)
        take("open a share", dialog)
        program.app.close_window(TITLE)
        program.app.wait_closed(TITLE)
        program.quit()
        program = Program(session, "--open", str(path))
        dialog = program.app.window(TITLE, timeout=60)
        dialog.find("label", id="shareToOpen").wait_for_text(re.compile("a web page"))
        _unlock(program, dialog, "six-other-words")
        dialog.find("label", id="openSaid", timeout=60).wait_for_text(re.compile("^This passphrase"), 60)
        take("wrong passphrase", dialog)
        _open(program, dialog)
        take("received share", program.window)
        program.press("Test this connection")
        take("received to test", program.window)
        program.run_test()
        program.select_page("Received share")
        program.press("Show set-up steps")
        program.label("valuesOf").wait_for_text(re.compile("^Values of the share"))
        take("received steps", program.window)
        program.select_page("Received share")
        program.press("Keep as a connection")
        program.label("whereItIsKept").wait_for_text(re.compile("^Kept as"), 30)
        take("received kept", program.window)
        _hostile(program, session, take)
        program.quit()


def _hostile(program: Program, session: Session, take: Take) -> None:
    bad = _written(
        session.home / "hostile.html",
        endpoint="http://xn--r-srvice-d1a.example/scim/v2",
        token="0" * 60 + "b3ad",
        account_name=HOSTILE,
        environment=Environment.PRODUCTION,
        practice=True,
        made_by=HOSTILE,
        made_at=datetime.now(UTC) - timedelta(days=90),
    )
    second = Program(session, "--open", str(bad))
    second.app.wait_ended()
    dialog = program.app.window(TITLE)
    dialog.find("label", id="shareToOpen").wait_for_text(re.compile("hostile"))
    _open(program, dialog)
    take("received hostile", program.window)


def _unlock(program: Program, dialog: Node, passphrase: str) -> None:
    hands.write(dialog.find("text", "Share passphrase"), passphrase)
    program.press("Open share")


def _open(program: Program, dialog: Node) -> None:
    _unlock(program, dialog, PASSPHRASE)
    program.app.wait_closed(TITLE, timeout=60)
    program.token_field.wait_for_text(MASKED, 20)


def _written(path: Path, *, endpoint: str, token: str, **changed: object) -> Path:
    values: dict[str, object] = {
        "account_name": "Widget Data Center",
        "environment": Environment.QA,
        "practice": False,
        "client": "entra",
        "for_whom": "Jane Doe, Contoso",
        "made_by": "Howard Tanner, Widget",
        "made_at": datetime.now(UTC) - timedelta(hours=3),
        "previous_token_expires_at": datetime.now(UTC) + timedelta(days=29),
    }
    payload = SharePayload(
        endpoint=endpoint, token=AccessToken(token), account_id=AccountId("acc_1"), **{**values, **changed}  # type: ignore[arg-type]  # a dict of many types
    )  # fmt: skip
    path.write_bytes(asyncio.run(seal_as_page(payload.to_text(PAGE_BLOCK), Passphrase(PASSPHRASE))))
    return path

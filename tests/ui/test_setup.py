"""The tab Client setup: whose values stand there, what is copied, and what is said of each client."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.actions.connections import AccountView
from app.actions.program import Program
from app.actions.records import Records
from app.domain.accounts import AccountId, Environment, ScimSection, Source, TokenRecord
from app.domain.client_messages import is_quoted, messages_of
from app.domain.errors import Problem, ServiceUnreachable
from app.domain.report import ClientField, ClientResult, Report
from app.domain.tokens import MASK, AccessToken
from app.store.store import open_store
from app.ui.pages.setup_tab import SetupTab
from app.ui.presenters import save_setup
from app.ui.presenters.setup import SetupPresenter
from app.ui.presenters.tasks import Tasks
from app.ui.secrets.clipboard import GuardedClipboard, is_marked
from app.vault.vault import open_vault
from tests.actions.parts import KeyFile
from tests.ui.report_samples import REPORT
from tests.ui.samples import ENDPOINT, NOW, TEXT, TOKEN, MovedClock, view

SAVE = "Save as a page…"
TYPED_TEXT = "9e1b" * 16
TYPED = AccessToken(TYPED_TEXT)
ELSEWHERE = "https://api.r-service.tech/scim/v2"
TESTED = replace(
    REPORT,
    endpoint=ELSEWHERE,
    recommended_base=ELSEWHERE,
    clients=(
        ClientResult(
            "entra",
            "Azure AD (Microsoft Entra ID)",
            (
                ClientField("Tenant URL", "base-url", f"{ELSEWHERE}?aadOptscim062020"),
                ClientField("Secret Token", "token", None),
            ),
            True,
            "documented",
            "It is.",
        ),
        ClientResult("okta", "Okta", (ClientField("Base URL", "base-url", ELSEWHERE),), False, "reported", "It stops."),
    ),
)
QA = replace(
    view("Widget QA", source=Source.TYPED),
    account=replace(view("Widget QA", source=Source.TYPED).account, environment=Environment.QA),
)


class Shown:
    """A presenter on a tab, with a real store and vault."""

    def __init__(self, program: Program, clipboard: QClipboard) -> None:
        self.clipboard = clipboard
        self.failed: list[Problem] = []
        self.program = program
        self.tab = SetupTab()
        self.tasks = Tasks(self.failed.append)
        self.guard = GuardedClipboard(clipboard, lambda: self.presenter.secrets(), lambda: 60)
        self.presenter = SetupPresenter(self.tab, self.tasks, self.guard, Records(program), program.clock)

    async def until(self, condition: Callable[[], object]) -> None:
        async with asyncio.timeout(30):
            while not condition():
                await asyncio.sleep(0.01)

    async def show(self, seen: AccountView | None, client: str = "entra") -> None:
        self.presenter.show(seen)
        await self.until(self.tab.clients.count)
        self.tab.choose(client)

    def label(self, name: str) -> str:
        QApplication.sendPostedEvents()  # what was just put in a layout shows with it
        found = self.tab.findChildren(QLabel, name)
        assert found, name
        return next((each.text() for each in found if each.isVisible()), "")

    @property
    def origin(self) -> tuple[str, str]:
        return self.label("valuesOf"), self.label("valuesEnvironment")

    @property
    def values(self) -> dict[str, str]:
        QApplication.sendPostedEvents()
        found = [each for each in self.tab.findChildren(QLineEdit) if not each.isHidden()]
        return {each.accessibleName(): each.text() for each in found}

    @property
    def buttons(self) -> list[str]:
        QApplication.sendPostedEvents()
        found = [each.accessibleName() for each in self.tab.findChildren(QPushButton) if not each.isHidden()]
        return [each for each in found if each != SAVE]

    @property
    def words(self) -> list[str]:
        QApplication.sendPostedEvents()
        return [each.text() for each in self.tab.findChildren(QLabel) if each.isVisible() and each.text()]

    def press(self, name: str) -> None:
        assert name in self.buttons
        found = [each for each in self.tab.findChildren(QPushButton) if each.accessibleName() == name]
        next(each for each in found if each.isVisible()).click()

    async def history(self) -> list[str]:
        async with asyncio.timeout(30):
            while running := asyncio.all_tasks() - {asyncio.current_task()}:
                await asyncio.wait(running)
        assert self.program.store is not None
        return [line.what for line in self.program.store.history.of(AccountId("widget-data-center"))]


@pytest.fixture
async def shown(qtbot: QtBot, clipboard: QClipboard, tmp_path: Path) -> AsyncIterator[Shown]:
    clock = MovedClock()
    program = Program(clock, changed=lambda: None, folder=tmp_path, keyring=KeyFile(tmp_path / "key"))
    program.store = open_store(tmp_path / "store.sqlite3", clock)
    program.vault = await open_vault(tmp_path / "vault", KeyFile(tmp_path / "key"))
    made = Shown(program, clipboard)
    qtbot.addWidget(made.tab)
    made.tab.resize(900, 700)
    made.tab.show()
    yield made
    await made.tasks.cancel()
    await program.close()
    shiboken6.delete(made.guard)
    assert made.failed == []


async def test_saving_it_as_a_page(shown: Shown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    targets: list[Path | None] = [None, tmp_path / "gone" / "page.html", tmp_path / "page.html"]

    async def choose(*_: object) -> Path | None:
        return targets.pop(0)

    monkeypatch.setattr(save_setup, "ask_where_to_save", choose)
    await shown.show(view())
    said = []
    while targets:
        next(each for each in shown.tab.findChildren(QPushButton) if each.accessibleName() == SAVE).click()
        await asyncio.sleep(0)
        await shown.until(lambda: not shown.presenter._saving._saving)
        said.append(shown.label("setupPageSaved"))
    assert said[0] == "Without the token: to print, or to send on."
    assert said[1].startswith("The folder that you chose is not there any more.")
    assert shown.label("setupPageSaved").startswith("To print it, open it in your browser.")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert ENDPOINT in page
    assert f"ending in {TEXT[-4:]}" in page
    assert TEXT not in page


async def test_the_accounts_own_values(shown: Shown) -> None:
    await shown.show(view())
    assert shown.origin == ("Values of Widget Data Center", "Practice")
    assert shown.label("valuesAdvice").startswith("For exercise")
    assert shown.values == {"Tenant URL": ENDPOINT, "Secret Token": f"{MASK}b3ad"}
    assert shown.buttons == ["Copy Tenant URL", "Copy Secret Token"]
    assert shown.presenter.secrets() == [TEXT]


async def test_environments_are_told_apart(shown: Shown) -> None:
    await shown.show(view(source=Source.TYPED))
    assert shown.origin == ("Values of Widget Data Center", "Production")
    assert shown.label("valuesAdvice") == "These are the values for production. QA has its own."
    await shown.show(QA)
    assert shown.origin == ("Values of Widget QA", "QA")
    assert shown.label("valuesAdvice") == "These are the values for QA. Production has its own."


async def test_copying(shown: Shown) -> None:
    await shown.show(view())
    shown.press("Copy Tenant URL")
    assert shown.clipboard.text() == ENDPOINT
    assert not is_marked(shown.clipboard.mimeData())
    shown.press("Copy Secret Token")
    assert shown.clipboard.text() == TEXT
    assert is_marked(shown.clipboard.mimeData())
    assert shown.guard.seconds_left == 60
    assert [each.text() for each in shown.tab.findChildren(QPushButton) if each.isVisible()] == [
        "Copied",
        "Copied",
        SAVE,
    ]
    shown.tab.choose("okta")
    shown.press("Copy Authorization")
    assert shown.clipboard.text() == f"Bearer {TEXT}"
    assert is_marked(shown.clipboard.mimeData())
    assert sorted(await shown.history()) == ["copied", "copied as header"]


async def test_without_an_account_it_says_what_to_do(shown: Shown) -> None:
    await shown.show(None, "pingone")
    assert shown.origin == ("No values yet", "")
    assert shown.label("valuesAdvice") == "Run the connection tester first, then choose Show set-up steps."
    assert (shown.values["SCIM Base URL"], shown.values["OAuth Access Token"]) == ("", "")
    # What does not depend on the connection can be copied all the same.
    assert "Copy SCIM Base URL" not in shown.buttons
    assert "Copy OAuth Access Token" not in shown.buttons
    shown.press("Copy Users Resource")
    assert shown.clipboard.text() == "/Users"
    assert shown.presenter.secrets() == []


@pytest.mark.parametrize(
    ("seen", "advice"),
    [
        (replace(view(), section=None), "Waiting for R-Service…"),
        (replace(view(), section=None, problem=ServiceUnreachable()), "They are not known: the tab SCIM says why."),
        (view(token=None), "The token is not known yet: the tab SCIM says why."),
    ],
)
async def test_an_account_whose_values_are_not_there(shown: Shown, seen: AccountView, advice: str) -> None:
    await shown.show(seen)
    assert shown.origin == ("Values of Widget Data Center", "Practice")
    assert shown.label("valuesAdvice") == advice
    assert "Copy Secret Token" not in shown.buttons


async def test_set_up_steps_of_a_test_without_an_account(shown: Shown) -> None:
    shown.presenter.show(None)
    shown.presenter.show_tested("entra", TESTED, TYPED)  # before the clients are read
    await shown.until(shown.tab.clients.count)
    assert shown.label("clientName") == "Azure AD (Microsoft Entra ID)"
    assert shown.origin == ("The values that you tested", "")
    assert "QA or for production" in shown.label("valuesAdvice")
    assert shown.values == {"Tenant URL": f"{ELSEWHERE}?aadOptscim062020", "Secret Token": f"{MASK}9e1b"}
    assert "Use the account's values" not in shown.buttons
    assert shown.presenter.secrets() == [TYPED_TEXT]
    shown.press("Copy Secret Token")
    assert shown.clipboard.text() == TYPED_TEXT
    assert is_marked(shown.clipboard.mimeData())
    shown.presenter.show(None)  # looking again keeps them
    assert shown.presenter.secrets() == [TYPED_TEXT]


async def test_tested_values_of_another_service_are_not_the_accounts(shown: Shown) -> None:
    await shown.show(view(), "onelogin")
    shown.presenter.show_tested("entra", TESTED, TYPED)
    assert shown.origin == ("The values that you tested", "")
    shown.press("Copy Secret Token")
    assert await shown.history() == []
    shown.press("Use the account's values")
    assert shown.origin == ("Values of Widget Data Center", "Practice")
    assert shown.values == {"Tenant URL": ENDPOINT, "Secret Token": f"{MASK}b3ad"}
    assert "Use the account's values" not in shown.buttons
    # The account's token at a foreign address is not called the account's connection.
    shown.presenter.show_tested("entra", TESTED, TOKEN)
    assert shown.origin == ("The values that you tested", "")


async def test_the_accounts_own_tested_values_keep_its_name(shown: Shown) -> None:
    await shown.show(view())
    shown.presenter.show_tested("entra", replace(TESTED, endpoint=ENDPOINT), TOKEN)
    assert shown.origin == ("The values that you tested, of Widget Data Center", "Practice")
    shown.press("Copy Secret Token")
    assert await shown.history() == ["copied"]


async def test_another_account_forgets_what_was_tested(shown: Shown) -> None:
    await shown.show(view())
    shown.presenter.show_tested("entra", TESTED, TYPED)
    shown.presenter.show(view())
    assert shown.presenter.secrets() == [TYPED_TEXT]
    shown.presenter.show(QA)
    assert shown.origin == ("Values of Widget QA", "QA")
    assert shown.presenter.secrets() == [TEXT]


async def test_a_rotation_forgets_the_tested_token_from_before(shown: Shown) -> None:
    before = view()
    await shown.show(before)
    shown.presenter.show_tested("entra", replace(TESTED, endpoint=ENDPOINT), TOKEN)
    rotated = ScimSection(ENDPOINT, TokenRecord("tok_2", TYPED, NOW))
    shown.presenter.show(replace(before, section=rotated))
    assert shown.origin == ("Values of Widget Data Center", "Practice")
    assert shown.values["Secret Token"] == f"{MASK}9e1b"
    assert shown.presenter.secrets() == [TYPED_TEXT]


def blocked() -> Report:
    fields = (ClientField("Tenant URL", "base-url", None), ClientField("Secret Token", "token", None))
    return replace(TESTED, clients=(replace(TESTED.clients[0], fields=fields, ready=False),), recommended_base=None)


async def test_what_the_test_says_against_them_is_told(shown: Shown) -> None:
    await shown.show(None)
    shown.presenter.show_tested("okta", TESTED, TYPED)
    assert shown.label("valuesAdvice") == "The test found what stops this client. It stops."
    shown.presenter.show_tested("entra", blocked(), TYPED)
    assert shown.label("valuesAdvice").startswith("The test found no URL for this client.")
    assert shown.buttons == ["Copy Secret Token"]


async def test_any_client_is_another_client(shown: Shown) -> None:
    await shown.show(None)
    shown.presenter.show_tested(None, TESTED, None)
    assert shown.label("clientName") == "Another client"
    # The report knows nothing of it: what it recommends is entered.
    assert shown.values == {"Base URL": ELSEWHERE, "Bearer token": "", "Authorization header": ""}
    assert shown.buttons == ["Copy Base URL"]


async def test_every_client_is_shown_whole(shown: Shown) -> None:
    await shown.show(view())
    for client in shown.presenter._clients:
        shown.tab.choose(client.id)
        words = [word.replace("\u200b", "") for word in shown.words]
        assert client.name in words
        expected = [*client.first_steps, *client.replace_steps, *(cause for _, cause in messages_of(client))]
        expected += [f"“{error.message}”" if is_quoted(error) else error.message for error in client.errors]
        expected += [f"{source.title}\n{source.url}" if source.url else source.title for source in client.sources]
        expected += [text for text in (client.note, client.test_note) if text]
        assert [text for text in expected if text not in words] == []
        assert list(shown.values) == [field.label for field in client.fields]
        assert words.index("Set up the first time") < words.index("Replace the token") < words.index("How sure this is")
    assert shown.label("howSure") == "Not known"


async def test_accounts_are_named_in_plain_text(shown: Shown) -> None:
    await shown.show(view("<b>Widget\u202e</b>"))
    assert shown.origin[0] == "Values of <b>Widget\\u202e</b>"

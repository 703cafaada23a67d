"""The fields of a client's console: beside their labels where there is room, below them where there is not."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.domain.clients import FieldKind
from app.ui.widgets.client_fields import ClientFields, ShownField
from tests.ui.samples import ENDPOINT, TEXT, TOKEN

FIELDS = (
    ShownField("Tenant URL", FieldKind.BASE_URL, ENDPOINT, hint="Microsoft adds /Users itself."),
    ShownField("Secret Token", FieldKind.TOKEN, None, TOKEN),
    ShownField("Test User Email", FieldKind.OTHER, None, hint="Nobody has it yet."),
)


@pytest.fixture
def fields(qtbot: QtBot) -> ClientFields:
    made = ClientFields("tested")
    qtbot.addWidget(made)
    made.show_fields(FIELDS)
    made.show()
    return made


def at(part: QLabel | QLineEdit | QPushButton, within: ClientFields) -> QPoint:
    return part.mapTo(within, QPoint(0, 0))


@pytest.mark.parametrize(("width", "stacked"), [(700, False), (340, True), (701, False)])
def test_labels_move_above_where_a_value_would_be_cut(fields: ClientFields, width: int, *, stacked: bool) -> None:
    fields.resize(340 if width > 340 else 700, 400)
    fields.resize(width, 400)
    QApplication.sendPostedEvents()
    value = fields.findChild(QLineEdit, "testedTenantUrl")
    copy = fields.findChild(QPushButton, "testedCopyTenantUrl")
    heading = next(each for each in fields.findChildren(QLabel) if each.text() == "Tenant URL")
    assert value is not None
    assert copy is not None
    assert (at(heading, fields).x() == at(value, fields).x()) == stacked
    assert (at(heading, fields).y() < at(value, fields).y() - 10) == stacked
    assert at(copy, fields).x() > at(value, fields).x() + value.width()
    assert fields.minimumSizeHint().width() <= 340


def test_names_and_what_is_in_them(fields: ClientFields) -> None:
    values = {each.objectName(): each.text() for each in fields.findChildren(QLineEdit)}
    assert values == {"testedTenantUrl": ENDPOINT, "testedSecretToken": TOKEN.masked, "testedTestUserEmail": ""}
    assert [each.accessibleName() for each in fields.findChildren(QPushButton)] == [
        "Copy Tenant URL",
        "Copy Secret Token",
    ]
    assert TEXT not in repr([each.text() for each in fields.findChildren(QLabel)])


def test_reading_order(fields: ClientFields) -> None:
    order = [each.accessibleName() for each in fields.in_reading_order]
    assert order == ["Tenant URL", "Copy Tenant URL", "Secret Token", "Copy Secret Token", "Test User Email"]
    for before, after in pairwise(fields.in_reading_order):
        assert (at_y := after.mapTo(fields, QPoint(0, 0)).y()) >= before.mapTo(fields, QPoint(0, 0)).y() - 8, at_y


def test_a_button_confirms_and_the_same_fields_stay(fields: ClientFields, qtbot: QtBot) -> None:
    copy = fields.findChild(QPushButton, "testedCopySecretToken")
    assert copy is not None
    with qtbot.waitSignal(fields.copy_wanted, timeout=30_000) as wanted:
        copy.click()
    assert wanted.args == ["Secret Token"]
    fields.confirm("Secret Token")
    fields.confirm("Test User Email")
    assert copy.text() == "Copied"
    fields.show_fields(list(FIELDS))
    assert fields.findChild(QPushButton, "testedCopySecretToken") is copy
    fields.show_fields(FIELDS[:1])
    assert [each.accessibleName() for each in fields.in_reading_order] == ["Tenant URL", "Copy Tenant URL"]

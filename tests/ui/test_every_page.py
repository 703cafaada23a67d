"""The list of all pages is whole: every page and dialog of the program is in it, and can be built."""

from __future__ import annotations

import inspect
import pkgutil
from importlib import import_module

import pytest
from PySide6.QtWidgets import QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

import app.ui.dialogs
import app.ui.pages
from app.ui.dialogs.awaited import Dialog
from app.ui.dialogs.scrolling import ScrollingDialog
from app.ui.widgets.basics import Card
from app.ui.widgets.page import Column
from tests.ui.every_page import EVERY_PAGE, opened

NEVER_ALONE = {Dialog, ScrollingDialog, Column, Card}


def test_names_are_unique() -> None:
    assert len({page.name for page in EVERY_PAGE}) == len(EVERY_PAGE)


@pytest.mark.once
def test_every_page_and_dialog_is_in_the_list(qtbot: QtBot) -> None:
    wanted = {
        found
        for room in (app.ui.dialogs, app.ui.pages)
        for module in pkgutil.iter_modules(room.__path__)
        for _, found in inspect.getmembers(import_module(f"{room.__name__}.{module.name}"), inspect.isclass)
        if found.__module__.startswith(room.__name__) and issubclass(found, QDialog | Column | Card)
    } - NEVER_ALONE
    assert len(wanted) > 15
    seen: set[type[QWidget]] = set()
    for page in EVERY_PAGE:
        with opened(page) as window:
            assert window.isVisible(), page.name
            assert window.isWindow(), page.name
            assert [each for each in window.findChildren(QPushButton) if each.isVisible()], page.name
            shown = [window, *window.findChildren(QWidget)]
            seen |= {type(each) for each in shown if each.isVisible()}
    assert wanted - seen == set()

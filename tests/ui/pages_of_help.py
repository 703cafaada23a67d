"""Help, and what there is to know about the program."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from app.actions.help_topics import read_topics
from app.domain.diagnostics import Facts, text_of
from app.ui.commands.shortcuts_topic import with_shortcuts
from app.ui.dialogs.about import AboutDialog
from app.ui.dialogs.diagnostics import DiagnosticsDialog
from app.ui.dialogs.help_window import HelpWindow
from app.ui.pages.help_page import HelpPage
from app.ui.widgets.help_view import HelpView
from tests.ui.page import Page
from tests.ui.samples import NOW
from tests.ui.window_of_page import window

LICENCES = "\n\n".join(
    f"{name}\n{'=' * len(name)}\nPermission is hereby granted, free of charge, to any person obtaining a copy."
    for name in ("Qt", "httpx", "keyring", "pyrage", "qasync")
)


def _help(fill: Callable[[HelpView], None]) -> Callable[[QWidget], QWidget]:
    def build(_: QWidget) -> QWidget:
        page = HelpPage()
        page.view.show_topics(with_shortcuts(read_topics()))
        fill(page.view)
        return window("Help", page)

    return build


def _in_another_language(view: HelpView) -> None:
    view.show_topics([replace(topic, in_language=False) for topic in read_topics()])
    view.show_topic("rotate")


def _beside_a_dialog(parent: QWidget) -> QWidget:
    made = HelpWindow(parent)
    made.view.show_topics(read_topics())
    made.view.show_topic("share")
    return made


def _about(licences: str | None) -> Callable[[QWidget], QWidget]:
    def build(parent: QWidget) -> QWidget:
        made = AboutDialog(parent, "/home/howard/.local/share/scim-connection")
        made.show_versions([("Python", "3.11.7"), ("Qt", "6.12.0"), ("PySide6", "6.12.0"), ("OpenSSL", "3.0.11")])
        made.show_licences(licences)
        return made

    return build


def _diagnostics(parent: QWidget) -> QWidget:
    made = DiagnosticsDialog(parent)
    made.show_text(text_of(Facts(), NOW))
    return made


HELP_PAGES = (
    Page("help", _help(lambda view: view.show_topic("rotate"))),
    Page("help, keys", _help(lambda view: view.show_topic("keyboard-shortcuts"))),
    Page("help, nothing found", _help(lambda view: view.search.setText("xylophone"))),
    Page("help, not in this language", _help(_in_another_language)),
    Page("dialog, help", _beside_a_dialog),
    Page("dialog, about", _about(LICENCES)),
    Page("dialog, about, no list of licences", _about(None)),
    Page("dialog, diagnostics", _diagnostics),
)

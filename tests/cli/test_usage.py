"""`scim-connection --version` and `--help`."""

from __future__ import annotations

import re
import sys

import pytest
from PySide6.QtCore import qVersion

from app.cli import usage
from app.domain.version import VERSION


def test_the_version_names_what_it_runs_on(capsys: pytest.CaptureFixture[str]) -> None:
    assert usage.main("--version") == 0
    python = ".".join(map(str, sys.version_info[:3]))
    assert capsys.readouterr().out == f"scim-connection {VERSION} (Python {python}, Qt {qVersion()})\n"


def test_an_unknown_word_is_answered_with_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert usage.main("rotate") == 2
    assert re.fullmatch(r"scim-connection: there is no such command .+ --help\n", capsys.readouterr().err)

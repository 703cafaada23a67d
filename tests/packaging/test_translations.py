"""The translators' files: complete, and true to the words of the program."""

from __future__ import annotations

import re
import runpy
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
TOOL: dict[str, Any] = runpy.run_path(str(ROOT / "packaging/translations.py"))
LANGUAGES = ("tr", "ru")
PLACE = re.compile(r"\{(\w+)\}")


def file_of(language: str) -> Path:
    return ROOT / "resources/translations" / f"scim-connection_{language}.ts"


@cache
def sources() -> list[tuple[str, bool]]:
    return list(TOOL["sources"]())


@cache
def forms_of(language: str) -> dict[tuple[str, bool], list[str]]:
    found: dict[tuple[str, bool], list[str]] = TOOL["read"](file_of(language))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_translated(language: str) -> None:
    missing = [source for source, plural in sources() if (source, plural) not in forms_of(language)]
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_stands_there_that_the_program_does_not_say(language: str) -> None:
    assert set(forms_of(language)) <= set(sources())


@pytest.mark.parametrize("language", LANGUAGES)
def test_places_blanks_lines_and_ends_are_those_of_the_source(language: str) -> None:
    wrong = []
    for (source, plural), forms in forms_of(language).items():
        for form in forms:
            places, wanted = set(PLACE.findall(form)), set(PLACE.findall(source))
            missing = wanted - places - ({"n"} if plural else set())
            if missing or places - wanted:
                wrong.append(f"{source!r}: {form!r} has other places")
            lost = (source[:1] == " " and not form[:1].isspace()) or (source[-1:] == " " and not form[-1:].isspace())
            if lost:
                wrong.append(f"{source!r}: {form!r} has lost a blank")
            if source.count("\n") != form.count("\n"):
                wrong.append(f"{source!r}: {form!r} has other lines")
            if ("&" in source) != ("&" in form):
                wrong.append(f"{source!r}: {form!r} has no access key, or one too many")
            if form.endswith("!") or (source.endswith("…") and not form.endswith("…")):
                wrong.append(f"{source!r}: {form!r} ends otherwise")
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_plurals_have_all_their_forms(language: str) -> None:
    wrong = [
        source
        for (source, plural), forms in forms_of(language).items()
        if plural and len(forms) != TOOL["PLURAL_FORMS"][language]
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_linguist_reads_the_file(language: str, tmp_path: Path) -> None:
    lrelease = Path(sys.executable).with_name("pyside6-lrelease")
    made = subprocess.run(
        [str(lrelease), str(file_of(language)), "-qm", str(tmp_path / "made.qm")],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    assert "warning" not in (made.stdout + made.stderr).lower()
    finished = sum(1 for _ in ElementTree.parse(file_of(language)).getroot().iter("message"))
    assert f"Generated {finished} translation(s) ({finished} finished and 0 unfinished)" in made.stdout

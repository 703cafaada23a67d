"""One process of each browser for all tests, and pages opened in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rig.browsers import Browser, Recorder, recording
from tests.rig.chromium import Chromium
from tests.rig.firefox import Firefox
from tests.share.opened_page import IN_CHROMIUM, Show, shown_in


@pytest.fixture(scope="session")
def recorder() -> Iterator[Recorder]:
    with recording() as recorder:
        yield recorder


@pytest.fixture(scope="session")
def chromium(recorder: Recorder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    browser = Chromium(tmp_path_factory.mktemp("chromium"), recorder.port)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def firefox(recorder: Recorder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    browser = Firefox(tmp_path_factory.mktemp("firefox"), recorder.port)
    yield browser
    browser.close()


BOTH = [pytest.param("chromium", marks=IN_CHROMIUM), pytest.param("firefox", marks=pytest.mark.xdist_group("firefox"))]


@pytest.fixture(params=BOTH)
def browser(request: pytest.FixtureRequest) -> Browser:
    """The same process for all tests; its tab looks the same at each beginning."""
    found: Browser = request.getfixturevalue(request.param)
    found.look(1000, 900, dark=False)
    return found


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Show:
    return lambda page: shown_in(browser, page, tmp_path)

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.service.rig import MovingClock, Service, running


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock()


@pytest.fixture(scope="session")
def untouched() -> Iterator[Service]:
    """One service for all tests that only read: who changes something takes one of its own."""
    with running() as one:
        yield one


@pytest.fixture
def service(clock: MovingClock) -> Iterator[Service]:
    """A service that keeps everything in memory."""
    with running(clock=clock) as one:
        yield one


@pytest.fixture
def token(service: Service) -> str:
    return str(service.sign_in().get("/apps/scim").json()["token"]["value"])


@pytest.fixture
def reading(untouched: Service) -> httpx.Client:
    """A provisioning client that only reads."""
    return untouched.scim(str(untouched.sign_in().get("/apps/scim").json()["token"]["value"]))


@pytest.fixture
def scim(service: Service, token: str) -> httpx.Client:
    return service.scim(token)

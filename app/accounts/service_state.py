"""What is known and said of the local service: its state, what it keeps, its accounts, and why it does not start."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

from app.accounts.answers import WrongAnswer, read_person
from app.domain.accounts import Environment, Person
from app.domain.errors import LocalServiceFailed, LocalServiceHeld, LocalServiceTooNew, Problem, SecretGone
from app.domain.text import tr


class Phase(Enum):
    """How the service fares."""

    STOPPED = "stopped"
    STARTING = "starting"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True)
class ServiceState:
    """What is known of the service. `url` and `endpoint` are those of its last start."""

    phase: Phase = Phase.STOPPED
    url: str = ""
    endpoint: str = ""
    port: int = 0
    port_changed: bool = False
    """The port it had last time is taken, so clients that were given that endpoint do not find it."""
    database_moved_to: Path | None = None
    """Its database was damaged and was moved there; a new one was begun."""
    database_missing: bool = False
    """Its database was gone; a new one was begun."""
    problem: Problem | None = None


@dataclass(frozen=True)
class ServiceData:
    """What the service keeps, and the key that it keeps it under."""

    key: bytes = field(repr=False)
    folder: Path | None
    """None: everything stays in memory and is gone when the service ends."""
    expected: bool = False
    """Accounts are remembered that should be in the folder: without them, its database is damaged."""


@dataclass(frozen=True)
class LocalAccount:
    """An account of the local service, and the people who may sign in to it."""

    id: str
    name: str
    environment: Environment
    people: tuple[Person, ...]


def read_local_account(item: Any) -> LocalAccount:
    """An account as the service lists it. Raises WrongAnswer."""
    try:
        return _local_account(item)
    except (KeyError, TypeError, ValueError):
        raise WrongAnswer("accounts[]") from None


def _local_account(item: dict[str, Any]) -> LocalAccount:
    if not (isinstance(item["id"], str) and isinstance(item["name"], str)):
        raise TypeError
    people = tuple(read_person(person) for person in item["people"])
    return LocalAccount(item["id"], item["name"], Environment(item["environment"]), people)


def why_not(reason: object, folder: Path | None) -> Problem:
    """What a refusal to start means to the person."""
    match reason:
        case "held":
            return LocalServiceHeld()
        case "too_new":
            return LocalServiceTooNew()
        case "wrong_key":
            return practice_key_gone(folder)
        case _:
            return LocalServiceFailed()


def practice_key_gone(folder: Path | None) -> SecretGone:
    """The key of the pretend accounts' database is lost, or is not the one that it was written with."""
    return SecretGone(
        tr("This computer no longer has the key of the pretend accounts: it is gone from the system keyring."),
        tr("Their database is kept as it is, and cannot be opened without the key."),
        tr(
            "Restore your keyring from a backup, then choose Try again. Or start a new pretend account: the database "
            "is kept beside {folder} then.",
            folder=folder,
        ),
    )

"""The data folder: migrations, damage, wrong keys, locks, permissions, and what is found after a restart."""

from __future__ import annotations

import os
import pickle
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import select, text

from app.service import tables
from app.service.data_folder import DATABASE_NAME, FolderHeld, FolderLock, make_private_folder, move_aside
from app.service.database import Database, StorageDamaged
from app.service.migration import OURS, DatabaseTooNew, Migrations, bring_up_to_date
from app.service.migrations import REVISIONS
from app.service.opening import NoDataHere, WrongKey, open_beside_a_service, open_data
from app.service.storage_key import NotAKey, NotSealedHere, StorageKey
from tests.service.rig import KEY, MovingClock, rotate, running

_OTHER_KEY = StorageKey(b"o" * 32)


@contextmanager
def _running_in(folder: Path) -> Iterator[None]:
    make_private_folder(folder)
    with running(folder):
        yield


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix != ".lock"}


def _made(folder: Path) -> Path:
    """A database of a service that has ended."""
    make_private_folder(folder)
    open_data(folder, StorageKey(KEY), MovingClock()).database.close()
    return folder / DATABASE_NAME


def test_everything_is_there_after_a_restart(tmp_path: Path) -> None:
    clock = MovingClock()
    with running(tmp_path, clock) as service:
        owner = service.sign_in()
        first = rotate(owner).json()
        user = service.scim(first["token"]["value"]).post(
            "/Users", json={"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "eva@widget.example"}
        )
        before, session = owner.get("/apps/scim").json(), owner.headers["Authorization"]
    clock.move(timedelta(days=3))
    with running(tmp_path, clock) as service:
        again = service.client(f"{service.url}/settings/v1", Authorization=session).get("/apps/scim").json()
        again["endpoint"] = before["endpoint"] = ""
        assert again == before
        assert service.scim(again["token"]["value"]).get(f"/Users/{user.json()['id']}").status_code == 200


def test_the_migrations_make_the_tables_that_the_program_uses(tmp_path: Path) -> None:
    path = _made(tmp_path / "data")
    database = Database(path)
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, tables.metadata) == []
    database.close()


def test_the_order_of_the_migrations_is_that_of_their_files() -> None:
    script = ScriptDirectory(str(OURS.folder))
    assert [one.revision for one in reversed(list(script.walk_revisions()))] == list(REVISIONS)


def _with_one_more(folder: Path, upgrade: str) -> Migrations:
    """Our migrations and a further one."""
    shutil.copytree(OURS.folder / "versions", folder / "versions")
    head = f'from alembic import op\nrevision = "9999"\ndown_revision = "{REVISIONS[-1]}"\n'
    step = f"{head}def upgrade() -> None:\n    {upgrade}\n"
    (folder / "versions" / "9999_more.py").write_text(step)
    return Migrations(folder, (*REVISIONS, "9999"))


def test_a_migration_leaves_a_dated_copy_of_what_was_there(tmp_path: Path) -> None:
    path = _made(tmp_path / "data")
    clock = MovingClock()
    migrations = _with_one_more(tmp_path / "migrations", 'op.execute("DELETE FROM person")')
    database = Database(path)
    bring_up_to_date(database, clock.now(), migrations)
    with database.reading() as connection:
        assert connection.execute(select(tables.person)).all() == []
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "9999"
    database.close()
    copy = path.with_name("r-service.before-9999-20261124T083000Z.sqlite3")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with closing(sqlite3.connect(copy)) as kept:
        assert kept.execute("SELECT count(*) FROM person").fetchone() == (4,)
        assert kept.execute("SELECT version_num FROM alembic_version").fetchone() == (REVISIONS[-1],)
    before = _contents(path.parent)
    with pytest.raises(DatabaseTooNew):
        open_data(path.parent, StorageKey(KEY), clock)
    assert before[DATABASE_NAME] == path.read_bytes()
    assert not list(path.parent.glob("*damaged*"))


def test_a_migration_that_fails_changes_nothing(tmp_path: Path) -> None:
    path = _made(tmp_path / "data")
    migrations = _with_one_more(tmp_path / "migrations", 'op.execute("DELETE FROM person"); raise RuntimeError')
    database = Database(path)
    with pytest.raises(RuntimeError):
        bring_up_to_date(database, MovingClock().now(), migrations)
    with database.reading() as connection:
        assert len(connection.execute(select(tables.person)).all()) == 4
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == REVISIONS[-1]
    database.close()


def test_a_wrong_key_moves_and_changes_nothing(tmp_path: Path) -> None:
    path = _made(tmp_path)
    before = path.read_bytes()
    with pytest.raises(WrongKey):
        open_data(tmp_path, _OTHER_KEY, MovingClock())
    with pytest.raises(WrongKey):
        open_beside_a_service(tmp_path, _OTHER_KEY)
    assert path.read_bytes() == before
    assert not list(tmp_path.glob("*damaged*"))
    open_data(tmp_path, StorageKey(KEY), MovingClock()).database.close()


@pytest.mark.parametrize("damage", ["header", "middle", "text", "cut"])
def test_a_damaged_database_is_moved_aside_with_a_date(tmp_path: Path, damage: str) -> None:
    path = _made(tmp_path)
    whole = path.read_bytes()
    broken = {
        "header": b"\0" * 100 + whole[100:],
        "middle": whole[:4096] + os.urandom(len(whole) - 8192) + whole[-4096:],
        "text": b"this is no database\n" * 500,
        "cut": whole[: len(whole) // 2],
    }[damage]
    path.write_bytes(broken)
    Path(f"{path}-wal").write_bytes(b"what was left")
    opened = open_data(tmp_path, StorageKey(KEY), MovingClock())
    assert opened.moved_to == tmp_path / "r-service.damaged-20261124T083000Z.sqlite3"
    assert opened.moved_to.read_bytes()[4096:] == broken[4096:]
    assert opened.moved_to.stat().st_size == len(broken)
    with opened.database.reading() as connection:
        assert len(connection.execute(select(tables.account)).all()) == 2
    opened.database.close()
    second = open_data(tmp_path, StorageKey(KEY), MovingClock())
    assert second.moved_to is None
    second.database.close()


def test_two_damaged_databases_of_one_second_are_both_kept(tmp_path: Path) -> None:
    kept = []
    for content in (b"one", b"two"):
        (tmp_path / DATABASE_NAME).write_bytes(content)
        Path(f"{tmp_path / DATABASE_NAME}-wal").write_bytes(b"wal of " + content)
        kept.append(move_aside(tmp_path / DATABASE_NAME, "20261124T083000Z"))
    assert [path.read_bytes() for path in kept] == [b"one", b"two"]
    assert [Path(f"{path}-wal").read_bytes() for path in kept] == [b"wal of one", b"wal of two"]
    assert not (tmp_path / DATABASE_NAME).exists()


def test_tokens_without_the_keys_check_value_are_damage(tmp_path: Path) -> None:
    path = _made(tmp_path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DELETE FROM service")
        connection.commit()
    opened = open_data(tmp_path, StorageKey(KEY), MovingClock())
    opened.database.close()
    assert opened.moved_to is not None


def test_a_start_that_was_cut_short_is_taken_up_again(tmp_path: Path) -> None:
    """Killed after the tables were made, and before the accounts were."""
    database = Database(tmp_path / DATABASE_NAME)
    bring_up_to_date(database, MovingClock().now())
    database.close()
    opened = open_data(tmp_path, StorageKey(KEY), MovingClock())
    assert opened.moved_to is None
    with opened.database.reading() as connection:
        assert len(connection.execute(select(tables.account)).all()) == 2
    opened.database.close()


def test_folder_and_database_are_the_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "data"
    with _running_in(folder):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert modes.keys() >= {DATABASE_NAME, f"{DATABASE_NAME}-wal", f"{DATABASE_NAME}-shm"}
    assert set(modes.values()) == {0o600}
    folder.chmod(0o755)
    (folder / DATABASE_NAME).chmod(0o644)
    with _running_in(folder):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert stat.S_IMODE((folder / DATABASE_NAME).stat().st_mode) == 0o600


def test_a_folder_is_held_by_one(tmp_path: Path) -> None:
    lock = FolderLock(tmp_path)
    with pytest.raises(FolderHeld):
        FolderLock(tmp_path)
    lock.release()
    FolderLock(tmp_path).release()


def test_writes_are_durable_and_foreign_keys_hold(tmp_path: Path) -> None:
    database = Database(_made(tmp_path))
    with database.writing() as connection:
        pragmas = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in _PRAGMAS]
    assert pragmas == ["wal", 2, 1]
    database.close()


_PRAGMAS = ("journal_mode", "synchronous", "foreign_keys")


def test_there_is_nothing_to_sign_in_to_in_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(NoDataHere):
        open_beside_a_service(tmp_path, StorageKey(KEY))
    assert list(tmp_path.iterdir()) == []
    (tmp_path / DATABASE_NAME).write_bytes(b"no database at all" * 1000)
    with pytest.raises(StorageDamaged):
        open_beside_a_service(tmp_path, StorageKey(KEY))


def test_a_sealed_token_opens_for_its_own_account_and_id_alone() -> None:
    key = StorageKey(KEY)
    sealed = key.seal("secret", account="a", token="t")
    assert key.unseal(sealed, account="a", token="t") == "secret"
    assert key.seal("secret", account="a", token="t") != sealed
    changed = sealed[:-1] + bytes([sealed[-1] ^ 1])
    for one, with_key, account, token in [
        (sealed, key, "b", "t"),
        (sealed, key, "a", "u"),
        (sealed, _OTHER_KEY, "a", "t"),
        (changed, key, "a", "t"),
        (b"", key, "a", "t"),
    ]:
        with pytest.raises(NotSealedHere):
            with_key.unseal(one, account=account, token=token)


def test_a_key_is_32_bytes_in_base64_and_shows_itself_to_nobody() -> None:
    for text_ in ("", "AAAA", "not base64 at all!", "A" * 43, "A" * 44 + "="):
        with pytest.raises(NotAKey):
            StorageKey.from_base64(text_)
    assert StorageKey.from_base64("A" * 43 + "=\n").fits(StorageKey(bytes(32)).check_value())
    assert repr(StorageKey(KEY)) == "<StorageKey hidden>"
    with pytest.raises(TypeError):
        pickle.dumps(StorageKey(KEY))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"CREATE TABLE", b"CR\xffATE TABLE"),
        (b"CREATE UNIQUE INDEX", b"CREATE UXIQUE INDEX"),
        (b"fingerprint TEXT", b"fingerprinX TEXT"),
        (b"CREATE TABLE alembic_version", b"CREATE TABLE alembic_versiox"),
        (b"version_num VARCHAR", b"version_nux VARCHAR"),
        (b"key_check", b"key_chec\xff"),
    ],
)
def test_one_changed_byte_in_the_schema_is_damage(tmp_path: Path, old: bytes, new: bytes) -> None:
    path = _made(tmp_path)
    whole = path.read_bytes()
    assert old in whole
    path.write_bytes(whole.replace(old, new))
    opened = open_data(tmp_path, StorageKey(KEY), MovingClock())
    opened.database.close()
    assert opened.moved_to is not None
    assert new in opened.moved_to.read_bytes()


def test_a_check_value_that_is_no_text_is_damage(tmp_path: Path) -> None:
    path = _made(tmp_path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE service SET value = CAST(x'ff' AS TEXT)")
        connection.commit()
    opened = open_data(tmp_path, StorageKey(KEY), MovingClock())
    opened.database.close()
    assert opened.moved_to is not None


def test_a_check_value_of_other_letters_is_a_wrong_key(tmp_path: Path) -> None:
    path = _made(tmp_path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE service SET value = 'é'")
        connection.commit()
    with pytest.raises(WrongKey):
        open_data(tmp_path, StorageKey(KEY), MovingClock())


def test_an_empty_database_where_accounts_are_expected_is_damage(tmp_path: Path) -> None:
    path = _made(tmp_path)
    path.write_bytes(b"")
    Path(f"{path}-wal").write_bytes(b"what was left")
    opened = open_data(tmp_path, StorageKey(KEY), MovingClock(), expected=True)
    opened.database.close()
    assert opened.moved_to is not None
    assert not opened.missing
    assert Path(f"{opened.moved_to}-wal").read_bytes() == b"what was left"
    second = open_data(tmp_path, StorageKey(KEY), MovingClock(), expected=True)
    second.database.close()
    assert (second.moved_to, second.missing) == (None, False)


def test_an_expected_database_that_is_gone_is_told(tmp_path: Path) -> None:
    opened = open_data(tmp_path, StorageKey(KEY), MovingClock(), expected=True)
    opened.database.close()
    assert opened.missing
    assert opened.moved_to is None

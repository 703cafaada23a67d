"""Opening the store's file: new, newer than us, older than us, damaged, and by two at once."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from app.domain.accounts import AccountId
from app.domain.errors import CannotWrite, StorageBusy, StoreDamaged, StoreTooNew
from app.store.schema import MIGRATIONS, SCHEMA_NUMBER
from app.store.store import Store, open_store
from tests.store.conftest import HandClock
from tests.vault.small_disk import on_small_disk

ACCOUNT = AccountId("widget")
NEXT = (*MIGRATIONS, "CREATE TABLE later_on (account TEXT) STRICT; INSERT INTO later_on VALUES ('widget')")


def files(path: Path) -> list[str]:
    return sorted(each.name for each in path.parent.iterdir())


def keep_something(path: Path, clock: HandClock) -> None:
    with open_store(path, clock) as store:
        store.history.add(ACCOUNT, "copied", "done")


def test_a_new_one_is_for_its_owner_alone(store: Store, path: Path) -> None:
    store.history.add(ACCOUNT, "copied", "done")
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert {stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()} == {0o600}
    assert store.moved_to is None


def test_it_survives_power_cuts(store: Store) -> None:
    with store._database.reading() as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL


def test_closing_leaves_one_file_and_closing_twice_nothing(path: Path, clock: HandClock) -> None:
    store = open_store(path, clock)
    store.history.add(ACCOUNT, "copied", "done")
    store.close()
    store.close()
    assert files(path) == ["store.sqlite3", "store.sqlite3.lock"]


def test_a_newer_one_is_refused_and_unchanged(path: Path, clock: HandClock) -> None:
    with open_store(path, clock, NEXT):
        pass
    before = path.read_bytes()
    with pytest.raises(StoreTooNew):
        open_store(path, clock)
    assert path.read_bytes() == before
    assert files(path) == ["store.sqlite3", "store.sqlite3.lock"]


def test_an_older_one_is_copied_and_then_migrated(path: Path, clock: HandClock) -> None:
    keep_something(path, clock)
    with open_store(path, clock, NEXT) as store:
        assert len(store.history.of(ACCOUNT)) == 1
        with store._database.reading() as connection:
            assert connection.execute("SELECT account FROM later_on").fetchall() == [("widget",)]
    copy = path.with_name(f"store.before-{SCHEMA_NUMBER + 1}-20260302T093000Z.sqlite3")
    assert files(path) == [copy.name, "store.sqlite3", "store.sqlite3.lock"]
    with open_store(copy, clock) as store:
        assert len(store.history.of(ACCOUNT)) == 1
    with open_store(path, clock, NEXT):
        pass
    assert len([name for name in files(path) if "before" in name and name.endswith("sqlite3")]) == 1


def test_a_migration_that_fails_changes_nothing(path: Path, clock: HandClock) -> None:
    keep_something(path, clock)
    with pytest.raises(sqlite3.OperationalError):
        open_store(path, clock, (*MIGRATIONS, "CREATE TABLE later_on (account TEXT); CREATE TABLE history (x)"))
    with open_store(path, clock) as store:
        assert len(store.history.of(ACCOUNT)) == 1
        assert store.moved_to is None


@pytest.mark.parametrize(
    "content",
    [b"not a database" * 100, b"\0" * 5000, b"SQLite format 3\0" + b"\xff" * 5000],
    ids=["text", "zeros", "head"],
)
def test_a_file_that_is_no_store_is_moved_aside(path: Path, clock: HandClock, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with open_store(path, clock) as store:
        assert store.moved_to == path.with_name("store.damaged-20260302T093000Z.sqlite3")
        assert store.moved_to.read_bytes() == content
        store.history.add(ACCOUNT, "copied", "done")
    with open_store(path, clock) as store:
        assert store.moved_to is None
        assert len(store.history.of(ACCOUNT)) == 1


@pytest.mark.parametrize("content", [b"x" * 4096, b"SQLite format 3\0" + b"\xff" * 5000], ids=["text", "head"])
def test_what_stands_in_the_locks_file_does_not_matter(path: Path, clock: HandClock, content: bytes) -> None:
    keep_something(path, clock)
    path.with_name("store.sqlite3.lock").write_bytes(content)
    with open_store(path, clock) as store:
        assert store.moved_to is None
        assert len(store.history.of(ACCOUNT)) == 1


def test_a_database_of_somebody_else_is_moved_aside(path: Path, clock: HandClock) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE accounts (x)")
    with open_store(path, clock) as store:
        assert store.moved_to is not None
        assert store.accounts.all() == ()


@pytest.mark.parametrize("page", range(1, 8))
def test_a_damaged_page_is_noticed(path: Path, clock: HandClock, page: int) -> None:
    keep_something(path, clock)
    content = bytearray(path.read_bytes())
    content[page * 4096 : page * 4096 + 200] = b"\xa5" * 200
    path.write_bytes(content)
    with open_store(path, clock) as store:
        assert store.moved_to is not None
        assert store.moved_to.read_bytes() == content


@pytest.mark.parametrize(
    ("whole", "changed"),
    [
        (b"CREATE TABLE accounts", b"CR\xffATE TABLE accounts"),
        (b"service_url TEXT", b"serXice_url TEXT"),
        (b"with_whom TEXT NOT", b"with_whom TEXT\xa0NOT"),
        (b"rotations_of_account ON", b"rotations_of_accouns ON"),
    ],
)
def test_a_changed_schema_is_noticed(path: Path, clock: HandClock, whole: bytes, changed: bytes) -> None:
    keep_something(path, clock)
    content = path.read_bytes()
    assert whole in content
    path.write_bytes(content.replace(whole, changed))
    with open_store(path, clock) as store:
        assert store.moved_to is not None
        assert store.moved_to.read_bytes() == content.replace(whole, changed)
        assert store.accounts.all() == ()


def test_a_changed_index_is_noticed(path: Path, clock: HandClock) -> None:
    keep_something(path, clock)
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'history_of_account'").fetchone()
    content = bytearray(path.read_bytes())
    at = content.index(ACCOUNT.encode(), (page - 1) * 4096)
    content[at] ^= 1
    path.write_bytes(content)
    with open_store(path, clock) as store:
        assert store.moved_to is not None


@pytest.mark.parametrize("length", [600, 4096, 5000, 20000])
def test_a_file_cut_short_is_moved_aside(path: Path, clock: HandClock, length: int) -> None:
    keep_something(path, clock)
    path.write_bytes(path.read_bytes()[:length])
    with open_store(path, clock) as store:
        assert store.moved_to is not None
        assert store.moved_to.stat().st_size == length


def test_each_damaged_one_gets_a_name_of_its_own_and_takes_its_log_along(path: Path, clock: HandClock) -> None:
    moved = []
    for number in range(3):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"damage %d" % number * 100)
        path.with_name("store.sqlite3-wal").write_bytes(b"log %d" % number)
        with open_store(path, clock) as store:
            assert store.moved_to is not None
            moved.append(store.moved_to)
    assert len(set(moved)) == 3
    assert [each.read_bytes()[:8] for each in moved] == [b"damage 0", b"damage 1", b"damage 2"]


def test_damage_found_while_running_is_told(store: Store, path: Path) -> None:
    store.history.add(ACCOUNT, "copied", "done")
    with store._database.writing() as connection:
        connection.execute("PRAGMA cache_size = 0")
    with store._database.reading() as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xa5" * (len(content) - 4096))
    with store._database.writing() as connection:
        connection.execute("PRAGMA user_version = 1")  # makes this connection look at the file again
    with pytest.raises(StoreDamaged):
        store.history.of(ACCOUNT)


def test_text_that_is_no_text_is_told_while_running(store: Store) -> None:
    store.history.add(ACCOUNT, "copied", "done")
    with store._database.writing() as connection:
        connection.execute("UPDATE history SET what = CAST(x'ff' AS TEXT)")
    with pytest.raises(StoreDamaged):
        store.history.of(ACCOUNT)


def test_another_that_writes_for_too_long_is_told(store: Store, path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with store._database.reading() as connection:
            connection.execute("PRAGMA busy_timeout = 50")
        with pytest.raises(StorageBusy):
            store.history.add(ACCOUNT, "copied", "done")
        assert store.history.of(ACCOUNT) == ()  # reading goes on meanwhile
        other.execute("ROLLBACK")
    store.history.add(ACCOUNT, "copied", "done")


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, clock: HandClock) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CannotWrite):
        open_store(tmp_path / "file" / "store.sqlite3", clock)


def test_what_is_no_file_is_told_and_left(tmp_path: Path, clock: HandClock) -> None:
    odd = [tmp_path / "folder.sqlite3"]
    odd[0].mkdir()
    if sys.platform != "win32":
        odd.append(tmp_path / "pipe.sqlite3")
        os.mkfifo(odd[1])
    for path in odd:
        with pytest.raises(CannotWrite) as told:
            open_store(path, clock)
        assert f"Move {path} to another place" in told.value.next_step
    assert sorted(tmp_path.iterdir()) == odd


def test_many_that_open_at_once_get_one_store(path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from app.domain.clock import SystemClock;"
        "from app.store.store import open_store\n"
        "with open_store(Path(sys.argv[1]), SystemClock()) as store:\n"
        "    for number in range(20): store.history.add('widget', f'{sys.argv[2]}{number}', 'done')\n"
        "    sys.exit(3 if store.moved_to else 0)"
    )
    running = [subprocess.Popen([sys.executable, "-W", "error", "-c", program, str(path), name]) for name in "abc"]
    assert [process.wait(60) for process in running] == [0, 0, 0]
    with open_store(path, HandClock()) as store:
        assert {entry.what for entry in store.history.of(ACCOUNT)} == {
            f"{name}{n}" for name in "abc" for n in range(20)
        }


def test_threads_take_turns(store: Store) -> None:
    def add() -> None:
        for _ in range(20):
            store.history.add(ACCOUNT, "copied", "done")
            store.history.of(ACCOUNT)

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.history.of(ACCOUNT)) == 80


FILLED = """
import sys
from pathlib import Path
from app.domain.clock import SystemClock
from app.domain.errors import DiskFull
from app.store.schema import MIGRATIONS
from app.store.store import open_store
disk = Path(sys.argv[1])
store = open_store(disk / "data" / "store.sqlite3", SystemClock())
store.history.add("widget", "before", "done")
filler = (disk / "filler").open("wb", buffering=0)
try:
    while True:
        filler.write(b"x" * 4096)
except OSError:
    pass
kept = 1
try:
    while True:
        store.history.add("widget", "w" * 3000, "done")
        kept += 1
except DiskFull:
    pass
assert len(store.history.of("widget")) == kept
store.close()
later = (*MIGRATIONS, "CREATE TABLE later (x)")
try:
    open_store(disk / "data" / "store.sqlite3", SystemClock(), later)
except DiskFull:
    pass
else:
    sys.exit("migrated without a copy")
filler.truncate(0)
filler.close()
with open_store(disk / "data" / "store.sqlite3", SystemClock()) as store:
    assert store.moved_to is None
    store.history.add("widget", "after", "done")
    assert len(store.history.of("widget")) == kept + 1
print("seen")
"""


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    answer = on_small_disk(tmp_path, FILLED, kibibytes=1024)
    if answer is None:
        pytest.skip("this system lets nobody mount a small disk")
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.strip() == "seen"

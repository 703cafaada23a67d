"""Takes the pictures: light and dark, at 100 % and 200 %."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from app.store.preferences import Preferences
from tests.pictures.guided import walk_guided
from tests.pictures.received import walk_received
from tests.pictures.scenes import Take, walk, walk_without_keyring
from tests.rig.keyring import KeyringState
from tests.rig.node import Node
from tests.rig.polling import poll
from tests.rig.session import Session
from tests.whole_program.preferences import prefer

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "tests/pictures/out"
README = ROOT / "packaging/pictures"
IN_README = ("countdown", "verdict")
WALKS: tuple[tuple[KeyringState, Callable[[Session, Take], None]], ...] = (
    (KeyringState.UNLOCKED, walk),
    (KeyringState.ABSENT, walk_without_keyring),
    (KeyringState.UNLOCKED, walk_guided),
    (KeyringState.UNLOCKED, walk_received),
)


def main() -> int:
    series = [(theme, scale) for theme in ("light", "dark") for scale in (1, 2)]
    names = {f"{theme}-{scale}00": (theme, scale) for theme, scale in series}
    parser = argparse.ArgumentParser(prog="python -m tests.pictures", description=__doc__)
    parser.add_argument("--only", choices=names, help="one series alone")
    only = parser.parse_args().only
    for name, (theme, scale) in names.items():
        if only in (None, name):
            taken = take_series(OUT / name, theme, scale)
            print(f"{name}: {len(taken)} pictures", flush=True)
            if scale == 1:
                keep_for_readme(taken, theme)
    return 0


def take_series(folder: Path, theme: str, scale: int) -> list[Path]:
    """All scenes in one theme at one scale."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    taken: list[Path] = []
    for keyring, scenes in WALKS:
        screen = f"{1400 * scale}x{1000 * scale}x24"
        with Session(screen=screen, keyring=keyring, env={"QT_SCALE_FACTOR": str(scale)}) as session:
            prefer(session.env, Preferences(theme=theme))

            def take(name: str, window: Node, session: Session = session) -> None:
                path = folder / f"{len(taken) + 1:02d} {name}.png"
                settle(session, window, path)
                taken.append(path)

            scenes(session, take)
    return taken


def settle(session: Session, window: Node, path: Path) -> None:
    """Take the picture once two in a row are the same: what was just opened has been painted then."""
    last = b""

    def unchanged() -> bool:
        nonlocal last
        before, last = last, session.picture(path, window).read_bytes()
        return before == last

    poll(unchanged, f"a still picture of {window.name!r}", timeout=60)


def keep_for_readme(taken: list[Path], theme: str) -> None:
    README.mkdir(exist_ok=True)
    for path in taken:
        name = path.stem.partition(" ")[2]
        if name in IN_README:
            shutil.copyfile(path, README / f"{name}-{theme}.png")


if __name__ == "__main__":
    sys.exit(main())

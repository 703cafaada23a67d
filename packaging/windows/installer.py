"""`dev.py installer`: the installer for Windows around the bundle, compiled by NSIS (makensis).

Elsewhere than on Windows it is compiled around that system's bundle, which checks the script and the file list:
PyInstaller makes no bundle for Windows on another system.
"""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT), str(HERE.parent / "bundle")]

from contents import DIST, FOLDER, NAME, WORK  # noqa: E402  packaging/bundle

from app.domain.version import VERSION  # noqa: E402


class BuildError(Exception):
    """The text is one sentence for the person at the terminal."""


def files_of(folder):
    """The bundle's files below `folder`, as parts of their paths, sorted."""
    found = [path.relative_to(folder).parts for path in folder.rglob("*") if path.is_file()]
    if not found:
        raise BuildError("%s holds no bundle." % folder)
    return sorted(found)


def programs_of(files):
    """The names of the programs among the bundle's files, the window's last."""
    at_top = [parts[0] for parts in files if len(parts) == 1]
    found = [name for name in at_top if name.endswith(".exe")]
    found = found or [name for name in at_top if name == "scim-connection"]
    if not found:
        raise BuildError("There is no program in the bundle.")
    return sorted(found, key=lambda name: name == NAME + ".exe")


def checked(text):
    """A file's name, where NSIS takes it as it stands. Raises BuildError."""
    if any(character in text for character in '"`$'):
        raise BuildError("NSIS cannot take a file of this name: %s" % text)
    return text


def script_of(folder):
    """files.nsh: what is installed, what is removed, and which programs must be closed first."""
    files = files_of(folder)
    folders = sorted({parts[:length] for parts in files for length in range(1, len(parts))})
    lines = ["!macro InstallFiles"]
    last = None
    for parts in sorted(files, key=lambda parts: (parts[:-1], parts[-1])):
        if parts[:-1] != last:
            last = parts[:-1]
            lines.append("  SetOutPath " + at(last))
        lines.append('  File "/oname=%s" "%s"' % (checked(parts[-1]), checked(str(folder.joinpath(*parts)))))
    lines += ["!macroend", "!macro RemoveFiles"]
    lines += ["  Delete " + at(parts) for parts in files]
    # Deepest first, and only where nothing else lies in them: what somebody put there is theirs.
    lines += ["  RMDir " + at(parts) for parts in sorted(folders, reverse=True)]
    lines += ["!macroend", "!macro EachProgram ACTION"]
    lines += ["  !insertmacro ${ACTION} " + at((name,)) for name in programs_of(files)]
    return "\n".join(lines + ["!macroend", ""])


def at(parts):
    """A path where it is installed."""
    return '"%s"' % "\\".join(["$INSTDIR"] + [checked(part) for part in parts])


def makensis():
    """The compiler's path."""
    found = shutil.which("makensis")
    for folder in ("ProgramFiles(x86)", "ProgramFiles"):
        usual = Path(os.environ.get(folder, ""), "NSIS", "makensis.exe")
        if found is None and usual.is_absolute() and usual.is_file():
            found = str(usual)
    if found is None:
        raise BuildError(
            "NSIS is missing, which makes the installer. Install it (Windows: winget install NSIS.NSIS; "
            "Debian: sudo apt install nsis), then run the same command again."
        )
    return found


def compile_installer(folder, icon, out, work, defines=()):
    """Compile `out` around the bundle in `folder`. Raises BuildError."""
    files = files_of(folder)
    work.mkdir(parents=True, exist_ok=True)
    out.parent.mkdir(parents=True, exist_ok=True)
    (work / "files.nsh").write_text(script_of(folder), encoding="utf-8-sig")
    size = sum(folder.joinpath(*parts).stat().st_size for parts in files)
    values = {
        "VERSION": VERSION,
        "OUT": str(out),
        "ICON": str(icon),
        "FILES": str(work / "files.nsh"),
        "WINDOW_PROGRAM": programs_of(files)[-1],
        "KILOBYTES": str(-(-size // 1024)),
    }
    command = [makensis(), "-V2", "-WX", "-INPUTCHARSET", "UTF8"]
    command += ["-D%s=%s" % entry for entry in (*values.items(), *defines)]
    # NSIS looks for what is included in the folder that it runs in.
    if subprocess.call(command + [str(HERE / "installer.nsi")], cwd=str(HERE)) != 0:
        raise BuildError("NSIS could not compile the installer: see the lines above.")


def check():
    import icons
    import try_under_wine

    WORK.mkdir(parents=True, exist_ok=True)
    icons.make_all(WORK)
    try:
        try_under_wine.check(WORK / "scim-connection.ico")
    except try_under_wine.installer.BuildError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def main(arguments):
    parser = argparse.ArgumentParser(prog="dev.py installer", description=__doc__.splitlines()[0])
    parser.add_argument("--bundle", type=Path, help="a bundle that is there already; else one is made first")
    parser.add_argument("--out", type=Path, help="the installer's path")
    parser.add_argument(
        "--check", action="store_true", help="try the script under Wine on a stand-in, and build nothing"
    )
    given = parser.parse_args(arguments)
    if given.check:
        return check()
    if given.bundle is None and subprocess.call([sys.executable, str(HERE.parent / "dev.py"), "bundle"]) != 0:
        return 1
    folder = (given.bundle or FOLDER).resolve()
    out = (given.out or DIST / ("SCIM-Connection-%s-Setup.exe" % VERSION)).resolve()
    try:
        compile_installer(folder, WORK / "scim-connection.ico", out, WORK)
        for_windows = programs_of(files_of(folder))[-1].endswith(".exe")
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    print("%s: %d files, %.1f MB" % (out, len(files_of(folder)), out.stat().st_size / 1e6))
    if not for_windows:
        print(
            "It holds a bundle for another system than Windows: script and file list are in order, but it is of no use."
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

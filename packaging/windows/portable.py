"""`dev.py portable`: the bundle as a zip for Windows, which runs from wherever it is unpacked, without being installed.

What the program keeps lies in the person's own folder all the same, as README.txt in the zip says: the key of the
tokens rests in that person's credential manager, so they could not be read anywhere else; a folder beside the program
would be deleted with an old version of it, tokens and all; and on a stick or a shared drive others can read it.

The same files give the same zip: sorted, and with the time of the last commit.
"""

import argparse
import datetime
import subprocess
import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT), str(HERE.parent), str(HERE.parent / "bundle")]

from commit_time import commit_time  # noqa: E402  packaging
from contents import DIST, FOLDER, NAME  # noqa: E402  packaging/bundle
from installer import BuildError, files_of, programs_of  # noqa: E402  beside this file

from app.domain.version import VERSION  # noqa: E402

README = """\
SCIM Connection for R-Service {version}

English. Unpack the whole folder and start "SCIM Connection.exe". Nothing is installed. Your accounts and tokens lie
in your own folder, %LOCALAPPDATA%\\scim-connection, not in this one: you may delete this folder or put a newer one in
its place. They are locked with a key of your Windows account. To take them to another computer, choose "Move to
another computer..." on the page Accounts.

Türkçe. Klasörün tamamını çıkarın ve "SCIM Connection.exe" programını başlatın. Hiçbir şey yüklenmez. Hesaplarınız ve
belirteçleriniz bu klasörde değil, kendi klasörünüzdedir: %LOCALAPPDATA%\\scim-connection. Bu klasörü silebilir ya da
yerine yenisini koyabilirsiniz. Hesaplarınız Windows hesabınızın bir anahtarıyla kilitlidir.

Русский. Распакуйте папку целиком и запустите «SCIM Connection.exe». Ничего не устанавливается. Ваши учётные записи и
токены лежат не в этой папке, а в вашей: %LOCALAPPDATA%\\scim-connection. Эту папку можно удалить или заменить более
новой. Данные заперты ключом вашей учётной записи Windows.
"""


def write_zip(folder, out, seconds):
    """Pack the bundle in `folder` as `out`; `seconds` since 1970 is the time of each file in it. Raises BuildError."""
    # The format's times begin in 1980 and have no zone.
    moment = datetime.datetime.fromtimestamp(max(seconds, 315532800), tz=datetime.timezone.utc)
    files = files_of(folder)
    programs_of(files)
    out.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:

        def add(parts, data):
            entry = zipfile.ZipInfo("/".join((NAME,) + parts), moment.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # as on Windows, wherever it is made
            packed.writestr(entry, data)

        add(("README.txt",), README.format(version=VERSION).replace("\n", "\r\n").encode("utf-8-sig"))
        for parts in files:
            add(parts, folder.joinpath(*parts).read_bytes())


def main(arguments):
    parser = argparse.ArgumentParser(prog="dev.py portable", description=__doc__.splitlines()[0])
    parser.add_argument("--bundle", type=Path, help="a bundle that is there already; else one is made first")
    parser.add_argument("--out", type=Path, help="the zip's path")
    given = parser.parse_args(arguments)
    if given.bundle is None and subprocess.call([sys.executable, str(HERE.parent / "dev.py"), "bundle"]) != 0:
        return 1
    folder = (given.bundle or FOLDER).resolve()
    out = (given.out or DIST / ("SCIM-Connection-%s-portable.zip" % VERSION)).resolve()
    try:
        write_zip(folder, out, commit_time())
        for_windows = programs_of(files_of(folder))[-1].endswith(".exe")
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    print("%s: %.1f MB" % (out, out.stat().st_size / 1e6))
    if not for_windows:
        print("It holds a bundle for another system than Windows: of no use but to try this command.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""`scim-connection serve`: R-Service in the foreground."""

from __future__ import annotations

import argparse
import ipaddress
import json
import ssl
import sys
from pathlib import Path
from urllib.parse import urlsplit

from platformdirs import user_data_path

from app.domain.clock import Clock, SystemClock
from app.service.data_folder import FolderHeld, FolderLock, FolderShared, make_data_folder
from app.service.database import StorageFailed, StorageFull
from app.service.envelope import is_loopback
from app.service.http_server import Tls
from app.service.listening import Listener, listen
from app.service.migration import DatabaseTooNew
from app.service.opening import OpenedData, WrongKey, open_data
from app.service.running import Reached, RunningService
from app.service.standard_output import say
from app.service.storage_key import StorageKey
from app.service.told_key import HOW_TO_MAKE_A_KEY, NoKey, key_from_environment, key_from_stdin

_USUAL_PORT = 8323
"""Taken where no port is named, so that the endpoint stays the same from run to run."""


class _CannotServe(Exception):  # noqa: N818  says what happened
    """Why not, in a sentence for the person, and what to do."""


def main(arguments: list[str]) -> int:
    """Serve until SIGTERM or SIGINT. Returns 0 then, 1 where the service cannot start, 2 for wrong options."""
    options = _parser().parse_args(arguments)
    try:
        tls, public_url = _checked(options)
        key = key_from_stdin() if options.key_stdin else key_from_environment()
    except (_CannotServe, NoKey) as error:
        return _complain(str(error), 2)
    clock = SystemClock()
    try:
        lock = _hold(options.data)
        try:
            data = _open(options.data, key, clock)
            try:
                listener = _listen(options.host, options.port)
                service = _service(data, key, clock, Reached(listener, tls, public_url))
                service.run(lambda: _announce(service.reached, data))
            finally:
                data.database.close()
        finally:
            lock.release()
    except _CannotServe as error:
        return _complain(str(error), 1)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="scim-connection serve",
        description="Run R-Service in the foreground: its settings API, and SCIM at /scim/v2. "
        "The first line on standard output is a JSON object that says where it is reached.",
        epilog="The storage key is read from SCIM_CONNECTION_KEY (32 bytes, in base64), or from standard input with "
        f"--key-stdin. {HOW_TO_MAKE_A_KEY}",
    )
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=_port, help=f"the port to listen on (default: {_USUAL_PORT}, or a free one)")
    folder = user_data_path("scim-connection", appauthor=False) / "serve"
    parser.add_argument(
        "--data", type=Path, default=folder, metavar="DIR", help="where it is all kept (default: %(default)s)"
    )
    parser.add_argument("--certificate", type=Path, metavar="PEM", help="TLS certificate with its chain, leaf first")
    parser.add_argument("--key", type=Path, metavar="PEM", help="the certificate's private key, not encrypted")
    parser.add_argument("--public-url", metavar="URL", help="under which address clients reach the service")
    parser.add_argument(
        "--key-stdin", action="store_true", help="read the storage key from standard input's first line"
    )
    return parser


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text[:6]) <= 65_535):
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return int(text)


def _checked(options: argparse.Namespace) -> tuple[Tls | None, str | None]:
    """Raises _CannotServe."""
    if (options.certificate is None) != (options.key is None):
        raise _CannotServe("A certificate and its key go together. Give both --certificate and --key.")
    tls = None if options.certificate is None else Tls(options.certificate, options.key)
    if tls is None and not is_loopback(options.host.lower()):
        raise _CannotServe(
            f"Without TLS, tokens would cross the network in clear, so the service listens on this computer alone and "
            f"not on {options.host!r}. Give --certificate and --key, or leave --host out."
        )
    public_url = None if options.public_url is None else _public_url(options.public_url)
    if public_url is None and _is_every_address(options.host):
        raise _CannotServe("Say with --public-url under which address clients reach the service.")
    return tls, public_url


def _is_every_address(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return not host


def _public_url(text: str) -> str:
    """Scheme, host and port alone. Raises _CannotServe."""
    wrong = _CannotServe("--public-url is like https://scim.example.com: https, a name, and a port where needed.")
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise wrong from None
    if not host or parts.username is not None or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise wrong
    try:
        host.encode("ascii")
        host.encode("idna")
    except UnicodeError:
        raise _CannotServe(
            "The name in --public-url has letters or parts that no host name has. Write it as DNS does (xn--...)."
        ) from None
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(host)):
        raise wrong
    return f"{parts.scheme}://{parts.netloc.lower()}"


def _hold(folder: Path) -> FolderLock:
    try:
        make_data_folder(folder)
        return FolderLock(folder)
    except FolderShared:
        raise _CannotServe(
            f"Others may write to the folder {str(folder)!r}. Take that right from them (chmod go-w), or name another "
            "--data."
        ) from None
    except FolderHeld:
        raise _CannotServe(
            f"Another R-Service already uses the folder {str(folder)!r}. Stop that one first, or name another --data."
        ) from None
    except (OSError, ValueError):
        raise _CannotServe(f"The folder {str(folder)!r} cannot be written to. Name another --data.") from None


def _open(folder: Path, key: StorageKey, clock: Clock) -> OpenedData:
    try:
        return open_data(folder, key, clock)
    except WrongKey:
        why = "was written with another storage key. Give that key"
    except DatabaseTooNew:
        why = "was made by a newer scim-connection. Use that one"
    except StorageFull:
        why = "cannot be written: the disk is full. Free some space"
    except (StorageFailed, OSError):
        why = "cannot be opened. Look after its permissions and its disk"
    raise _CannotServe(f"The database in {str(folder)!r} {why}. It was left as it is.")


def _listen(host: str, port: int | None) -> Listener:
    try:
        return listen(host, _USUAL_PORT if port is None else port, any_port=port is None)
    except (OSError, UnicodeError):  # UnicodeError: no host name at all (an empty label, or a very long one)
        raise _CannotServe(
            f"The service cannot listen on {host!r}, port {port}: it is taken, or not this computer's. "
            "Give another --host or --port."
        ) from None


def _service(data: OpenedData, key: StorageKey, clock: Clock, reached: Reached) -> RunningService:
    try:
        return RunningService(data.database, key, clock, reached)
    except (OSError, ssl.SSLError, ValueError):
        reached.listener.socket.close()
        raise _CannotServe(
            "The certificate or its key cannot be used. Give PEM files that belong together, the key not encrypted."
        ) from None


def _announce(reached: Reached, data: OpenedData) -> None:
    try:
        say(json.dumps({"ready": True, "url": reached.url, "endpoint": reached.endpoint}))
    except OSError:
        raise _CannotServe("Standard output takes nothing: where it leads to is full or closed.") from None
    if data.moved_to is not None:
        _complain(f"The database was damaged. It was moved to {str(data.moved_to)!r}, and a new one was begun.", 0)
    if reached.listener.port_changed:
        _complain(f"The usual port {_USUAL_PORT} is taken, so the endpoint has another one this time.", 0)


def _complain(sentence: str, code: int) -> int:
    print(f"scim-connection serve: {sentence}", file=sys.stderr, flush=True)  # noqa: T201
    return code

"""`scim-connection test`: the connection test on the command line. The token is never an argument."""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from app.actions.test_connection import ConnectionTest, check_ca_file, in_daemon_thread, load_engine
from app.cli.connection_arguments import CommandLineUnusable, read_arguments
from app.cli.process_age import process_age
from app.cli.report_text import as_text
from app.cli.token_sources import from_environment, from_standard_input
from app.domain.clock import SystemClock
from app.domain.errors import CaFileUnusable, CannotWrite, DiskFull
from app.domain.report import CheckEnded, Report, Verdict
from app.domain.report_json import as_json

GOOD, BAD, UNUSABLE = 0, 1, 2


def main(arguments: list[str]) -> int:
    """Runs the command. Exit status: 0 ready or usable, 1 blocked or unknown, 2 the command line is unusable."""
    try:
        return _test(read_arguments(arguments))
    except CommandLineUnusable as unusable:
        print(f"scim-connection test: {unusable}", file=sys.stderr)
        return UNUSABLE


def _test(options: argparse.Namespace) -> int:
    if options.ca_file is not None:
        try:
            check_ca_file(options.ca_file)
        except CaFileUnusable:
            raise CommandLineUnusable("--ca-file: it cannot be read, or holds no certificate (PEM)") from None
    if options.html is None:
        report = _report(options)
        text = json.dumps(as_json(report), indent=2) if options.json else as_text(report, SystemClock().now())
        _print(text)
        return _status(report)
    from app.actions.save_report import check_report_place, save_as_page

    try:
        check_report_place(options.html)
        report = _report(options)
        save_as_page(report, options.html, SystemClock().now())
    except (CannotWrite, DiskFull):
        raise CommandLineUnusable("--html: that file cannot be written") from None
    return _status(report)


def _report(options: argparse.Namespace) -> Report:
    try:
        return asyncio.run(_run(options))
    except KeyboardInterrupt:  # before the run could listen for it: a run that is stopped at once says so
        return asyncio.run(_run(options, stopped=True))


async def _run(options: argparse.Namespace, stopped: bool = False) -> Report:
    """The report, within the seconds that the command line grants, counted from the start of the process."""
    with _interrupts() as interrupted:
        if stopped:
            interrupted.set()
        loading = asyncio.create_task(in_daemon_thread(load_engine))
        token = (
            await from_standard_input(options.timeout - process_age(), interrupted)
            if options.token_stdin
            else from_environment(options.token_env)
        )
        await loading
        _keep_what_was_loaded()
        test = ConnectionTest(
            options.endpoint,
            token,
            old_token=from_environment(options.old_token_env) if options.old_token_env else None,
            seconds=options.timeout - process_age(),
            client=options.client,
            ca_file=options.ca_file,
        )
        stopping = asyncio.create_task(_stop(test, interrupted))
        show = sys.stderr is not None and sys.stderr.isatty()
        async for event in test.events():
            if show and isinstance(event, CheckEnded):
                print(f"{event.check.status.value:8} {event.check.title}", file=sys.stderr)
        stopping.cancel()
        assert test.report is not None
        return test.report


def _keep_what_was_loaded() -> None:
    """What was imported stays until the end: Python need not look it over again and again, not even at its exit."""
    gc.freeze()
    gc.enable()


async def _stop(test: ConnectionTest, interrupted: asyncio.Event) -> None:
    await interrupted.wait()
    test.stop()


@contextmanager
def _interrupts() -> Iterator[asyncio.Event]:
    """An event that Ctrl+C sets. `signal.signal`, since Windows' event loops take no signal handlers of their own."""
    loop, interrupted = asyncio.get_running_loop(), asyncio.Event()
    before = signal.signal(signal.SIGINT, lambda *_: loop.call_soon_threadsafe(interrupted.set))
    try:
        yield interrupted
    finally:
        signal.signal(signal.SIGINT, before)


def _status(report: Report) -> int:
    return GOOD if report.verdict in (Verdict.READY, Verdict.USABLE) else BAD


def _print(text: str) -> None:
    """Prints to standard output, whatever that can encode, and also where nobody reads on. Raises CommandLineUnusable
    where it cannot be written."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        print(text, flush=True)
    except OSError as error:
        # Python flushes once more at its exit, and would complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise CommandLineUnusable("the report could not be written to standard output") from None

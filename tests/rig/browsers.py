"""What the tests want of a web browser, whichever it is."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

_MAKERS = re.compile(r"\w+ (https?://)?([\w-]+\.)*(google|googleapis|gvt1|mozilla|firefox)\.(com|org|net)[:/]")


class Browser(Protocol):
    """One running browser with one tab."""

    name: str

    def open(self, url: str) -> None:
        """Load a page, and come back when it is loaded."""
        ...

    def run(self, expression: str) -> Any:
        """The value of a JavaScript expression beside the page; a promise's is awaited. `page` is the page's own
        window, with its script's functions."""
        ...

    def click(self, selector: str) -> None:
        """As a person does, by the mouse."""
        ...

    def type(self, text: str) -> None:
        """As a person does, by the keyboard; `\\n` is Enter, `\\t` is Tab."""
        ...

    def requests(self) -> list[str]:
        """What pages asked for since the last `open`, the page itself among it."""
        ...

    def complaints(self) -> list[str]:
        """What the browser wrote about the page since the last `open`: errors, and what its policy stopped."""
        ...

    def look(self, width: int, height: int, *, dark: bool) -> None:
        """Give the page this size, and its person this preference of colours."""
        ...

    def picture(self, path: Path) -> None:
        """Keep the page as a PNG file."""
        ...

    def close(self) -> None: ...


class Recorder(socketserver.ThreadingTCPServer):
    """A proxy that goes nowhere, and remembers what it was asked for, but for what browsers ask their makers. What is
    in `pages`, by address, it answers with."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Refusing)
        self.asked: list[str] = []
        self.pages: dict[str, bytes] = {}

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Refusing(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        assert isinstance(self.server, Recorder)
        first = self.rfile.readline(4096).decode("latin-1").strip()
        while self.rfile.readline(65536).strip():
            pass  # the headers
        if first and not _MAKERS.match(first):
            self.server.asked.append(first)
        page = self.server.pages.get(first.split(" ")[1] if " " in first else "")
        status = b"502 Bad Gateway" if page is None else b"200 OK"
        head = b"HTTP/1.1 %s\r\nContent-Type: text/html\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
        self.wfile.write(head % (status, len(page or b"")) + (page or b""))


@contextmanager
def recording() -> Iterator[Recorder]:
    """A recorder at work."""
    with Recorder() as recorder:
        thread = threading.Thread(target=recorder.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield recorder
        finally:
            recorder.shutdown()
            thread.join()

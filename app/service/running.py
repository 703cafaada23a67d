"""Runs the service: settings API at once, SCIM as soon as its library is loaded."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from urllib.parse import urlsplit

from app.domain.clock import Clock
from app.service.database import Database
from app.service.envelope import Envelope, Names, log_to_stderr
from app.service.http_protocol import USUAL_LIMITS, Limits
from app.service.http_server import HttpServer, Tls, server_config
from app.service.listening import Listener
from app.service.scim.gate import ScimGate, Serve
from app.service.settings_api import SettingsApi
from app.service.storage_key import StorageKey


@dataclass(frozen=True)
class Reached:
    """How clients reach the service. `public_url` (without a slash at the end) is its own name, where it has one."""

    listener: Listener
    tls: Tls | None = None
    public_url: str | None = None

    @property
    def url(self) -> str:
        return self.public_url or self.listener.url("http" if self.tls is None else "https")

    @property
    def endpoint(self) -> str:
        return f"{self.url}/scim/v2"

    @property
    def names(self) -> Names:
        """Loopback addresses, the address that we listen on, and the public name."""
        own = {self.listener.host.lower(), (urlsplit(self.url).hostname or "").lower()}
        return Names(frozenset(own - {"", "0.0.0.0", "::"}))  # noqa: S104  these are no names


_LOADING_PATIENCE = 10.0
"""Seconds that the end waits for the SCIM library; loading it takes about one."""


class RunningService:
    """One run of the service over an opened database."""

    def __init__(
        self,
        database: Database,
        key: StorageKey,
        clock: Clock,
        reached: Reached,
        log: Callable[[str], None] = log_to_stderr,
        limits: Limits = USUAL_LIMITS,
    ) -> None:
        """Raises OSError, ssl.SSLError for a certificate or key that cannot be used."""
        self.reached = reached
        self._database = database
        self._clock = clock
        self._log = log
        self._scim: Future[Serve] = Future()
        self._loading: threading.Thread | None = None
        self._on_ready: Callable[[], None] = lambda: None
        settings = SettingsApi(database, key, clock, reached.url).application()
        gate = ScimGate(database, clock, self._scim, reached.public_url)
        application = Envelope(settings, gate, reached.names, clock, reached.url, log)
        config = server_config(application, clock, reached.url, log, reached.tls, limits)
        self._server = HttpServer(config, self._ready)

    def run(self, on_ready: Callable[[], None]) -> None:
        """Serve until `stop`, SIGTERM or SIGINT. `on_ready` is called once the settings API answers."""
        self._on_ready = on_ready
        try:
            asyncio.run(self._server.serve([self.reached.listener.socket]))
        finally:
            self.reached.listener.socket.close()
            # A thread that is still loading a library in Rust when Python ends aborts the process.
            if self._loading is not None:
                self._loading.join(_LOADING_PATIENCE)

    def stop(self) -> None:
        """End soon. May be called from any thread."""
        self._server.end()

    def scim_loaded(self, patience: float) -> bool:
        """Wait so many seconds for SCIM to answer, too."""
        with contextlib.suppress(TimeoutError):
            return self._scim.exception(patience) is None
        return False

    def _ready(self) -> None:
        self._on_ready()
        self._loading = threading.Thread(target=self._load, name="SCIM library", daemon=True)
        self._loading.start()

    def _load(self) -> None:
        for last in (False, False, True):
            try:
                self._scim.set_result(self._load_scim())
            except BaseException as error:  # noqa: BLE001  whoever waits has to know
                # Importing beside other threads can fail by chance (CPython's ast in 3.11): again, then.
                if last:
                    self._log(f"SCIM cannot be served: {type(error).__name__}")
                    self._scim.set_exception(error)
            else:
                return

    def _load_scim(self) -> Serve:
        # First what the settings API needs at the first look at a token.
        import cryptography.hazmat.primitives.ciphers.aead  # noqa: F401

        from app.service.scim.serving import ScimServer

        return ScimServer(self._database, self._clock)

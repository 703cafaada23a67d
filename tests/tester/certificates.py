"""Certificates that are right and wrong, made for each test."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme


class Authority:
    """An authority of our own, whose root a test names as `--ca-file`."""

    def __init__(self, folder: Path) -> None:
        self._ca = trustme.CA()
        self.file = folder / "root.pem"
        self._ca.cert_pem.write_to_path(self.file)

    def server(self, *names: str, days: float = 300, began: float = 1, whole: bool = True) -> ssl.SSLContext:
        """A server's context with a certificate for these names, valid from `began` days ago for `days` from now."""
        now = datetime.now(UTC)
        issuer = self._ca.create_child_ca()
        leaf = issuer.issue_cert(*names, not_before=now - timedelta(days=began), not_after=now + timedelta(days=days))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        leaf.configure_cert(context)
        if not whole:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            with leaf.private_key_and_cert_chain_pem.tempfile() as path:
                pem = Path(path).read_text()
            first = pem.split("-----END CERTIFICATE-----")[0] + "-----END CERTIFICATE-----\n"
            context = _from_pem(first)
        return context


def _from_pem(pem: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with trustme.Blob(pem.encode()).tempfile() as path:
        context.load_cert_chain(path)
    return context


def self_signed(name: str) -> ssl.SSLContext:
    """A server's context whose certificate vouches for itself."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=100))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ) + certificate.public_bytes(serialization.Encoding.PEM)
    return _from_pem(pem.decode())


@contextlib.contextmanager
def handshaking(tls: ssl.SSLContext) -> Iterator[int]:
    """A server that refuses as OpenSSL does, with an alert (asyncio's servers only hang up); gives its port."""

    def talk(connection: socket.socket) -> None:
        with contextlib.suppress(OSError), tls.wrap_socket(connection, server_side=True) as secured:
            secured.recv(1000)
        connection.close()

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = server.accept()
                talkers.append(threading.Thread(target=talk, args=(connection,)))
                talkers[-1].start()

    talkers: list[threading.Thread] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        acceptor = threading.Thread(target=accept)
        acceptor.start()
        try:
            yield server.getsockname()[1]
        finally:
            server.shutdown(socket.SHUT_RDWR)
            acceptor.join(10)
            for talker in talkers:
                talker.join(10)

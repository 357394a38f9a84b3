"""Real servers on the loopback, and a proxy before them that cuts connections or changes bytes."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

SSHD = "/usr/sbin/sshd"
SFTP_SERVER = "/usr/lib/openssh/sftp-server"
_START_S = 30

Change = Callable[[bytes], bytes]


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@dataclass
class Proxy:
    """A proxy to a server of this machine.

    Attributes:
        target: port of the server.
        cuts: numbers of bytes, of all connections, after which the one that brings them is cut.
        dies: after the last cut, nobody gets through any more.
        change: what becomes of the bytes on their way to the server.
        passed: bytes that went to the server, of all connections.
    """

    target: int
    cuts: list[int] = field(default_factory=list)
    dies: bool = False
    change: Change = bytes
    passed: int = 0
    port: int = 0

    @contextmanager
    def running(self) -> Generator[Proxy]:
        with socket.create_server(("127.0.0.1", 0)) as server:
            self.port = int(server.getsockname()[1])
            threading.Thread(target=self._serve, args=(server,), daemon=True).start()
            yield self

    def _serve(self, server: socket.socket) -> None:
        with suppress(OSError):
            while True:
                client, _ = server.accept()
                threading.Thread(target=self._connect, args=(client,), daemon=True).start()

    def _connect(self, client: socket.socket) -> None:
        if self.dies and not self.cuts:
            client.close()
            return
        with client, suppress(OSError), socket.create_connection(("127.0.0.1", self.target)) as far:
            back = threading.Thread(target=self._back, args=(far, client), daemon=True)
            back.start()
            is_cut = False
            while not is_cut and (data := client.recv(65536)):
                self.passed += len(data)
                is_cut = bool(self.cuts) and self.passed >= self.cuts[0]
                far.sendall(self.change(data))
            if is_cut:
                del self.cuts[0]
            for one in (client, far):
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR if is_cut else socket.SHUT_WR)
            back.join(_START_S)

    @staticmethod
    def _back(far: socket.socket, client: socket.socket) -> None:
        with suppress(OSError):
            while data := far.recv(65536):
                client.sendall(data)
        with suppress(OSError):
            client.shutdown(socket.SHUT_RDWR)


def await_port(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _START_S
    while time.monotonic() < end:
        assert process.poll() is None, "the server has ended"
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise TimeoutError("the server does not answer")


@contextmanager
def _process(command: list[str], port: int, **options: object) -> Generator[None]:
    log = subprocess.DEVNULL
    process = subprocess.Popen(command, stdout=log, stderr=log, **options)  # type: ignore[call-overload]
    try:
        await_port(port, process)
        yield
    finally:
        process.terminate()
        process.wait(_START_S)


def _key(path: Path) -> str:
    make = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(path)]
    subprocess.run(make, check=True)
    return path.with_suffix(".pub").read_text().strip()


@dataclass(frozen=True)
class Sshd:
    """An OpenSSH server, and the home folder of a user that knows it."""

    port: int
    home: Path
    host_key: str

    def know(self, port: int, key: str | None = None) -> None:
        """Note the host's key, as it is asked for at a port."""
        known = self.home / ".ssh" / "known_hosts"
        with known.open("a") as file:
            file.write(f"[127.0.0.1]:{port} {key or self.host_key}\n")


@contextmanager
def sshd(folder: Path, sftp_server: str = SFTP_SERVER) -> Generator[Sshd]:
    """Run an OpenSSH server as this user, who alone can log in, by a key."""
    home = folder / "home"
    (home / ".ssh").mkdir(parents=True, mode=0o700)
    host_key = _key(folder / "host")
    (folder / "authorized").write_text(_key(home / ".ssh" / "of-tests") + "\n")
    (home / ".ssh" / "config").write_text(f"Host 127.0.0.1\n  IdentityFile {home}/.ssh/of-tests\n")
    port = free_port()
    (folder / "sshd_config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nPidFile none\nUsePAM no\n"
        f"AuthorizedKeysFile {folder}/authorized\nStrictModes no\nPasswordAuthentication no\n"
        f"KbdInteractiveAuthentication no\nPermitRootLogin prohibit-password\n"
        f"Subsystem sftp {sftp_server}\n"
    )
    if os.geteuid() == 0:  # Debian makes it when the service starts
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    with _process([SSHD, "-D", "-f", str(folder / "sshd_config")], port):
        yield Sshd(port, home, host_key)


@contextmanager
def s3() -> Generator[int]:
    """Run a server that speaks S3, with the bucket ``of-tests``; give its port."""
    port = free_port()
    program = (
        "import sys; from moto.server import main; main(['-H', '127.0.0.1', '-p', sys.argv[1]])"
    )
    with _process([sys.executable, "-c", program, str(port)], port):
        bucket = urllib.request.Request(f"http://127.0.0.1:{port}/of-tests", method="PUT")
        urllib.request.urlopen(bucket, timeout=_START_S).close()
        yield port


_WEBDAV = """
import sys
from cheroot.wsgi import Server
from wsgidav.wsgidav_app import WsgiDAVApp
folder, port, user, password = sys.argv[1:]
app = WsgiDAVApp({
    "provider_mapping": {"/": folder},
    "simple_dc": {"user_mapping": {"*": {user: {"password": password}}}},
    "http_authenticator": {
        "accept_basic": True, "accept_digest": False, "default_to_digest": False,
    },
    "verbose": 0,
})
Server(("127.0.0.1", int(port)), app).start()
"""


@contextmanager
def webdav(folder: Path, user: str, password: str) -> Generator[int]:
    """Serve a folder by WebDAV; give the port."""
    port = free_port()
    command = [sys.executable, "-c", _WEBDAV, str(folder), str(port), user, password]
    with _process(command, port):
        yield port

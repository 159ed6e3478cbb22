"""nginx with the shipped configuration, on loopback: the names and ports of its servers are replaced, nothing else."""

import contextlib
import re
import shutil
import socket
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.store.cluster import free_port

CONF = Path(__file__).resolve().parents[2] / "deploy" / "nginx.conf"


def find_nginx() -> str | None:
    """The program, also where it lies outside of a user's PATH."""
    return shutil.which("nginx") or shutil.which("/usr/sbin/nginx")


def on_loopback(folder: Path, servers: Sequence[str], port: int) -> str:
    """The shipped configuration for servers and a port of this machine.

    Parameters
    ----------
    folder : Path
        Where nginx keeps what it needs.
    servers : two str
        ``host:port`` in place of ``app1`` and ``app2``.
    port : int
        In place of 8080.
    """
    text = CONF.read_text(encoding="utf-8")
    for name, server in zip(("app1:8501", "app2:8501"), servers, strict=True):
        text = text.replace(f"server {name} ", f"server {server} ")
    text = text.replace("listen 8080;", f"listen 127.0.0.1:{port};")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    own = "".join(f"    {kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    # Which server answered, for the tests.
    text = text.replace(
        "add_header Set-Cookie $new_cookie;",
        "add_header Set-Cookie $new_cookie;\n            add_header X-Server $upstream_addr;",
    )
    text = re.sub(r"^http \{\n", f"http {{\n    access_log off;\n{own}", text, flags=re.MULTILINE)
    return f"daemon off;\npid {folder}/nginx.pid;\nerror_log {folder}/error.log;\n{text}"


class Balancer:
    """A running nginx.

    Parameters
    ----------
    folder : Path
        An empty folder of its own.
    servers : two str
        ``host:port`` of the app servers.
    """

    def __init__(self, folder: Path, servers: Sequence[str]) -> None:
        self.port = free_port()
        folder.chmod(0o755)  # nginx's workers are another user where it is started by root
        path = folder / "nginx.conf"
        path.write_text(on_loopback(folder, servers, self.port), encoding="utf-8")
        self.process = subprocess.Popen([find_nginx(), "-c", path, "-p", folder], stderr=subprocess.DEVNULL)
        for _ in range(100):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=0.1)
                raise RuntimeError((folder / "error.log").read_text(encoding="utf-8"))
        raise TimeoutError("nginx does not answer")

    @property
    def address(self) -> str:
        """Where browsers go."""
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> None:
        """End it and its workers."""
        self.process.terminate()
        self.process.wait(timeout=10)

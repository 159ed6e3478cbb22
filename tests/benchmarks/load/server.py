"""One app server of a benchmark or test: started, killed and started again on the same port and data."""

import contextlib
import os
import resource
import signal
import socket
import subprocess
import sys
import urllib.request
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parents[3]
PASSPHRASE = "correct horse"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """The app on loopback.

    Parameters
    ----------
    data : Path
        The folder of the embedded database, the secrets and the log.
    database : str, optional
        The URL of a PostgreSQL database; the embedded one without it.
    script : str
        What is served, from the project's folder.
    browsers : bool
        Whether only browsers may come, as in deployment.
    secrets : str
        What else the secrets hold, as TOML.
    descriptors : (int, int), optional
        The soft and the hard limit on open files that it is started with.
    """

    def __init__(
        self,
        data: Path,
        database: str = "",
        script: str = "streamlit_app.py",
        *,
        browsers: bool = False,
        secrets: str = "",
        descriptors: tuple[int, int] | None = None,
    ) -> None:
        self.descriptors = descriptors
        self.data, self.port = data, free_port()
        self.process: subprocess.Popen[bytes] = None
        self.options = [
            script,
            f"--server.port={self.port}",
            "--server.address=127.0.0.1",
            "--server.headless=true",
            "--server.fileWatcherType=none",
            "--browser.gatherUsageStats=false",
        ]
        if not browsers:
            self.options += ["--server.enableXsrfProtection=false", "--server.enableCORS=false"]
        if database:
            secrets += f'\n[connections.classroom]\nurl = "{database}"\n'
        if secrets:
            (data / "secrets.toml").write_text(secrets, encoding="utf-8")
            self.options.append(f"--secrets.files={data / 'secrets.toml'}")

    @property
    def address(self) -> str:
        """Where a student's connection goes."""
        return f"ws://127.0.0.1:{self.port}/_stcore/stream"

    def start(self) -> None:
        """Start it and wait until it answers."""
        environment = os.environ | {
            "CLASSROOM_DATA": str(self.data),
            "CLASSROOM_PASSPHRASE": PASSPHRASE,
            "PYTHONPATH": str(ROOT),
            "OPENBLAS_NUM_THREADS": "1",
        }
        command = [sys.executable, "-m", "streamlit", "run", *self.options]
        limit = partial(resource.setrlimit, resource.RLIMIT_NOFILE, self.descriptors) if self.descriptors else None
        with (self.data / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=log, stderr=log, preexec_fn=limit
            )
        for _ in range(600):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/_stcore/health", timeout=1).close()
                return
            except OSError:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self.process.wait(timeout=0.1)
                    raise RuntimeError(f"the server ended; see {self.data}/server.log") from None
        raise TimeoutError("the server does not answer")

    def kill(self) -> None:
        """End it without any warning."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """End it."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self.kill()

    def cpu_seconds(self) -> float:
        """Processor time used so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def megabytes(self) -> tuple[float, float]:
        """Resident memory now and at its highest."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        wanted = [line for line in lines if line.startswith(("VmRSS", "VmHWM"))]
        found = {line.split(":")[0]: float(line.split()[1]) / 1024 for line in wanted}
        return found["VmRSS"], found["VmHWM"]

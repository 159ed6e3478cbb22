"""One app server of the benchmark: started, killed and started again on the same port and data."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[3]


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
        The folder of the embedded database and of the log.
    """

    def __init__(self, data: Path) -> None:
        self.data, self.port = data, free_port()
        self.process = None

    @property
    def address(self) -> str:
        """Where a student's connection goes."""
        return f"ws://127.0.0.1:{self.port}/_stcore/stream"

    def start(self) -> None:
        """Start it and wait until it answers."""
        environment = os.environ | {
            "CLASSROOM_DATA": str(self.data), "CLASSROOM_PASSPHRASE": "benchmark", "PYTHONPATH": str(ROOT),
            "OPENBLAS_NUM_THREADS": "1",
        }  # fmt: skip
        command = [
            sys.executable, "-m", "streamlit", "run", "streamlit_app.py", f"--server.port={self.port}",
            "--server.address=127.0.0.1", "--server.headless=true", "--server.fileWatcherType=none",
            "--server.enableXsrfProtection=false", "--server.enableCORS=false",
        ]  # fmt: skip
        with (self.data / "server.log").open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        for _ in range(600):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/_stcore/health", timeout=1)
                return
            except OSError:
                if self.process.poll() is not None:
                    raise RuntimeError(f"the server ended; see {self.data}/server.log") from None
                time.sleep(0.1)
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

"""Mutated messages of the app's protocol against a running server: python -m tests.benchmarks.protocol [--messages N]

Prints what was sent and what came back, the server's memory, and whether it still answers. `told` must be 0.
"""

import argparse
import asyncio
import tempfile
import time
import urllib.request
from pathlib import Path

from tests.benchmarks.load.attacker import attack_together
from tests.benchmarks.load.server import Server


def main() -> None:
    """Send them all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=900.0, help="when to stop in any case")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder))
        server.start()
        try:
            begun = time.monotonic()
            counts = asyncio.run(attack_together(server.address, options.seed, options.messages, options.seconds))
            took = time.monotonic() - begun
            with urllib.request.urlopen(f"http://127.0.0.1:{server.port}/_stcore/health", timeout=5) as health:
                print(dict(counts), f"{took:.0f} s", f"{server.megabytes()[1]:.0f} MB", f"health {health.status}")
        finally:
            server.stop()


if __name__ == "__main__":
    main()

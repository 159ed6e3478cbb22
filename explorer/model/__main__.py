"""The command ``python -m explorer.model NAME --out FILE``: compute a scenario's surface and write it."""

import argparse
import os
import signal
import sys
import time
from collections.abc import Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

if __name__ == "__main__":  # before numpy reads it: two threads of linear algebra may round a large product otherwise
    os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")

from explorer.model.build import build_surface, grid, roughness
from explorer.model.processes import ProcessLost
from explorer.model.scenario import SHIPPED, shipped_scenario
from explorer.model.surface_file import check_writable, save

__all__ = ["main"]

_LAYERS = ("loss", "alignment", "uniformity", "effective_directions", "accuracy")


def main(arguments: Sequence[str] | None = None) -> int:
    """Parse the command line, build, write and report.

    Returns
    -------
    int
        Exit code: 0, 1 when it failed, 128 + n when signal n interrupted it; then no file is left behind.
    """
    parser = argparse.ArgumentParser(prog="python -m explorer.model", description="Compute a surface and write it.")
    parser.add_argument("name", choices=SHIPPED, metavar="NAME", help=f"one of {', '.join(SHIPPED)}")
    parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="the .npz file to write")
    parser.add_argument("--seeds", type=int, help="independent seeds to average over (default: as shipped)")
    options = parser.parse_args(arguments)
    entry = SHIPPED[options.name]
    seeds = entry.seeds if options.seeds is None else options.seeds
    if seeds < 2:
        parser.error("--seeds must be at least 2: a spread needs two")
    try:
        check_writable(options.out)
    except OSError as error:
        parser.error(f"--out {options.out} cannot be written: {error.strerror}")
    try:
        with _interrupted_by_signals():
            scenario, (strengths, temperatures) = shipped_scenario(options.name), grid(entry.cells)
            surface = build_surface(scenario, strengths, temperatures, seeds, progress=_ProgressBar(sys.stderr))
            save(surface, options.out)
    except KeyboardInterrupt as interrupt:
        print("\nInterrupted; nothing was written.", file=sys.stderr)
        return 128 + (interrupt.args or [signal.SIGINT])[0]
    except (ProcessLost, MemoryError, OSError) as error:
        print(f"\nNothing was written: {error or 'memory ran out'}.", file=sys.stderr)
        return 1
    print(f"\n{options.out}: {options.out.stat().st_size / 1e6:.2f} MB, {seeds} seeds")
    for layer in _LAYERS:
        mean, spread = getattr(surface, layer), surface.spread[layer]
        print(
            f"{layer:>22}: {mean.min():8.3f} to {mean.max():8.3f}, spread over seeds {spread.mean():.3f} (mean), "
            f"jumps in {roughness(mean):.1%} of cells"
        )
    return 0


@contextmanager
def _interrupted_by_signals():
    """Let a request to end, or a terminal that closes, interrupt like Ctrl-C, so that all is left in order."""

    def interrupt(number, frame):
        raise KeyboardInterrupt(number)

    numbers = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {n: signal.signal(n, interrupt) for n in numbers if signal.getsignal(n) is not signal.SIG_IGN}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _ProgressBar:
    """A progress bar with an estimate of the time left."""

    def __init__(self, stream: TextIO) -> None:
        self._stream, self._start = stream, time.monotonic()

    def __call__(self, share: float) -> None:
        elapsed = time.monotonic() - self._start
        left = elapsed * (1 - share) / share if share else 0
        filled = round(30 * share)
        line = f"\r[{'#' * filled}{'.' * (30 - filled)}] {share:4.0%}, {left:4.0f} s left "
        self._stream.write(line)
        self._stream.flush()


if __name__ == "__main__":
    sys.exit(main())

"""The command ``python -m explorer.microsim --scenario NAME --out DIR``: write a surface as a page without a server."""

import argparse
import gzip
import sys
from pathlib import Path

from explorer.microsim.package import PAGE, files
from explorer.model.scenario import SHIPPED
from explorer.model.surface_file import load_shipped

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> int:
    """Parse the command line and write the files.

    Returns
    -------
    int
        Exit code: 0, or 1 when a file cannot be written.
    """
    parser = argparse.ArgumentParser(
        prog="python -m explorer.microsim", description="Write a surface as a page that needs no server."
    )
    names = ", ".join(SHIPPED)
    parser.add_argument("--scenario", required=True, choices=SHIPPED, metavar="NAME", help=f"one of {names}")
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="the folder to write; made if missing")
    options = parser.parse_args(arguments)
    written = files(load_shipped(options.scenario))
    try:
        options.out.mkdir(parents=True, exist_ok=True)
        for name, content in written.items():
            (options.out / name).write_bytes(content)
    except OSError as error:
        print(f"Cannot write to {options.out}: {error.strerror}", file=sys.stderr)
        return 1
    size, packed = len(written[PAGE]), len(gzip.compress(written[PAGE]))
    print(f"{options.out / PAGE}: {size / 1e6:.2f} MB, {packed / 1e3:.0f} kB gzipped; open it in a browser.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""A surface as a page that needs no server: ``python -m explorer.microsim --scenario NAME --out DIR``."""

from explorer.microsim.package import NAMES, files, zipped

__all__ = ["NAMES", "files", "zipped"]

"""Keep on disk what takes seconds to make, so that the next start of a server finds it."""

import hashlib
import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path

_SOURCES = Path(__file__).parents[1]
_MAKERS = ("altair", "vl-convert-python")


def folder() -> Path:
    """Return the user's own cache folder. What is there is served as code, so it is none that others write to."""
    # Relative paths in this variable are to be ignored (XDG Base Directory Specification).
    given = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return (given if given.is_absolute() else Path.home() / ".cache") / "contrastive-loss-surface-explorer"


@cache
def made_by() -> bytes:
    """Return a digest of all that decides what is made: the code, the packages and the interpreter."""
    digest = hashlib.sha256(" ".join([sys.version, *(f"{name} {version(name)}" for name in _MAKERS)]).encode())
    for path in sorted(_SOURCES.rglob("*.py")):
        digest.update(f"\0{path.relative_to(_SOURCES)}\0".encode() + path.read_bytes())
    return digest.digest()


def _others_write(home: Path) -> bool:
    """Return whether a folder belongs to another user, or lets others write."""
    state = home.stat()
    return state.st_mode & 0o022 != 0 or (hasattr(os, "getuid") and state.st_uid != os.getuid())


def kept(name: str, make: Callable[[], bytes]) -> bytes:
    """Return what `make` returns, from disk where the same code has made it before.

    Parameters
    ----------
    name : str
        Tells it from other things that are kept.
    make : callable
        Returns bytes that depend on nothing but code.

    Returns
    -------
    bytes
        A damaged file is made anew; where nothing can be written, everything is.
    """
    try:
        path = folder() / f"{name}-{made_by().hex()[:32]}"
        if _others_write(folder()):
            return make()
        digest, content = (found := path.read_bytes())[:32], found[32:]
        if hashlib.sha256(content).digest() == digest:
            return content
    except (OSError, RuntimeError):  # no such file; no home
        pass
    content = make()
    with suppress(OSError, RuntimeError):
        _write(folder(), name, content)
    return content


def _write(home: Path, name: str, content: bytes) -> None:
    """Write a file whole or not at all, and drop those of the same name that other code made."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=home, delete=False) as file:
        file.write(hashlib.sha256(content).digest() + content)
    path = home / f"{name}-{made_by().hex()[:32]}"
    for old in home.glob(f"{name}-*"):
        if old != path:
            old.unlink(missing_ok=True)
    os.replace(file.name, path)

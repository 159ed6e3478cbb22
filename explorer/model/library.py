"""Surfaces by name: those that ship with the app, and those that somebody made of a graph of their own.

The name of an own surface is a digest of all that is in it. Nobody can guess it, so that whoever has the name has it
from the surface's owner; and equal surfaces are one file.
"""

import os
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import numpy as np

from explorer.model.augmentation import ALIKE
from explorer.model.counts import counted
from explorer.model.scenario import SHIPPED, Scenario
from explorer.model.surface import Surface
from explorer.model.surface_file import NotOpened, load, load_shipped, openable, save

__all__ = [
    "SurfaceGone",
    "can_open",
    "described",
    "find",
    "is_own",
    "keep",
    "name_of",
    "open_surface",
    "restart",
    "title",
]

FOLDER = Path(__file__).resolve().parents[2] / "var" / "surfaces"
"""Where own surfaces are kept, unless ``SURFACES_DATA`` names another folder. Several servers may share one."""

LIMIT = 500_000_000
"""Bytes that the own surfaces of everybody may take on disk; the one that was used longest ago goes first."""

_NAME = re.compile(r"own-[0-9a-f]{32}")


class SurfaceGone(NotOpened):
    """An own surface is not kept here any more, or never was."""

    def __init__(self) -> None:
        ValueError.__init__(
            self, "This surface is not kept here any more: make it again, or open the file that you downloaded."
        )


def folder() -> Path:
    """Where own surfaces are kept: the environment variable SURFACES_DATA, else beside the code."""
    return Path(os.environ.get("SURFACES_DATA") or FOLDER)


def is_own(name: str) -> bool:
    """Whether a name is of the form that own surfaces have."""
    return bool(_NAME.fullmatch(name))


def name_of(
    scenario: Scenario, strengths: np.ndarray, temperatures: np.ndarray, seeds: Iterable[int], *, names: bool = True
) -> str:
    """Name of a surface by all that its content follows from.

    Parameters
    ----------
    scenario, strengths, temperatures
        What it is solved for.
    seeds : iterable of int
    names : bool
        Whether what graph, nodes and classes are called, and where nodes are drawn, tells surfaces apart: it does on
        a page, but not for the numbers.
    """
    graph = scenario.graph
    told = [sorted(scenario.settings().items()), [int(seed) for seed in seeds]]
    arrays = [graph.features, graph.edges, graph.labels, strengths, temperatures]
    if names:
        told.append([graph.name, list(graph.node_names), list(graph.label_names)])
        arrays.append(graph.positions)
    digest = sha256(repr(told).encode())
    for array in arrays:
        digest.update(f"{array.dtype.str}{array.shape}".encode())
        digest.update(np.ascontiguousarray(array).tobytes())
    return f"own-{digest.hexdigest()[:32]}"


def keep(surface: Surface) -> Surface:
    """Keep an own surface, in memory and on disk, and let others go until all fit.

    Returns
    -------
    Surface
        The same under its name, that of its scenario. A disk that takes nothing more is no error: the surface is then
        kept in memory, for a while.
    """
    name = name_of(surface.scenario, surface.strengths, surface.temperatures, surface.seeds)
    surface = replace(surface, scenario=replace(surface.scenario, name=name))
    with suppress(OSError):
        folder().mkdir(parents=True, exist_ok=True)
        if not _path(name).exists():
            save(surface, _path(name))
        _shrink()
    _MADE[name] = surface
    while len(_MADE) > _IN_MEMORY:
        _MADE.pop(next(iter(_MADE)), None)
    return surface


def find(name: str) -> Surface | None:
    """The own surface of a name, None if there is none; it counts as used now."""
    if not is_own(name):
        return None
    if (made := _MADE.get(name)) is not None:
        return made
    path = _path(name)
    try:
        os.utime(path)
        return _read(path)
    except (OSError, ValueError):
        return None


def open_surface(name: str) -> Surface:
    """Open a surface of either kind; every caller shares the one read-only object.

    Raises
    ------
    ValueError
        If there is no surface of that name.
    NotOpened
        If its shipped file cannot be opened.
    SurfaceGone
        If it is somebody's own, and kept no more.
    """
    if not is_own(name):
        return load_shipped(name)
    if (found := find(name)) is None:
        raise SurfaceGone
    return found


def can_open(name: str) -> bool:
    """Whether a surface of that name can be opened now."""
    return name in openable() or find(name) is not None


def title(name: str) -> str:
    """What a page calls a surface, shipped or own; an own one may be gone."""
    if name in SHIPPED:
        return SHIPPED[name].title
    surface = find(name)
    return "A graph that is kept no more" if surface is None else described(surface)


def described(surface: Surface) -> str:
    """An own surface in a few words: the graph's name and whatever is not as usual."""
    scenario = surface.scenario
    words = [scenario.graph.name]
    if scenario.encoder != "linear":
        words.append(scenario.encoder_entry.title)
    if scenario.encoder_entry.layers is None:
        words.append(f"K = {scenario.hops}")
    words.append(f"λ = {scenario.weight_decay:g}")
    if scenario.shares != ALIKE:
        words.append(str(scenario.shares))
    if scenario.batch_size is not None:
        words.append(f"{counted(scenario.batch_size, 'node')} a batch")
    return ", ".join(words)


def restart() -> None:
    """Forget what is held in memory, as a new start of the server does; the files stay."""
    _MADE.clear()
    _read.cache_clear()


# Those made or opened last, where a disk fails or another surface has taken their place on it.
_IN_MEMORY = 16
_MADE: dict[str, Surface] = {}


@lru_cache(_IN_MEMORY)
def _read(path: Path) -> Surface:
    return load(path)


def _path(name: str) -> Path:
    if not is_own(name):
        raise ValueError(f"no name of an own surface: {name!r}")
    return folder() / f"{name}.npz"


def _shrink() -> None:
    files = [(path.stat(), path) for path in folder().glob("own-*.npz")]
    total = sum(stat.st_size for stat, _ in files)
    for stat, path in sorted(files, key=lambda file: file[0].st_mtime):
        if total <= LIMIT:
            break
        path.unlink(missing_ok=True)
        total -= stat.st_size

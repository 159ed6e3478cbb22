"""A surface as a file: plain arrays in .npz, never pickle, so that opening a stranger's file runs nothing."""

import errno
import io
import json
import logging
import os
import stat
from functools import cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryFile
from uuid import uuid4
from zipfile import ZipFile

import numpy as np

from explorer.model.encoders.encoder import encoder_of
from explorer.model.graph import Graph
from explorer.model.measure import METRICS
from explorer.model.scenario import SHIPPED, Scenario
from explorer.model.surface import Surface

__all__ = ["NotOpened", "check_writable", "load", "load_shipped", "openable", "read", "save", "to_bytes"]

DATA = Path(str(files("explorer"))) / "data"
"""Where the shipped surfaces lie."""

_MOST = 400_000_000  # bytes of the largest surface: 20,000 nodes of 64 features on the finest grid
_LONGEST_NAME = 200
_FORMAT = "contrastive-loss-surface/2"
_ARRAYS = ("strengths", "temperatures", "seeds", "accuracy_by_split", "weights", "best_loss")
_THEORY = "theory_by_seed"  # of surfaces that the theory speaks of
_GRAPH_ARRAYS = ("features", "edges", "labels", "positions")
# Metrics that follow from the others exactly: A_τ = (ℓ_align/2 − 1)/τ, L = A_τ + U_τ, N_eff = exp(−ℓ_uniform).
_DERIVED = {"relative_loss", "alignment_term", "loss", "effective_directions"}


class NotOpened(ValueError):
    """The file of a shipped surface is missing, damaged or of another version; ``__cause__`` says which."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The surface “{SHIPPED[name].title}” cannot be opened here: its file is missing or damaged.")


def save(surface: Surface, path: str | Path) -> None:
    """Write a surface as .npz without pickle; a file of that name is replaced only when all is written.

    Parameters
    ----------
    surface : Surface
    path : str or Path

    Raises
    ------
    OSError
        If it cannot be written; then no part of it is left behind.
    """
    target, content = _target(path), to_bytes(surface)
    unfinished = target.with_name(f".{uuid4().hex}.part")  # nobody else's
    try:
        with open(unfinished, "xb") as file:
            file.write(content)
        os.replace(unfinished, target)
    finally:
        unfinished.unlink(missing_ok=True)


def to_bytes(surface: Surface) -> bytes:
    """Return the content of a surface's file, as :func:`save` writes it."""
    graph = surface.scenario.graph
    scenario = {"name": surface.scenario.name, **surface.scenario.settings()}
    about = {
        "format": _FORMAT,
        "scenario": scenario,
        "graph": {"name": graph.name, "label_names": graph.label_names, "node_names": graph.node_names},
    }
    arrays = {name: getattr(surface, name) for name in _ARRAYS}
    if surface.theory_by_seed is not None:
        arrays[_THEORY] = surface.theory_by_seed
    arrays |= {f"graph_{name}": getattr(graph, name) for name in _GRAPH_ARRAYS}
    arrays |= {f"by_seed_{name}": x for name, x in surface.by_seed.items() if name not in _DERIVED}
    stored = {name: x.astype(np.float32) if _may_round(name) else x for name, x in arrays.items()}
    content = io.BytesIO()
    np.savez_compressed(content, about=np.array(json.dumps(about)), **stored)
    return content.getvalue()


def check_writable(path: str | Path) -> None:
    """Refuse a path where :func:`save` could not write; what is there stays as it is.

    Parameters
    ----------
    path : str or Path

    Raises
    ------
    OSError
        Why it cannot be written, in its `strerror`.
    """
    with TemporaryFile(dir=_target(path).parent):
        pass


def _target(path):
    """The file that a path, through links, leads to; refused if it is anything else than a file that may be written."""
    path = Path(os.path.realpath(path))
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return path
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "Is a folder" if stat.S_ISDIR(mode) else "Is not a regular file", str(path))
    if not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    return path


def load(path: str | Path) -> Surface:
    """Read a surface from a file that :func:`save` wrote.

    Parameters
    ----------
    path : str or Path

    Returns
    -------
    Surface

    Raises
    ------
    ValueError
        If the file is damaged or is not a surface; the message says what is wrong.
    OSError
        If it cannot be read.
    """
    return read(Path(path).read_bytes(), str(path))


def read(content: bytes, name: str) -> Surface:
    """Read a surface from the bytes of its file, whoever they come from.

    Parameters
    ----------
    content : bytes
    name : str
        What to call the file in a refusal.

    Returns
    -------
    Surface

    Raises
    ------
    ValueError
        If the file is damaged, is not a surface or holds more than a surface can; the message says what is wrong.
    """
    try:
        # Looked at before anything is unpacked: a small file may hold a large nothing.
        with ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > _MOST:
            raise ValueError(
                f"it unpacks to {unpacked / 1e6:,.0f} MB, more than the {_MOST / 1e6:,.0f} MB of a surface"
            )
        loaded = np.load(io.BytesIO(content), allow_pickle=False)
        arrays = {entry: loaded[entry] for entry in loaded.files}
    except Exception as error:  # the readers of archives and of arrays know a dozen kinds of damage
        raise ValueError(f"{name} is not a surface, or it is damaged: {error}") from error
    try:
        return _surface(arrays)
    except (ArithmeticError, AttributeError, LookupError, MemoryError, TypeError, ValueError) as error:
        what = f"it has no {error}" if isinstance(error, KeyError) else str(error)
        raise ValueError(f"{name} is not a surface of this version: {what}") from error


@cache
def load_shipped(name: str) -> Surface:
    """Open a surface that ships with the app; every caller shares the one read-only object.

    Parameters
    ----------
    name : str
        One of :data:`~explorer.model.scenario.SHIPPED`.

    Raises
    ------
    ValueError
        If there is no such surface.
    NotOpened
        If there is, but its file cannot be opened.
    """
    if name not in SHIPPED:
        raise ValueError(f"there is no shipped surface {name!r}; choose one of {', '.join(SHIPPED)}")
    try:
        return load(DATA / f"{name}.npz")
    except (OSError, ValueError) as error:
        raise NotOpened(name) from error


@cache
def openable() -> tuple[str, ...]:
    """Names of the shipped surfaces that can be opened, in the order of :data:`~explorer.model.scenario.SHIPPED`.

    This is what the pages offer, and nothing else. Why a surface is not among them is logged, once.
    """
    found = []
    for name in SHIPPED:
        try:
            load_shipped(name)
        except NotOpened as refusal:
            logging.getLogger(__name__).error("%s %s", refusal, refusal.__cause__)
        else:
            found.append(name)
    return tuple(found)


def _surface(arrays):
    about = json.loads(str(arrays["about"]))
    if not isinstance(about, dict) or not all(isinstance(about.get(part), dict) for part in ("graph", "scenario")):
        raise ValueError("it does not say what graph and scenario it is of")
    if about["format"] != _FORMAT:
        raise ValueError(f"its format is {about['format']!r}, not {_FORMAT!r}")
    _check_names(about["graph"])
    for name, x in arrays.items():
        if name != "about" and x.dtype.kind not in "fiub":
            raise ValueError(f"{name} holds {x.dtype.name} where numbers belong")
    graph = Graph(**about["graph"], **{name: arrays[f"graph_{name}"] for name in _GRAPH_ARRAYS})
    scenario = Scenario(graph=graph, **about["scenario"])
    stored = {
        name.removeprefix("by_seed_"): x.astype(float) for name, x in arrays.items() if name.startswith("by_seed_")
    }
    rest = {name: arrays[name] if name in ("weights", "seeds") else arrays[name].astype(float) for name in _ARRAYS}
    if scenario.theory_applies:
        rest[_THEORY] = arrays[_THEORY].astype(float)
    _check_shapes(stored, rest, encoder_of(scenario).weights_shape(scenario))
    _check_axes(rest["strengths"], rest["temperatures"])
    _check_counts(rest, graph.labels)
    for name, x, low, high in (
        ("accuracy", stored["accuracy"], 0, 1),
        ("accuracy_by_split", rest["accuracy_by_split"], 0, 1),
        ("alignment", stored["alignment"], -1e-5, 4 + 1e-5),  # squared distances of unit vectors
        ("uniformity", stored["uniformity"], -8 - 1e-5, 1e-5),
        ("seeds", rest["seeds"], 0, 2**62),
    ):
        if x.size and not (low <= x.min() and x.max() <= high):
            raise ValueError(f"{name} runs from {x.min():.3g} to {x.max():.3g}, beyond what it can be")
    alignment_term = (stored["alignment"] / 2 - 1) / rest["temperatures"][:, None]
    derived = {
        "alignment_term": alignment_term,
        "loss": alignment_term + stored["uniformity_term"],
        "effective_directions": np.exp(-stored["uniformity"]),
    }
    return Surface(scenario=scenario, by_seed=stored | derived, **({_THEORY: None} | rest))


def _check_shapes(stored, rest, weights):
    cells = len(rest["temperatures"]), len(rest["strengths"])
    seeds = len(rest["seeds"])
    expected = {
        "weights": (len(rest["weights"]), *cells, *weights),
        _THEORY: (seeds, cells[1]),
        "accuracy_by_split": (len(rest["accuracy_by_split"]), *cells),
        "best_loss": cells[:1],
    }
    missing = {*METRICS, "accuracy", "objective"} - _DERIVED - stored.keys()
    if missing:
        raise ValueError(f"it lacks {', '.join(sorted(missing))}")
    for name, x in (*stored.items(), *rest.items()):
        shape = (seeds, *cells) if name in stored else expected.get(name, x.shape)
        if x.shape != shape:
            raise ValueError(f"{name} has shape {x.shape} where {shape} belongs")
        if not np.isfinite(x).all():
            raise ValueError(f"{name} holds values that are not finite")


def _check_names(graph):
    """Refuse names that are no texts or too long to be shown."""
    for name in [graph.get("name"), *graph.get("node_names", ()), *graph.get("label_names", ())]:
        if not isinstance(name, str) or len(name) > _LONGEST_NAME:
            raise ValueError(f"a name in it is no text, or longer than {_LONGEST_NAME} characters")


def _check_axes(strengths, temperatures):
    """Refuse axes that are no grid: a map of them would show values at places where they are not."""
    for name, axis, low, high in (("strengths", strengths, 0, 1), ("temperatures", temperatures, 1e-6, 1e6)):
        if axis.ndim != 1 or not len(axis) or (np.diff(axis) <= 0).any() or axis[0] < low or axis[-1] >= high:
            raise ValueError(f"its {name} do not rise from at least {low:g} to below {high:g}")


def _check_counts(rest, labels):
    """Refuse what is too little for a map, for a spread or for the probe."""
    for name in ("strengths", "temperatures", "seeds", "accuracy_by_split"):
        if len(rest[name]) < 2:
            raise ValueError(f"it takes at least two {name.replace('_', ' ')}; this has {len(rest[name])}")
    if np.bincount(labels)[labels].min() < 2:
        raise ValueError("a class has a single node, which the probe cannot both learn and be tested on")


def _may_round(name):
    """Float32 keeps six digits, more than any seed's spread leaves."""
    return name.startswith("by_seed_") or name in ("accuracy_by_split", "weights")

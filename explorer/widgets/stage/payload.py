"""Pack what the browser needs to answer every movement by itself into one block of bytes.

Layout: ``32 characters of digest | u32 length of header | header (JSON), padded | arrays``.
The header tells where each array starts and how long it is. Nothing that is hidden is in it.
"""

import hashlib
import json
import struct
from dataclasses import asdict

import numpy as np

from explorer.charts import palette
from explorer.charts.grid import angles as all_angles
from explorer.charts.identity import remembered
from explorer.charts.stage.layers import LAYERS, READOUTS, TERMS
from explorer.charts.stage.sentences import why

ANGLE_STEPS = 32767
"""Angles −π … π are sent as −32767 … 32767: a step is 0.0001 rad, far below a pixel."""

DIGEST_LENGTH = 32
"""Characters that name the content, so that the browser can tell what it already has."""

MAX_NODES = 600
"""Larger graphs show an evenly spaced sample of their nodes on the circle."""


@remembered
def pack(surface, seed_index, hidden):
    """Return the packed values of a surface.

    Parameters
    ----------
    surface : Surface
        Shared and frozen.
    seed_index : int
        Which seed's embedding the circle shows.
    hidden : frozenset of str
        What must not leave the server.

    Returns
    -------
    bytes
        Digest, header and arrays.
    """
    arrays = _values(surface, hidden)
    if "sentences" not in hidden:
        arrays["sentences"] = why(surface).cells.astype(np.uint8)
    nodes = _nodes(surface)
    if "circle" not in hidden:
        angles = all_angles(surface, seed_index)[..., nodes]  # (T, P, 2, N)
        arrays["angles"] = np.round(angles / np.pi * ANGLE_STEPS).astype("<i2")
    header = _header(surface, seed_index, hidden, nodes)
    return _join(header, arrays)


def digest_of(packed):
    """Return the name of packed values."""
    return packed[:DIGEST_LENGTH].decode()


def unpack(packed):
    """Read packed values back, as the browser does.

    Parameters
    ----------
    packed : bytes
        What `pack` returned.

    Returns
    -------
    header : dict
    arrays : dict of str to numpy array
    """
    (length,) = struct.unpack_from("<I", packed, DIGEST_LENGTH)
    start = DIGEST_LENGTH + 4
    header = json.loads(packed[start : start + length])
    data = packed[start + length :]
    arrays = {
        name: np.frombuffer(data, dtype=entry["dtype"], count=int(np.prod(entry["shape"])), offset=entry["offset"])
        .reshape(entry["shape"])
        for name, entry in header["arrays"].items()
    }  # fmt: skip
    return header, arrays


def _values(surface, hidden):
    """Return the layers, their spread and the terms that may be seen, as float32."""
    names = [name for name in LAYERS if name not in hidden]
    if "split" not in hidden:
        names += list(TERMS)
    arrays = {name: getattr(surface, name) for name in names}
    arrays |= {f"spread:{name}": surface.spread[name] for name in names if name in surface.spread}
    if "accuracy" not in hidden:
        arrays["accuracy_stderr"] = surface.stderr["accuracy"]
    return {name: np.asarray(values).astype("<f4") for name, values in arrays.items()}


def _nodes(surface):
    """Return the indices of the nodes that the circle shows."""
    count = len(surface.scenario.graph.labels)
    return np.unique(np.linspace(0, count - 1, min(count, MAX_NODES)).astype(int))


def _header(surface, seed_index, hidden, nodes):
    """Return everything that is not an array: the grid, the names and the colours."""
    graph = surface.scenario.graph
    header = {
        "strengths": [round(float(p), 6) for p in surface.strengths],
        "temperatures": [float(f"{t:.6g}") for t in surface.temperatures],
        "layers": {name: asdict(layer) for name, layer in LAYERS.items() if name not in hidden},
        "readouts": [name for name in READOUTS if name not in hidden],
        "nodes": nodes.tolist(),
        "nodeNames": [str(graph.node_names[i]) for i in nodes],
        "labels": [int(graph.labels[i]) for i in nodes],
        "labelNames": [str(name) for name in graph.label_names],
        "shapes": list(palette.SHAPES),
        "seed": int(surface.seeds[seed_index]),
        "seedCount": len(surface.seeds),
        "seedsShown": len(surface.weights),
        "sequential": list(palette.SEQUENTIAL),
        "themes": {name: asdict(theme) for name, theme in palette.THEMES.items()},
    }
    if "split" not in hidden:
        header["chanceLevel"] = float(surface.chance_level)
    if "sentences" not in hidden:
        header["sentences"] = list(why(surface).sentences)
    return header


def _join(header, arrays):
    """Return digest, header and arrays, each array on a boundary of four bytes."""
    entries, blocks, offset = {}, [], 0
    for name, values in arrays.items():
        block = np.ascontiguousarray(values).tobytes()
        block += bytes(-len(block) % 4)
        entries[name] = {"offset": offset, "shape": list(values.shape), "dtype": values.dtype.str}
        blocks.append(block)
        offset += len(block)
    text = json.dumps(header | {"arrays": entries}, ensure_ascii=False).encode()
    text += b" " * (-len(text) % 4)
    content = struct.pack("<I", len(text)) + text + b"".join(blocks)
    digest = hashlib.blake2b(content, digest_size=DIGEST_LENGTH // 2).hexdigest().encode()
    return digest + content

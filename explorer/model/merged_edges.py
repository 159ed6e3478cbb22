"""Each edge once, between nodes that are known: what repeats another is merged, counted and said."""

import re
from collections import Counter
from collections.abc import Iterable

import numpy as np

from explorer.model.counts import counted
from explorer.model.graph_formats import MAX_EDGES, MAX_NODES
from explorer.model.table import is_missing
from explorer.model.uploaded_text import fault, short

__all__ = ["MAX_NAME", "merged"]

MAX_NAME = 200  # characters; what is longer is a text and no name


def merged(
    pairs: Iterable[tuple], ids: dict[str, int], title: str, notes: list[str], *, known: list[str] | None
) -> np.ndarray:
    """Return each edge once; what was mended is added to `notes`.

    Parameters
    ----------
    pairs : iterable of (row, str, str)
        The two ends of every edge, as listed.
    ids : dict
        Each node's index by its id; it grows by ends not met before unless `known` is given.
    title : str
        What notes call the file.
    notes : list of str
    known : list of str or None
        The names of all nodes, in the order of `ids`, where a node file lists them.

    Returns
    -------
    ndarray, shape (E, 2)

    Raises
    ------
    ValueError
        If an end is unknown or too long, there are too many nodes or edges, or no edge is left.
    """
    by_name = {} if known is None else _spellings(ids, known)
    mended: dict[str, str] = {}
    gaps = 0
    met: dict[tuple[int, int], None] = {}
    directions: set[tuple[int, int]] = set()
    selfs = repeated = reciprocal = 0
    for row, *ends in pairs:
        found = []
        for end in ends:
            gaps += end not in ids and is_missing(end)
            if end not in ids and known is not None:
                spelt = next((way(end) for way in _WAYS if way(end) in by_name), None)
                if spelt is not None:
                    found.append(by_name[spelt])
                    if end != spelt:
                        mended[end] = known[by_name[spelt]]
                    continue
            if end not in ids:
                if known is not None:
                    cure = "add it there or remove the edge"
                    raise fault(title, row, f"node '{short(end)}' is not among the nodes listed; {cure}")
                if len(ids) == MAX_NODES:
                    cure = "leave out nodes, for example a whole community"
                    raise fault(title, row, f"more than {MAX_NODES:,} nodes; {cure}")
                if len(end) > MAX_NAME:
                    sentence = f"the id '{short(end)}' has more than {MAX_NAME} characters; shorten it"
                    raise fault(title, row, sentence)
                ids[end] = len(ids)
            found.append(ids[end])
        a, b = found
        pair = (a, b) if a < b else (b, a)
        if a == b:
            selfs += 1
        elif pair in met:
            same = (a, b) in directions
            repeated, reciprocal = repeated + same, reciprocal + (not same)
            directions.add((a, b))
        elif len(met) == MAX_EDGES:
            raise fault(title, row, f"more than {MAX_EDGES:,} edges; leave out edges")
        else:
            met[pair] = None
            directions.add((a, b))
    if mended:
        some = ", ".join(f"'{short(end)}' is '{short(name)}'" for end, name in list(mended.items())[:3])
        some += " …" if len(mended) > 3 else ""
        many = counted(len(mended), "node is", "nodes are")
        notes.append(f"{title}: {many} spelt differently in the node file: {some}.")
    if gaps:
        many = counted(gaps, "end of an edge says", "ends of edges say")
        sentence = "that there is no value, such as NA, and counts as a name; if it is none"
        notes.append(f"{title}: {many} {sentence}, remove its row.")
    for count, one, many, done in (
        (selfs, "edge joins a node with itself and is", "edges join a node with itself and are", "left out"),
        (
            reciprocal,
            "edge is the reverse of another and is",
            "edges are the reverse of another and are",
            "merged with it",
        ),
        (repeated, "edge repeats another and is", "edges repeat another and are", "merged with it"),
    ):
        if count:
            notes.append(f"{title}: {counted(count, one, many)} {done}.")
    if not met:
        raise fault(title, None, "no edge between two different nodes; list at least one")
    return np.array(list(met), dtype=np.int64)


# What makes two spellings one: as it is, case and blanks, a whole number.
_WAYS = (
    lambda name: name,
    lambda name: " ".join(name.casefold().split()),
    lambda name: str(int(name)) if re.fullmatch("[0-9]{1,18}", name) else name,
)


def _spellings(ids, known):
    """Return the place of every node by its id and its name, and by what these are without case and leading zeros."""
    found: dict[str, int] = {}
    for way in _WAYS:
        for names in (ids, known):
            spelt = [way(name) for name in names]
            count = Counter(spelt)
            for place, name in enumerate(spelt):
                if count[name] == 1:
                    found.setdefault(name, place)
    return found

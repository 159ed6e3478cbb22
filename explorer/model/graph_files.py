"""A user's two CSV files: (edges, nodes) -> checked tables. Every fault is one sentence with its row and its cure."""

import math
from dataclasses import dataclass

import numpy as np

from .csv_rows import Rows, short

__all__ = ["MAX_EDGES", "MAX_NODES", "Tables", "read_tables"]

MAX_NODES = 20_000
MAX_EDGES = 200_000  # ten a node at the most nodes: what the solver handles in minutes
MAX_CLASSES = 20  # a legend and a probe of more say nothing
# Sums of squares of larger features would lose the smaller ones to rounding.
MAX_FEATURE = 1e9


@dataclass(frozen=True)
class Tables:
    """What the files say, checked.

    Attributes
    ----------
    ids : list of str, length N
    labels : list of str, length N, or None
        None where there is no label column.
    features : ndarray, shape (N, F), or None
        None where there is no feature column.
    edges : ndarray of int, shape (E, 2)
        Row numbers of `ids`; the smaller first.
    """

    ids: list[str]
    labels: list[str] | None
    features: np.ndarray | None
    edges: np.ndarray


def read_tables(edges, nodes=None) -> Tables:
    """Read and check an edge file and, optionally, a node file.

    Parameters
    ----------
    edges, nodes : str, path, bytes or file object
        See `graph.read_graph`.

    Returns
    -------
    Tables

    Raises
    ------
    ValueError
        If a file is malformed or too large; the message names the file's row and what to change.
    OSError
        If a path cannot be read.
    """
    if nodes is None:
        ids, labels, features = {}, None, None
    else:
        ids, labels, features = _read_nodes(Rows("Node file", nodes))
    pairs = _read_edges(Rows("Edge file", edges), ids, known=nodes is not None)
    return Tables(list(ids), labels, features, pairs)


def _read_nodes(rows):
    """Return ids (name -> index, in order), labels or None, features or None."""
    wanted = "id,label followed by feature columns"
    id_column = rows.column("id", wanted)
    label_column = rows.header.index("label") if "label" in rows.header else None
    feature_columns = [c for c in range(len(rows.header)) if c not in (id_column, label_column)]
    ids, first_row, labels, features = {}, {}, [], []
    for row, cells in rows:
        node = cells[id_column]
        if not node:
            raise rows.fault(row, "the id is empty; give the node a name")
        if node in ids:
            raise rows.fault(row, f"node '{short(node)}' is already in row {first_row[node]}; remove one of the two")
        if len(ids) == MAX_NODES:
            raise rows.fault(row, f"more than {MAX_NODES:,} nodes; leave out nodes, for example all but one community")
        ids[node], first_row[node] = len(ids), row
        if label_column is not None:
            if not cells[label_column]:
                raise rows.fault(row, "the label is empty; label every node or remove the column 'label'")
            labels.append(cells[label_column])
        if feature_columns:
            features.append(_numbers(rows, row, cells, feature_columns))
    if not ids:
        raise rows.fault(rows.header_row + 1, "no nodes below the header; add one row for each node")
    if label_column is not None:
        _check_classes(rows, labels, list(first_row.values()))
    if not feature_columns:
        return ids, labels or None, None
    features = np.array(features)
    if not np.ptp(features, axis=0).any():
        raise rows.fault(
            rows.header_row,
            "every feature column has one value for all nodes; add a feature that differs or remove them all",
        )
    return ids, labels or None, features


def _numbers(rows, row, cells, columns):
    """Return a row's features, shape (F,)."""
    numbers = np.empty(len(columns))
    for index, column in enumerate(columns):
        try:
            number = float(cells[column])
        except ValueError:
            number = None
        if number is not None and math.isfinite(number) and abs(number) <= MAX_FEATURE:
            numbers[index] = number
            continue
        where = f"'{short(cells[column])}' in column '{short(rows.header[column])}'"
        if not cells[column]:
            where = f"the empty cell in column '{short(rows.header[column])}'"
        if number is None:
            cure = "is not a number; write it as one, with a decimal point, or remove the column"
        elif not math.isfinite(number):
            cure = "is not a finite number; replace it, or remove the column"
        else:
            cure = f"is beyond ±{MAX_FEATURE:.0e}; give the column a larger unit"
        raise rows.fault(row, f"{where} {cure}")
    return numbers


def _check_classes(rows, labels, row_numbers):
    """Refuse labels that a probe cannot learn: too many classes, or a class of one node."""
    members = {}
    for row, label in zip(row_numbers, labels, strict=True):
        members.setdefault(label, []).append(row)
        if len(members) > MAX_CLASSES:
            raise rows.fault(row, f"more than {MAX_CLASSES} different labels; merge some or remove the column 'label'")
    for label, found in members.items():
        if len(found) < 2:
            raise rows.fault(
                found[0],
                f"label '{short(label)}' has this one node only; merge it with another or remove the column 'label'",
            )


def _read_edges(rows, ids, *, known):
    """Return edges as pairs of indices, smaller first, shape (E, 2); add unseen ids unless the nodes are `known`."""
    source, target = (rows.column(name, "source,target") for name in ("source", "target"))
    first_row = {}
    for row, cells in rows:
        ends = cells[source], cells[target]
        for column, end in zip(("source", "target"), ends, strict=True):
            if not end:
                raise rows.fault(row, f"the {column} is empty; name a node or remove the row")
            if end in ids:
                continue
            if known:
                raise rows.fault(row, f"node '{short(end)}' is not in the node file; add it there or remove the edge")
            if len(ids) == MAX_NODES:
                raise rows.fault(row, f"more than {MAX_NODES:,} nodes; leave out nodes, for example a whole community")
            ids[end] = len(ids)
        pair = tuple(sorted((ids[ends[0]], ids[ends[1]])))
        named = f"'{short(ends[0])}' and '{short(ends[1])}'"
        if pair[0] == pair[1]:
            raise rows.fault(row, f"joins node '{short(ends[0])}' with itself; remove the row")
        if pair in first_row:
            raise rows.fault(
                row, f"{named} are already joined in row {first_row[pair]} (edges have no direction); remove this row"
            )
        if len(first_row) == MAX_EDGES:
            raise rows.fault(row, f"more than {MAX_EDGES:,} edges; leave out edges")
        first_row[pair] = row
    if not first_row:
        raise rows.fault(rows.header_row + 1, "no edges below the header; add one row for each edge")
    return np.array(list(first_row), dtype=np.int64)

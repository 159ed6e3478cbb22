"""Adjacency matrices: which table is one, and the edges in it."""

from collections.abc import Iterator

import numpy as np

from explorer.model.graph_formats import MAX_NODES
from explorer.model.graph_lists import matrix_pairs
from explorer.model.table import Table, is_missing, is_number
from explorer.model.uploaded_text import short

__all__ = ["matrix_edges"]

_MAX_CELLS = 4_000_000  # of a matrix


def matrix_edges(table: Table, notes: list[str]) -> tuple[dict[str, int], Iterator[tuple[int, str, str]]] | None:
    """Return the nodes (id -> index) and (row, end, end) of an adjacency matrix; None if the table is none.

    Raises
    ------
    ValueError
        If it is too large, not square, or holds something else than numbers.
    """
    sample = [cells for _, cells in table.sample]
    header = table.header if table.has_header else sample[0] if sample else []
    labelled = header[1:] and [cells[0] for cells in sample[not table.has_header :]]
    if labelled and len(labelled) > 1 and labelled == header[1 : len(labelled) + 1] and len(set(header)) == len(header):
        names, skipped = header[1:], int(not table.has_header)
    else:
        numbers = all(is_number(cell) for cells in sample for cell in cells)
        square = numbers and len(sample) == len(header) > 2 and all(len(cells) == len(header) for cells in sample)
        if not square or not _like_a_matrix([[float(cell.replace(",", ".")) for cell in cells] for cells in sample]):
            return None
        names = table.header if table.has_header else [str(place + 1) for place in range(len(header))]
        labelled, skipped = [], 0
    start = int(bool(labelled))
    if len(names) > MAX_NODES or len(names) ** 2 > _MAX_CELLS:
        raise table.fault(None, f"a matrix of {len(names):,} nodes is too large; list one edge a row instead")
    rows: list[tuple[int, list[str]]] = []
    for row, cells in list(table)[skipped:]:
        values = ["0" if is_missing(cell) else cell for cell in cells[start:]]
        wrong = next((cell for cell in values if not is_number(cell)), None)
        if (
            wrong is not None
            or len(values) != len(names)
            or (start and cells[0] != names[min(len(rows), len(names) - 1)])
        ):
            cure = "make it a number for every node, rows in the order of the columns"
            raise table.fault(
                row,
                f"this row of a matrix has '{short(wrong)}'; {cure}"
                if wrong
                else f"a matrix of {len(names)} columns: {cure}",
            )
        rows.append((row, values))
    if len(rows) != len(names):
        raise table.fault(
            None, f"a matrix of {len(rows)} rows and {len(names)} columns; make it as many, or list edges"
        )
    called = "" if start or table.has_header else f", which are numbered from 1 to {len(names)}"
    notes.append(f"Edge file: a matrix of {len(names)} nodes{called}; every number but 0 is an edge.")
    notes += table.notes
    return {name: place for place, name in enumerate(names)}, (
        (row, names[a], names[b]) for row, a, b in matrix_pairs(iter(rows))
    )


def _like_a_matrix(values):
    """Whether a square of numbers is one of nodes with nodes and not as many edges with as many columns."""
    x = np.array(values)
    diagonal, whole = np.diag(x), bool(np.isin(x, (0, 1)).all())
    symmetric = bool((x == x.T).all())
    return bool((diagonal == diagonal[0]).all()) and bool((x == 0).any()) and (symmetric or (whole and len(x) > 3))

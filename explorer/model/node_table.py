"""Node tables: the id of each row, and the other columns."""

import re
from collections.abc import Iterable, Sequence

from explorer.model.counts import counted
from explorer.model.graph_formats import MAX_NODES
from explorer.model.node_columns import CLASS_NAMES, ID_NAMES, Columns
from explorer.model.table import Table, above_numbers, folded, whole_id
from explorer.model.uploaded_text import short

__all__ = ["NODE_FILE", "names_nodes", "node_table"]

NODE_FILE = "Node file"


def names_nodes(names: Sequence[str], below: Sequence[list[str]]) -> bool:
    """Whether a first row names the columns of a node table."""
    return bool(set(names) & {*ID_NAMES, *CLASS_NAMES}) or above_numbers(names, below)


def node_table(table: Table, notes: list[str], pairs: Iterable[tuple]) -> tuple[dict[str, int], Columns]:
    """Read a node table; what was found out and mended is added to `notes`.

    Parameters
    ----------
    table : Table
    notes : list of str
    pairs : iterable of (row, str, str)
        The edges, whose ends tell whether rows number the nodes.

    Returns
    -------
    ids : dict
        Each id and its index, in the table's order.
    columns : Columns
        The others.

    Raises
    ------
    ValueError
        If an id is empty or stands for two nodes, or there are too many.
    """
    header = [folded(name) for name in table.header]
    at = next((header.index(name) for name in ID_NAMES if name in header), 0)
    if not table.has_header and (first := _numbered_by_rows(table, pairs)) is not None:
        listed = list(table)
        notes.append(f"{NODE_FILE}: no column names the nodes; its rows are taken in the order {first}, {first + 1}, …")
        notes += table.notes
        columns = {name: [row[column] for _, row in listed] for column, name in enumerate(table.header)}
        return {str(place + first): place for place in range(len(listed))}, Columns(
            NODE_FILE, columns, [r for r, _ in listed]
        )
    ids: dict[str, int] = {}
    rows: list[int] = []
    kept: list[list[str]] = []
    copies = 0
    for row, cells in table:
        node = whole_id(cells[at])
        if not node:
            raise table.fault(row, "the id is empty; give the node a name")
        if node in ids:
            if kept[ids[node]] == cells:
                copies += 1
                continue
            raise table.fault(row, f"node '{short(node)}' is already in row {rows[ids[node]]}; remove one of the two")
        if len(ids) == MAX_NODES:
            raise table.fault(row, f"more than {MAX_NODES:,} nodes; leave out nodes, for example a whole community")
        ids[node] = len(ids)
        rows.append(row)
        kept.append(cells)
    if not table.has_header or header[at] not in ID_NAMES:
        notes.append(f"{NODE_FILE}: column {at + 1} is taken for the nodes' ids.")
    if copies:
        notes.append(
            f"{NODE_FILE}: {counted(copies, 'row repeats another and is', 'rows repeat another and are')} left out."
        )
    notes += table.notes
    columns = {
        name: [cells[column] for cells in kept] for column, name in enumerate(table.header) if column != at and name
    }
    return ids, Columns(NODE_FILE, columns, rows)


def _numbered_by_rows(table, pairs):
    """Return the number of the first row where rows number the nodes, as in OGB, or None."""
    ends = {end for _, *both in pairs for end in both}
    count = table.count()
    if not ends or count > MAX_NODES or not all(re.fullmatch("[0-9]{1,9}", end) for end in ends):
        return None
    numbers = {int(end) for end in ends}
    first = min(numbers)
    if first > 1 or max(numbers) - first != count - 1:
        return None
    firsts = [cells[0] for _, cells in table.sample]
    return None if len(set(firsts)) == len(firsts) and set(map(whole_id, firsts)) <= ends else first

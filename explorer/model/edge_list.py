"""Edge lists: which two columns of a table hold the ends of an edge, and which row is none."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from explorer.model.graph_formats import MAX_NODES
from explorer.model.node_columns import ID_NAMES
from explorer.model.table import Table, above_numbers, folded, is_number, whole_id
from explorer.model.uploaded_text import fault, short

__all__ = ["edge_rows", "names_ends", "without_sizes"]

_MAX_ROWS = 1_000_000
_FEW = 5  # of fewer edges the first may well look like their number
# Words for the two ends, alone or as the beginning or end of a column's name: FromNodeId, id_1, node_b.
_ENDS = (
    ("source", "target"), ("from", "to"), ("src", "dst"), ("src", "dest"), ("src", "trg"), ("src", "tgt"),
    ("sender", "receiver"), ("ego", "alter"), ("follower", "followee"), ("citing", "cited"), ("start", "end"),
    ("head", "tail"), ("parent", "child"), ("subject", "object"), ("1", "2"), ("a", "b"),
    ("von", "nach"), ("von", "zu"), ("von", "an"), ("quelle", "ziel"), ("start", "ziel"), ("origine", "destination"),
    ("source", "destination"), ("source", "cible"), ("de", "vers"), ("de", "à"), ("origen", "destino"),
    ("fuente", "destino"), ("fuente", "objetivo"), ("desde", "hasta"), ("origem", "destino"), ("de", "para"),
    ("da", "a"), ("origine", "destinazione"), ("sorgente", "destinazione"), ("van", "naar"), ("bron", "doel"),
    ("od", "do"), ("från", "till"), ("fra", "til"), ("источник", "цель"), ("от", "до"), ("из", "в"), ("源", "目标"),
    ("起点", "终点"), ("源节点", "目标节点"),
)  # fmt: skip


def names_ends(names: Sequence[str], below: Sequence[list[str]]) -> bool:
    """Whether a first row names the columns of an edge list."""
    return bool(_ends_among(names, below)) or above_numbers(names, below)


def edge_rows(table: Table, notes: list[str]) -> Iterator[tuple[int, str, str]]:
    """Yield (row, end, end) of an edge list; what was found out is added to `notes` after the last.

    Raises
    ------
    ValueError
        If no two columns are the ends of an edge, an end is empty, or there are too many rows.
    """
    source, target = _end_columns(table)
    marked = "r" if table.bipartite else ""
    for count, (row, cells) in enumerate(table, 1):
        if count > _MAX_ROWS:
            raise table.fault(row, f"more than {_MAX_ROWS:,} rows; list each edge once")
        for column, which in ((source, "source"), (target, "target")):
            if not cells[column]:
                raise table.fault(row, f"the {which} is empty; name a node or remove the row")
        yield row, whole_id(cells[source]), marked + whole_id(cells[target])
    if marked:
        notes.append(f"Edge file: '% bip' numbers the ends of either column anew; the second's are called {marked}1, …")
    notes += table.notes


def without_sizes(text: str, notes: list[str]) -> tuple[str, dict[str, int]]:
    """Return the text without the row that holds the numbers of nodes and edges, and the nodes so numbered.

    Matrix Market has such a row, and many a list without its mark has one too.

    Raises
    ------
    ValueError
        If Matrix Market's dense layout is meant, or there are too many nodes.
    """
    marked = text[:14].lower() == "%%matrixmarket"
    if marked and "coordinate" not in text[:200].lower().partition("\n")[0]:
        raise fault(
            "Edge file", 1, "only the coordinate layout of Matrix Market lists edges; save it as one edge a row"
        )
    lines = text.split("\n")
    rows = [place for place, line in enumerate(lines) if line.strip() and line.lstrip()[0] not in "#%"]
    sizes = re.findall("[0-9]+", lines[rows[0]]) if rows else []
    if not rows or not re.fullmatch(r"[0-9]{1,9}([ \t,;]+[0-9]{1,9}){1,2}", lines[rows[0]].strip()) or len(rows) < 2:
        return text, {}
    below = [re.match(r"\s*([0-9]{1,9})[\s,;]+([0-9]{1,9})(?![0-9.])", lines[place]) for place in rows[1:]]
    if not marked and (int(sizes[-1]) != len(below) or len(below) < _FEW or not all(below)):
        return text, {}
    one, two = [[int(found[side]) for found in below if found] for side in (1, 2)]
    high = [int(sizes[0]), int(sizes[-2])]
    if not one or (not marked and (max(one) > high[0] or max(two) > high[1] or int(sizes[-1]) in {*one, *two})):
        return text, {}
    what = "the sizes of Matrix Market" if marked else "the numbers of nodes and edges"
    notes.append(f"Edge file: row {rows[0] + 1} holds {what} and is no edge.")
    lines[rows[0]] = ""
    if len(sizes) == 3 and high[0] != high[1]:  # rows and columns are numbered each from 1
        lines.insert(0, "% bip")
        return "% bip" + "\n".join(lines)[5:], {}
    if high[0] > MAX_NODES:
        raise fault(
            "Edge file", rows[0] + 1, f"more than {MAX_NODES:,} nodes; leave out nodes, for example a whole community"
        )
    first = 0 if 0 in {*one, *two} else 1
    return "\n".join(lines), {str(node + first): node for node in range(high[0])}


def _end_columns(table):
    header, sample = [folded(name) for name in table.header], [cells for _, cells in table.sample]
    if len(header) < 2:
        row = table.sample[0][0] if table.sample else 1
        cure = "separate the two ends of an edge with a comma, semicolon, tab or blank"
        raise table.fault(row, f"found only one column, '{short(table.header[0])}'; {cure}")
    if table.has_header:
        ends = _ends_among(header)
        if ends:
            return ends
        start = int(not header[0] or header[0].startswith("unnamed"))
        names = ",".join(table.header)
        square = start and [cells[0] for cells in sample] == table.header[1 : len(sample) + 1]
        if square or header[0] in ID_NAMES[:3] or len(header) < start + 2:
            what = "a matrix" if square else f"no columns of two ends among '{short(names)}'"
            raise table.fault(1, f"{what}; list one edge a row under the header source,target")
        ends = (start, start + 1) if start else _likeliest(sample, table)
        both = " and ".join(f"'{short(table.header[column])}'" for column in ends)
        table.notes.append(f"Edge file: columns {both} are taken for the two ends of an edge.")
        return ends
    start = int(len(header) > 2 and _numbers_rows(sample))
    source, target = (start, start + 1) if start else _likeliest(sample, table)
    if start:
        table.notes.append("Edge file: the first column numbers the rows and is left out.")
    table.notes.append(f"Edge file: no header; columns {source + 1} and {target + 1} are taken for the two ends.")
    one, two = (sample[0][column] if column < len(sample[0]) else "" for column in (source, target))
    others = Counter(cell for cells in sample[1:] for cell in (cells[source : source + 1] + cells[target : target + 1]))
    unmet = not {one, two} & set(others) and len(others) > 2 and min(others.values()) > 1
    if one and two and (unmet or ((one, two) == ("0", "1") and "0" not in others)):
        names = f"'{short(one)}' and '{short(two)}'"
        table.notes.append(
            f"Edge file: {names} of row {table.sample[0][0]} are taken for nodes; if they name the columns, "
            "put the header source,target there."
        )
    return source, target


def _ends_among(names, below=()):
    """Return the columns of the two ends, or None where the names do not say them."""
    for exact in (True, False):
        for one, two in _ENDS:
            for column, name in enumerate(names):
                if exact:
                    others = [two] if name == one and (len(one) > 1 or not one.isascii()) else []
                else:
                    others = [two + name[len(one) :]] if name.startswith(one) and len(one) > 2 else []
                    if name.endswith(one) and len(name) > len(one) + 1:
                        others.append(name[: -len(one)] + two)
                for other in others:
                    if other in names and other != name and not _again(names[column], other, below, len(one) == 1):
                        return column, names.index(other)
    return None


def _again(one, two, below, numbered):
    """Whether names of columns are nodes' names after all: they, or (of node1, node2) others like them, come again."""
    cells = {folded(cell) for row in below for cell in row[:3]}
    return bool({one, two} & cells) or (numbered and any(cell[:-1] == one[:-1] and cell for cell in cells))


def _likeliest(sample, table):
    """Return the columns of the two ends where no header says them: the first two, unless only others share names.

    So a relation between the two ends or a date before them is passed over. A table of nodes shares none.
    """
    columns = [[cells[c] for cells in sample if c < len(cells) and cells[c]] for c in range(len(table.header))]
    alone = len(columns[0]) > 2 and len(set(columns[0])) == len(columns[0])

    def share(one, two):
        both = set(columns[one]) & set(columns[two])
        return bool(both) and len({*columns[one], *columns[two]}) > 2

    if len(columns) < 3 or set(columns[0]) & set(columns[1]):
        return 0, 1
    texts = [not all(map(is_number, cells)) for cells in columns]
    if len(columns) < 5:
        if texts[1] and share(0, 2):
            return 0, 2
        if alone and share(1, 2):
            return 1, 2
        if alone and len(columns) == 4 and texts[2] and share(1, 3):
            return 1, 3
    if alone and (len(set(columns[1])) < len(columns[1]) or texts[0] > texts[1]):
        cure = "bring it as the node file, and list one edge a row under the header source,target"
        raise table.fault(table.sample[0][0], f"this looks like a table of nodes, each named once; {cure}")
    return 0, 1


def _numbers_rows(sample):
    """Whether a first column is an index that pandas wrote: 0, 1, 2, … before two columns of names."""
    first = [cells[0] for cells in sample if cells]
    counted = any(first == [str(i + start) for i in range(len(first))] for start in (0, 1))
    return len(first) > 1 and counted and not any(is_number(cells[2]) for cells in sample if len(cells) > 2)

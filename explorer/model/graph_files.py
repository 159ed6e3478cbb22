"""A graph from a file that somebody brings: what is read, what is mended and said, what is refused and why.

Nothing in a file is executed: no pickles, no XML entities, no evaluated dictionaries.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath

import numpy as np

from explorer.model.counts import counted
from explorer.model.features import centred, one_hot, reduced
from explorer.model.graph import Graph
from explorer.model.graph_formats import MAX_EDGES, MAX_NODES, format_of, read_format
from explorer.model.graph_lists import matrix_pairs
from explorer.model.layout import layout
from explorer.model.node_columns import (
    CLASS_NAMES,
    ID_NAMES,
    Columns,
    class_columns,
    class_of,
    features_of,
    is_feature,
    names_of,
)
from explorer.model.table import Table, is_missing, is_number, plain
from explorer.model.uploaded_text import fault, short, uploaded_text

__all__ = ["MAX_EDGES", "MAX_NODES", "ReadGraph", "read_graph", "read_graph_file"]

_MAX_CELLS = 4_000_000  # of a matrix
MAX_NAME = 200  # characters; what is longer is a text and no name
_MAX_ROWS = 1_000_000
_FEW = 5  # of fewer edges the first may well look like their number
_NODE_FILE = "Node file"
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


@dataclass(frozen=True)
class _Content:
    """What the files say, before a class is chosen. Nodes are in the graph's order."""

    name: str
    seed: int
    ids: list[str]
    columns: Columns
    edges: np.ndarray
    notes: tuple[str, ...]


@dataclass(frozen=True)
class ReadGraph:
    """A graph as read from a file, and what its owner should know and confirm.

    Attributes
    ----------
    graph : Graph
    notes : tuple of str
        What was found out, mended and left out, one sentence each.
    class_columns : tuple of str
        Columns that could hold the class, likeliest first. None that is named as a class is ever a feature.
    class_column : str or None
        The one that `graph` takes for the class; ask the graph's owner to confirm it, or to name another.
    feature_columns : tuple of str
        The columns behind the features; empty where they are one-hot.
    """

    graph: Graph
    notes: tuple[str, ...]
    class_columns: tuple[str, ...]
    class_column: str | None
    feature_columns: tuple[str, ...]
    _content: _Content = field(repr=False)

    def with_class(self, column: str | None) -> "ReadGraph":
        """The same graph with another column for its class, or with none.

        Raises
        ------
        ValueError
            If `column` is none of `class_columns`, or holds too many classes or a class of one node.
        """
        if column is not None and column not in self.class_columns:
            there = ", ".join(map(short, self.class_columns)) or "none; add one to the node file"
            raise ValueError(f"No column {short(str(column))!r} could be the class; choose one of: {there}.")
        return _built(self._content, self.class_columns, column)


def read_graph_file(data: bytes, filename: str, nodes: bytes | None = None, *, seed: int = 0) -> ReadGraph:
    r"""Read a graph from the bytes of an edge list, GML, GraphML, GEXF, Pajek or node-link JSON, plain or gzipped.

    Edge and node lists may be separated by commas, semicolons, tabs, bars or blanks, have a header or none, comments
    (# %), a `sep=` line, an index column; in UTF-8, UTF-16 or Latin-1. Edges have no direction and no weight here:
    what is listed twice or in both directions is one edge, and an edge of a node with itself is left out; notes count
    them. Nodes are put in the order of their names, numbers by value, and edges likewise, so that a graph is the same
    (and its surface too) whatever file it came in. Numeric columns of nodes are features, centred but not rescaled;
    without any they are one-hot; more than 64 are reduced to 64 by a seeded SVD.

    Parameters
    ----------
    data : bytes
        The file with the edges.
    filename : str
        Its name; the graph is called after it.
    nodes : bytes, optional
        A table of nodes: an id each, and columns.
    seed : int
        Seeds the SVD and the layout.

    Returns
    -------
    ReadGraph

    Raises
    ------
    ValueError
        If a file is damaged, ambiguous or too large; one sentence that says where and what to change.

    Examples
    --------
    >>> read_graph_file(b"from;to\nann;bob\nbob;eve\neve;bob\n", "friends.csv").graph.edges.tolist()
    [[0, 1], [1, 2]]
    """
    text, notes = uploaded_text(data, "Edge file")
    form = format_of(text, re.sub(r"\.gz$", "", filename, flags=re.IGNORECASE))
    ids: dict[str, int] = {}
    columns = None
    if form is not None:
        title = "Graph file"
        found, listed = read_format(text, form, title, notes)
        ids = {node: index for index, node in enumerate(found)}
        columns = _attributes(found, title)
        pairs: Iterable = ((None, a, b) for a, b in listed)
    else:
        title = "Edge file"
        text, numbered = _sized(text, notes)
        table = Table(text, title, _names_ends)
        ids, pairs = _matrix(table, notes) or (numbered, _listed(table, notes))
    if nodes is not None:
        node_text, node_notes = uploaded_text(nodes, _NODE_FILE)
        if node_text.lstrip().startswith(("{", "[")):
            raise fault(_NODE_FILE, 1, "this is JSON; bring a table, or one JSON of nodes and links as the only file")
        pairs = list(pairs)
        ids, columns = _node_table(Table(node_text, _NODE_FILE, _names_nodes), notes, pairs)
        notes += node_notes
    edges = _merged(pairs, ids, title, notes, known=names_of(columns, list(ids))[1] if columns else None)
    names = list(ids)
    for node in names:
        if not node or len(node) > MAX_NAME:
            what = (
                f"the id '{short(node)}' has more than {MAX_NAME} characters; shorten it" if node else "an id is empty"
            )
            raise fault(title, None, what if node else f"{what}; give every node a name")
    if columns is None or not columns.cells:
        columns = Columns(title, {}, [None] * len(names))
    stem = PurePath(re.sub(r"\.gz$", "", filename, flags=re.IGNORECASE)).stem
    content = _ordered(_Content(short(stem) or "Your graph", seed, names, columns, edges, tuple(notes)))
    named, possible = class_columns(content.columns, names_of(content.columns, content.ids)[0])
    texts = [column for column in possible if not is_feature(content.columns.cells[column])]
    alone = texts if len(texts) == 1 else possible if len(content.columns.cells) == len(possible) == 1 else []
    return _built(content, (*named, *possible), (*named, *alone, None)[0])


def read_graph(path: str | PurePath, nodes: str | PurePath | None = None, *, label: str | None = None) -> Graph:
    """Read a graph from its file on this machine, for a script or a notebook; see :func:`read_graph_file`.

    Parameters
    ----------
    path : str or Path
    nodes : str or Path, optional
        A table of nodes.
    label : str, optional
        The column that holds the class; by default the likeliest.

    Returns
    -------
    Graph

    Raises
    ------
    ValueError
        If a file cannot be read as a graph, or no column is called `label`.
    OSError
        If a file cannot be opened.
    """
    table = None if nodes is None else Path(nodes).read_bytes()
    found = read_graph_file(Path(path).read_bytes(), PurePath(path).name, table)
    return (found if label is None else found.with_class(label)).graph


def _built(content, candidates, chosen):
    """Return the graph with a column for its class; what is named as a class is no feature in any case."""
    notes = list(content.notes)
    name_column, names = names_of(content.columns, content.ids)
    labels = ["unlabelled"] * len(names)
    if chosen is not None:
        labels, mended = class_of(content.columns, chosen)
        notes += [f"Column '{short(chosen)}' is taken for the class; confirm it, or choose another.", *mended]
    left_out = {name_column, chosen}
    features, mended = features_of(content.columns, left_out)
    notes += mended
    if features:
        some = ", ".join(f"'{short(column)}'" for column in list(features)[:6]) + (" …" if len(features) > 6 else "")
        notes.append(f"Features: {some}; if one of them is the class, say so.")
        x = reduced(centred(np.stack(list(features.values()), axis=1)), seed=content.seed)
    else:
        x = one_hot(len(names), seed=content.seed)
    classes = tuple(sorted(set(labels)))
    numbers = {label: number for number, label in enumerate(classes)}
    y = np.array([numbers[label] for label in labels])
    positions = layout(len(names), content.edges, y, seed=content.seed)
    graph = Graph(content.name, x, content.edges, y, classes, tuple(names), positions)
    return ReadGraph(graph, tuple(notes), tuple(candidates), chosen, tuple(features), content)


def _ordered(content):
    """Return the content with nodes in the order of their names, numbers by value, and edges in that of their ends."""
    names = names_of(content.columns, content.ids)[1]

    def key(index):
        whole = re.fullmatch("-?[0-9]+", names[index])
        return (not whole, int(names[index]) if whole else 0, names[index], content.ids[index])

    order = sorted(range(len(names)), key=key)
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    ends = np.sort(place[content.edges], axis=1)
    columns = Columns(
        content.columns.title,
        {name: [cells[i] for i in order] for name, cells in content.columns.cells.items()},
        [content.columns.rows[i] for i in order],
    )
    edges = ends[np.lexsort((ends[:, 1], ends[:, 0]))]
    return replace(content, ids=[content.ids[i] for i in order], columns=columns, edges=edges)


def _attributes(nodes, title):
    """Return the attributes of a graph format's nodes as columns; nested ones are left out."""
    wanted = dict.fromkeys(name for data in nodes.values() for name in data)
    cells = {}
    for name in wanted:
        values = [data.get(name) for data in nodes.values()]
        if not any(isinstance(value, dict | list | tuple) for value in values):
            cells[str(name)] = ["" if value is None else str(value).strip() for value in values]
    return Columns(title, cells, [None] * len(nodes))


def _merged(pairs, ids, title, notes, *, known):
    """Return each edge once, shape (E, 2); `ids` grows by unseen ends unless a node file says all that are `known`."""
    complete = known is not None
    by_name = _spellings(ids, known) if complete else {}
    mended: dict[str, str] = {}
    gaps = 0
    met: dict[tuple[int, int], None] = {}
    directions: set[tuple[int, int]] = set()
    selfs = repeated = reciprocal = 0
    for row, *ends in pairs:
        found = []
        for end in ends:
            gaps += end not in ids and is_missing(end)
            if end not in ids and complete:
                spelt = next((way(end) for way in _WAYS if way(end) in by_name), None)
                if spelt is not None:
                    found.append(by_name[spelt])
                    if end != spelt:
                        mended[end] = known[by_name[spelt]]
                    continue
            if end not in ids:
                if complete:
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


def _names_ends(names, below):
    """Whether a first row names the columns of an edge list."""
    return bool(_ends_among(names, below)) or _above_numbers(names, below)


def _names_nodes(names, below):
    """Whether a first row names the columns of a node table."""
    return bool(set(names) & {*ID_NAMES, *CLASS_NAMES}) or _above_numbers(names, below)


def _above_numbers(names, below):
    """Whether a text stands above nothing but numbers in some column."""
    if not below or any(map(is_number, names)):
        return False
    for column, name in enumerate(names):
        cells = [cells[column] for cells in below if column < len(cells)]
        if name and not is_missing(name) and cells and all(map(is_number, cells)):
            return True
    return False


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
    cells = {plain(cell) for row in below for cell in row[:3]}
    return bool({one, two} & cells) or (numbered and any(cell[:-1] == one[:-1] and cell for cell in cells))


def _listed(table, notes):
    """Yield (row, end, end) of an edge list."""
    source, target = _end_columns(table)
    marked = "r" if table.bipartite else ""
    for count, (row, cells) in enumerate(table, 1):
        if count > _MAX_ROWS:
            raise table.fault(row, f"more than {_MAX_ROWS:,} rows; list each edge once")
        for column, which in ((source, "source"), (target, "target")):
            if not cells[column]:
                raise table.fault(row, f"the {which} is empty; name a node or remove the row")
        yield row, _whole_id(cells[source]), marked + _whole_id(cells[target])
    if marked:
        notes.append(f"Edge file: '% bip' numbers the ends of either column anew; the second's are called {marked}1, …")
    notes += table.notes


def _end_columns(table):
    header, sample = [plain(name) for name in table.header], [cells for _, cells in table.sample]
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


def _whole_id(name):
    """Return a name, without the .0 that pandas gives whole numbers in a column with gaps."""
    return name[: name.index(".")] if re.fullmatch(r"[0-9]+\.0+", name) else name


def _sized(text, notes):
    """Return the text without the row that holds the numbers of nodes and edges, and the nodes so numbered.

    Matrix Market has such a row, and many a list without its mark has one too.
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


def _matrix(table, notes):
    """Return the nodes (id -> index) and (row, end, end) of an adjacency matrix; None if the table is none."""
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


def _numbers_rows(sample):
    """Whether a first column is an index that pandas wrote: 0, 1, 2, … before two columns of names."""
    first = [cells[0] for cells in sample if cells]
    counted = any(first == [str(i + start) for i in range(len(first))] for start in (0, 1))
    return len(first) > 1 and counted and not any(is_number(cells[2]) for cells in sample if len(cells) > 2)


def _node_table(table, notes, pairs):
    """Return ids (id -> index, in order) and the other columns of a node table."""
    header = [plain(name) for name in table.header]
    at = next((header.index(name) for name in ID_NAMES if name in header), 0)
    if not table.has_header and (first := _numbered_by_rows(table, pairs)) is not None:
        listed = list(table)
        notes.append(
            f"{_NODE_FILE}: no column names the nodes; its rows are taken in the order {first}, {first + 1}, …"
        )
        notes += table.notes
        cells = {name: [row[column] for _, row in listed] for column, name in enumerate(table.header)}
        return {str(place + first): place for place in range(len(listed))}, Columns(
            _NODE_FILE, cells, [r for r, _ in listed]
        )
    ids: dict[str, int] = {}
    rows: list[int] = []
    kept: list[list[str]] = []
    copies = 0
    for row, cells in table:
        node = _whole_id(cells[at])
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
        notes.append(f"{_NODE_FILE}: column {at + 1} is taken for the nodes' ids.")
    if copies:
        notes.append(
            f"{_NODE_FILE}: {counted(copies, 'row repeats another and is', 'rows repeat another and are')} left out."
        )
    notes += table.notes
    cells = {
        name: [cells[column] for cells in kept] for column, name in enumerate(table.header) if column != at and name
    }
    return ids, Columns(_NODE_FILE, cells, rows)


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
    return None if len(set(firsts)) == len(firsts) and set(map(_whole_id, firsts)) <= ends else first

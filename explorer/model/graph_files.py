"""A graph from a file that somebody brings: what is read, what is mended and said, what is refused and why.

Nothing in a file is executed: no pickles, no XML entities, no evaluated dictionaries.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath

import numpy as np

from explorer.model.adjacency_matrix import matrix_edges
from explorer.model.edge_list import edge_rows, names_ends, without_sizes
from explorer.model.features import centred, one_hot, reduced
from explorer.model.graph import Graph
from explorer.model.graph_formats import MAX_EDGES, MAX_NODES, format_of, read_format
from explorer.model.layout import layout
from explorer.model.merged_edges import MAX_NAME, merged
from explorer.model.node_columns import Columns, class_columns, class_of, features_of, is_feature, names_of
from explorer.model.node_table import NODE_FILE, names_nodes, node_table
from explorer.model.table import Table
from explorer.model.uploaded_text import fault, short, uploaded_text

__all__ = ["MAX_EDGES", "MAX_NODES", "ReadGraph", "read_graph", "read_graph_file"]


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
        text, numbered = without_sizes(text, notes)
        table = Table(text, title, names_ends)
        ids, pairs = matrix_edges(table, notes) or (numbered, edge_rows(table, notes))
    if nodes is not None:
        node_text, node_notes = uploaded_text(nodes, NODE_FILE)
        if node_text.lstrip().startswith(("{", "[")):
            raise fault(NODE_FILE, 1, "this is JSON; bring a table, or one JSON of nodes and links as the only file")
        pairs = list(pairs)
        ids, columns = node_table(Table(node_text, NODE_FILE, names_nodes), notes, pairs)
        notes += node_notes
    edges = merged(pairs, ids, title, notes, known=names_of(columns, list(ids))[1] if columns else None)
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

"""Files that hold a graph and not a table: GML, GraphML, GEXF, node-link JSON and Pajek, as (nodes, pairs of ends).

networkx reads all but Pajek: its Pajek reader makes one node of all vertices of one name, takes no second list of
edges and no vertices without names, and fails on an apostrophe.
"""

import io
import re
from collections.abc import Callable, Mapping
from xml.parsers import expat

from explorer.model.graph_json import NoGraphError, json_graph
from explorer.model.graph_lists import list_format, matrix_pairs, read_list
from explorer.model.table import MAX_LINE
from explorer.model.uploaded_text import fault, short

__all__ = ["MAX_EDGES", "MAX_LISTED", "MAX_NODES", "format_of", "read_format"]

MAX_NODES = 20_000
MAX_EDGES = 200_000  # ten a node at the most nodes: what the solver handles in minutes
MAX_LISTED = 2 * MAX_EDGES  # every edge in both directions
_MAX_VALUES = 4_000_000  # 64 features of the most nodes and the most edges, with room to spare

_Content = tuple[dict[str, dict[str, object]], list[tuple[str, str]]]
_GML = re.compile(r"^[ \t]*graph\s*\[", re.MULTILINE)
_PAJEK = re.compile(r"^[ \t]*\*(network|vertices|edges|arcs|matrix)", re.MULTILINE | re.IGNORECASE)
_DOT = re.compile(r"^\s*(?:(?://|#)[^\n]*\n\s*)*(strict\s+)?(di)?graph\b[^\[\n]*\{", re.IGNORECASE)
_PAGE = re.compile(r"\s*<(!doctype\s+html|html)\b", re.IGNORECASE)
_STATEMENT = re.compile(r"\s*(--[^\n]*\n\s*)*(INSERT\s+INTO|CREATE\s+TABLE|SELECT\s)", re.IGNORECASE)
_SCRIPT = re.compile(r"(?:var|let|const)\s+\w+\s*=\s*[\[{]")
_REFUSED = {
    "DOT": "DOT files are not read; save the graph as GraphML, GML or CSV",
    "page": "this is a web page; download the data itself and bring that",
    "SQL": "this is SQL; export the table of edges as CSV",
}


def format_of(text: str, filename: str) -> str | None:
    """Return the name of the format that a text is in, or None for a table."""
    start = text.lstrip()
    for refused, pattern in (("page", _PAGE), ("SQL", _STATEMENT), ("DOT", _DOT)):
        if pattern.match(text[:4000]):
            return refused
    if start.startswith("<"):
        return "GEXF" if re.search(r"<(\w+:)?gexf\b", start[:4000]) else "GraphML"
    if start.startswith(("{", "[")) or filename.lower().endswith(".json") or _SCRIPT.match(start[:100]):
        return "JSON"
    head = text[:20_000]
    if _GML.search(head) or filename.lower().endswith(".gml"):
        return "GML"
    if _PAJEK.search(head):
        return "Pajek"
    return list_format(text, filename)


def read_format(text: str, form: str, title: str, notes: list[str]) -> _Content:
    """Read a graph from text in a format that :func:`format_of` named; what was left out is added to `notes`.

    Returns
    -------
    nodes : dict
        Each node's attributes by its id, in the file's order.
    pairs : list of (str, str)
        The two ends of every edge, as listed.

    Raises
    ------
    ValueError
        If the text is damaged or lists too much; the message names what to change.
    """
    if form in _REFUSED:
        raise fault(title, 1, _REFUSED[form])
    if form not in ("GML", "GraphML", "GEXF", "JSON"):
        nodes, pairs = _pajek(text, title) if form == "Pajek" else read_list(text, form, title, notes)
        _check_counts(len(nodes), len(pairs), title)
        return nodes, pairs
    if form == "JSON":
        return _json(text, title)
    readers: Mapping[str, Callable] = {"GML": _gml, "GraphML": _graphml, "GEXF": _gexf}
    try:
        graph = readers[form](text, title)
        nodes = {str(node): dict(data) for node, data in graph.nodes(data=True)}
        if len(nodes) < len(graph):
            raise fault(title, None, "two nodes have the same id once as a number and once as text; rename one")
        pairs = [(str(a), str(b)) for a, b in graph.edges()]
    except _Told as told:
        raise told.error from None
    except Exception as error:
        # The readers raise whatever the damage leads to, from KeyError to RecursionError, in their own words.
        found = re.search(r"\((\d+), \d+\)", str(error)) if form == "GML" else None
        row = int(found[1]) if found else getattr(error, "lineno", None)
        raise fault(title, row, f"the {form} is damaged or incomplete; export it again, or bring it as CSV") from None
    _check_counts(len(nodes), len(pairs), title)
    return nodes, pairs


class _Told(Exception):
    """Carries an error that already has its sentence past the readers' own."""

    def __init__(self, error):
        self.error = error


def _check_counts(nodes, edges, title):
    """Refuse what is too much, before a reader builds it."""
    if nodes > MAX_NODES:
        raise _Told(
            fault(title, None, f"more than {MAX_NODES:,} nodes; leave out nodes, for example all but one community")
        ).error
    if edges > MAX_LISTED:
        raise _Told(fault(title, None, f"lists more than {MAX_LISTED:,} edges; leave out edges")).error


def _gml(text, title):
    import networkx

    found = _GML.search(text)
    if not found:
        raise _Told(fault(title, 1, "no 'graph [' in this GML; export the graph again, or bring it as CSV"))
    for word, most in (("node", MAX_NODES), ("edge", MAX_LISTED)):
        if sum(1 for _ in re.finditer(rf"\b{word}\s*\[", text)) > most:
            raise _Told(fault(title, None, f"lists more than {most:,} {word}s; leave out {word}s"))
    # A preamble ("Creator Gephi") need not be valid GML. Its lines are kept empty, so that rows keep their numbers.
    text = "\n" * text.count("\n", 0, found.start()) + "graph [ multigraph 1 " + text[found.end() :]
    text = re.sub(r"^([ \t]*)_+([A-Za-z])", r"\1\2", text, flags=re.MULTILINE)  # "_pos" is no key to networkx
    return networkx.parse_gml(text, label=None)


def _checked_xml(text, title):
    """Return the bytes of XML that names no entity of its own and no more elements than a graph of the limits."""
    text = re.sub(r"^\s*<\?xml[^>]*\?>", lambda found: "\n" * found[0].count("\n"), text)
    counts = {"node": 0, "edge": 0, "": 0}
    most = {"node": MAX_NODES, "edge": MAX_LISTED, "": _MAX_VALUES}
    parser = expat.ParserCreate("utf-8")

    def entity(*_):
        raise _Told(fault(title, parser.CurrentLineNumber, "the file declares an XML entity; remove its DOCTYPE"))

    def element(name, _):
        for kind in (name.rpartition(":")[2], ""):
            if kind in counts:
                counts[kind] += 1
                if counts[kind] > most[kind]:
                    what = f"{kind}s" if kind else "elements"
                    sentence = f"lists more than {most[kind]:,} {what}; leave out {what}"
                    raise _Told(fault(title, parser.CurrentLineNumber, sentence))

    parser.EntityDeclHandler = entity
    parser.StartElementHandler = element
    try:
        parser.Parse(text.encode("utf-8"), True)
    except expat.ExpatError as error:
        raise _Told(
            fault(title, error.lineno, "not well-formed XML; export the graph again, or bring it as CSV")
        ) from None
    return text.encode("utf-8")


def _graphml(text, title):
    import networkx

    head, graph, rest = text.partition("<graph ")
    keys = re.findall(r"<key\b[^>]*/>|<key\b[^>]*>.*?</key>", rest, re.DOTALL)  # within the graph, as Cytoscape writes
    for key in keys:
        rest = rest.replace(key, "\n" * key.count("\n"), 1)
    head = head + " ".join(" ".join(key.split()) for key in keys)
    return networkx.read_graphml(io.BytesIO(_checked_xml(head + graph + rest, title)), node_type=str)


def _gexf(text, title):
    import networkx

    return networkx.read_gexf(io.BytesIO(_checked_xml(text, title)), node_type=str)


def _json(text, title):
    if sum(map(text.count, ",[{")) > _MAX_VALUES:
        raise fault(title, None, f"holds more than {_MAX_VALUES:,} values; leave out attributes")
    try:
        nodes, pairs = json_graph(text)
    except NoGraphError as unclear:
        raise fault(title, None, str(unclear)) from None
    except Exception as error:  # whatever the damage leads to, RecursionError among it
        row = getattr(error, "lineno", None)
        raise fault(title, row, "the JSON is damaged or incomplete; export it again, or bring it as CSV") from None
    _check_counts(len(nodes), len(pairs), title)
    return nodes, pairs


_PAJEK_WORD = re.compile(r'"([^"]*)"|(\S+)')


def _pajek(text, title):
    nodes: dict[str, dict[str, object]] = {}
    pairs: list[tuple[str, str]] = []
    parts: list[list[str]] = []
    values: list[str] = []
    section = part = ""
    matrix: list[tuple[int, list[str]]] = []
    for row, line in enumerate(text.split("\n"), 1):
        if len(line) > MAX_LINE:
            raise fault(title, row, f"more than {MAX_LINE:,} characters; make one row for each edge")
        words = [quoted or word for quoted, word in _PAJEK_WORD.findall(line)]
        if not words or line.lstrip().startswith("%"):
            continue
        if words[0].startswith("*"):
            section = words[0][1:].lower()
            if section in ("partition", "vector", "permutation", "cluster"):
                part, values = section, []
                if part == "partition":
                    parts.append(values)
                continue
            if part and section == "vertices":
                continue
            if section == "network" and nodes:
                raise fault(title, row, "a second network begins here; bring one network a file")
            if section == "vertices":
                count = words[1] if len(words) > 1 else ""
                if not re.fullmatch("[0-9]+", count):
                    raise fault(title, row, "'*Vertices' names no number; write how many there are behind it")
                if len(count) > 9 or int(count) > MAX_NODES:
                    raise fault(title, row, f"more than {MAX_NODES:,} nodes; leave out nodes, for example a community")
                nodes.update({str(n): {} for n in range(1, int(count) + 1)})
            elif section not in ("network", "edges", "arcs", "edgeslist", "arcslist", "matrix"):
                raise fault(title, row, f"the section '*{short(section)}' is not read; list *Edges instead")
        elif part:
            values.append(words[0])
        elif section == "matrix":
            if len(words) != len(nodes) or len(matrix) == len(nodes):
                raise fault(title, row, f"the matrix needs {len(nodes)} rows of as many numbers; correct it")
            matrix.append((row, words))
        elif section == "vertices":
            _pajek_node(nodes, words[0], row, title)
            nodes[words[0]] = {"label": words[1]} if len(words) > 1 else {}
        elif section in ("edges", "arcs", "edgeslist", "arcslist"):
            ends = words if section.endswith("list") else words[:2]
            if len(ends) < 2:
                raise fault(title, row, "an edge has one end only; name both ends or remove the row")
            for end in ends:
                _pajek_node(nodes, end, row, title)
            pairs.extend((ends[0], end) for end in ends[1:])
            if len(pairs) > MAX_LISTED:
                raise fault(title, row, f"lists more than {MAX_LISTED:,} edges; leave out edges")
        else:
            raise fault(title, row, "a row before the first section; begin the file with '*Vertices' and their number")
    names = list(nodes)
    pairs += [(names[a], names[b]) for _, a, b in matrix_pairs(iter(matrix))]
    for place, values in enumerate(parts, 1):
        if len(values) == len(nodes):  # each node's class, as Pajek keeps it beside the network
            for name, value in zip(names, values, strict=True):
                nodes[name]["group" if place == 1 else f"group {place}"] = value
    return nodes, pairs


def _pajek_node(nodes, number, row, title):
    if number not in nodes:
        sentence = f"there is no vertex '{short(number)}'; '*Vertices' says {len(nodes)}; correct one of the two"
        raise fault(title, row, sentence)

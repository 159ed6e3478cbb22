"""Graphs as lists that are no tables: neighbours of each node, UCINET's DL, METIS, TGF and Cytoscape's SIF.

All are read as (nodes, pairs of ends), like the formats of `graph_formats`.
"""

import re
from collections.abc import Iterator

from explorer.model.uploaded_text import fault, short

__all__ = ["list_format", "matrix_pairs", "read_list"]

_Content = tuple[dict[str, dict[str, object]], list[tuple[str, str]]]
_MOST_ROWS = 20_001  # a row for each of the most nodes
_DL = re.compile(r"^\s*dl\b", re.IGNORECASE)
_WORD = re.compile(r'"([^"]*)"|([^\s,]+)')


def list_format(text: str, filename: str) -> str | None:
    """Return the name of the format that a text is in, or None for a table."""
    name = filename.lower()
    if _DL.match(text) and re.search(r"\bn\s*=\s*\d", text[:2000], re.IGNORECASE):
        return "DL"
    if name.endswith(".sif"):
        return "SIF"
    lines = [line.strip() for line in text.split("\n")]
    if "#" in lines[1:-1]:
        rule = lines.index("#", 1)
        above = {line.split()[0] for line in lines[:rule] if line}
        if name.endswith(".tgf") or all(
            len(line.split()) > 1 and {*line.split()[:2]} <= above for line in lines[rule + 1 :] if line
        ):
            return "TGF"
    if name.endswith((".graph", ".metis")) and _metis_sizes(lines):
        return "METIS"
    return "neighbours" if _neighbours(lines) else None


def read_list(text: str, form: str, title: str, notes: list[str]) -> _Content:
    """Read a graph from text in a format that :func:`list_format` named.

    Raises
    ------
    ValueError
        If a row does not fit; the message names it and what to change.
    """
    if form == "DL":
        return _dl(text, title, notes)
    lines = list(enumerate((line.strip() for line in text.split("\n")), 1))
    if form == "SIF":
        return _sif(lines, title)
    if form == "TGF":
        return _tgf(lines, title)
    if form == "METIS":
        return _metis(lines, title)
    nodes: dict[str, dict[str, object]] = {}
    pairs = []
    for node, ends in _neighbours([line for _, line in lines]) or ():
        nodes[node] = {}
        pairs += [(node, end) for end in ends]
    for _, end in pairs:
        nodes.setdefault(end, {})
    return nodes, pairs


def _neighbours(lines: list[str]) -> list[tuple[str, list[str]]] | None:
    """Each node and its neighbours, if that is what the lines are: ``ann: bob, eve``, or networkx's adjlist.

    Without colons the rows differ in length and every name begins a row of its own; else it may be a table.
    """
    rows = [line for line in lines if line and line[0] not in "#%"]
    if not 2 <= len(rows) <= _MOST_ROWS or '"' in rows[0]:
        return None
    colons = all(re.match(r"[^:,;\t{'\"]+:(?!//)[^:{]*$", line) for line in rows)
    found = []
    for line in rows:
        node, _, rest = line.partition(":") if colons else ("", "", line)
        cut = next((sign for sign in "\t;," if sign in rest), None)
        cells = [cell.strip() for cell in (rest.split(cut) if cut else rest.split())]
        cells = [cell for cell in cells if cell]
        if colons:
            found.append((node.strip(), cells))
        else:
            found.append((cells[0], cells[1:]) if cells else ("", []))
    firsts = {node for node, _ in found}
    if colons:
        return found if any(ends for _, ends in found) else None
    widths = {len(ends) for _, ends in found}
    others = {end for _, ends in found for end in ends}
    if len(firsts) < len(found) or not others or not others <= firsts or max(widths) < 2:
        return None
    if all(end in ("0", "1") for end in others):  # a matrix
        return None
    return found if len(widths) > 1 or min(widths) > 2 else None


def _metis_sizes(lines: list[str]) -> bool:
    rows = [line for line in lines if not line.startswith("%")]
    sizes = rows[0].split() if rows else []
    return len(sizes) in (2, 3, 4) and all(size.isdigit() for size in sizes)


def _metis(lines: list[tuple[int, str]], title: str) -> _Content:
    """Row n of the neighbours is node n; the first row holds the numbers of nodes and edges."""
    rows = [(row, line) for row, line in lines if not line.startswith("%")]
    sizes = rows[0][1].split()
    count = int(sizes[0])
    if len(sizes) > 2 and set(sizes[2]) != {"0"}:
        raise fault(title, rows[0][0], "METIS with weights is not read; leave them out, or bring the graph as CSV")
    body = rows[1 : count + 1]
    if len(body) < count or any(line for _, line in rows[count + 1 :]):
        sentence = f"the first row says {short(sizes[0])} nodes, and there are not as many rows; correct one of the two"
        raise fault(title, rows[0][0], sentence)
    pairs = []
    for place, (row, line) in enumerate(body, 1):
        for end in line.split():
            if not end.isdigit() or not 1 <= int(end) <= count:
                raise fault(title, row, f"'{short(end)}' is no node from 1 to {count}; correct it")
            pairs.append((str(place), str(int(end))))
    once = list(dict.fromkeys((a, b) if int(a) <= int(b) else (b, a) for a, b in pairs))
    if len(once) != int(sizes[1]):
        sentence = f"says {short(sizes[1])} edges, and {len(once):,} are listed; correct one of the two"
        raise fault(title, rows[0][0], sentence)
    return {str(place): {} for place in range(1, count + 1)}, once


def _tgf(lines: list[tuple[int, str]], title: str) -> _Content:
    """Nodes with their labels, a row ``#``, and edges."""
    nodes: dict[str, dict[str, object]] = {}
    pairs = []
    edges = False
    for row, line in lines:
        if line == "#":
            edges = True
        elif line and not edges:
            node, _, label = line.partition(" ")
            nodes[node] = {"label": label.strip() or node}
        elif line:
            ends = line.split()[:2]
            if len(ends) < 2 or any(end not in nodes for end in ends):
                raise fault(title, row, "an edge does not name two of the nodes above '#'; correct it")
            pairs.append((ends[0], ends[1]))
    return nodes, pairs


def _sif(lines: list[tuple[int, str]], title: str) -> _Content:
    """A node, the kind of edge and one node or more a row; a node alone has no edge."""
    nodes: dict[str, dict[str, object]] = {}
    pairs = []
    tabs = any("\t" in line for _, line in lines)
    for row, line in lines:
        cells = [cell.strip() for cell in (line.split("\t") if tabs else line.split())]
        cells = [cell for cell in cells if cell]
        if len(cells) == 2:
            raise fault(title, row, "a row of SIF names a node, the kind of edge and another node; one is missing")
        nodes.update({node: {} for node in (cells[:1] + cells[2:]) if node not in nodes})
        pairs += [(cells[0], end) for end in cells[2:]]
    return nodes, pairs


def _dl(text: str, title: str, notes: list[str]) -> _Content:
    """UCINET's DL: a full matrix, a list of edges or of neighbours; of several matrices the first."""
    found = re.search(r"\bn\s*=\s*(\d{1,6})\b", text, re.IGNORECASE)
    start = re.search(r"^\s*data\s*:\s*$|\bdata\s*:", text, re.IGNORECASE | re.MULTILINE)
    if found is None or start is None:
        raise fault(title, 1, "this DL has no 'n=' and 'data:'; save it again from UCINET, or bring it as CSV")
    count, head = int(found[1]), text[: start.start()]
    kind = (re.search(r"format\s*=\s*(\w+)", head, re.IGNORECASE) or ["", "fullmatrix"])[1].lower()
    listed = re.search(
        r"(?<!level )(?<!column )\blabels\s*:(.*?)(?=\b\w+ labels\s*:|\Z)", head, re.IGNORECASE | re.DOTALL
    )
    embedded = re.search(r"labels\s+embedded", head, re.IGNORECASE) is not None
    labels = [quoted or word for quoted, word in _WORD.findall(listed[1])] if listed and not embedded else []
    names = labels if len(labels) == count else [str(place) for place in range(1, count + 1)]
    rows = [
        (text.count("\n", 0, start.end()) + place, [quoted or word for quoted, word in _WORD.findall(line)])
        for place, line in enumerate(text[start.end() :].split("\n"), 1)
    ]
    rows = [(row, cells) for row, cells in rows if cells]
    if kind in ("fullmatrix", "fm"):
        if embedded:
            names, rows = rows[0][1], [(row, cells[1:]) for row, cells in rows[1:]]
        cells = [cell for _, cells in rows for cell in cells]
        if len(cells) > count * count:
            notes.append(f"{title}: the first of {len(cells) // max(count * count, 1):,} matrices is read.")
        cells = cells[: count * count]
        if len(cells) < count * count or len(names) != count:
            raise fault(title, None, f"the matrix has not {count} × {count} numbers; correct 'n=' or the matrix")
        places = [divmod(place, count) for place, cell in enumerate(cells) if not re.fullmatch(r"[-+]?0*\.?0*", cell)]
        met = set(places)
        return _named(names), [(names[a], names[b]) for a, b in places if a <= b or (b, a) not in met]
    if kind in ("edgelist1", "el1", "nodelist1", "nl1"):
        return _dl_pairs(rows, names, embedded, kind[0] == "e", title)
    raise fault(title, 1, f"DL's format '{short(kind)}' is not read; save it as fullmatrix, edgelist1 or nodelist1")


def _dl_pairs(rows: list[tuple[int, list[str]]], names: list[str], embedded: bool, edges: bool, title: str) -> _Content:
    nodes = _named([] if embedded else names)
    pairs = []
    for row, cells in rows:
        ends = cells[:2] if edges else cells
        if not embedded:
            if not all(end.isdigit() and 1 <= int(end) <= len(names) for end in ends):
                raise fault(title, row, f"an edge does not name nodes from 1 to {len(names)}; correct it")
            ends = [names[int(end) - 1] for end in ends]
        if len(ends) < 2 and edges:
            raise fault(title, row, "an edge has one end only; name both ends or remove the row")
        nodes.update({end: {} for end in ends if end not in nodes})
        pairs += [(ends[0], end) for end in ends[1:]]
    return nodes, pairs


def _named(names: list[str]) -> dict[str, dict[str, object]]:
    return {name: {} for name in names}


def matrix_pairs(rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, int, int]]:
    """Yield (row, i, j) of every number but 0; of two that mirror each other the first."""
    met: set[tuple[int, int]] = set()
    for i, (row, cells) in enumerate(rows):
        for j, cell in enumerate(cells):
            if re.fullmatch(r"[-+]?0*[.,]?0*", cell) or (j, i) in met:
                continue
            met.add((i, j))
            yield row, i, j

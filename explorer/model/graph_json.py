"""Graphs in JSON as programs for the web write them, as (nodes, pairs of ends).

Read are node-link data (D3, networkx, sigma, vis, graphology), the JSON Graph Format, Cytoscape's elements, lists of
edges, lists of neighbours, and one record a line.
"""

import json
import re
from collections.abc import Iterable
from typing import Any

__all__ = ["NoGraphError", "json_graph"]

_ENDS = (
    ("source", "target"),
    ("from", "to"),
    ("src", "dst"),
    ("start", "end"),
    ("node1", "node2"),
    ("u", "v"),
    ("a", "b"),
)
_IDS = ("id", "key", "_key", "name", "label", "index")
_NAMES = ("name", "label", "title")
_INSIDE = ("data", "attributes", "metadata", "properties")
_EDGES = ("links", "edges", "relationships")


class NoGraphError(ValueError):
    """What is wrong and what to change, one sentence without a full stop."""


def json_graph(text: str) -> tuple[dict[str, dict[str, object]], list[tuple[str, str]]]:
    """Read a graph.

    Returns
    -------
    nodes : dict
        Each node's attributes by its id, in the file's order.
    pairs : list of (str, str)
        The two ends of every edge, as listed.

    Raises
    ------
    ValueError
        If the text is no JSON, or the JSON no graph.

    Examples
    --------
    >>> json_graph('{"nodes": [{"name": "ann"}, {"name": "bob"}], "links": [{"source": 0, "target": 1}]}')[1]
    [('ann', 'bob')]
    """
    nodes, edges = _parts(_parsed(text))
    records = [_flat(node) for node in nodes]
    key, ids = _ids(records)
    if len(set(ids)) < len(ids):
        again = next(node for place, node in enumerate(ids) if node in ids[:place])
        raise NoGraphError(f"node '{again[:40]}' is listed twice; remove one of the two")
    ends = [_ends(edge, place) for place, edge in enumerate(edges, 1)]
    names = _naming(records, ids, [end for pair in ends for end in pair])
    found = {
        node: {name: value for name, value in record.items() if name != key}
        for node, record in zip(ids, records, strict=True)
    }
    pairs = [(names.get(_text(a), _text(a)), names.get(_text(b), _text(b))) for a, b in ends]
    for end in (end for pair in pairs for end in pair):
        found.setdefault(end, {})
    return found, pairs


def _parsed(text: str) -> Any:
    """The value of a text that may be a script's assignment, or hold one record a line."""
    bare = re.sub(
        r"^\s*(?:(?:var|let|const|export\s+default|module\.exports\s*=)\s*)?[\w.]*\s*=?\s*(?=[\[{])", "", text
    )
    bare = bare.rstrip().removesuffix(";")
    try:
        return json.loads(bare)
    except json.JSONDecodeError:
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) > 1 and all(re.match(r"\s*\{.*\}\s*,?\s*$", line) for line in lines):
            return [json.loads(line.strip().removesuffix(",")) for line in lines]
        if not re.match(r"\s*\[\s*\(", bare):
            raise
        return json.loads(bare.translate(str.maketrans("()'", '[]"')))  # a list of pairs as Python writes it


def _parts(data: Any) -> tuple[list, list]:
    """The lists of nodes and of edges, wherever they stand."""
    if isinstance(data, dict) and isinstance(data.get("graphs"), list) and data["graphs"]:
        data = data["graphs"][0]
    for inside in ("graph", "elements", "data", "network"):
        if isinstance(data, dict) and isinstance(data.get(inside), dict | list) and data[inside]:
            inner = data[inside]
            if isinstance(inner, list) or {"nodes", *_EDGES} & set(inner):
                data = inner
    if isinstance(data, list):
        return _of_list(data)
    if not isinstance(data, dict):
        raise NoGraphError(
            "this JSON is one value; make it {'nodes': [{'id': …}], 'links': [{'source': …, 'target': …}]}"
        )
    nodes = data.get("nodes", data.get("vertices", []))
    if isinstance(nodes, dict):
        nodes = [
            {"id": key, **(value if isinstance(value, dict) else {"value": value})} for key, value in nodes.items()
        ]
    edges = next((data[key] for key in _EDGES if isinstance(data.get(key), list)), None)
    if edges is None and isinstance(data.get("adjacency"), list) and isinstance(nodes, list):
        _, ids = _ids([_flat(node) for node in nodes])
        edges = [
            [node, _flat(end).get("id")] for node, ends in zip(ids, data["adjacency"], strict=False) for end in ends
        ]
    if edges is None and data and all(isinstance(value, list) for value in data.values()) and "nodes" not in data:
        if not all(isinstance(end, str | int) for ends in data.values() for end in ends):
            raise _no_graph()
        edges = [[node, _text(end)] for node, ends in data.items() for end in ends]
        nodes = [*data, *dict.fromkeys(end for _, end in edges if end not in data)]
        listed = {(a, b) for a, b in edges}
        if any((b, a) not in listed for a, b in edges) and any(a == b for a, b in edges):  # lists of something else
            raise _no_graph()
    if edges is None or not isinstance(nodes, list):
        raise _no_graph()
    return nodes, edges


def _no_graph() -> NoGraphError:
    cure = "make it {'nodes': [{'id': …}], 'links': [{'source': …, 'target': …}]}, or bring it as CSV"
    return NoGraphError(f"this JSON has no lists 'nodes' and 'links'; {cure}")


def _of_list(items: list) -> tuple[list, list]:
    """Nodes and edges of one list: pairs, records of edges, or Cytoscape's elements of both kinds."""
    if items and all(isinstance(item, list) and len(item) in (2, 3) for item in items):
        return [], [item[:2] for item in items]
    records = [_flat(item) for item in items]
    edges = [record for record in records if _end_keys(record)]
    if not edges:
        raise _no_graph()
    return [record for record in records if not _end_keys(record)], edges


def _flat(item: Any) -> dict[str, Any]:
    """A record with what stands inside of it (``data``, ``attributes``) beside the rest; a bare value is an id."""
    if not isinstance(item, dict):
        return {"id": item}
    inner = {key: value for name in _INSIDE if isinstance(item.get(name), dict) for key, value in item[name].items()}
    outer = {key: value for key, value in item.items() if key not in _INSIDE or not isinstance(value, dict)}
    return {**outer, **inner}


def _ids(records: list[dict[str, Any]]) -> tuple[str | None, list[str]]:
    """The key of the ids, the first of the usual ones that every node has, and the ids; or else places in the list."""
    for key in _IDS:
        if records and all(isinstance(record.get(key), str | int | float) for record in records):
            ids = [_text(record[key]) for record in records]
            if key in _IDS[:3] or len(set(ids)) == len(ids):
                return key, ids
    return None, [str(place) for place in range(len(records))]


def _end_keys(edge: Any) -> tuple[str, str] | None:
    if not isinstance(edge, dict):
        return None
    lower = {key.lower(): key for key in edge}
    return next(((lower[a], lower[b]) for a, b in _ENDS if a in lower and b in lower), None)


def _ends(edge: Any, place: int) -> tuple[Any, Any]:
    if isinstance(edge, list) and len(edge) in (2, 3):
        pair = (edge[0], edge[1])
    else:
        edge = _flat(edge)
        keys = _end_keys(edge)
        if keys is None:
            raise NoGraphError(f"edge {place} has no 'source' and 'target'; name both its ends")
        pair = (edge[keys[0]], edge[keys[1]])
    ends = [next((end[key] for key in _IDS if key in end), None) if isinstance(end, dict) else end for end in pair]
    if not all(isinstance(end, str | int | float) and _text(end) for end in ends):
        raise NoGraphError(f"edge {place} has an end that is no name or number; name both its ends")
    return ends[0], ends[1]


def _naming(records: list[dict[str, Any]], ids: list[str], ends: Iterable[Any]) -> dict[str, str]:
    """What ends are called, id by what they say: ids, places in the list of nodes, or names."""
    met = {_text(end): end for end in ends}
    if not ids or set(met) <= set(ids):
        return {}
    if all(isinstance(end, int) and 0 <= end < len(ids) for end in met.values()):
        return {str(place): node for place, node in enumerate(ids)}
    for key in _NAMES:
        names = {_text(record.get(key)): node for record, node in zip(records, ids, strict=True)}
        if len(names) == len(ids) and set(met) <= set(names):
            return names
    unknown = next(end for end in met if end not in ids)
    raise NoGraphError(
        f"an edge ends at '{unknown[:40]}', which is not among the nodes; add it there or remove the edge"
    )


def _text(value: Any) -> str:
    """An id as text; 1.0 and 1 are the same."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()

"""Graphs that somebody brings: every layout to the same graph, and each refusal with what to change."""

import gzip
import io
import json
import random
import re

import networkx as nx
import numpy as np
import pytest

from explorer.model.graph import karate_club
from explorer.model.graph_files import read_graph_file

EDGES = b"source,target\nann,bob\nbob,eve\neve,dan\n"
NODES = b"id,label,age,income\nann,red,1,10\nbob,red,2,20\neve,blue,3,60\ndan,blue,6,30\nzoe,blue,8,30\n"
PATH = {frozenset(pair) for pair in (("ann", "bob"), ("bob", "eve"), ("eve", "dan"))}
NUMBERED = {frozenset(pair) for pair in (("1", "2"), ("2", "3"), ("3", "4"))}
CLASSICS = {
    "karate": nx.karate_club_graph,
    "Les Misérables": nx.les_miserables_graph,
    "Davis women": nx.davis_southern_women_graph,
    "Florentine families": nx.florentine_families_graph,
}


def joined(graph):
    return {frozenset(graph.node_names[end] for end in edge) for edge in graph.edges.tolist()}


def write(graph, form):
    """A graph of networkx as bytes, by networkx's own writers where it has one."""
    graph.graph.clear()
    named = nx.relabel_nodes(graph, str)
    buffer = io.BytesIO()
    if form == "graphml":
        nx.write_graphml(graph, buffer)
    elif form == "gexf":
        nx.write_gexf(graph, buffer)
    elif form == "gml":
        nx.write_gml(named, buffer)
    elif form == "net":
        for _, data in named.nodes(data=True):
            data.clear()  # networkx writes no attribute to Pajek that is not text
        nx.write_pajek(named, buffer)
    elif form == "json":
        buffer.write(json.dumps(nx.node_link_data(graph, edges="links")).encode())
    elif form == "edgelist":
        buffer.write("".join(f'"{a}" "{b}" {{}}\n' for a, b in graph.edges).encode())
    else:
        separator = {"csv": ",", "tsv": "\t"}[form]
        rows = [("Source", "Target"), *graph.edges]
        buffer.write("".join(separator.join(f'"{end}"' for end in row) + "\r\n" for row in rows).encode())
    return buffer.getvalue()


@pytest.mark.parametrize("form", ["csv", "tsv", "edgelist", "gml", "graphml", "gexf", "net", "json"])
@pytest.mark.parametrize("name", CLASSICS)
def test_a_classic_is_the_same_graph_from_every_format(name, form):
    original = CLASSICS[name]()
    data = write(original, form)
    reference = read_graph_file(write(original, "csv"), "x.csv").graph
    for content, filename in ((data, f"x.{form}"), (gzip.compress(data), f"x.{form}.gz")):
        graph = read_graph_file(content, filename).graph
        assert joined(graph) == {frozenset(map(str, edge)) for edge in original.edges}
        assert graph.node_names == reference.node_names
        np.testing.assert_array_equal(graph.edges, reference.edges)
        np.testing.assert_array_equal(graph.features, reference.features)


def test_karate_as_csv_is_the_shipped_graph_in_whatever_order_its_rows_are():
    club = karate_club()
    rows = [f"{b + 1},{a + 1}\n" for a, b in club.edges]
    random.Random(1).shuffle(rows)
    nodes = "id,club\n" + "".join(
        f"{name},{club.label_names[y]}\n" for name, y in zip(club.node_names, club.labels, strict=True)
    )
    graph = read_graph_file(("to,from\n" + "".join(rows)).encode(), "karate.csv", nodes.encode()).graph
    for field in ("edges", "features", "labels", "positions"):
        np.testing.assert_array_equal(getattr(graph, field), getattr(club, field))
    assert (graph.node_names, graph.label_names) == (club.node_names, club.label_names)


def gml(preamble, attributes, twice=False):
    """The path in GML as programs lay it out."""
    lines = [preamble, "graph", "[", "  directed 0"]
    for number, name in enumerate(("ann", "bob", "eve", "dan")):
        lines += ["  node", "  [", f"    id {number + 5}", "    " + attributes.format(name), "  ]"]
    for number in [5, 6, 7, 5][: 3 + twice]:
        lines += ["  edge", "  [", f"    source {number}", f"    target {number + 1}", "  ]"]
    return "\n".join([*lines, "]", ""]).encode()


NAMED = {
    "plain": EDGES,
    "from, to": b"from,to\nann,bob\nbob,eve\neve,dan\n",
    "no header": b"ann,bob\nbob,eve\neve,dan\n",
    "no last newline": EDGES.rstrip(),
    "CR": EDGES.replace(b"\n", b"\r"),
    "CRLF": EDGES.replace(b"\n", b"\r\n"),
    "UTF-8 with a mark": b"\xef\xbb\xbf" + EDGES,
    "UTF-16": EDGES.decode().encode("utf-16"),
    "UTF-16, big end first, no mark": EDGES.decode().encode("utf-16-be"),
    "UTF-16, no mark": EDGES.decode().encode("utf-16-le"),
    "gzip": gzip.compress(EDGES),
    "Excel: sep= and semicolons": b"\xef\xbb\xbfsep=;\r\nsource;target\r\nann;bob\r\nbob;eve\r\neve;dan\r\n",
    "Excel: decimal commas": b"source;target;weight\r\nann;bob;1,5\r\nbob;eve;2,0\r\neve;dan;0,5\r\n",
    "Excel: Unicode text": "source\ttarget\r\nann\tbob\r\nbob\teve\r\neve\tdan\r\n".encode("utf-16"),
    "blank rows at the end": EDGES + b"\n,\n,\n",
    "trailing separators": b"source,target,\nann,bob,\nbob,eve,\neve,dan,\n",
    "trailing separators below a header without": b"source,target\nann,bob,\nbob,eve,\neve,dan,\n",
    "a comment between rows": b"ann,bob\n%later\nbob,eve\n#\neve,dan\n",
    "trailing separators, no header": b"ann;bob;\nbob;eve;\neve;dan;\n",
    "blanks around cells": EDGES.replace(b",", b" , "),
    "all quoted": b'"source","target"\n"ann","bob"\n"bob","eve"\n"eve","dan"\n',
    "single quotes": b"'ann' 'bob'\n'bob' 'eve'\n'eve' 'dan'\n",
    "tabs": EDGES.replace(b",", b"\t"),
    "bars": EDGES.replace(b",", b"|"),
    "pandas index": b",source,target\n0,ann,bob\n1,bob,eve\n2,eve,dan\n",
    "pandas index twice": b"Unnamed: 0.1,Unnamed: 0,source,target\n0,0,ann,bob\n1,1,bob,eve\n2,2,eve,dan\n",
    "pandas index without header": b"0,ann,bob\n1,bob,eve\n2,eve,dan\n",
    "R write.csv": b'"","from","to"\n"1","ann","bob"\n"2","bob","eve"\n"3","eve","dan"\n',
    "R write.table": b'"from" "to"\n"1" "ann" "bob"\n"2" "bob" "eve"\n"3" "eve" "dan"\n',
    "Gephi": b"Source,Target,Type,Id,Label,timeset,Weight\nann,bob,Undirected,0,,,1.0\n"
    b"bob,eve,Undirected,1,,,2.0\neve,dan,Undirected,2,,,1.0\n",
    "Gephi, semicolons": b"Source;Target;Type;Id;Label;Weight\nann;bob;Directed;0;;1\nbob;eve;Directed;1;;1\n"
    b"eve;dan;Directed;2;;1\n",
    "weight first, other case": b"WEIGHT,Target,SOURCE\n2,bob,ann\n3,eve,bob\n1,dan,eve\n",
    "names of no known words": b"person,friend,years\nann,bob,3\nbob,eve,2\neve,dan,9\n",
    "source_id, target_id": b"source_id,target_id\nann,bob\nbob,eve\neve,dan\n",
    "src dst": b"src dst\nann bob\nbob eve\neve dan\n",
    "networkx edge list": b"ann bob {}\nbob eve {}\neve dan {}\n",
    "networkx edge list with data": b"ann bob {'weight': 3, 'x': 1}\nbob eve {'weight': 2, 'x': 1}\n"
    b"eve dan {'weight': 1, 'x': 2}\n",
    "runs of blanks": b"  ann    bob\n  bob    eve\n  eve    dan\n",
    "graphology": b'{"nodes":[{"id":"ann"},{"id":"bob"},{"id":"eve"},{"id":"dan"}],"edges":[{"key":"0","source":"ann",'
    b'"target":"bob"},{"source":"bob","target":"eve"},{"source":"eve","target":"dan"}]}',
    "d3, by index": b'{"nodes":[{"name":"ann"},{"name":"bob"},{"name":"eve"},{"name":"dan"}],"links":[{"source":0,'
    b'"target":1,"value":2},{"source":1,"target":2},{"source":2,"target":3}]}',
    "GML of Gephi": gml("Creator Gephi", 'label "{}"\n    graphics\n    [\n      x 2.5\n      fill "#999"\n    ]'),
    "GML of igraph, an edge twice": gml('Creator "igraph version 0.10.4 Mon"\nVersion 1', 'name "{}"', twice=True),
    "GML of netzschleuder": gml("", '_pos "1, 2"\n    label "{}"'),
    "Pajek, arcs and edges": b'*Vertices 4\n1 "ann" 0.1 0.2 0.5\n2 "bob"\n3 "eve"\n4 "dan"\n*Arcs\n1 2 1\n*Edges\n'
    b"2 3 1\n3 4 1\n",
    "Pajek, lists": b'*Vertices 4\r\n1 "ann"\r\n2 "bob"\r\n3 "eve"\r\n4 "dan"\r\n*Edgeslist\r\n2 1 3\r\n3 4\r\n',
}
BY_NUMBER = {
    "SNAP": b"# Undirected graph: x.txt\n# Nodes: 4 Edges: 3\n# FromNodeId\tToNodeId\n1\t2\n2\t3\n3\t4\n",
    "SNAP, csv": b"node_1,node_2\n1,2\n2,3\n3,4\n",
    "MUSAE": b"id_1,id_2\n1,2\n2,3\n3,4\n",
    "KONECT": b"% sym unweighted\n% 3 4 4\n1 2 \n2 3 \n3 4 \n",
    "KONECT, times": b"% sym positive\n1 2\t1\t1082040961\n2 3\t1\t1082155839\n3 4\t1\t1082414391\n",
    "Network Repository": b"% asym unweighted\n1,2\n2,3\n3,4\n",
    "Matrix Market": b"%%MatrixMarket matrix coordinate pattern symmetric\n% x\n4 4 3\n2 1\n3 2\n4 3\n",
    "weights, no header": b"1 2 0.5\n2 3 1.5\n3 4 2\n",
    "Pajek without names": b"*vertices 4\n*edges\n1 2\n2 3\n3 4\n",
}


@pytest.mark.parametrize(
    ("data", "wanted"),
    [*((data, PATH) for data in NAMED.values()), *((data, NUMBERED) for data in BY_NUMBER.values())],
    ids=[*NAMED, *BY_NUMBER],
)
def test_a_layout_found_in_the_wild(data, wanted):
    read = read_graph_file(data, "edges.txt")
    assert joined(read.graph) == wanted
    assert read.graph.nodes == 4
    assert read.graph.features.shape == (4, 4)
    assert read.class_column is None


def test_there_are_as_many_layouts_as_were_asked_for():
    assert len(NAMED) + len(BY_NUMBER) >= 41


def test_latin_1_is_read_and_said():
    read = read_graph_file("source,target\nZoë,Jürgen\n".encode("latin-1"), "x.csv")
    assert read.graph.node_names == ("Jürgen", "Zoë")
    assert any("Latin-1" in note and "row 2" in note for note in read.notes)


def test_each_edge_is_taken_once_and_the_others_are_counted():
    read = read_graph_file(b"a,b\nb,a\na,b\na,a\nb,c\nb,a\n", "x.csv")
    assert read.graph.edges.tolist() == [[0, 1], [1, 2]]
    said = " ".join(read.notes)
    for sentence in ("1 edge joins a node with itself", "1 edge is the reverse", "2 edges repeat another"):
        assert sentence in said


def test_names_with_the_mark_of_comments_and_without_a_header_are_not_lost():
    assert read_graph_file(b"#one,#two\n#two,#three\n", "x.csv").graph.node_names == ("#one", "#three", "#two")


def test_names_that_look_like_columns_stay_nodes():
    assert read_graph_file(b"node1 node2\nnode2 node3\n", "x.txt").graph.nodes == 3


def test_the_name_of_gephis_nodes_is_no_class_and_its_module_is():
    edges = b"Source,Target,Type\n1,2,Undirected\n2,3,Undirected\n3,4,Undirected\n"
    nodes = b"Id,Label,timeset,modularity_class,Degree\n1,Ann,,0,1\n2,Bob,,0,2\n3,Eve,,1,2\n4,Dan,,1,1\n"
    read = read_graph_file(edges, "x.csv", nodes)
    assert read.graph.node_names == ("Ann", "Bob", "Dan", "Eve")
    assert read.class_column == "modularity_class"
    assert read.graph.labels.tolist() == [0, 0, 1, 1]
    assert read.feature_columns == ("Degree",)
    assert read.class_columns == ("modularity_class", "Degree")
    other = read.with_class("Degree")
    assert (other.class_column, other.feature_columns) == ("Degree", ())
    none = read.with_class(None)
    assert none.graph.label_names == ("unlabelled",)
    assert none.feature_columns == ("Degree",)  # what is named as a class is no feature either
    with pytest.raises(ValueError, match="'Label' could be the class; choose one of: modularity_class, Degree"):
        read.with_class("Label")


def test_a_node_file_gives_classes_and_features():
    read = read_graph_file(EDGES, "Friends.csv", NODES)
    graph = read.graph
    assert graph.name == "Friends"
    assert graph.node_names == ("ann", "bob", "dan", "eve", "zoe")  # zoe has no edge and stays
    assert [graph.label_names[y] for y in graph.labels] == ["red", "red", "blue", "blue", "blue"]
    np.testing.assert_allclose(graph.features.T, [np.array([1, 2, 6, 3, 8]) - 4, np.array([10, 20, 30, 60, 30]) - 30])
    assert read.feature_columns == ("age", "income")
    assert any("'label' is taken for the class; confirm" in note for note in read.notes)


@pytest.mark.parametrize("values", [("0", "1", "2", "0"), ("1.0", "", "2.0", "1.0"), ("3", "1", "2", "0")])
def test_a_column_named_as_a_class_is_no_feature_even_where_it_cannot_be_the_class(values):
    nodes = "id,label2,class,age\n" + "".join(
        f"{name},,{y},{len(name + y)}{i}\n"
        for i, (name, y) in enumerate(zip(("ann", "bob", "eve", "dan"), values, strict=True))
    )
    assert read_graph_file(EDGES, "x.csv", nodes.encode()).with_class(None).feature_columns == ("age",)


def test_cora_without_header():
    content = b"31\t0\t1\tA\n32\t1\t0\tA\n33\t1\t1\tB\n34\t0\t0\tB\n"
    read = read_graph_file(b"31\t32\n32\t33\n33\t34\n", "cora.cites", content)
    assert read.graph.node_names == ("31", "32", "33", "34")
    assert "column 4" in read.class_columns
    assert "column 4" not in read.feature_columns
    assert read.with_class("column 4").graph.label_names == ("A", "B")


@pytest.mark.parametrize("missing", ["", "NA", "NaN", "null", "?"])
def test_what_is_missing_is_filled_and_said(missing):
    nodes = f"id,label,age\nann,red,1\nbob,red,{missing}\neve,{missing},3\ndan,{missing},8\n".encode()
    read = read_graph_file(EDGES, "x.csv", nodes)
    assert read.graph.label_names == ("NA", "red")
    np.testing.assert_allclose(read.graph.features[:, 0], np.array([1, 4, 8, 3]) - 4)
    assert any("1 missing value became the column's mean" in note for note in read.notes)


BOMB = b'<?xml version="1.0"?><!DOCTYPE g [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><graphml>&b;</graphml>'
PATH_OF_NODES = b"source,target\n" + b"".join(b"%d,%d\n" % (i, i + 1) for i in range(30_000))
REFUSED = {
    "empty": (b"", r"row 1: the file is empty; give"),
    "header only": (b"source,target\n", "row 2: no rows below the header; add"),
    "one column": (b"source\nann\n", "only one column"),
    "a node table": (b"id,label,age\n1,x,2\n2,y,3\n", "header source,target"),
    "empty end": (b"source,target\nann,\n", "row 2: the target is empty; name a node"),
    "self edges only": (b"a,a\nb,b\n", "no edge between two different nodes; list"),
    "lists of neighbours": (b"1 2\n2 3\n3 1 4 5\n4 5\n", "row 3: 4 values, .* make one row for each edge"),
    "open quote": (b'source,target\nann,bob\n"eve,dan\n', "row 3: .* check the quotation marks"),
    "column twice": (b"source,target,source\nann,bob,eve\n", "'source' twice; rename"),
    "a damaged matrix": (
        b",a,b,c\na,0,1,0\nb,1,0,x\nc,0,1,0\n",
        "row 3: this row of a matrix has 'x'; make it a number",
    ),
    "a short matrix": (b",a,b,c\na,0,1,0\nb,1,0,0\n", "a matrix of 2 rows and 3 columns"),
    "a workbook": (b"PK\x03\x04\x14\x00", "workbook .* save the sheet as CSV"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0", "no text; save the file"),
    "a pickle": (b"\x80\x04\x95\x1a\0\0\0", "no text; save the file"),
    "DOT": (b"digraph g {\n a -> b;\n}\n", "DOT .* save the graph as GraphML"),
    "gzip, cut": (gzip.compress(EDGES)[:-9], "gzip archive is damaged; pack"),
    "a gzip bomb": (gzip.compress(b"x" * (40 << 20)), "larger than 32 MB; leave out"),
    "too large": (b"a,b\n" + b"x" * (33 << 20), "row 2: the file is larger than 32 MB; leave out"),
    "an entity bomb": (BOMB, "declares an XML entity; remove"),
    "an external entity": (BOMB.replace(b'"aaaaaaaaaa"', b'SYSTEM "file:///etc/hosts"'), "declares an XML entity"),
    "GraphML, cut": (b"<graphml>\n<graph>\n<node id='a'/>", "row 3: not well-formed XML; export"),
    "GML, cut": (b'graph [\n node [\n id 0\n label "a"\n', "GML is damaged or incomplete; export"),
    "GML, an id of many digits": (b"graph [\n node [\n id " + b"9" * 9999 + b"\n ]\n]\n", "GML is damaged"),
    "JSON, cut": (b'{"nodes": [', "row 1: the JSON is damaged"),
    "JSON, deep": (b"[" * 100_000, "JSON is damaged"),
    "JSON, many values": (b"[" * 5_000_000, "more than 4,000,000 values; leave out"),
    "JSON, no graph": (b'{"a": 1}', "no lists 'nodes' and 'links'; make it"),
    "Pajek, many vertices": (b"*Vertices 99999999999999\n*Edges\n1 2\n", "row 1: more than 20,000 nodes; leave out"),
    "Pajek, unknown vertex": (b"*Vertices 2\n*Edges\n1 3\n", "row 3: there is no vertex '3'; .* correct"),
    "Pajek, a short matrix": (b"*Vertices 2\n*Matrix\n0 1 0\n1 0\n", "row 3: the matrix needs 2 rows"),
    "a long id": (b"source,target\na," + b"x" * 5000 + b"\n", "row 2: .* more than 200 characters; shorten"),
    "a long id in JSON": (
        b'{"nodes":[{"id":"N"},{"id":"a"}],"links":[{"source":"a","target":"N"}]}'.replace(b"N", b"x" * 5000),
        "more than 200 characters; shorten",
    ),
    "one line": (b"a " * (15 << 20), "row 1: more than 1,000,000 characters; make one row"),
    "one line of Pajek": (b"*Vertices 2\n*Edges\n" + b"1 " * (10 << 20), "row 3: more than 1,000,000 characters; make"),
    "separators only": (b"," * 900_000 + b"\na\n", "only one column"),
    "nodes": (PATH_OF_NODES, "row 20001: more than 20,000 nodes; leave out"),
    "edges": (
        b"source,target\n" + b"".join(b"%d,%d\n" % (i // 999, 1000 + i % 999) for i in range(250_000)),
        "row 200002: more than 200,000 edges; leave out",
    ),
    "rows": (b"source,target\n" + b"1,2\n" * 1_000_001, "more than 1,000,000 rows; list each edge once"),
    "GML nodes": (b"graph [\n" + b"node [ id 1 ]\n" * 20_001 + b"]", "more than 20,000 nodes; leave out"),
    "GraphML nodes": (b"<graphml><graph>" + b"<node id='a'/>\n" * 20_001, "more than 20,000 nodes; leave out"),
}


def test_gml_without_a_graph_is_told_where():
    with pytest.raises(ValueError, match=r"^Graph file, row 1: no 'graph \['"):
        read_graph_file(b"node [\n id 1\n]\n", "x.gml")


@pytest.mark.parametrize(("data", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_refused_with_what_to_change(data, message):
    with pytest.raises(ValueError, match=message) as caught:
        read_graph_file(data, "x.txt")
    assert len(str(caught.value)) < 250
    assert re.match(r"(Edge|Graph) file(, row \d+)?: ", str(caught.value))
    assert caught.value.__cause__ is None


BAD_NODES = {
    "empty": (b"", "row 1: the file is empty"),
    "empty id": (b"id,age\n,3\n", "row 2: the id is empty"),
    "node twice": (b"id,x\nann,1\nbob,2\nann,3\n", "row 4: node 'ann' is already in row 2; remove"),
    "lonely label": (b"id,label\nann,red\nbob,red\neve,blue\ndan,red\n", "row 4: label 'blue' has this one node only"),
    "not a number": (b"id,age\nann,1\nbob,old\neve,3\ndan,4\n", "row 3: 'old' in column 'age' is not a number"),
    "infinite": (b"id,age\nann,1\nbob,inf\neve,2\ndan,3\n", "row 3: 'inf' in column 'age' is not a finite number"),
    "huge": (b"id,age\nann,-1e12\nbob,1\neve,2\ndan,3\n", "row 2: '-1e12' .* larger unit"),
    "many classes": (b"id,label\n" + b"".join(b"%d,c%d\n" % (i, i // 2) for i in range(60)), "more than 20 different"),
}


@pytest.mark.parametrize(("nodes", "message"), BAD_NODES.values(), ids=BAD_NODES)
def test_a_node_file_that_cannot_be_read(nodes, message):
    edges = b"0,1\n" if b"c29" in nodes else EDGES
    with pytest.raises(ValueError, match=f"^Node file, .*{message}"):
        read_graph_file(edges, "x.csv", nodes)


def test_an_edge_to_a_node_that_is_not_in_the_node_file():
    with pytest.raises(ValueError, match=r"^Edge file, row 4: node 'dan' is not among .*; add it there or remove"):
        read_graph_file(EDGES, "x.csv", b"id\nann\nbob\neve\n")


def test_64_columns_are_kept_and_65_are_reduced():
    rng = np.random.default_rng(0)
    for width in (64, 65):
        x = rng.standard_normal((80, width))
        header = "id," + ",".join(f"f{c}" for c in range(width))
        rows = "\n".join(f"{i}," + ",".join(map(repr, map(float, row))) for i, row in enumerate(x))
        edges = "".join(f"{i},{i + 1}\n" for i in range(79))
        graph = read_graph_file(edges.encode(), "x.csv", f"{header}\n{rows}\n".encode()).graph
        assert graph.features.shape == (80, 64)
        assert np.allclose(graph.features, (x - x.mean(axis=0))[:, :64], atol=1e-12) == (width == 64)


def test_at_the_limit_of_nodes_a_graph_is_read_without_a_dense_identity():
    # The one-hot matrix of 20,000 nodes would take 3.2 GB.
    assert read_graph_file(PATH_OF_NODES[: PATH_OF_NODES.index(b"19999,20000")], "x.csv").graph.nodes == 20_000


def damaged(rng, data):
    """A good file with a few bytes cut, doubled, swapped or thrown in, or bytes that were never a file."""
    if rng.random() < 0.1:
        return rng.randbytes(rng.randrange(200))
    data = bytearray(data)
    for _ in range(rng.randrange(1, 6)):
        at, end = sorted((rng.randrange(len(data) + 1), rng.randrange(len(data) + 1)))
        end = min(end, at + 40)
        data[at:end] = rng.choice(
            [b"", bytes(data[at:end]) * 2, rng.randbytes(3), *(b'"', b",", b"\n", b"[", b"{", b"\t", b"9" * 400)]
        )
    return bytes(data)


CURE = re.compile(
    r"(give|add|name|remove|list|make|save|check|correct|shorten|leave|export|pack|replace|rename|merge|bring|write|quote|"
    r"separate|begin)\b"
)


@pytest.mark.parametrize("block", range(10))
def test_a_thousand_damaged_uploads_are_read_or_told_what_to_change(block):
    rng = random.Random(block)
    formats = [write(nx.karate_club_graph(), form) for form in ("gml", "graphml", "gexf", "json", "net")]
    good = [*NAMED.values(), *BY_NUMBER.values(), *formats * 3]
    for number in range(100):
        data = damaged(rng, rng.choice(good))
        nodes = damaged(rng, NODES) if number % 3 == 0 else None
        message = None
        try:
            assert read_graph_file(data, "x.dat", nodes).graph.nodes >= 2
        except ValueError as error:
            message = str(error)
        assert message is None or re.match(r"(Edge|Node|Graph) file(, row \d+)?: .*\.$", message, re.DOTALL), message
        assert message is None or CURE.search(message), message


def test_a_header_of_numbered_ends_is_none_where_such_nodes_come_again():
    headed = read_graph_file(b"node1,node2\nann,bob\nbob,eve\neve,ann\n", "x.csv").graph
    assert headed.nodes == 3
    bare = read_graph_file(b"node1,node2\nnode2,node3\nnode3,node4\n", "x.csv").graph
    assert (bare.nodes, len(bare.edges)) == (4, 3)


@pytest.mark.parametrize(
    ("rows", "doubted"),
    [
        ("0,1\n1,2\n2,3\n3,1\n", True),  # as pandas writes a table without names: columns 0 and 1
        ("0,1\n1,2\n2,0\n", False),
        ("ann,bob\nbob,eve\neve,dan\n", False),
        ("from here,to there\nann,bob\nbob,eve\neve,ann\n", True),
    ],
)
def test_a_first_row_that_may_be_a_header_is_told(rows, doubted):
    notes = read_graph_file(rows.encode(), "x.csv").notes
    assert any("if they name the columns" in note for note in notes) is doubted

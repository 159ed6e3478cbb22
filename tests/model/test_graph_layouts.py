"""Layouts that nobody designed for this reader: what is read is the right graph, and what was mended is said."""

import gzip
import json

import pytest

from explorer.model.graph_files import read_graph_file

NAMES = ("Ann", "Bob", "Cyd", "Dan", "Eve", "Fay")
EDGES = ((1, 2), (2, 3), (3, 1), (3, 4), (4, 5), (5, 6), (6, 4))
NAMED = [(NAMES[a - 1], NAMES[b - 1]) for a, b in EDGES]
MATRIX = [[int((a, b) in EDGES or (b, a) in EDGES) for b in range(1, 7)] for a in range(1, 7)]
VERTICES = "*Vertices 6\n" + "".join(f'{place} "{name}"\n' for place, name in enumerate(NAMES, 1))
CLASSES = "".join(f"{place}\t{place % 2}\t{int(place > 4)}\t{'ab'[place > 3]}\n" for place in range(1, 7))


def rows(join="{},{}", pairs=EDGES):
    return "".join(join.format(*pair, place=place) + "\n" for place, pair in enumerate(pairs))


def named(join):
    return rows(join, NAMED)


def square(join, corner=None):
    lines = [join.join(map(str, line)) for line in MATRIX]
    if corner is None:
        return "\n".join(lines)
    return (
        corner + join + join.join(NAMES) + "\n" + "\n".join(f"{n}{join}{x}" for n, x in zip(NAMES, lines, strict=True))
    )


def dumped(nodes, edges, **more):
    return json.dumps({"nodes": nodes, "links": edges, **more})


def of_nodes(join):
    return "".join(join.format(n=n, p=p, k="ab"[p > 3]) + "\n" for p, n in enumerate(NAMES, 1))


FROM_0 = [(a - 1, b - 1) for a, b in EDGES]
LINKS = [{"source": a, "target": b} for a, b in NAMED]
EDGES_OF = [{"data": link} for link in LINKS]
PLACES = [{"source": a, "target": b} for a, b in FROM_0]
FROM_TO = [{"from": a, "to": b} for a, b in EDGES]
OBJECTS = [{"source": {"id": a}, "target": {"id": b}} for a, b in NAMED]
ELEMENTS = [{"data": {"id": name, "group": "ab"[name > "Cyd"]}} for name in NAMES]
# name: the file's name, its text, and a word of a note, or "" where nothing needs to be said
READ = {
    "sizes without a mark": ("a.mtx", "% x\n6 6 7\n" + rows("{} {}"), "numbers of nodes and edges"),
    "a relation between": ("x.tsv", named("{}\tinteracts with\t{}"), "columns 1 and 3"),
    "SIF": ("x.sif", named("{} pp {}"), ""),
    "SIF, several": ("x.sif", "Ann\tpp\tBob\tCyd\nBob\tpp\tCyd\nCyd\tpp\tDan\nDan\tx\tEve\tFay\nEve\tx\tFay\n", ""),
    "triples": ("x.csv", "subject,predicate,object\n" + named("{},knows,{}"), ""),
    "a weight first": ("x.csv", "w,alpha,beta\n" + named("{place}.5,{},{}"), "'alpha' and 'beta'"),
    "times first": ("x.txt", named("108204096{place} {} {}"), "columns 2 and 3"),
    "arrows": ("x.txt", named("{} -> {}"), "an arrow"),
    "arrows without blanks": ("x.txt", named("{}→{}"), "an arrow"),
    "dashes": ("x.txt", named("{} -- {}"), "dashes"),
    "pairs": ("x.txt", rows("({}, {})"), "brackets"),
    "a list of Python": ("x.py", repr(list(EDGES)), ""),
    "double colons": ("x.dat", named("{}::{}"), "'::'"),
    "wide commas": ("x.csv", named("{}，{}"), "'，'"),
    "Spanish": ("x.csv", "origen;destino\n" + named("{};{}"), ""),
    "Portuguese": ("x.csv", "de;para\n" + named("{};{}"), ""),
    "Chinese": ("x.csv", "源,目标\n" + named("{},{}"), ""),
    "Russian": ("x.csv", "Источник;Цель\n" + named("{};{}"), ""),
    "joined files": ("x.csv", ("source,target\n" + named("{},{}")) * 2, "the header stands 1 times more"),
    "Markdown": ("x.md", "| source | target |\n|---|:---|\n" + named("| {} | {} |"), "a rule under the header"),
    "a comment in C": ("x.csv", "// friends\n" + named("{},{}"), "1 comment line "),
    "numbers with .0": ("x.csv", "source,target\n" + rows("{}.0,{}"), ""),
    "signs without width": ("x.csv", "source,target\nAnn,\u200bBob\n" + named("{},{}"), "without width"),
    "lists of neighbours": ("x.adjlist", "#nx\n1 2 3\n2 3\n3 4\n4 5 6\n5 6\n6\n", ""),
    "lists behind colons": ("x.txt", "Ann: Bob, Cyd\nBob: Cyd\nCyd: Dan\nDan: Eve, Fay\nEve: Fay\n", ""),
    "METIS": ("x.graph", "6 7\n2 3\n1 3\n1 2 4\n3 5 6\n4 6\n4 5\n", ""),
    "TGF": ("x.tgf", "".join(f"{p} {n}\n" for p, n in enumerate(NAMES, 1)) + "#\n" + rows("{} {}"), ""),
    "a matrix": ("x.csv", square(","), "a matrix of 6 nodes, which are numbered"),
    "a matrix of weights": ("x.csv", square(";").replace("1", "1,5"), "a matrix of 6 nodes"),
    "a matrix with names": ("x.csv", square(";", ""), "a matrix of 6 nodes;"),
    "a matrix with names above": ("x.csv", ",".join(NAMES) + "\n" + square(","), "a matrix of 6 nodes;"),
    "Pajek, a matrix": ("x.net", VERTICES + "*Matrix\n" + square(" "), ""),
    "DL, a matrix": ("x.dl", "dl n=6 format=fullmatrix\nlabels:\n" + ",".join(NAMES) + "\ndata:\n" + square(" "), ""),
    "DL, two matrices": ("x.dat", "DL\nN=6 NM=2\nDATA:\n" + (square(" ") + "\n") * 2, "the first of 2 matrices"),
    "DL, edges": ("x.dl", "dl n = 6, format = edgelist1\nlabels embedded:\ndata:\n" + named("{} {}"), ""),
    "JSON, names": ("x.json", dumped([{"name": n} for n in NAMES], LINKS), ""),
    "JSON, places": ("x.json", dumped([{"id": n} for n in NAMES], PLACES), ""),
    "JSON, objects": ("x.json", dumped(ELEMENTS, OBJECTS), ""),
    "JSON, vis": ("x.json", dumped([{"id": p} for p in range(1, 7)], FROM_TO), ""),
    "JSON, graph format": ("x.json", json.dumps({"graph": {"nodes": {n: {} for n in NAMES}, "edges": LINKS}}), ""),
    "JSON, Cytoscape": ("x.cyjs", json.dumps({"elements": {"nodes": ELEMENTS, "edges": EDGES_OF}}), ""),
    "JSON, elements": ("x.json", json.dumps([*ELEMENTS, *EDGES_OF]), ""),
    "JSON, records": ("x.json", json.dumps(LINKS), ""),
    "JSON, pairs": ("x.json", json.dumps(NAMED), ""),
    "JSON, lines": ("x.jsonl", "\n".join(map(json.dumps, LINKS)), ""),
    "JSON, neighbours": ("x.json", json.dumps({"1": [2, 3], "2": [3], "3": [4], "4": [5, 6], "5": [6]}), ""),
    "JSON in a script": ("x.js", "var graph = " + dumped([], LINKS) + ";\n", ""),
    "GraphML, keys within": (
        "x.graphml",
        '<graphml><graph edgedefault="undirected"><key id="name" for="node" attr.name="name" attr.type="string"/>'
        + "".join(f'<node id="{p}"><data key="name">{n}</data></node>' for p, n in enumerate(NAMES, 1))
        + rows('<edge source="{}" target="{}"/>')
        + "</graph></graphml>",
        "",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("filename", "text", "said"), READ.values(), ids=READ)
def test_a_layout_is_read_to_the_same_graph(filename, text, said):
    read = read_graph_file(text.encode(), filename)
    called = read.graph.node_names
    names = NAMES if called[0] == "Ann" else tuple("123456")
    assert called == names
    assert {frozenset(pair) for pair in read.graph.edges.tolist()} == {frozenset((a - 1, b - 1)) for a, b in EDGES}
    assert said in " ".join(read.notes)


# text, nodes, and the nodes, edges, classes and feature columns wanted
WITH_NODES = {
    "Cora": (rows("{}\t{}"), CLASSES, 6, ("a", "b"), 2),
    "OGB": (rows("{},{}", FROM_0), "0.1,2\n0.3,4\n0.2,9\n0.7,1\n0.1,1\n0.5,3\n", 6, ("unlabelled",), 2),
    "labels alone": (rows("{} {}", FROM_0), "0 1\n1 1\n2 1\n3 0\n4 0\n5 0\n", 6, ("0", "1"), 0),
    "German": ("Von;Nach\n" + named("{};{}"), "Name;Alter;Gruppe\n" + of_nodes("{n};{p},5;{k}"), 6, ("a", "b"), 1),
    "other case": (named("{},{}").upper(), "id,class\n" + of_nodes("{n},{k}"), 6, ("a", "b"), 0),
    "lost zeros": (rows("00{},00{}"), "id,class\n" + of_nodes("{p},{k}"), 6, ("a", "b"), 0),
    "percent and thousands": (rows(), "id;share;income\n" + of_nodes("{p};{p} %;{p}.234,5"), 6, ("unlabelled",), 2),
    "another number of the node": (rows(), "id,page_id,kind\n" + of_nodes("{p},7{p}7,{k}"), 6, ("a", "b"), 0),
    "a node without an edge": (rows(), "id\n" + of_nodes("{p}") + "7\n", 7, ("unlabelled",), 0),
}


@pytest.mark.parametrize(("text", "nodes", "count", "classes", "features"), WITH_NODES.values(), ids=WITH_NODES)
def test_a_table_of_nodes_is_understood(text, nodes, count, classes, features):
    read = read_graph_file(gzip.compress(text.encode()), "edges.csv.gz", nodes.encode())
    assert (read.graph.nodes, len(read.graph.edges)) == (count, len(EDGES))
    assert read.graph.label_names == classes
    assert len(read.feature_columns) == features
    assert read.class_column is not None or classes == ("unlabelled",)


def test_either_column_of_a_bipartite_list_numbers_its_own_nodes():
    for head in ("% bip unweighted\n% 4 2 3\n", "%%MatrixMarket matrix coordinate pattern general\n2 3 4\n"):
        read = read_graph_file((head + "1 1\n1 2\n2 2\n2 3\n").encode(), "out.x")
        assert read.graph.node_names == ("1", "2", "r1", "r2", "r3")
        assert len(read.graph.edges) == 4


def test_a_first_edge_of_a_short_list_is_no_number_of_edges():
    assert len(read_graph_file(b"4 3\n1 2\n1 4\n2 4\n", "x.txt").graph.edges) == 4


def test_matrix_market_has_nodes_without_edges():
    read = read_graph_file(b"%%MatrixMarket matrix coordinate pattern symmetric\n8 8 2\n2 1\n3 2\n", "x.mtx")
    assert read.graph.nodes == 8


def test_pajeks_partition_is_the_class():
    read = read_graph_file(
        (VERTICES + "*Edges\n" + rows("{} {}") + "*Partition c\n*Vertices 6\n1\n1\n1\n2\n2\n2\n").encode(), "x.paj"
    )
    assert read.class_column == "group"
    assert read.graph.label_names == ("1", "2")


def test_what_may_be_meant_otherwise_is_said():
    for text, words in (
        ("friend,buddy\n" + named("{},{}"), "'friend' and 'buddy' of row 1 are taken for nodes"),
        ("0,1\n" + rows(), "'0' and '1' of row 1 are taken for nodes"),
        ("source,target\nAnn,Bob\nBob,NA\n", "1 end of an edge says that there is no value"),
    ):
        assert words in " ".join(read_graph_file(text.encode(), "x.csv").notes)


REFUSED = {
    "a table of nodes": ("name,age,height\nAnn,31,1.7\nBob,25,1.8\nCyd,44,1.65\n", "row 2: this looks like a table"),
    "Cora's content": (of_nodes("3{p}7\t0\t1\t{k}"), "row 1: this looks like a table of nodes"),
    "a decimal comma": ("source,target,weight\nAnn,Bob,1,5\nBob,Cyd,2,5\n", "row 2: 4 values.* a decimal comma"),
    "SQL": ("INSERT INTO edges VALUES (1,2),(2,3);\n", "this is SQL"),
    "a web page": ("<!DOCTYPE html><html><body>404</body></html>", "this is a web page"),
    "JSON of features": (json.dumps({"0": [1, 2], "1": [1, 5], "2": [0]}), "no lists 'nodes' and 'links'"),
    "JSON, unknown end": (dumped([{"id": "Ann"}], LINKS), "ends at 'Bob', which is not among"),
    "JSON, no ends": (dumped([{"id": "a"}], [{"kind": "x"}]), "edge 1 has no 'source' and 'target'"),
    "METIS, an edge missing": ("3 3\n2\n1 3\n2\n", None),
    "DL, a short matrix": ("dl n=3\ndata:\n0 1 0\n1 0 1\n", "has not 3 × 3 numbers"),
    "TGF, an unknown end": ("1 a\n2 b\n#\n1 3\n", None),
}  # fmt: skip


@pytest.mark.parametrize(("text", "words"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_list_of_edges_is_refused_with_what_to_change(text, words):
    filename = {"3 3\n": "x.graph", "1 a\n": "x.tgf"}.get(text[:4], "x.txt")
    with pytest.raises(ValueError, match=words or r"row \d+: .*; correct|correct it"):
        read_graph_file(text.encode(), filename)

"""Graphs from a user's CSV files: what is read, and what is refused with which words."""

import csv
import io
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.model.features import centred, one_hot, reduced
from explorer.model.graph import read_graph

EDGES = b"source,target\nann,bob\nbob,eve\neve,dan\n"
NODES = b"id,label,age,income\nann,red,1,10\nbob,red,2,20\neve,blue,3,60\ndan,blue,6,30\nzoe,blue,8,30\n"


def test_edges_alone():
    graph = read_graph(EDGES)
    assert graph.node_names == ("ann", "bob", "eve", "dan")
    assert graph.edges.tolist() == [[0, 1], [1, 2], [2, 3]]
    assert graph.label_names == ("unlabelled",)
    assert graph.labels.tolist() == [0, 0, 0, 0]
    np.testing.assert_allclose(graph.features, np.eye(4) - 0.25)
    assert graph.name == "Your graph"


def test_edges_and_nodes():
    graph = read_graph(EDGES, NODES, name="Friends")
    assert graph.name == "Friends"
    assert graph.node_names == ("ann", "bob", "eve", "dan", "zoe")
    assert graph.label_names == ("blue", "red")
    assert graph.labels.tolist() == [1, 1, 0, 0, 0]
    np.testing.assert_allclose(graph.features[:, 0], np.array([1, 2, 3, 6, 8]) - 4)
    np.testing.assert_allclose(graph.features[:, 1], np.array([10, 20, 60, 30, 30]) - 30)
    assert graph.edges.max() == 3  # zoe has no edge and stays


def test_columns_come_in_any_order_and_edges_may_carry_more():
    edges = b"weight,Target,SOURCE\n2,bob,ann\n3,eve,bob\n"
    nodes = b"age,id\n1,ann\n2,bob\n4,eve\n"
    graph = read_graph(edges, nodes)
    assert graph.edges.tolist() == [[0, 1], [1, 2]]
    assert graph.features.ravel().tolist() == pytest.approx([-4 / 3, -1 / 3, 5 / 3])


def test_every_kind_of_source_reads_the_same(tmp_path):
    path = tmp_path / "edges.csv"
    path.write_bytes(EDGES)
    upload = io.BytesIO(EDGES)
    upload.read()  # a file object that an earlier run has read to its end
    for source in (path, str(path), upload, io.StringIO(EDGES.decode()), bytearray(EDGES)):
        assert read_graph(source).edges.tolist() == [[0, 1], [1, 2], [2, 3]]


@pytest.mark.parametrize(
    "edges",
    [
        b"\xef\xbb\xbf" + EDGES,
        EDGES.replace(b"\n", b"\r\n"),
        EDGES.replace(b"\n", b"\r"),
        EDGES + b"\n\n,\n",
        EDGES.replace(b",", b" , "),
        EDGES.replace(b"ann", b'"ann"'),
        EDGES.rstrip(),
    ],
    ids=["byte-order mark", "Windows", "old Mac", "blank rows", "spaces", "quotes", "no last newline"],
)
def test_harmless_variants(edges):
    graph = read_graph(edges)
    assert graph.node_names == ("ann", "bob", "eve", "dan")
    assert len(graph.edges) == 3


def test_names_beyond_ascii():
    assert read_graph("source,target\nZoë,Jürgen, Q\n".replace(", Q", "").encode()).node_names == ("Zoë", "Jürgen")


def test_a_missing_path_is_an_os_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_graph(tmp_path / "nowhere.csv")


BAD_EDGES = {
    "empty": (b"", 1, "is empty; give"),
    "blank": (b"\n\n", 1, "is empty; give"),
    "header only": (b"source,target\n", 2, "no edges"),
    "one column": (b"source\nann\n", 1, "no column 'target' among 'source'; make the header source,target"),
    "semicolons": (b"source;target\nann;bob\n", 1, "only one column, 'source;target'; separate .* commas"),
    "no header": (b"ann,bob\nbob,eve\n", 1, "no column 'source' among 'ann,bob'"),
    "unnamed column": (b"source,target,\nann,bob,\n", 1, "no name; name every column"),
    "column twice": (b"source,target,source\nann,bob,eve\n", 1, "'source' twice; rename"),
    "short row": (b"source,target\nann,bob\nbob\n", 3, "1 values under 2 .* exactly 2"),
    "long row": (b"source,target\nann,bob,eve\n", 2, "3 values under 2"),
    "self-loop": (b"source,target\nann,bob\nbob,bob\n", 3, "'bob' with itself; remove the row"),
    "duplicate": (EDGES + b"ann,bob\n", 5, r"'ann' and 'bob' are already joined in row 2 .* remove this row"),
    "duplicate, reversed": (EDGES + b"eve,bob\n", 5, "'eve' and 'bob' are already joined in row 3"),
    "duplicate after a blank row": (b"source,target\n\nann,bob\n\nbob,ann\n", 5, "in row 3"),
    "empty end": (b"source,target\nann,\n", 2, "target is empty; name a node"),
    "open quote": (b'source,target\nann,bob\n"eve,dan\n', 3, "not valid CSV .* quotation marks"),
    "Latin-1": ("source,target\nann,bob\nann,Zoë\n".encode("latin-1"), 3, "not UTF-8; save .* UTF-8"),
    "Latin-1 after a byte-order mark": (b"\xef\xbb\xbfsource,target\n\xe4,b\n", 2, "not UTF-8"),
    "UTF-16": ("source,target\nann,bob\n".encode("utf-16"), 1, "UTF-16; save .* UTF-8"),
    "UTF-16 without a mark": ("source,target\n".encode("utf-16-le"), 1, "null byte.* save .* UTF-8"),
    "a spreadsheet": (b"PK\x03\x04\x14\x00\x06\x00", 1, "null byte"),
}


@pytest.mark.parametrize(("edges", "row", "message"), BAD_EDGES.values(), ids=BAD_EDGES.keys())
def test_malformed_edges(edges, row, message):
    with pytest.raises(ValueError, match=f"^Edge file, row {row}: .*{message}"):
        read_graph(edges)


BAD_NODES = {
    "empty": (b"", 1, "is empty"),
    "header only": (b"id,label\n", 2, "no nodes"),
    "no id": (b"label,age\nred,1\n", 1, "no column 'id' among 'label,age'"),
    "semicolons": (b"id;label\nann;red\n", 1, "only one column"),
    "empty id": (b"id,age\n,3\n", 2, "id is empty"),
    "node twice": (b"id\nann\nbob\nann\n", 4, "'ann' is already in row 2; remove"),
    "empty label": (b"id,label\nann,red\nbob,\n", 3, "label is empty; label every node"),
    "lonely label": (b"id,label\nann,red\nbob,red\neve,blue\n", 4, "'blue' has this one node only; merge"),
    "not a number": (b"id,age\nann,1\nbob,old\n", 3, "'old' in column 'age' is not a number; write"),
    "decimal comma": (b'id,age\nann,"1,5"\n', 2, "'1,5' .* decimal point"),
    "empty feature": (b"id,age,size\nann,1,\n", 2, "empty cell in column 'size' is not a number"),
    "infinite": (b"id,age\nann,1\nbob,inf\n", 3, "'inf' in column 'age' is not a finite number; replace"),
    "overflow": (b"id,age\nann,1e999\n", 2, "'1e999' .* finite"),
    "nan": (b"id,age\nann,nan\n", 2, "'nan' .* finite"),
    "huge": (b"id,age\nann,-1e12\n", 2, "'-1e12' .* larger unit"),
    "constant": (b"id,age\nann,1\nbob,1\neve,1\n", 1, "one value for all nodes; add"),
}


@pytest.mark.parametrize(("nodes", "row", "message"), BAD_NODES.values(), ids=BAD_NODES.keys())
def test_malformed_nodes(nodes, row, message):
    with pytest.raises(ValueError, match=f"^Node file, row {row}: .*{message}"):
        read_graph(EDGES, nodes)


def test_an_edge_to_an_unknown_node():
    with pytest.raises(ValueError, match=r"^Edge file, row 4: node 'dan' is not in the node file; add it there"):
        read_graph(EDGES, b"id\nann\nbob\neve\n")


def test_messages_stay_short_and_are_one_sentence():
    with pytest.raises(ValueError, match="…") as caught:
        read_graph(b"source,target\n" + b"x" * 5000 + b"," + b"x" * 5000 + b"\n")
    assert len(str(caught.value)) < 150
    assert str(caught.value).endswith(".")


def test_too_many_classes():
    nodes = "id,label\n" + "".join(f"{i},{i // 2}\n" for i in range(60))
    with pytest.raises(ValueError, match=r"Node file, row 42: more than 20 different labels; merge"):
        read_graph(b"source,target\n0,1\n", nodes.encode())


def million(row):
    return ("".join(map(row, range(10**6)))).encode()


@pytest.mark.parametrize(
    ("edges", "nodes", "message"),
    [
        # A path through a million nodes, a million distinct edges among 2,000 nodes, a million nodes.
        (
            b"source,target\n" + million(lambda i: f"{i},{i + 1}\n"),
            None,
            "Edge file, row 20001: more than 20,000 nodes",
        ),
        (
            b"source,target\n" + million(lambda i: f"{i // 1000},{1000 + i % 1000}\n"),
            None,
            "Edge file, row 200002: more than 200,000 edges",
        ),
        (
            b"source,target\n0,1\n",
            b"id,age\n" + million(lambda i: f"{i},1\n"),
            "Node file, row 20002: more than 20,000 nodes",
        ),
    ],
    ids=["nodes in edges", "edges", "nodes"],
)
def test_a_million_rows_are_refused_at_once(edges, nodes, message):
    started = time.process_time()
    with pytest.raises(ValueError, match=message):
        read_graph(edges, nodes)
    assert time.process_time() - started < 2  # measured 0.3 s; reading everything would take several seconds


def test_a_file_too_large_is_refused_before_it_is_parsed():
    with pytest.raises(ValueError, match=r"Edge file, row 2: the file is larger than 32 MB"):
        read_graph(b"source,target\n" + b"x" * (33 * 2**20))


def test_at_the_limit_of_nodes_a_graph_is_read_without_a_dense_identity():
    # The one-hot matrix of 20,000 nodes would take 3.2 GB.
    edges = b"source,target\n" + "".join(f"{i},{i + 1}\n" for i in range(19_999)).encode()
    graph = read_graph(edges)
    assert graph.features.shape == (20_000, 64)


def test_reduced_one_hot_is_an_svd_of_the_centred_identity():
    nodes = 300
    x = one_hot(nodes, seed=3)
    identity = np.eye(nodes) - 1 / nodes
    # Left singular vectors times singular values of C: orthonormal columns that C leaves as they are.
    np.testing.assert_allclose(x.T @ x, np.eye(64), atol=1e-12)
    np.testing.assert_allclose(identity @ x, x, atol=1e-12)
    np.testing.assert_allclose(x.mean(axis=0), 0, atol=1e-16)
    np.testing.assert_array_equal(x, one_hot(nodes, seed=3))
    assert not np.allclose(x, one_hot(nodes, seed=4))


@pytest.mark.parametrize("nodes", [2, 64, 65, 66])
def test_one_hot_around_the_limit(nodes):
    x = one_hot(nodes)
    assert x.shape == (nodes, min(nodes, 64))
    np.testing.assert_allclose(x.mean(axis=0), 0, atol=1e-16)


@pytest.mark.parametrize("shape", [(300, 120), (40, 200)])
def test_reduction_matches_the_exact_svd(shape):
    # Falling column scales give a spectrum without ties; the exact SVD of numpy is the reference.
    rng = np.random.default_rng(0)
    x = centred(rng.standard_normal(shape) * 0.97 ** np.arange(shape[1]))
    y = reduced(x)
    left, values, _ = np.linalg.svd(x, full_matrices=False)
    best = (left * values)[:, :64]
    assert y.shape == best.shape
    assert (y**2).sum() == pytest.approx((best**2).sum(), rel=1e-3)
    np.testing.assert_allclose(y[:, :20] @ y[:, :20].T, best[:, :20] @ best[:, :20].T, atol=1e-3)
    np.testing.assert_allclose(y.mean(axis=0), 0, atol=1e-12)


def test_64_columns_are_kept_and_65_are_reduced():
    rng = np.random.default_rng(0)
    for width, same in ((64, True), (65, False)):
        x = rng.standard_normal((80, width))
        header = "id," + ",".join(f"f{c}" for c in range(width))
        rows = "\n".join(f"{i}," + ",".join(map(repr, map(float, row))) for i, row in enumerate(x))
        edges = "source,target\n" + "".join(f"{i},{i + 1}\n" for i in range(79))
        graph = read_graph(edges.encode(), f"{header}\n{rows}\n".encode())
        assert graph.features.shape == (80, 64)
        assert (np.abs(graph.features - centred(x)[:, :64]).max() < 1e-12) == same


names = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")), min_size=1, max_size=8
).filter(lambda name: name == name.strip() and not name.startswith("\ufeff"))


@given(ids=st.lists(names, min_size=2, max_size=12, unique=True), data=st.data())
@settings(max_examples=60, deadline=None)
def test_what_the_csv_module_writes_is_read_back(ids, data):
    pairs = [(a, b) for a in range(len(ids)) for b in range(a)]
    chosen = data.draw(st.lists(st.sampled_from(pairs), min_size=1, max_size=20, unique=True))
    ages = data.draw(st.lists(st.floats(-1e6, 1e6), min_size=len(ids), max_size=len(ids)))
    if len(set(ages)) == 1:
        ages[0] += 1.0
    edges, nodes = io.StringIO(newline=""), io.StringIO(newline="")
    csv.writer(edges).writerows([("source", "target"), *((ids[a], ids[b]) for a, b in chosen)])
    csv.writer(nodes).writerows([("id", "age"), *zip(ids, map(repr, ages), strict=True)])
    graph = read_graph(edges.getvalue().encode(), nodes.getvalue().encode())
    assert graph.node_names == tuple(ids)
    assert {(a, b) for a, b in graph.edges.tolist()} == {(b, a) for a, b in chosen}
    np.testing.assert_allclose(graph.features[:, 0], np.array(ages) - np.mean(ages), atol=1e-9)


@given(content=st.binary(max_size=60) | st.text(alphabet='ab,"\n\r;\x00source target', max_size=60).map(str.encode))
@settings(max_examples=300, deadline=None)
def test_no_content_breaks_the_reader(content):
    for edges, nodes in ((content, None), (b"source,target\n" + content, None), (EDGES, b"id,label,x\n" + content)):
        message = None
        try:
            assert read_graph(edges, nodes).nodes >= 2
        except ValueError as error:
            message = str(error)
        assert message is None or " row " in message

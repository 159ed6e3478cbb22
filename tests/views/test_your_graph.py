"""The page of one's own graph: read, refused, made, explored, and seen by nobody else."""

from dataclasses import replace

import numpy as np
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from explorer.engine.cluster import Cluster
from explorer.engine.job import Job
from explorer.model import library
from explorer.model.augmentation import ALIKE, GRACE, Shares
from explorer.model.build import build_surface
from explorer.model.graph import karate_club
from explorer.model.graph_files import read_graph_file
from explorer.model.scenario import Scenario, default_pairs
from explorer.model.surface_file import load_shipped, read, to_bytes
from explorer.views import your_graph
from explorer.views.panels import train_here
from tests.engine.waiting import until

pytestmark = pytest.mark.slow

EDGES = "source,target\n" + "".join(f"{a},{b}\n" for a, b in karate_club().edges)
NODES = "id,club,year\n" + "".join(f"{n},{'ab'[c]},{19 + n % 3}\n" for n, c in enumerate(karate_club().labels))


@pytest.fixture(autouse=True)
def _kept_here(tmp_path, monkeypatch):
    monkeypatch.setenv("SURFACES_DATA", str(tmp_path / "surfaces"))
    monkeypatch.setenv("CLASSROOM_DATA", str(tmp_path / "store"))
    library.restart()
    monkeypatch.setattr(your_graph, "GRIDS", {2: "2 × 2", 3: "3 × 3"})


@pytest.fixture(scope="module")
def surface():
    scenario = Scenario("mine", karate_club(), hops=2, pairs=2, weight_decay=0.4)
    return build_surface(scenario, np.array([0.0, 0.3]), np.array([0.5, 2.0]), seeds=2)


def open_page(module="explorer.views.your_graph", **query):
    app = AppTest.from_string(f"from {module} import page\npage()", default_timeout=60)
    app.query_params.update(query)
    app.run()
    assert not app.exception
    return app


def paste(app, edges, nodes=""):
    app.get("button_group")[0].set_value("Paste").run()
    app.text_area[0].set_value(edges)
    app.text_area[1].set_value(nodes)
    press(app, "Read the graph")


def press(app, label):
    next(button for button in app.button if button.label == label).click()
    app.run()
    assert not app.exception


def shows(app, words):
    """Whether the page has these words when it has run again."""
    assert not app.run().exception
    return words in said(app) or any(words in one.value for one in app.caption)


def said(app):
    return " ".join(one.value for one in (*app.markdown, *app.text, *app.error, *app.info, *app.success))


def test_a_pasted_graph_is_read_and_its_class_confirmed():
    app = open_page()
    paste(app, EDGES, NODES)
    assert "34 nodes, 78 edges, 2 classes" in said(app)
    column = next(box for box in app.selectbox if box.label.startswith("Which column"))
    assert column.value == "club"
    column.set_value("year").run()
    assert "34 nodes, 78 edges, 3 classes" in said(app)
    press(app, "Bring another graph")
    assert any(button.label == "Read the graph" for button in app.button)


@pytest.mark.parametrize(
    ("edges", "nodes", "says"),
    [
        ("", "", "no edges yet"),
        ("ann,bob\nbob", "", "row 2"),
        ("ann,bob\nbob,eve", "id,class\nann,1\nbob,2", "eve"),
    ],
)
def test_what_cannot_be_read_is_said_and_stays_in_the_box(edges, nodes, says):
    app = open_page()
    paste(app, edges, nodes)
    assert says in said(app).lower()
    assert app.text_area[0].value == edges


def test_names_are_text_and_no_markup():
    app = open_page()
    paste(app, "<b>x</b>,**y**\n**y**,$z$\n$z$,<b>x</b>\n", "id,<i>class</i>\n<b>x</b>,a\n**y**,b\n$z$,a\n")
    assert not any("<i>" in one.value for one in app.markdown)


def test_the_time_is_told_before_it_begins_and_follows_the_settings(monkeypatch):
    asked = []

    def counted(scenario, strengths, temperatures):
        asked.append((scenario.hops, len(strengths)))
        return 10.0 * len(strengths), 60.0 * len(strengths)

    st.cache_data.clear()
    monkeypatch.setattr(your_graph, "seconds_for_seed", counted)
    monkeypatch.setattr(your_graph, "shared", lambda address: Cluster(workers=2))
    app = open_page()
    paste(app, EDGES, NODES)
    box = {box.label: box for box in app.selectbox}
    assert any("Expect **60 s to 6 min**" in one.value for one in app.caption)
    box["Seeds"].set_value(8).run()
    assert any("Expect **2 min to 12 min**" in one.value and "8 seeds, 2 at a time" in one.value for one in app.caption)
    assert asked == [(3, 3)]
    next(one for one in app.number_input if one.label == "Hops K").set_value(5).run()
    assert asked == [(3, 3), (5, 3)]


def test_edges_and_features_get_strengths_of_their_own(monkeypatch):
    asked = []

    def noted(scenario, *grid):
        asked.append(scenario.shares)
        return 1, 2

    monkeypatch.setattr(your_graph, "seconds_for_seed", noted)
    monkeypatch.setattr(your_graph, "shared", lambda address: Cluster(workers=2))
    st.cache_data.clear()
    app = open_page()
    paste(app, EDGES, NODES)
    chosen = next(box for box in app.selectbox if box.label == "Strength of edges and features")
    chosen.set_value(next(name for name in your_graph.STRENGTHS if "GRACE" in name)).run()
    assert any("edges 0.20 and 0.40, features 0.30 and 0.40, with τ = 0.4" in one.value for one in app.caption)
    chosen.set_value("Each by itself").run()
    share = {one.label: one for one in app.number_input}
    share["Edges, view 1"].set_value(0.25).run()
    assert asked == [ALIKE, GRACE, Shares((0.25, 1.0), (1.0, 1.0))]
    for one in ("Edges, view 2", "Features, view 1", "Features, view 2"):
        share[one].set_value(0.5).run()
    assert "the largest 1" in said(app)
    assert next(button for button in app.button if button.label == "Make the surface").disabled


@pytest.mark.parametrize(
    ("least", "most", "words"),
    [(0.2, 0.9, "about 1 s"), (13, 41, "13 s to 40 s"), (50, 400, "50 s to 7 min"), (4000, 9000, "65 min to 2 h")],
)
def test_a_span_of_time_in_words(least, most, words):
    assert your_graph.span(least, most) == words


def test_a_surface_is_made_explored_and_taken_away(cluster, monkeypatch):
    monkeypatch.setattr(your_graph, "shared", lambda address: cluster)
    app = open_page()
    paste(app, EDGES, NODES)
    for label, value in (("Seeds", 2), ("Grid", 2)):
        next(box for box in app.selectbox if box.label == label).set_value(value).run()
    press(app, "Make the surface")
    until(lambda: shows(app, "is there: among the graphs"))
    (name,) = app.session_state["explorer:own-surfaces"]
    assert "Pasted graph, K" in said(app)
    graph = read_graph_file(EDGES.encode(), "Pasted graph", NODES.encode()).graph
    scenario = Scenario("own", graph, pairs=default_pairs(graph.nodes))
    expected = build_surface(scenario, *your_graph.grid(2), 2)
    made = app.session_state["explorer:own-surfaces"][name]
    np.testing.assert_array_equal(made.loss, expected.loss)

    another = open_page("explorer.views.explore", graph=name)
    assert another.session_state["explorer:view"].name == name
    press(app, "Remove")
    assert not app.session_state["explorer:own-surfaces"]


def test_a_first_look_is_called_one_and_stopping_brings_the_settings_back(cluster, monkeypatch):
    monkeypatch.setattr(your_graph, "shared", lambda address: cluster)
    monkeypatch.setattr(your_graph, "GRIDS", {31: "31 × 31", 21: "21 × 21"})
    app = open_page()
    paste(app, EDGES)
    press(app, "Make the surface")
    until(lambda: shows(app, "A first look"))
    assert any("looked for only briefly" in one.value for one in app.caption)
    press(app, "Stop")
    assert any(button.label == "Make the surface" for button in app.button)


def test_a_page_that_is_reloaded_goes_on_with_what_it_made(cluster, monkeypatch):
    monkeypatch.setattr(your_graph, "shared", lambda address: cluster)
    monkeypatch.setattr(your_graph, "GRIDS", {31: "31 × 31", 21: "21 × 21"})
    app = open_page()
    paste(app, EDGES)
    press(app, "Make the surface")
    again = open_page(**app.query_params)
    job = again.session_state[your_graph._JOB].job
    assert job is not app.session_state[your_graph._JOB].job
    assert job.name == app.query_params["making"]
    press(again, "Stop")
    assert "making" not in again.query_params
    press(app, "Stop")
    assert "given up" in said(open_page(making=job.name[:-1] + "x"))


def test_what_others_had_made_before_is_no_measure_of_the_pace(cluster, monkeypatch):
    scenario = Scenario("own", karate_club(), pairs=2)
    job = Job(cluster, scenario, *your_graph.grid(2), seeds=2)
    monkeypatch.setattr(your_graph.time, "monotonic", lambda: 110.0)
    for had, share, said in ((0.0, 0.5, ", about 10 s left"), (0.5, 0.75, ", about 10 s left"), (0.5, 0.51, "")):
        monkeypatch.setattr(Job, "share", share)
        assert your_graph._left(your_graph._Making(job, 100.0, had)) == said


def test_a_page_that_is_reloaded_has_its_surfaces_and_says_which_are_gone(surface):
    name = library.keep(surface).scenario.name
    app = open_page(graph=[name, "own-" + "0" * 32, "own-<b>"])
    assert "Karate club, K = 2" in said(app)
    assert "2 surfaces of this address are not kept" in said(app)
    assert app.query_params["graph"] == name
    press(app, "Remove")
    assert "graph" not in app.query_params


def test_a_graph_that_cannot_be_trained_is_refused_in_words():
    app = open_page()
    paste(app, "a,b\nb,c\na,c\n", "id,x\na,1\nb,1\nc,1\n")
    assert "cannot be trained" in said(app)
    assert next(button for button in app.button if button.label == "Make the surface").disabled


def test_nobody_else_sees_it_but_who_has_the_link(surface):
    name = library.keep(surface).scenario.name
    stranger = open_page("explorer.views.explore")
    boxes = {box.label: box.options for box in stranger.selectbox}
    assert not any("Karate club, K" in option for option in boxes["Graph"])
    friend = open_page("explorer.views.explore", graph=name)
    assert any(
        "Karate club, K = 2" in option for option in {box.label: box.options for box in friend.selectbox}["Graph"]
    )
    wrong = open_page("explorer.views.explore", graph=name[:-1] + ("0" if name[-1] != "0" else "1"))
    assert "not kept here any more" in said(wrong)


def test_a_surface_file_comes_back_as_it_was(surface):
    again = read(to_bytes(surface), "The file")
    assert library.keep(again).scenario.name == library.keep(surface).scenario.name


def test_a_surface_that_is_brought_as_a_graph_or_not_at_all_is_told_where_it_goes(surface):
    app = open_page()
    app.file_uploader[0].set_value(("mine.npz", to_bytes(surface), "application/octet-stream"))
    press(app, "Read the graph")
    assert "under “Open a surface that you downloaded (.npz)”" in said(app)
    press(app, "Open")
    assert "There is no surface yet" in said(app)
    app.file_uploader[2].set_value(("mine.npz", b"a,b", "application/octet-stream"))
    press(app, "Open")
    assert "File is not a zip file. Choose a file that" in said(app)
    app.file_uploader[2].set_value(("mine.npz", to_bytes(surface), "application/octet-stream"))
    press(app, "Open")
    assert "The surface of **Karate club" in said(app)


@pytest.mark.parametrize(
    "damage",
    [
        lambda b: b"",
        lambda b: b[:-200],
        lambda b: b"PK" + b,
        lambda b: b"a,b\n",
        lambda b: b[:50] + b"\0" * 99 + b[149:],
    ],
)
def test_a_foreign_or_damaged_file_is_refused(surface, damage):
    with pytest.raises(ValueError, match="The file is not a surface"):
        read(damage(to_bytes(surface)), "The file")


IMAGE = "![x](https://else.example/x)"


@pytest.mark.parametrize("panel", ["graph_views", "hard_negatives", "beside", "train_here", "tables", "paper"])
def test_names_in_a_surface_s_file_are_text_on_explore(panel):
    name = library.keep(named(IMAGE)).scenario.name
    app = AppTest.from_string("from explorer.views.explore import page\npage()", default_timeout=60)
    app.query_params.update(graph=name, open=panel, node="3")
    app.session_state[train_here.RUN] = (f"{name}, strength 0.1, seed 0, start 1", [], True)
    app.run()
    assert not app.exception
    assert ("The last run was" in read_as_markdown(app)) == (panel == "train_here")
    assert IMAGE not in read_as_markdown(app)


@pytest.mark.parametrize("module", ["quizzes.views.quiz", "quizzes.views.activities", "quizzes.views.challenges"])
def test_names_in_a_surface_s_file_are_text_elsewhere(module):
    surface = library.keep(named(IMAGE))
    app = AppTest.from_string(f"from {module} import page\npage()", default_timeout=60)
    app.session_state["explorer:own-surfaces"] = {surface.scenario.name: surface}
    app.run()
    if module.endswith("quiz"):
        app.session_state["quiz:graph"] = surface.scenario.name
        app.button(key="quiz-start").click().run()
        assert any("else" in one.value for one in app.caption)
    assert not app.exception
    assert IMAGE not in read_as_markdown(app)


def named(text):
    """Karate's surface, all of whose names are a text."""
    surface = load_shipped("karate")
    graph = surface.scenario.graph
    nodes = tuple(f"{text}{n}" for n in range(graph.nodes))
    called = replace(graph, name=text, node_names=nodes, label_names=(f"{text}a", f"{text}b"))
    return replace(surface, scenario=replace(surface.scenario, graph=called))


def read_as_markdown(app):
    return " ".join(one.value for one in (*app.markdown, *app.caption, *app.error, *app.info, *app.success))


def test_a_quiz_may_be_about_it():
    name = library.keep(load_shipped("karate")).scenario.name
    app = AppTest.from_string("from quizzes.views.quiz import page\npage()", default_timeout=60)
    app.session_state["explorer:own-surfaces"] = {name: library.open_surface(name)}
    app.run()
    next(box for box in app.selectbox if box.label == "Graph").set_value(name).run()
    press(app, "Start the quiz")
    assert "Karate club" in " ".join(one.value for one in app.caption)

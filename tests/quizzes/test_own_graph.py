"""What is asked of a graph that somebody brought: only what its surface answers, and with its own truth."""

from dataclasses import replace

import pytest

from explorer.model import library
from explorer.model.augmentation import Shares
from explorer.model.scenario import SHIPPED
from explorer.model.surface_file import NotOpened, load_shipped
from quizzes.activities import ACTIVITIES, course
from quizzes.bank import DIFFICULTIES, GENERATORS, TOPICS, beside_the_choice, draw_questions, rebuild
from quizzes.bank.generators import IllPosed, build, rivals
from quizzes.posed import pose_activity, pose_bank


@pytest.fixture
def own(tmp_path, monkeypatch):
    monkeypatch.setenv("SURFACES_DATA", str(tmp_path))
    library.restart()
    # A graph that is somebody's: karate's numbers under another name and with other labels.
    surface = load_shipped("karate")
    graph = surface.scenario.graph
    brought = replace(graph, name="communities", node_names=tuple(f"member {n}" for n in graph.node_names))
    return library.keep(replace(surface, scenario=replace(surface.scenario, graph=brought)))


def test_a_quiz_on_it_asks_of_nothing_else(own):
    name = own.scenario.name
    questions = draw_questions(20, 3, library.open_surface, graph=name)
    assert len(questions) == 20
    for drawn in questions:
        assert drawn.scenario == name
        assert GENERATORS[drawn.generator].asked_on("karate")
        assert GENERATORS[drawn.generator].asked_on("communities")
        assert drawn.question.well_posed(own)
        assert not rivals(drawn, own)
        assert rebuild(drawn.identifier, library.open_surface).question.prompt == drawn.question.prompt
    assert pose_bank(tuple(drawn.identifier for drawn in questions)).steps


def test_what_dropping_edges_does_is_not_told_where_none_are_dropped(own):
    masked = replace(own, scenario=replace(own.scenario, shares=Shares(edges=(0, 0))))
    assert "ropping edges" in said_of(own)
    assert "ropping edges" not in said_of(masked)
    assert "edges 0, features p in the first view" in said_of(masked)
    kept = replace(own, scenario=replace(own.scenario, shares=Shares(features=(0, 0))))
    assert "variance grows" in said_of(own)
    assert "variance grows" not in said_of(kept)
    assert build("edges_in_both_views", own.scenario.name, 1, own)
    with pytest.raises(IllPosed):
        build("edges_in_both_views", own.scenario.name, 1, masked)


def said_of(surface):
    """All that activities say of a surface, whatever is answered."""
    found = []
    for activity in ACTIVITIES:
        for step in activity.steps:
            if step.holds(surface):
                found += [passage.on(surface) for passage in (*step.text, *step.after)]
                found.append(repr(step.question(surface)) if step.question else "")
    return " ".join(found)


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_every_choice_gives_as_many_questions_as_asked_for_and_says_what_it_does_not_keep(own, topic, difficulty):
    chosen = {"topics": [topic], "difficulties": [difficulty], "graph": own.scenario.name}
    questions = draw_questions(5, 1, library.open_surface, **chosen)
    assert [drawn.topic for drawn in questions] == [topic] * 5
    kept = all(drawn.scenario == own.scenario.name and drawn.difficulty == difficulty for drawn in questions)
    assert (beside_the_choice(questions, 5, **chosen) == "") == kept


def test_a_topic_that_a_graph_has_nothing_of_is_said(own):
    everything = {"topics": list(TOPICS), "difficulties": list(DIFFICULTIES), "graph": own.scenario.name}
    questions = draw_questions(10, 1, library.open_surface, **everything)
    assert "loss" not in {drawn.topic for drawn in questions}
    assert beside_the_choice(questions, 10, **everything) == f"The graph chosen has no questions on {TOPICS['loss']}."


def test_what_is_true_of_one_shipped_graph_alone_is_not_asked(own):
    alone = next(kind for kind in GENERATORS.values() if kind.scenarios == ("communities",))
    with pytest.raises(KeyError):
        rebuild(f"{alone.name}.{own.scenario.name}.1", library.open_surface)


def test_every_step_of_an_activity_holds_on_it(own):
    for activity in ACTIVITIES:
        tasks = course.tasks(activity.name, own)
        assert tasks
        for task in tasks:
            assert task.question is None or task.question.well_posed(own), (activity.name, task.step.name)
        assert pose_activity(activity.name, own.scenario.name).steps


def test_a_name_of_one_s_own_is_never_taken_for_a_shipped_surface(own):
    assert own.scenario.graph.name in SHIPPED
    assert own.scenario.name not in SHIPPED


def test_a_surface_that_is_gone_is_refused_like_a_missing_file():
    with pytest.raises(NotOpened, match="not kept here any more"):
        library.open_surface("own-" + "0" * 32)

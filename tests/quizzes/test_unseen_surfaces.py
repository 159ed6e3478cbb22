"""Surfaces unlike those that ship: what is said and asked of each is true there, and what is not is left out."""

import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from explorer.charts.stage import sentences, survey
from explorer.charts.stage.inputs import surface_inputs
from explorer.model import library
from explorer.model.claims import CLAIMS, reads_classes
from explorer.model.surface import Surface
from explorer.model.surface_file import load_shipped, read, to_bytes
from explorer.views.panels.paper import verdict
from explorer.views.panels.wording import number
from quizzes.activities import ACTIVITIES, course
from quizzes.activities.facts import less_smoothing_spreads
from quizzes.activities.outcome import finished_on
from quizzes.attempt import Log
from quizzes.bank import GENERATORS
from quizzes.bank.generators import IllPosed, build, rivals
from quizzes.challenges import CHALLENGES
from quizzes.claims import every_claim
from quizzes.lesson import SAYINGS, SECTIONS
from quizzes.tour import stops


def cut(name: str, rows: slice, columns: slice) -> Surface:
    """A part of a shipped map as a map of its own."""
    whole = load_shipped(name)
    theory = whole.theory_by_seed
    return replace(
        whole,
        strengths=whole.strengths[columns],
        temperatures=whole.temperatures[rows],
        by_seed={metric: values[:, rows, columns] for metric, values in whole.by_seed.items()},
        accuracy_by_split=whole.accuracy_by_split[:, rows, columns],
        weights=whole.weights[:, rows, columns],
        best_loss=whole.best_loss[rows],
        theory_by_seed=None if theory is None else theory[:, columns],
    )


def unread() -> Surface:
    """A map on which nothing is read: all nodes are of one class."""
    surface = cut("communities", slice(None, None, 3), slice(None, None, 3))
    graph = replace(surface.scenario.graph, labels=0 * surface.scenario.graph.labels, label_names=("all",))
    accuracy = {"accuracy": np.ones_like(surface.by_seed["accuracy"])}
    return replace(
        surface,
        scenario=replace(surface.scenario, graph=graph),
        by_seed={**surface.by_seed, **accuracy},
        accuracy_by_split=np.ones_like(surface.accuracy_by_split),
    )


def unmixed() -> Surface:
    """A map of an encoder that does not propagate."""
    surface = cut("communities", slice(None, None, 3), slice(None, None, 3))
    return replace(surface, scenario=replace(surface.scenario, hops=0))


MAPS: dict[str, Callable[[], Surface]] = {
    "no collapse": lambda: cut("communities", slice(0, 16, 2), slice(None, None, 3)),
    "all collapsed": lambda: cut("communities", slice(29, None), slice(0, 6)),
    "hot, with a border in a few columns": lambda: cut("communities", slice(24, None), slice(None, None, 4)),
    "not from 0": lambda: cut("communities", slice(None, None, 3), slice(5, None, 3)),
    "four strengths": lambda: cut("karate", slice(None, None, 3), slice(None, None, 10)),
    "two by two": lambda: cut("karate", slice(5, None, 20), slice(0, None, 20)),
    "a GCN": lambda: cut("communities-gcn", slice(None, None, 2), slice(None, None, 2)),
    "one class": unread,
    "no propagation": unmixed,
}
BAD = re.compile(r"\bnan\b|\binf\b|[-−]0(\.0+)?(?![.\d])|\b1 (seeds|nodes|steps|cells)\b|[;,] \.|\bNone,")


@pytest.fixture(params=MAPS)
def own(request, tmp_path, monkeypatch):
    monkeypatch.setenv("SURFACES_DATA", str(tmp_path))
    library.restart()
    return library.keep(MAPS[request.param]())


def fine(text: str) -> str:
    assert text
    assert not BAD.search(text), text
    return text


def test_what_is_said_of_it_is_said_without_a_slip(own):
    for one in every_claim().values():
        assert np.shape(one.holds(own)) in ((), own.loss.shape)
    for section in SECTIONS:
        for passage in (*section.text, *section.after):
            assert not passage.holds(own) or fine(passage.on(own))
        for cell in ((0, 0), (-1 + len(own.temperatures), 0), own.accuracy_optimum().cell):
            assert section.here is None or fine(section.here(own, own.point(*cell), 0))
    for saying in SAYINGS:
        fine(saying.on(own))
    for stop in stops(own):
        fine(f"{stop.text} {stop.after}")
    for layer in sentences.BY_LAYER:
        fine(survey.lie(own, layer))
        assert all(map(fine, sentences.why(own, layer).sentences))
    for text in surface_inputs(own, 0, frozenset())["words"]["map"].values():
        fine(text)
    fine(verdict(own, own.point(0, 0)))


def test_what_it_asks_to_do_can_be_done(own):
    for activity in ACTIVITIES:
        own.cell(activity.start(own))
        for task in course.tasks(activity.name, own):
            for text in (*task.text, *task.after, *task.checkpoints):
                fine(text)
            for checkpoint in task.step.checkpoints:
                cells = checkpoint.show(own)
                assert all(own.cell(own.point(*cell)) == cell for cell in cells), task.address
                assert checkpoint.met(own, frozenset(cells), cells[-1]), (task.address, checkpoint.text(own))
            if task.question is not None:
                judged(task.question, own)
        for onward in activity.onwards:
            assert not onward.holds(own) or min(onward.place(own)) >= 0
    for challenge in CHALLENGES:
        if challenge.applies(own):
            reached = challenge.best_cell(own, challenge.reachable(own))
            fine(f"{challenge.text(own)} {challenge.said(own, reached)} {challenge.besides(own, reached)}")
            assert challenge.unbeaten(own, reached)
            assert not challenge.target(own)[challenge.start(own)]


def judged(question, surface):
    samples = question.samples(surface)
    for answer, correct in ((samples.right, True), (samples.wrong, False)):
        for one in answer:
            mark = question.check(question.parse(one, surface), surface)
            assert mark.correct in (correct, None), (question.prompt, one, mark)
            fine(mark.message)
    fine(question.truth(surface))


def test_the_bank_asks_what_it_answers(own):
    name, asked = own.scenario.name, 0
    for kind in GENERATORS.values():
        for seed in range(2 * kind.asked_on(name)):
            try:
                drawn = build(kind.name, name, seed, own)
            except IllPosed:
                continue
            asked += 1
            fine(drawn.question.prompt)
            judged(drawn.question.asked, own)
            assert not rivals(drawn, own)
    assert asked > 10


def test_an_activity_without_a_step_is_not_done_and_says_why():
    surface = MAPS["no collapse"]()
    activity = course.BY_NAME["find-collapse"]
    assert not activity.steps_on(replace(surface, theory_by_seed=None))
    assert "Nothing collapses" in activity.nothing(surface)
    assert "near each other" in course.BY_NAME["sharp-or-soft"].nothing(surface)
    assert finished_on("find-collapse", [replace(surface, theory_by_seed=None)], Log()) is None


def test_where_nothing_is_read_nothing_is_said_of_accuracy():
    surface = unread()
    assert not reads_classes(surface)
    assert all(reads_classes(load_shipped(name)) for name in ("communities", "karate"))
    for name in ("optima_differ", "training_beats_untrained", "strong_is_harmless_when_cold"):
        assert not CLAIMS[name].holds(surface), name
    steps = course.tasks("find-the-optimum", surface)
    assert not {"predict-accuracy", "best-accuracy", "same"} & {task.step.name for task in steps}
    assert any("not asked on this map" in text for text in steps[0].after)


def test_edges_that_no_encoder_sees_are_given_for_no_reason():
    assert less_smoothing_spreads(load_shipped("communities"))
    surface = unmixed()
    assert not less_smoothing_spreads(surface)
    said = " ".join(text for layer in sentences.BY_LAYER for text in sentences.why(surface, layer).sentences)
    assert "fewer edges" not in said


def test_a_number_that_reads_as_0_has_no_sign():
    assert [number(x) for x in (-0.004, -0.005001, -2)] == ["0.00", "−0.01", "−2.00"]


def test_a_layer_that_is_alike_everywhere_is_least_nowhere():
    assert survey.lie(unread(), "accuracy").endswith("same everywhere, to the digits shown.")


def test_a_path_that_trades_from_end_to_end_bears_the_textbook_out():
    saying = next(one for one in SAYINGS if one.name == "trade-off")
    said = saying.on(cut("communities-gcn", slice(8, None), slice(None)))
    assert re.fullmatch(r"\*\*Yes\*\*: at strength .* from τ = .* to τ = [\d.]+\.", said)


def test_a_file_of_too_little_is_refused_before_a_page_draws_it():
    whole = cut("karate", slice(0, None, 10), slice(0, None, 10))
    assert read(to_bytes(whole), "It").loss.shape == whole.loss.shape
    one_seed = replace(
        whole,
        seeds=whole.seeds[:1],
        by_seed={name: values[:1] for name, values in whole.by_seed.items()},
        theory_by_seed=whole.theory_by_seed[:1],
    )
    for much, what in (
        (cut("karate", slice(3, 4), slice(None)), "two temperatures"),
        (cut("karate", slice(None), slice(3, 4)), "two strengths"),
        (one_seed, "two seeds"),
        (replace(whole, strengths=whole.strengths / whole.strengths[-1]), "below 1"),
    ):
        with pytest.raises(ValueError, match=what):
            read(to_bytes(much), "It")


def test_a_class_of_which_there_is_no_node_is_none_of_those_that_merge():
    surface = cut("communities", slice(0, None, 6), slice(0, None, 6))
    graph = surface.scenario.graph
    gap = replace(graph, labels=graph.labels + (graph.labels > 0), label_names=("a", "nobody", "b", "c"))
    there = replace(surface, scenario=replace(surface.scenario, graph=gap))
    assert np.array_equal(sentences.merged_classes(there), sentences.merged_classes(surface))

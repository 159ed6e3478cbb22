"""Activities as data: every step can be done, every claim is borne out, nothing is given away early."""

import itertools
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from explorer.charts.stage import LAYERS, OVERLAYS
from explorer.model.claims import peak_and_dip
from explorer.model.scenario import SHIPPED
from explorer.model.surface_file import load_shipped
from quizzes.activities import ACTIVITIES, course, facts, how_strong, pareto, trade_off
from quizzes.activities.outcome import finished_on, outcomes, points
from quizzes.attempt import Attempt, Log, giving_up, judge
from quizzes.types.goals import greatest
from tests.quizzes.student import do, do_all

NAMES = [activity.name for activity in ACTIVITIES]
PARTS = {*LAYERS, *OVERLAYS, "split", "circle", "sentences", "plane", "hardest_negative_share"}


def test_activities_are_numbered_in_order_and_told_apart():
    assert [activity.number for activity in ACTIVITIES] == list(range(1, len(ACTIVITIES) + 1))
    assert len(set(NAMES)) == len(ACTIVITIES) >= 6
    for activity in ACTIVITIES:
        names = [step.name for step in activity.steps]
        assert len(set(names)) == len(names)
        assert activity.hidden <= PARTS
        assert frozenset().union(*(step.unlocks for step in activity.steps)) <= PARTS


@pytest.mark.parametrize("activity", ACTIVITIES, ids=NAMES)
def test_communities_bears_out_every_step(activity, surface):
    assert activity.steps_on(surface) == activity.steps


@pytest.mark.parametrize("activity", ACTIVITIES, ids=NAMES)
def test_from_first_to_last_step(activity, surface):
    log = Log()
    tasks = course.tasks(activity.name, surface)
    for number, task in enumerate(tasks):
        assert course.first_open(activity.name, surface, log) == number
        assert not task.done(log)
        do(task, surface, log)
        assert task.done(log)
    assert course.done(activity.name, surface, log) == len(tasks)


@pytest.mark.parametrize("activity", ACTIVITIES, ids=NAMES)
@pytest.mark.parametrize("scenario", SHIPPED)
def test_every_text_that_is_shown_can_be_written_on_every_surface(activity, scenario):
    for task in course.tasks(activity.name, load_shipped(scenario)):
        assert all(isinstance(text, str) and text for text in (*task.text, *task.after, *task.checkpoints))


@pytest.mark.parametrize("activity", ACTIVITIES, ids=NAMES)
def test_questions_take_their_samples(activity, surface):
    for task in course.tasks(activity.name, surface):
        if task.question is None:
            continue
        samples = task.question.samples(surface)
        assert all(task.question.check(answer, surface).correct for answer in samples.right)
        assert not any(task.question.check(answer, surface).correct for answer in samples.wrong)


@pytest.mark.parametrize("activity", ACTIVITIES, ids=NAMES)
def test_a_watch_is_met_by_what_it_shows_and_not_by_the_opposite_corner(activity, surface):
    for step in activity.steps:
        for checkpoint in step.checkpoints:
            cells = checkpoint.show(surface)
            assert checkpoint.met(surface, frozenset(cells), cells[-1])
            far = tuple(size - 1 - index for size, index in zip(surface.loss.shape, cells[-1], strict=True))
            assert far in cells or not checkpoint.met(surface, frozenset(), far)


@pytest.mark.parametrize("activity", ACTIVITIES, ids=NAMES)
def test_what_is_hidden_is_opened_by_the_step_that_says_so_and_not_before(activity, surface):
    log = Log()
    for task in course.tasks(activity.name, surface):
        locked = task.step.unlocks & activity.hidden
        assert locked <= course.hidden(activity.name, surface, log)
        do(task, surface, log)
        assert not locked & course.hidden(activity.name, surface, log)


def test_predictions_come_before_the_layer_that_shows_them(surface):
    hidden = course.hidden("find-the-optimum", surface, Log())
    assert {"accuracy", "accuracy_optimum", "loss_optimum"} <= hidden
    assert {"alignment", "circle"} <= course.hidden("how-strong", surface, Log())
    assert set(LAYERS) <= course.hidden("find-collapse", surface, Log())
    assert "plane" in course.hidden("trade-off", surface, Log())


def test_a_text_that_the_surface_does_not_bear_out_is_left_out(surface):
    activity = course.BY_NAME["find-the-optimum"]
    step = next(step for step in activity.steps if step.name == "incomparable")
    assert step.applies(surface)

    class Elsewhere:
        """The same surface with the loss minimiser in the middle."""

        def __getattr__(self, name):
            return getattr(surface, name)

        def loss_optimum(self):
            return surface.point(15, 15)

    assert not step.holds(Elsewhere())


def test_ticks_are_kept_once(surface):
    task = next(task for task in course.tasks("sharp-or-soft", surface) if task.checkpoints)
    log, cell = Log(), task.step.checkpoints[0].show(surface)[0]
    (tick,) = course.ticks(task, surface, log, frozenset(), cell)
    log.add(tick)
    assert course.ticks(task, surface, log, frozenset(), cell) == []
    assert task.ticked(log) == (True, False)


def test_answers_of_another_graph_do_not_count(surface):
    log = Log([Attempt("activity/assessment/karate/chance", "log(2N-1)", correct=True, score=1.0)])
    assert course.done("assessment", surface, log) == 0


class TestFacts:
    def test_direction_needs_more_than_the_paired_error(self, surface):
        a, b = (0, 10), (20, 10)
        assert facts.direction(surface, "loss", a, a) == "stays"
        assert facts.direction(surface, "loss", a, b) == "rises"
        assert facts.direction(surface, "loss", b, a) == "falls"
        assert facts.direction(surface, "loss", a, b, least=100.0) == "stays"

    def test_direction_is_told_where_the_seeds_tell_two_cells_apart(self, surface):
        cells = [(t, 5) for t in range(len(surface.temperatures))]
        for a, b in itertools.pairwise(cells):
            told = surface.difference("accuracy", b, a).told_apart
            assert (facts.direction(surface, "accuracy", a, b) != "stays") == told

    def test_no_cell_beats_itself(self, surface):
        cell = surface.cell(surface.nearest(0.3, 1.0))
        better = facts.dominating(surface, cell)
        assert not better[cell]
        assert (surface.alignment[better] < surface.alignment[cell]).all()
        assert (surface.uniformity[better] < surface.uniformity[cell]).all()

    def test_border_of_collapse(self, surface):
        t = facts.hottest_uncollapsed(surface, 0)
        assert not surface.collapse_region()[t, 0]
        assert surface.collapse_region()[t + 1 :, 0].all()


@pytest.mark.parametrize("graph", SHIPPED)
def test_what_a_lower_temperature_does_is_told_as_the_surface_has_it(graph):
    surface = load_shipped(graph)
    steps: dict[str, Any] = {task.step.name: task.question for task in course.tasks("trade-off", surface)}
    walk = pareto.cooling_path(surface)
    asked = [steps[f"stretch-{number}"] for number in (1, 2, 3) if f"stretch-{number}" in steps]
    assert len(asked) == len(walk)
    ways = {"trade": (1, -1), "both": (-1, -1), "worse": (1, 1), "back": (-1, 1)}
    for question, (_, hot, cold) in zip(asked, walk, strict=True):
        (right,) = question.right_keys(surface)
        assert hot[1] == cold[1]
        assert hot[0] > cold[0]
        moved = [
            surface.by_seed[metric][:, cold[0], cold[1]] - surface.by_seed[metric][:, hot[0], hot[1]]
            for metric in ("alignment", "uniformity")
        ]
        assert tuple(int(np.sign(values.mean())) for values in moved) == ways[right]
    if "predict" in steps and len({name for name, _, _ in walk}) > 1:
        assert steps["predict"].inner.right_keys(surface) == {"turns"}
    assert ("turn" in steps) <= (walk[-1][0] == "back" if walk else False)


def test_feedback_that_only_one_truth_bears_out_has_its_counterpart():
    """On one graph weak strengths alone collapse, on the other all do; neither is told the other's reason."""
    texts = {}
    for graph in ("communities", "karate"):
        surface = load_shipped(graph)
        tasks = course.tasks("find-collapse", surface)
        question: Any = next(task.question for task in tasks if task.step.name == "predict")
        texts[graph] = {key: question.check(key, surface).message for key in ("weak", "all")}
        assert question.inner.right_keys(surface) == {facts.hottest_row(surface)}
    assert facts.hottest_row(load_shipped("communities")) != facts.hottest_row(load_shipped("karate"))
    assert not set(texts["communities"].values()) & set(texts["karate"].values())


@pytest.mark.parametrize("graph", SHIPPED)
def test_what_is_said_of_the_border_of_collapse_is_so(graph):
    surface = load_shipped(graph)
    region, said = surface.collapse_region(), facts.border_moves(surface)
    assert (said == "") == (not region.any())
    if said:
        edges = (~region).sum(axis=0)  # uncollapsed cells of each column; all lie below the border
        first, least, last = edges[0], edges.min(), edges[-1]
        assert (said == "rises") == (last - first > 1 and first - least <= 1)
        assert (said == "dips") == (first - least > 1 and last - least > 1)


@pytest.mark.parametrize("graph", SHIPPED)
def test_from_where_alignment_rises_for_good_nothing_falls_back(graph):
    surface = load_shipped(graph)
    found, t = how_strong.rising_for_good(surface), how_strong.middle(surface)
    values, spread = surface.alignment[t], surface.spread["alignment"][t]
    fallen = [p for p in range(len(values)) if (values[p:] < values[p] - spread[p]).any()]
    assert (found is None) == (not fallen)
    if found:
        first, last = found
        assert first == max(fallen) + 1
        assert first <= first + values[first:].argmin() <= last < len(values) - 1
        # The place that is shown contradicts no later step: what falls from the peak to the dip rises from the dip on.
        shown = how_strong.from_where_it_rises().best(surface)
        between = peak_and_dip(surface, t)
        assert shown == (t, first + values[first:].argmin())
        assert between is None or shown[1] >= between[1]


@pytest.mark.parametrize(("ends", "again"), [(0.0, False), (0.4, True)])
def test_a_curve_that_only_falls_back_is_not_said_to_rise_again(ends, again):
    surface = load_shipped("communities")
    align, t = surface.by_seed["alignment"].copy(), how_strong.middle(surface)
    columns = align.shape[2]
    align[:, t] += np.interp(range(columns), [0, 5, 15, columns - 1], [0, 0.3, 0.1, ends]) - align[:, t].mean(axis=0)
    curve = replace(surface, by_seed={**surface.by_seed, "alignment": align})
    assert how_strong.rising_for_good(curve) is not None
    assert how_strong.rises_again(curve) is again


def test_what_is_drawn_beside_a_step_is_a_surface_of_the_same_graph():
    for graph in SHIPPED:
        surface = load_shipped(graph)
        for activity in ACTIVITIES:
            for step in activity.steps_on(surface):
                if step.beside is not None:
                    there = load_shipped(step.beside.scenario(surface))
                    assert there.scenario.graph.name == surface.scenario.graph.name
                    assert there.scenario.encoder != surface.scenario.encoder
                    t, p = step.beside.place(surface)
                    assert 0 <= t < len(surface.temperatures)
                    assert 0 <= p < len(surface.strengths)


def test_the_gcn_turns_where_it_is_said_to(surface):
    assert trade_off.gcn_course(surface) == "late"
    gcn = load_shipped("communities-gcn")
    p = gcn.nearest(surface.strengths[pareto.hot(surface)[1]], 1.0).cell[1]
    turn = gcn.alignment[:, p].argmax()
    assert 0 < turn < len(gcn.temperatures) // 2
    assert gcn.uniformity[turn:, p].argmin() <= 2
    assert (np.diff(gcn.alignment[:turn, p]) > 0).all()


@pytest.mark.parametrize("graph", SHIPPED)
def test_a_cell_read_as_well_as_an_accepted_one_is_accepted(graph):
    surface = load_shipped(graph)
    accepted = greatest("accuracy").accepted(surface)
    assert accepted.any()
    assert (surface.accuracy[~accepted] < surface.accuracy[accepted].min()).all()


@pytest.mark.parametrize("graph", SHIPPED)
def test_where_much_of_the_map_ties_the_best_is_marked_as_a_region(graph):
    surface = load_shipped(graph)
    steps: dict[str, Any] = {task.step.name: task.question for task in course.tasks("find-the-optimum", surface)}
    tied = greatest("accuracy").accepted(surface).mean()
    assert (steps["best-accuracy"].kind == "region on the surface") == (tied > 0.25)
    assert steps["predict-accuracy"].inner.kind == steps["best-accuracy"].kind


class TestOutcome:
    def test_a_prediction_is_told_beside_what_happened(self, surface):
        log, (task, *_) = Log(), course.tasks("sharp-or-soft", surface)
        log.add(judge(task.question, "falls", surface, task.address))
        (one,) = outcomes("sharp-or-soft", surface, log)
        assert (one.group, one.said, one.truth, one.score) == ("predictions", "It falls", "It rises", 0.0)

    def test_a_truth_that_a_later_step_seeks_is_told_at_the_end(self, surface):
        tasks, log = course.tasks("find-the-optimum", surface), Log()
        kept = next(task for task in tasks if task.step.keeps_truth)
        do(kept, surface, log)
        assert [one.truth for one in outcomes("find-the-optimum", surface, log)] == [""]
        do_all("find-the-optimum", surface, log)
        assert all(one.truth for one in outcomes("find-the-optimum", surface, log))

    def test_a_given_up_question_is_an_outcome_without_points(self, surface):
        task = next(task for task in course.tasks("assessment", surface) if task.step.name == "loss")
        log = Log([giving_up(task.address)])
        (one,) = outcomes("assessment", surface, log)
        assert (one.said, one.score, points([one], "answers")) == ("", 0.0, (0, 1))

    @pytest.mark.parametrize("activity", ACTIVITIES, ids=NAMES)
    def test_all_right_earns_all_points(self, activity, surface):
        log = Log()
        assert finished_on(activity.name, [surface], log) is None
        do_all(activity.name, surface, log)
        found = outcomes(activity.name, surface, log)
        assert len(found) == sum(task.question is not None for task in course.tasks(activity.name, surface))
        for group in ("predictions", "answers", "explanations"):
            score, of = points(found, group)
            assert score == of
        assert finished_on(activity.name, [surface], log) is surface


@pytest.mark.parametrize("scenario", SHIPPED)
def test_what_to_try_lies_on_a_surface_that_ships(scenario):
    surface = load_shipped(scenario)
    for activity in ACTIVITIES:
        for onward in activity.onwards:
            if onward.holds(surface):
                t, p = onward.place(surface)
                assert 0 <= t < len(surface.temperatures)
                assert 0 <= p < len(surface.strengths)
                assert onward.scenario(surface) in SHIPPED

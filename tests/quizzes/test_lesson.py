"""The lesson's data: what it says in numbers, and the textbook's sayings."""

import numpy as np
import pytest

from explorer.model.scenario import SHIPPED
from explorer.model.surface_file import load_shipped
from quizzes.activities import ACTIVITIES
from quizzes.lesson import SAYINGS, SECTIONS, in_table
from quizzes.lesson.sections import share_of_own_class


def test_sections_lead_to_every_activity_but_the_assessment_once():
    named = [name for section in SECTIONS for name in section.activities]
    assert sorted(named) == sorted(activity.name for activity in ACTIVITIES if activity.name != "assessment")


@pytest.mark.parametrize("name", SHIPPED)
def test_verdicts_that_contradict_each_other_hold_on_no_surface(name):
    surface = load_shipped(name)
    for saying in SAYINGS:
        words = {verdict.on(surface).partition("**")[2].partition("**")[0] for verdict in saying.verdicts} - {""}
        assert len(words) <= 1, saying.name
    assert sum(saying.on(surface) == "–" for saying in SAYINGS) <= len(SAYINGS) // 2


def test_the_table_has_a_row_a_saying_and_a_column_a_surface(surface):
    lines = in_table({"one": surface, "another": surface}).splitlines()
    assert len(lines) == 2 + len(SAYINGS)
    assert {line.count("|") for line in lines} == {4}


def test_in_collapse_all_negatives_push_alike(surface):
    collapsed = surface.point(*np.argwhere(surface.collapse_region())[0])
    push, even = share_of_own_class(surface, collapsed)
    assert push == pytest.approx(even, abs=1e-3)


def test_the_share_of_the_own_class_adds_up_node_by_node(surface):
    point, labels = surface.nearest(0.2, 0.5), surface.scenario.graph.labels
    z1, z2 = surface.embeddings(point)
    shares = []
    for i in range(len(labels)):
        pushes = [
            (labels[k], np.exp(z1[i] @ z[k] / point.temperature))
            for z in (z1, z2)
            for k in range(len(labels))
            if k != i
        ]
        shares.append(sum(push for label, push in pushes if label == labels[i]) / sum(push for _, push in pushes))
    assert share_of_own_class(surface, point)[0] == pytest.approx(np.mean(shares))


@pytest.mark.parametrize("section", [section for section in SECTIONS if section.here], ids=lambda one: one.name)
@pytest.mark.parametrize("name", ["communities", "communities-light"])
def test_what_is_read_at_a_point_is_said_at_every_corner(section, name):
    surface = load_shipped(name)
    for t, p in ((0, 0), (0, -1), (-1, 0), (-1, -1), (15, 10)):
        said = section.here(surface, surface.point(t % surface.loss.shape[0], p % surface.loss.shape[1]), 0)
        assert said
        assert "nan" not in said
        assert "−0.00" not in said

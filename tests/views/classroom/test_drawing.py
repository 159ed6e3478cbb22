"""What the projector draws, as numbers."""

import pytest

from explorer.charts.stage import Glyph
from quizzes.class_scene import class_scene, glyphs_of, share_of
from quizzes.widgets.placing import class_map
from quizzes.widgets.spread import within_reach


def test_points_on_one_spot_are_counted():
    marks = glyphs_of([(0.1, 0.5), (0.1, 0.5), (0.2, 0.5)], "class")
    assert [(mark.strength, mark.count) for mark in marks] == [(0.1, 2), (0.2, 1)]


def test_marked_cells_have_the_share_of_the_class(surface):
    share = share_of(surface, [[0, 1], [1], [10**9, 1]])
    assert share.shape == surface.loss.shape
    assert share.ravel()[:3] == pytest.approx([1 / 3, 1, 0])


def test_the_map_of_a_class_is_the_stage(surface, monkeypatch):
    drawn = []
    monkeypatch.setattr("quizzes.widgets.placing.stage", lambda scene, **options: drawn.append((scene, options)))
    truth = Glyph(0.3, 1, "best", "truth")
    points = {"first": [(0.1, 0.5)] * 3, "second": [(0.2, 0.5)]}
    class_map(class_scene(surface, "loss", regions=[[0]], truths=[truth], **points), large=True, key="k")
    scene, options = drawn[0]
    assert [(mark.kind, mark.count) for mark in scene.glyphs] == [("class", 3), ("revised", 1), ("truth", 1)]
    assert [region.kind for region in scene.areas] == ["class"]
    assert scene.point is None
    assert options["look"] == "wall"


def test_numbers_far_off_do_not_stretch_the_axis():
    assert within_reach([1.0, 1.1, 1.2, 1e9]) == ([1.0, 1.1, 1.2], 1)
    assert within_reach([]) == ([], 0)
    assert within_reach([5.0], truth=5.0) == ([5.0], 0)

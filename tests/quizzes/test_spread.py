"""The class's numbers on the projector: every number a dot, in its place, and the truth only where it may be seen."""

import re

import pytest

from quizzes.widgets.spread import wall_lines


def places(markup, tag):
    return [float(place) for place in re.findall(rf'<{tag} style="--at: ([-\d.]+)">', markup)]


def test_every_number_is_a_dot_within_the_axis_and_the_truth_a_line_a_round():
    markup = wall_lines({1: [1.0, 2.0, 2.0], 2: [3.0]}, 2.5)
    dots = places(markup, "i")
    assert len(dots) == 4
    assert 0 < min(dots) < dots[1] == dots[2] < places(markup, "u")[0] < max(dots) < 100
    assert len(places(markup, "u")) == 2
    assert "true: 2.5" in markup
    assert 'aria-label="3 numbers"' in markup


@pytest.mark.parametrize(("rounds", "dots"), [({1: []}, 0), ({1: [0.0]}, 1), ({1: [-5.0] * 3}, 3), ({1: [1e300]}, 1)])
def test_without_the_truth_nothing_tells_it(rounds, dots):
    markup = wall_lines(rounds, None)
    assert places(markup, "i") == pytest.approx([50.0] * dots)
    assert "true" not in markup
    assert "<u" not in markup
    assert bool(markup) is bool(dots)

"""Where an answer stops counting, and what the seeds can tell: the exact limits, each worked out a second time."""

import statistics

import numpy as np
import pytest

from quizzes.activities.facts import change, direction, two_errors
from quizzes.attempt import Log, judge
from quizzes.types import Explanation, Number, Region, Tolerance

TEXT = "Because the push apart goes as one over the temperature."


@pytest.mark.parametrize(("a", "b"), [((5, 0), (5, 30)), ((20, 4), (3, 4)), ((12, 7), (12, 8))])
@pytest.mark.parametrize("metric", ["loss", "alignment", "uniformity"])
def test_a_change_is_told_by_two_standard_errors_of_the_paired_difference(surface, metric, a, b):
    seeds = range(len(surface.seeds))
    differences = [float(surface.by_seed[metric][n][b] - surface.by_seed[metric][n][a]) for n in seeds]
    standard_error = statistics.stdev(differences) / len(differences) ** 0.5
    amount, noise = change(surface, metric, a, b)
    assert amount == pytest.approx(statistics.fmean(differences), rel=1e-6, abs=1e-9)
    assert noise == pytest.approx(2 * standard_error, rel=1e-5, abs=1e-9)
    told = abs(amount) > 2 * standard_error
    assert direction(surface, metric, a, b) == (("rises" if amount > 0 else "falls") if told else "stays")


def test_an_error_is_two_standard_errors_over_the_seeds(surface):
    cell = (9, 11)
    values = [float(values[cell]) for values in surface.by_seed["alignment_term"]]
    assert two_errors(surface, "alignment_term", cell) == pytest.approx(
        2 * statistics.stdev(values) / len(values) ** 0.5, rel=1e-5
    )


@pytest.mark.parametrize(
    ("off", "feedback", "score"),
    [(1.0, "right", 1.0), (1.01, "near", 0.5), (2.99, "near", 0.5), (3.01, "too high", 0.0)],
)
def test_credit_for_a_near_number_ends_at_three_tolerances(surface, off, feedback, score):
    number = Number(prompt="?", value=lambda s: 50.0, tolerance=Tolerance(lambda s: 1.0))
    for answer, name in ((50 + off, feedback), (50 - off, feedback.replace("high", "low"))):
        mark = number.check(answer, surface)
        assert (mark.feedback, mark.score) == (name, score)


def test_a_region_is_right_from_the_overlap_of_one_cell_too_wide_or_too_narrow_on(surface):
    true = {int(cell) for cell in np.flatnonzero(surface.collapse_region())}
    rows, columns = surface.loss.shape

    def beside(cell):
        t, p = divmod(cell, columns)
        near = [(t - 1, p), (t + 1, p), (t, p - 1), (t, p + 1)]
        return {t * columns + p for t, p in near if 0 <= t < rows and 0 <= p < columns}

    wide = true.union(*map(beside, true))
    edge = set(range(rows * columns)) - true
    narrow = true - edge.union(*map(beside, edge))
    needed = min(len(true) / len(wide), len(narrow) / len(true))
    region = Region(prompt="?", region=lambda s: s.collapse_region())
    verdicts = {}
    for missing in range(len(true) - len(narrow) + 20):
        overlap = 1 - missing / len(true)
        verdicts[overlap] = region.check(sorted(true)[missing:], surface).correct
    assert set(verdicts.values()) == {True, False}
    assert all(correct is (overlap >= needed - 1e-12) for overlap, correct in verdicts.items())


def test_an_explanation_has_no_score_until_it_is_rated(surface):
    question, log = Explanation(prompt="?", model_answer="m", checklist=("a", "b", "c", "d")), Log()
    unrated = judge(question, {"text": TEXT, "ticked": None}, surface, "q")
    assert (unrated.correct, unrated.score) == (None, None)
    log.add(unrated)
    assert log.at("q").score == 0
    rated = judge(question, {"text": TEXT, "ticked": [0, 2, 3]}, surface, "q")
    assert (rated.correct, rated.score) == (None, 0.75)

"""Which way a metric goes, along a path and around a cell, against surfaces made up for it."""

import inspect
from dataclasses import replace

import numpy as np
import pytest

from explorer.model import claims
from explorer.model.claims import CLAIMS, claim, goes, peak_and_dip, regimes, stretches, trend
from explorer.model.scenario import SHIPPED
from explorer.model.surface_file import load_shipped

REAL = load_shipped("karate")
PATH = [(t, 10) for t in range(31)]


def made(**metrics):
    """A surface of 16 seeds whose metrics are the given (T, P) arrays plus small noise."""
    rng = np.random.default_rng(0)
    noisy = {name: values + 0.001 * rng.normal(size=(16, 31, 31)) for name, values in metrics.items()}
    return replace(REAL, by_seed={k: v for k, v in REAL.by_seed.items() if k != "relative_loss"} | noisy)


def along(values):
    return np.broadcast_to(np.asarray(values, dtype=float)[:, None], (31, 31))


@pytest.mark.parametrize(
    ("values", "word"),
    [
        (np.arange(31), "rises"),
        (-np.arange(31), "falls"),
        (np.zeros(31), "stays"),
        (abs(np.arange(31) - 15), "turns"),
        (np.where(np.arange(31) == 15, 29.0, np.arange(31)), "turns"),  # a step far ahead, and back
        (np.where(np.arange(31) == 15, 13.0, np.arange(31)), "rises"),  # a step back of less than a tenth
        (np.where(np.arange(31) == 3, -20.0, np.arange(31)), "turns"),  # below where it begins
    ],
)
def test_a_path_is_judged_over_its_whole_length(values, word):
    assert goes(made(loss=along(values)), "loss", PATH) == word


def test_two_ends_are_no_path():
    humped = made(loss=along(np.where(np.arange(31) < 15, np.arange(31) * 3.0, 60 - np.arange(31))))
    assert goes(humped, "loss", [PATH[0], PATH[-1]]) == "rises"
    assert goes(humped, "loss", PATH) == "turns"


def test_trend_follows_each_axis_and_leaves_out_what_the_seeds_do_not_tell():
    t, p = np.indices((31, 31)).astype(float)
    surface = made(loss=t, alignment=-p)
    assert (trend(surface, "loss", "temperature") == 1).all()
    assert (trend(surface, "alignment", "strength") == -1).all()
    # Pure noise: two standard errors are passed by chance in some 6 % of the cells of 16 seeds.
    assert (trend(surface, "loss", "strength") == 0).mean() > 0.85


def test_regimes_are_cut_where_each_metric_turns():
    t = np.arange(31)
    align, uniform = -abs(t - 20.0), abs(t - 8.0) - 10
    surface = made(alignment=along(align), uniformity=along(uniform), effective_directions=along(np.full(31, 2.0)))
    assert stretches(surface, 12) == (("trade", 30, 20), ("both", 20, 8), ("back", 8, 0))
    assert regimes(surface, 12) == ("trade", "both", "back")
    swapped = made(
        alignment=along(-abs(t - 8.0)), uniformity=along(abs(t - 20.0)), effective_directions=along(np.full(31, 2.0))
    )
    assert regimes(swapped, 12) == ("trade", "worse", "back")


def test_a_peak_counts_only_with_accuracy_rising_and_directions_falling():
    p = np.arange(31)
    peaked = np.broadcast_to(np.where(p <= 3, p, 6 - p) + (p > 9) * (p - 9) * 2.0, (31, 31))
    up, down = np.broadcast_to(p / 31, (31, 31)), np.broadcast_to(3 - p / 31, (31, 31))
    splits = np.broadcast_to(up, REAL.accuracy_by_split.shape)
    good = replace(made(alignment=peaked, accuracy=up, effective_directions=down), accuracy_by_split=splits)
    assert peak_and_dip(good, 5) == (3, 9)
    assert peak_and_dip(made(alignment=peaked, accuracy=up, effective_directions=up + 2), 5) is None
    assert peak_and_dip(made(alignment=np.broadcast_to(p, (31, 31)), accuracy=up, effective_directions=down), 5) is None


def test_a_name_is_taken_once():
    def collapses(surface):
        return True

    with pytest.raises(ValueError, match="collapses"):
        claim("Again.", "the map")(collapses)


@pytest.mark.parametrize("name", SHIPPED)
def test_collapse_claims_agree_with_the_cells(name):
    surface = load_shipped(name)
    collapsed = [n > 0 for n in (surface.effective_directions < 1.02).sum(axis=0)]
    assert CLAIMS["collapses"].holds(surface) == any(collapsed)
    assert CLAIMS["never_collapses"].holds(surface) != any(collapsed)
    if CLAIMS["strength_escapes"].holds(surface):
        row = surface.effective_directions[-1] < 1.02
        assert "".join("x" if cell else "." for cell in row).rstrip(".") == "x" * row.sum() != "x" * len(row)


def test_every_predicate_of_a_whole_surface_is_entered():
    functions = [one for one in vars(claims).values() if inspect.isfunction(one) and one.__module__ == claims.__name__]
    predicates = {one for one in functions if inspect.signature(one).return_annotation is bool}
    assert predicates == {one.holds for one in CLAIMS.values()}


def test_alignment_is_free_only_at_strength_zero_and_where_it_is_nothing():
    free = CLAIMS["alignment_is_free_at_zero"].holds
    assert free(REAL)
    assert not free(replace(REAL, strengths=REAL.strengths + 0.01))
    assert not free(made(alignment=along(np.ones(31))))


def test_the_border_follows_the_theory_to_within_one_step():
    follows = CLAIMS["border_follows_theory"].holds
    expected = (REAL.temperatures[:, None] > REAL.theory).sum(axis=0)

    def bordered(cells):
        collapsed = np.arange(31)[:, None] >= 31 - np.minimum(cells, 31)
        return follows(
            made(effective_directions=np.where(collapsed, 1.0, 5.0), uniformity=-np.log(np.where(collapsed, 1.0, 5.0)))
        )

    assert bordered(expected)
    assert bordered(expected + 1)
    assert not bordered(expected + 2)
    assert not bordered(0 * expected)

"""The course of a metric along τ: each word holds for what a loop over the seeds finds."""

from dataclasses import replace

import numpy as np
import pytest

from explorer.model.published import CIFAR100
from explorer.model.surface_file import load_shipped, openable
from explorer.model.trend import Course, course, rows_between

RNG = np.random.default_rng(4)
SHAPES = {
    Course.RISES: [0, 1, 2, 3, 4],
    Course.FALLS: [4, 3, 2, 1, 0],
    Course.LEVEL: [1, 1, 1, 1, 1],
    Course.ARCH: [0, 1, 3, 2, 1],
    Course.BOWL: [3, 2, 0, 1, 2],
    Course.UNCLEAR: [1, 3, 0, 3, 1],
}


def surface_of(shape, noise):
    """A surface of one strength whose uniformity has a shape along τ, with the seeds' noise."""
    like, count = load_shipped("karate"), len(shape)
    values = np.asarray(shape, float)[None, :, None] + noise * RNG.standard_normal((8, count, 1))
    return replace(
        like,
        strengths=like.strengths[:1],
        temperatures=like.temperatures[:count],
        seeds=np.arange(8),
        by_seed={"uniformity": values, "loss": np.ones_like(values)},
        best_loss=like.best_loss[:count],
    )


def told_apart(values, i, j):
    """Whether row j is told apart from row i, and its sign, from the seeds' own differences."""
    gaps = [float(seed[j] - seed[i]) for seed in values]
    mean = sum(gaps) / len(gaps)
    error = (sum((gap - mean) ** 2 for gap in gaps) / (len(gaps) - 1) / len(gaps)) ** 0.5
    return 0 if abs(mean) <= 2 * error else (1 if mean > 0 else -1)


@pytest.mark.parametrize(("expected", "shape"), SHAPES.items(), ids=lambda value: getattr(value, "name", ""))
def test_a_shape_far_above_the_noise_is_named(expected, shape):
    surface = surface_of(shape, 0 if expected is Course.LEVEL else 1e-3)
    assert course(surface, "uniformity", 0, np.arange(5)) is expected


@pytest.mark.parametrize("name", openable())
@pytest.mark.parametrize("metric", ["uniformity", "tolerance"])
def test_every_word_holds_over_its_whole_range_on_every_map(name, metric):
    surface = load_shipped(name)
    rows = rows_between(surface, CIFAR100.temperatures[0], CIFAR100.temperatures[-1])
    for p in range(len(surface.strengths)):
        found = course(surface, metric, p, rows)
        values = surface.by_seed[metric][:, rows, p]
        signs = {(i, j): told_apart(values, i, j) for i in range(len(rows)) for j in range(i + 1, len(rows))}
        mean, last = values.mean(axis=0), len(rows) - 1
        if found is Course.RISES:
            assert signs[0, last] == 1
            assert -1 not in signs.values()
        elif found is Course.FALLS:
            assert signs[0, last] == -1
            assert 1 not in signs.values()
        elif found is Course.LEVEL:
            assert not any(signs.values())
        elif found is Course.ARCH:
            top = int(mean.argmax())
            assert (signs[0, top], signs[top, last]) == (1, -1)
        elif found is Course.BOWL:
            bottom = int(mean.argmin())
            assert (signs[0, bottom], signs[bottom, last]) == (-1, 1)
        else:
            assert any(signs.values())


def test_the_published_accuracy_is_highest_in_between():
    accuracy = CIFAR100.accuracy
    assert max(accuracy[0], accuracy[-1]) < max(accuracy)


def test_rows_are_the_nearest_temperatures():
    surface = load_shipped("communities")
    rows = rows_between(surface, 0.05, 0.8)
    assert rows[0] == 0
    assert surface.temperatures[rows[-1]] == min(surface.temperatures, key=lambda tau: abs(np.log(tau / 0.8)))


def test_what_is_published_is_an_arch_over_ascending_temperatures():
    assert list(CIFAR100.temperatures) == sorted(set(CIFAR100.temperatures))
    assert len(CIFAR100.accuracy) == len(CIFAR100.temperatures)
    ways = np.sign(np.diff(CIFAR100.accuracy)).tolist()
    assert ways == sorted(ways, reverse=True)

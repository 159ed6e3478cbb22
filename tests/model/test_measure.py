"""The hardest negatives' share and the tolerance, against plain loops and their bounds."""

import math

import numpy as np
import pytest

from explorer.model.measure import hardest_share, tolerance


def on_circle(phi):
    return np.stack([np.cos(phi), np.sin(phi)], axis=-1)


@pytest.mark.parametrize("temperature", [0.05, 1])
def test_equals_a_plain_loop(temperature):
    phi = np.random.default_rng(0).vonmises(0, 1, (2, 2, 15))
    shares = []
    for pair in phi.reshape(2, 30):
        for i in range(30):
            pull = sorted(
                (math.exp(math.cos(pair[i] - pair[k]) / temperature) for k in range(30) if k not in (i, (i + 15) % 30)),
                reverse=True,
            )
            shares.append(sum(pull[: math.ceil(0.05 * 28)]) / sum(pull))
    assert hardest_share(on_circle(phi), temperature) == pytest.approx(np.mean(shares), abs=1e-6)  # float32 inside


def test_collapse_shares_the_pull_evenly():
    assert hardest_share(on_circle(np.zeros((1, 2, 41))), 0.5) == pytest.approx(4 / 80)


def test_sharp_temperatures_leave_it_to_the_hardest():
    phi = np.random.default_rng(1).vonmises(0, 0, (1, 2, 40))
    shares = [hardest_share(on_circle(phi), tau) for tau in (5, 1, 0.2, 0.05, 0.001)]
    assert shares == sorted(shares)
    assert shares[-1] > 0.99


@pytest.mark.parametrize("dimension", [2, 3])
def test_tolerance_equals_a_plain_loop(dimension):
    rng = np.random.default_rng(2)
    z, labels = rng.normal(size=(2, 9, dimension)), rng.integers(0, 3, 9)
    z /= np.linalg.norm(z, axis=-1, keepdims=True)
    for cell, found in zip(z, tolerance(z, labels), strict=True):
        pairs = [cell[i] @ cell[k] for i in range(9) for k in range(9) if i != k and labels[i] == labels[k]]
        assert found == pytest.approx(np.mean(pairs))


def test_tolerance_is_1_where_each_class_is_a_point_and_less_than_0_where_classes_are_torn_apart():
    labels = np.array([0, 0, 1, 1])
    assert tolerance(on_circle(np.pi * labels), labels) == pytest.approx(1)
    assert tolerance(on_circle(np.array([0, np.pi, 1, 1 + np.pi])), labels) == pytest.approx(-1)

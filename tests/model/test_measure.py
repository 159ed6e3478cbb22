"""The hardest negatives' share against a plain loop and its bounds."""

import math

import numpy as np
import pytest

from explorer.model.measure import hardest_share


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
    assert hardest_share(phi, temperature) == pytest.approx(np.mean(shares), abs=1e-6)  # float32 inside


def test_collapse_shares_the_pull_evenly():
    assert hardest_share(np.zeros((1, 2, 41)), 0.5) == pytest.approx(4 / 80)


def test_sharp_temperatures_leave_it_to_the_hardest():
    phi = np.random.default_rng(1).vonmises(0, 0, (1, 2, 40))
    shares = [hardest_share(phi, tau) for tau in (5, 1, 0.2, 0.05, 0.001)]
    assert shares == sorted(shares)
    assert shares[-1] > 0.99

"""The least loss on the circle and the sphere: known placings, and nothing found at random is better."""

import numpy as np
import pytest

from explorer.model.best_loss import best_loss
from explorer.model.loss import nt_xent

TEMPERATURES = np.array([0.05, 0.3, 1.0, 5.0])


def placed(points, tau):
    return nt_xent(points, points, tau)


GOLD = (1 + 5**0.5) / 2
KNOWN = {
    2: [[0, 0, 1], [0, 0, -1]],
    3: [[1, 0, 0], [-0.5, 0.75**0.5, 0], [-0.5, -(0.75**0.5), 0]],
    4: [[1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]],
    6: [[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1]],
    12: [np.roll([0, a, b * GOLD], k) for k in range(3) for a in (1, -1) for b in (1, -1)],
}


@pytest.mark.parametrize("pairs", KNOWN)
def test_on_the_sphere_the_platonic_placings_are_found(pairs):
    """They minimise every completely monotone potential (Cohn & Kumar 2007), and are as good for its mean logarithm."""
    known = [placed(KNOWN[pairs], tau) for tau in TEMPERATURES]
    np.testing.assert_allclose(best_loss(pairs, 3, TEMPERATURES), known, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("pairs", [5, 16, 48])
def test_on_the_sphere_no_random_placing_and_no_circle_is_better(pairs):
    rng = np.random.default_rng(0)
    on_sphere, on_circle = best_loss(pairs, 3, TEMPERATURES), best_loss(pairs, 2, TEMPERATURES)
    assert (on_sphere <= on_circle + 1e-9).all()
    for _ in range(50):
        z = rng.normal(size=(pairs, 3))
        assert all(placed(z, tau) > best for tau, best in zip(TEMPERATURES, on_sphere, strict=True))


@pytest.mark.parametrize("tau", TEMPERATURES)
def test_on_the_circle_pairs_are_evenly_spaced(tau):
    phi = 2 * np.pi * np.arange(7) / 7
    even = placed(np.stack([np.cos(phi), np.sin(phi)], axis=1), tau)
    assert best_loss(7, 2, [tau]) == pytest.approx([even], abs=1e-9)


def test_a_spiral_of_many_points_is_as_good_as_one_that_was_moved(monkeypatch):
    temperatures = np.array([0.1, 1.0])
    left = best_loss(201, 3, temperatures)
    monkeypatch.setattr("explorer.model.best_loss._MOVED", 300)
    monkeypatch.setattr("explorer.model.best_loss._STARTS", 0)
    moved = best_loss(201, 3, temperatures)
    assert (moved <= left).all()
    np.testing.assert_allclose(left, moved, atol=1e-3 * np.log(401))

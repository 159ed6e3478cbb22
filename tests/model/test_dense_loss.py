"""The dense form of many batches against the loss of one, in every dimension."""

import numpy as np
import pytest

from explorer.model import dense_loss
from explorer.model.dense_loss import log_mean_potential_dense, nt_xent_dense
from explorer.model.loss import nt_xent_gradient, split, uniformity


def unit_vectors(shape, seed=0, spread=1.0):
    z = np.random.default_rng(seed).normal(size=shape) * spread
    z[..., 0] += 1
    return z / np.linalg.norm(z, axis=-1, keepdims=True)


def by_component(z):
    return z.swapaxes(-1, -2)


@pytest.mark.parametrize("temperature", [0.001, 0.009, 0.05, 0.5, 5, 1e6])
@pytest.mark.parametrize(("nodes", "dimension"), [(1, 3), (2, 3), (9, 2), (40, 3), (7, 8)])
@pytest.mark.parametrize("spread", [1e-9, 0.1, 30])
def test_agrees_with_the_loss_of_one_batch(temperature, nodes, dimension, spread):
    z = unit_vectors((2, 3, 2, nodes, dimension), nodes, spread)
    a, u, gradient, _ = nt_xent_dense(by_component(z), temperature)
    assert a.shape == u.shape == (2, 3)
    for index in np.ndindex(2, 3):
        np.testing.assert_allclose((a[index], u[index]), split(*z[index], temperature), rtol=1e-12, atol=1e-12)
        expected = np.stack(nt_xent_gradient(*z[index], temperature))
        atol = 1e-13 * max(1, 1 / temperature)
        np.testing.assert_allclose(by_component(gradient[index]), expected, rtol=1e-9, atol=atol)


@pytest.mark.parametrize("temperature", [0.005, 0.3])
def test_does_not_depend_on_how_the_kernel_is_cut(temperature, monkeypatch):
    z = by_component(unit_vectors((4, 2, 30, 3), 1))
    whole = nt_xent_dense(z, temperature)
    monkeypatch.setattr(dense_loss, "BLOCK", 7 * 60)  # seven anchors at a time, the last block shorter
    for cut, expected in zip(nt_xent_dense(z, temperature), whole, strict=True):
        np.testing.assert_allclose(cut, expected, rtol=1e-12, atol=1e-12 / temperature)


@pytest.mark.parametrize("temperature", [0.005, 0.3, 5])
def test_anchor_gradient_is_that_of_the_anchors_own_term(temperature):
    z = unit_vectors((2, 5, 3), 2)
    own = by_component(nt_xent_dense(by_component(z), temperature)[3]).reshape(10, 3)
    stacked = z.reshape(10, 3)

    def own_term(i, at):
        s = stacked @ at / np.linalg.norm(at)
        others = np.arange(10) != i
        top = s[others].max()
        return (
            -s[(i + 5) % 10] / temperature + top / temperature + np.log(np.exp((s[others] - top) / temperature).sum())
        )

    for i, c in np.ndindex(10, 3):
        step = 1e-6 * np.eye(3)[c]
        slope = (own_term(i, stacked[i] + step) - own_term(i, stacked[i] - step)) / 2e-6
        assert own[i, c] == pytest.approx(slope, rel=1e-4, abs=1e-6)


@pytest.mark.parametrize("t", [1e-3, 2, 300, 1e4])
@pytest.mark.parametrize("nodes", [2, 5, 100])
def test_log_mean_potential_equals_uniformity(t, nodes):
    z = unit_vectors((4, nodes, 3), nodes)
    for fast, one in zip(log_mean_potential_dense(z, t), z, strict=True):
        assert fast == pytest.approx(uniformity(one, t), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("t", [0, -1, np.nan, np.inf, 1e300])
def test_a_scale_that_is_none_is_refused(t):
    with pytest.raises(ValueError, match="t must be a positive number"):
        log_mean_potential_dense(unit_vectors((3, 3)), t)


def test_one_point_has_no_uniformity():
    with pytest.raises(ValueError, match="at least 2 points; got 1"):
        log_mean_potential_dense(unit_vectors((4, 1, 3)))

"""The linear-time circle form against the dense form of any dimension."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.model.circle import log_mean_potential, nt_xent_circle
from explorer.model.loss import nt_xent_gradient, split, uniformity

TEMPERATURES = (0.05, 0.1, 0.3, 0.5, 1, 2, 5)


def unit(phi):
    return np.stack([np.cos(phi), np.sin(phi)], axis=-1)


def dense(phi, temperature):
    """A_τ, U_τ and ∂L/∂φ of one batch (2, N) by the dense form and the chain rule."""
    z = unit(phi)
    by_z = np.stack(nt_xent_gradient(z[0], z[1], temperature))
    return *split(z[0], z[1], temperature), np.sum(by_z * np.stack([-np.sin(phi), np.cos(phi)], axis=-1), axis=-1)


def assert_agrees(phi, temperature):
    results = nt_xent_circle(phi, temperature)[:3]
    for fast, slow in zip(results, dense(phi, temperature), strict=True):
        np.testing.assert_allclose(fast, slow, rtol=0, atol=1e-9)


@pytest.mark.parametrize("temperature", TEMPERATURES)
@pytest.mark.parametrize("nodes", [1, 2, 3, 48, 300])
@pytest.mark.parametrize("concentration", [0, 2, 50])
def test_agrees_with_the_dense_form(temperature, nodes, concentration):
    rng = np.random.default_rng(nodes)
    phi = rng.vonmises(0, concentration, (2, nodes))
    assert_agrees(phi, temperature)
    phi[1] = phi[0] + 0.1 * rng.normal(size=nodes)  # nearly aligned
    assert_agrees(phi, temperature)


@pytest.mark.parametrize("temperature", TEMPERATURES)
@pytest.mark.parametrize(
    "phi",
    [
        [[0.0], [np.pi]],  # a lone antipodal pair: nothing near either anchor
        [[0.0], [0.0]],
        [[0.0], [2.0]],
        [[0.0, np.pi], [0.0, np.pi]],
        [[0.0, np.pi / 2], [np.pi, -np.pi / 2]],  # every view isolated
        [[0.0, 0.1, 3.0], [0.05, 0.1, -0.4]],  # one isolated view in a crowd
    ],
)
def test_isolated_and_antipodal_points_agree(temperature, phi):
    assert_agrees(np.array(phi), temperature)


@given(
    st.lists(st.tuples(st.floats(-4, 4), st.floats(-4, 4)), min_size=1, max_size=8),
    st.floats(0.05, 5),
)
def test_any_batch_agrees(pairs, temperature):
    assert_agrees(np.array(pairs).T, temperature)


def test_batches_are_independent_of_each_other_and_of_how_they_are_cut():
    phi = np.random.default_rng(0).vonmises(0, 1, (40, 5, 2, 48))
    together = nt_xent_circle(phi, 0.05)
    alone = [nt_xent_circle(batch, 0.05) for batch in phi]
    for i, result in enumerate(together):
        np.testing.assert_allclose(result, [a[i] for a in alone], rtol=0, atol=1e-12)


@pytest.mark.parametrize("temperature", [0.05, 0.5, 5])
def test_anchor_gradient_is_that_of_the_anchors_own_term(temperature):
    phi = np.random.default_rng(1).vonmises(0, 1, (2, 5)).ravel()

    def own_term(i, angle):
        s = np.cos(angle - phi)
        others = np.arange(10) != i
        return -s[(i + 5) % 10] / temperature + np.log(np.exp(s[others] / temperature).sum())

    own = nt_xent_circle(phi.reshape(2, 5), temperature)[3].ravel()
    for i in range(10):
        slope = (own_term(i, phi[i] + 1e-6) - own_term(i, phi[i] - 1e-6)) / 2e-6
        assert own[i] == pytest.approx(slope, abs=1e-7)


@pytest.mark.parametrize("nodes", [2, 5, 100])
def test_log_mean_potential_equals_uniformity(nodes):
    phi = np.random.default_rng(nodes).vonmises(0, 2, (3, nodes))
    for fast, angles in zip(log_mean_potential(phi), phi, strict=True):
        assert fast == pytest.approx(uniformity(unit(angles)), abs=1e-11)


def test_the_even_circle_approaches_its_bessel_limit():
    """N_eff of the uniform circle is e⁴/I₀(4) ≈ 4.83."""
    nodes = 4000
    even = 2 * np.pi * np.arange(nodes) / nodes
    assert np.exp(-log_mean_potential(even)) == pytest.approx(np.exp(4) / np.i0(4), rel=2e-3)


@pytest.mark.parametrize("phi", [np.zeros(4), np.zeros((3, 4)), np.zeros((2, 0))])
def test_wrong_shapes_are_refused(phi):
    with pytest.raises(ValueError, match=r"\(\.\.\., 2, N\)"):
        nt_xent_circle(phi, 1.0)


def test_a_temperature_that_is_not_positive_is_refused():
    with pytest.raises(ValueError, match="positive number; got -1"):
        nt_xent_circle(np.zeros((2, 3)), -1)

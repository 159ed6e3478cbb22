"""The linear-time circle form against the dense form of any dimension."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.model.circle_loss import log_mean_potential, nt_xent_circle
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


@settings(deadline=None)
@given(st.integers(1, 150), st.integers(0, 10**6), st.floats(-6, 6), st.sampled_from([0, 2, 50, 1e9]))
def test_any_temperature_agrees(nodes, seed, exponent, concentration):
    """From few to many views and harmonics, by whichever form. Rounding of s, 1e-16, counts 1/τ times in the loss and
    another 1/τ times in the gradient, where two neighbours of an anchor are about as near."""
    phi = np.random.default_rng(seed).vonmises(0, concentration, (2, nodes))
    temperature = 10.0**exponent
    fast, slow = nt_xent_circle(phi, temperature)[:3], dense(phi, temperature)
    np.testing.assert_allclose(fast[:2], slow[:2], rtol=1e-12, atol=1e-9 + 1e-14 / temperature)
    np.testing.assert_allclose(fast[2], slow[2], rtol=1e-12, atol=1e-9 + 1e-14 / temperature**2)


@settings(deadline=None)
@given(st.integers(2, 150), st.integers(0, 10**6), st.floats(-5, 5.6), st.sampled_from([0, 2, 1e9]))
def test_any_scale_of_the_potential_agrees(nodes, seed, exponent, concentration):
    phi = np.random.default_rng(seed).vonmises(0, concentration, nodes)
    t = 10.0**exponent
    assert log_mean_potential(phi, t) == pytest.approx(uniformity(unit(phi), t), rel=1e-12, abs=1e-9 + 1e-14 * t)


@pytest.mark.parametrize("temperature", [1e-3, 1e-4])
def test_isolated_views_of_a_large_batch_agree(temperature, monkeypatch):
    """Among a hundred views that have neighbours some have none: summed alone, a few at a time."""
    phi = np.concatenate([np.random.default_rng(0).normal(0, 0.02, (2, 1500)), [[2.0, 3.0], [2.5, -2.0]]], axis=1)
    monkeypatch.setattr("explorer.model.circle_loss.BLOCK", 500)
    for fast, slow in zip(nt_xent_circle(phi, temperature)[:3], dense(phi, temperature), strict=True):
        np.testing.assert_allclose(fast, slow, rtol=1e-9, atol=1e-7)


@pytest.mark.parametrize(("nodes", "temperature"), [(5, 0.05), (48, 0.001), (3, 5)])
def test_few_views_are_summed_pair_by_pair(nodes, temperature, monkeypatch):
    """Where the series has more terms than a batch has views it is the slower form: it is not used at all."""
    monkeypatch.setattr("explorer.model.circle_loss.Harmonics", None)
    assert_agrees(np.random.default_rng(0).vonmises(0, 1, (2, nodes)), temperature)


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


@pytest.mark.parametrize("phi", [np.zeros(4), np.zeros((3, 4)), np.zeros((2, 0)), np.zeros((0, 2, 3))])
def test_wrong_shapes_are_refused(phi):
    with pytest.raises(ValueError, match=r"\(\.\.\., 2, N\)"):
        nt_xent_circle(phi, 1.0)


@pytest.mark.parametrize("temperature", [-1, 0, np.nan, np.inf, 1e-320, "warm", None, [1.0]])
def test_a_temperature_that_is_none_is_refused(temperature):
    with pytest.raises(ValueError, match="temperature must be"):
        nt_xent_circle(np.zeros((2, 3)), temperature)


@pytest.mark.parametrize("t", [-1, 0, np.nan, np.inf, 1e300, None])
def test_a_scale_that_is_none_is_refused(t):
    with pytest.raises(ValueError, match="t must be a positive number"):
        log_mean_potential(np.zeros(3), t)


@pytest.mark.parametrize("angle", [np.nan, np.inf, -np.inf])
def test_an_angle_that_is_none_is_refused(angle):
    with pytest.raises(ValueError, match="angles must be finite; got"):
        nt_xent_circle([[0.0, angle], [1.0, 2.0]], 0.5)
    with pytest.raises(ValueError, match="angles must be finite; got"):
        log_mean_potential([0.0, angle])


@pytest.mark.parametrize("phi", [1.0, [1.0], np.zeros((3, 1)), []])
def test_fewer_than_two_points_have_no_uniformity(phi):
    with pytest.raises(ValueError, match="at least 2 points"):
        log_mean_potential(phi)

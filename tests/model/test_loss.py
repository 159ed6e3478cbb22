"""The losses against naive loops, closed forms, finite differences and properties."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.model.loss import alignment, negative_weights, nt_xent, nt_xent_gradient, split, uniformity


def simclr_algorithm_1(z1, z2, temperature):
    """SimCLR's Algorithm 1, step by step: interleaved views, ℓ(2k−1, 2k) + ℓ(2k, 2k−1), over 2N."""
    z = []
    for a, b in zip(z1, z2, strict=True):
        z += [list(map(float, a)), list(map(float, b))]

    def similarity(i, j):
        dot = sum(x * y for x, y in zip(z[i], z[j], strict=True))
        return dot / math.sqrt(sum(x * x for x in z[i])) / math.sqrt(sum(x * x for x in z[j]))

    def pair_loss(i, j):
        below = sum(math.exp(similarity(i, k) / temperature) for k in range(len(z)) if k != i)
        return -math.log(math.exp(similarity(i, j) / temperature) / below)

    return sum(pair_loss(i, i ^ 1) for i in range(len(z))) / len(z)


def two_views(seed, nodes=6, width=3):
    rng = np.random.default_rng(seed)
    z1 = rng.normal(size=(nodes, width))
    return z1, z1 + 0.7 * rng.normal(size=z1.shape)


@pytest.mark.parametrize("temperature", [0.05, 0.5, 5])
@pytest.mark.parametrize("nodes", [1, 2, 7])
def test_equals_simclrs_algorithm_1(temperature, nodes):
    z1, z2 = two_views(nodes, nodes)
    assert nt_xent(z1, z2, temperature) == pytest.approx(simclr_algorithm_1(z1, z2, temperature), abs=1e-12)


@pytest.mark.parametrize("nodes", [1, 2, 48])
def test_is_chance_level_when_all_embeddings_coincide(nodes):
    z = np.tile([0.6, 0.8], (nodes, 1))
    assert nt_xent(z, z, 0.3) == pytest.approx(math.log(2 * nodes - 1), abs=1e-12)


@pytest.mark.parametrize("temperature", [0.05, 1, 5])
def test_orthogonal_pairs_have_a_closed_form(temperature):
    nodes = 5  # aligned and mutually orthogonal: L = log(e^{1/τ} + 2N − 2) − 1/τ
    expected = math.log1p((2 * nodes - 2) * math.exp(-1 / temperature))
    assert nt_xent(np.eye(nodes), np.eye(nodes), temperature) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("temperature", [0.05, 0.5, 5])
def test_gradient_equals_finite_differences(temperature):
    z1, z2 = two_views(3)
    gradient = np.concatenate(nt_xent_gradient(z1, z2, temperature))
    z, h = np.concatenate([z1, z2]), 1e-6
    for index in np.ndindex(z.shape):
        up, down = z.copy(), z.copy()
        up[index] += h
        down[index] -= h
        slope = (nt_xent(*np.split(up, 2), temperature) - nt_xent(*np.split(down, 2), temperature)) / (2 * h)
        assert gradient[index] == pytest.approx(slope, abs=1e-6)


@pytest.mark.parametrize("temperature", [0.05, 0.5, 5])
def test_the_split_adds_up_and_links_to_alignment(temperature):
    z1, z2 = two_views(4)
    alignment_term, uniformity_term = split(z1, z2, temperature)
    assert alignment_term + uniformity_term == pytest.approx(nt_xent(z1, z2, temperature), abs=1e-12)
    assert alignment_term == pytest.approx((alignment(z1, z2) / 2 - 1) / temperature, abs=1e-12)


def test_metrics_equal_naive_loops():
    z1, z2 = (z / np.linalg.norm(z, axis=1, keepdims=True) for z in two_views(5))
    distances = [math.dist(a, b) ** 2 for a, b in zip(z1, z2, strict=True)]
    assert alignment(z1, z2) == pytest.approx(sum(distances) / len(distances), abs=1e-12)
    potentials = [math.exp(-2 * math.dist(z1[i], z1[k]) ** 2) for i in range(6) for k in range(6) if i != k]
    assert uniformity(z1) == pytest.approx(math.log(sum(potentials) / len(potentials)), abs=1e-12)


def test_negative_weights_are_how_the_gradient_is_shared():
    z1, z2 = (z / np.linalg.norm(z, axis=1, keepdims=True) for z in two_views(6))
    weights = negative_weights(z1, z2, 0.3, anchor=2)
    assert weights.sum() == pytest.approx(1)
    assert weights[2] == 0
    assert weights[2 + 6] == 0
    z = np.concatenate([z1, z2])
    pull = {k: math.exp(z[2] @ z[k] / 0.3) for k in range(12) if k not in (2, 8)}
    for k, value in pull.items():
        assert weights[k] == pytest.approx(value / sum(pull.values()), abs=1e-12)


def test_a_lone_pair_has_no_negatives():
    assert (negative_weights([[1.0, 0]], [[0, 1.0]], 0.5, 0) == 0).all()


@st.composite
def views(draw):
    """Two views of up to six nodes on the circle, coincident ones included: (2, N, 2)."""
    angle = st.floats(-np.pi, np.pi).map(lambda x: round(x, 3))
    phi = np.array(draw(st.lists(st.tuples(angle, angle), min_size=1, max_size=6))).T
    return np.stack([np.cos(phi), np.sin(phi)], axis=-1)


temperatures = st.floats(0.05, 5)


@given(views(), temperatures, st.floats(-np.pi, np.pi))
def test_rotation_and_swapping_views_change_nothing(z, temperature, angle):
    rotation = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    loss = nt_xent(*z, temperature)
    assert nt_xent(*(z @ rotation), temperature) == pytest.approx(loss, abs=1e-9)
    assert nt_xent(z[1], z[0], temperature) == pytest.approx(loss, abs=1e-9)
    assert alignment(z[1], z[0]) == pytest.approx(alignment(*z), abs=1e-12)


@given(views(), temperatures)
def test_bounds(z, temperature):
    nodes = z.shape[1]
    loss = nt_xent(*z, temperature)
    assert -1e-12 <= loss <= math.log(2 * nodes - 1) + 2 / temperature + 1e-9
    assert 0 <= alignment(*z) <= 4 + 1e-12


@settings(max_examples=50)
@given(st.integers(2, 40), st.integers(0, 10**6))
def test_effective_directions_lie_between_one_and_the_even_circle(nodes, seed):
    phi = np.random.default_rng(seed).vonmises(0, seed % 5, nodes)
    even = 2 * np.pi * np.arange(nodes) / nodes

    def directions(angles):
        return math.exp(-uniformity(np.stack([np.cos(angles), np.sin(angles)], axis=-1)))

    assert 1 <= directions(phi) <= directions(even) + 1e-9


@settings(deadline=None)
@given(views(), temperatures, st.lists(st.integers(-1000, 1000), min_size=12, max_size=12))
def test_the_length_of_a_row_changes_nothing_but_its_gradient(z, temperature, exponents):
    """Lengths from 1e-301 to 1e301, by powers of two, which round nothing."""
    z1, z2 = z
    length = np.array(exponents)[: 2 * len(z1), None]
    long1, long2 = np.ldexp(z1, length[: len(z1)]), np.ldexp(z2, length[len(z1) :])
    assert nt_xent(long1, long2, temperature) == pytest.approx(nt_xent(z1, z2, temperature), rel=1e-14)
    assert alignment(long1, long2) == pytest.approx(alignment(z1, z2), abs=1e-14)
    for gradient, expected, e in zip(
        nt_xent_gradient(long1, long2, temperature),
        nt_xent_gradient(z1, z2, temperature),
        (length[: len(z1)], length[len(z1) :]),
        strict=True,
    ):
        np.testing.assert_allclose(np.ldexp(gradient, e), expected, rtol=1e-9, atol=1e-13)


@pytest.mark.parametrize("length", [1e-320, 1e-160, 1e160, 1e308])
def test_extreme_rows_keep_their_direction(length):
    z = np.array([[0.5, -1.0], [1.0, 0.25]])
    loose = 1e-3 if length < 1e-300 else 1e-12  # the entries themselves have few digits there
    assert nt_xent(z * length, z, 0.3) == pytest.approx(nt_xent(z, z, 0.3), abs=loose)
    assert uniformity(z * length) == pytest.approx(uniformity(z), abs=loose)


def test_a_gradient_that_no_number_holds_is_refused():
    short = np.array([[1.0, 0.0], [0.0, 1e-320]])
    with pytest.raises(ValueError, match="z2 is too short in row 1"):
        nt_xent_gradient(np.ones((2, 2)), short, 0.1)


@settings(deadline=None)
@given(views(), st.floats(allow_nan=True, allow_infinity=True))
def test_every_temperature_gives_a_finite_loss_or_is_refused(z, temperature):
    if not 1e-6 <= temperature < np.inf:
        with pytest.raises(ValueError, match="temperature must be"):
            nt_xent(*z, temperature)
        return
    assert -1e-9 <= nt_xent(*z, temperature) <= math.log(2 * z.shape[1] - 1) + 2 / temperature + 1e-9
    assert np.isfinite(nt_xent_gradient(*z, temperature)).all()


@settings(deadline=None)
@given(st.integers(2, 9), st.floats(allow_nan=True, allow_infinity=True))
def test_every_scale_gives_a_finite_uniformity_or_is_refused(nodes, t):
    z = np.random.default_rng(nodes).normal(size=(nodes, 3))
    if not 0 < t <= 5e5:
        with pytest.raises(ValueError, match="t must be a positive number"):
            uniformity(z, t)
        return
    assert -4 * t - 1e-9 <= uniformity(z, t) <= 0


@pytest.mark.parametrize("anchor", [-1, 2, 0.5, None, "0"])
def test_an_anchor_that_is_no_row_is_refused(anchor):
    with pytest.raises(ValueError, match="anchor must be a row of z1, 0 to 1"):
        negative_weights(np.eye(2), np.eye(2), 0.5, anchor)


@pytest.mark.parametrize(
    ("z1", "z2", "temperature", "says"),
    [
        (np.ones((3, 2)), np.ones((2, 2)), 1, r"\(3, 2\) and \(2, 2\)"),
        (np.ones((2, 2)), [[1, 1], [0, 0]], 1, "z2 has no direction in row 1"),
        (np.ones((2, 2)), [[1, 1], [np.nan, 0]], 1, "row 1"),
        (np.ones((2, 2)), np.ones((2, 2)), 0, "positive number; got 0"),
        (np.ones((2, 2)), np.ones((2, 2)), np.nan, "positive number"),
        (np.ones((2, 2)), np.ones((2, 2)), 1e-320, "at least 1e-06, or rounding shows; got 1e-320"),
        (np.ones((2, 2)), np.ones((2, 2)), None, "positive number; got None"),
        ([[np.inf, 1.0]], [[1.0, 1.0]], 1, "z1 has no direction in row 0"),
        (np.ones(3), np.ones(3), 1, r"got \(3,\)"),
    ],
)
def test_errors_name_the_offending_values(z1, z2, temperature, says):
    for function in (nt_xent, split, nt_xent_gradient):
        with pytest.raises(ValueError, match=says):
            function(z1, z2, temperature)


def test_uniformity_of_one_point_is_refused():
    with pytest.raises(ValueError, match="at least 2"):
        uniformity([[1.0, 0.0]])

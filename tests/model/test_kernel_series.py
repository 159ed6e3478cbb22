"""The kernel's Fourier series against direct sums over all pairs of views."""

import numpy as np
import pytest

from explorer.model.kernel_series import Harmonics, kernel_series

TEMPERATURES = [1e-5, 1e-3, 0.01, 0.05, 0.2, 0.5, 1.3, 5.0, 50.0, 1e12]


@pytest.fixture(params=TEMPERATURES)
def sums(request):
    tau, rng = request.param, np.random.default_rng(3)
    phi, weights = rng.uniform(-9, 9, (4, 30)), rng.uniform(0.1, 2, (4, 30))
    return tau, phi, weights, Harmonics(np.cos(phi), np.sin(phi), kernel_series(tau))


def test_potential_is_the_weighted_sum_over_views(sums):
    tau, phi, weights, harmonics = sums
    kernel = np.exp((np.cos(phi[:, :, None] - phi[:, None]) - 1) / tau)
    weighted, _ = harmonics.potential_and_slope(harmonics.moments(weights))
    np.testing.assert_allclose(weighted, (kernel @ weights[..., None])[..., 0])
    np.testing.assert_allclose(harmonics.potential_and_slope(harmonics.moments())[0], kernel.sum(axis=2))


def test_slope_is_its_derivative(sums):
    tau, phi, weights, harmonics = sums
    apart = phi[:, :, None] - phi[:, None]
    slopes = -np.sin(apart) / tau * np.exp((np.cos(apart) - 1) / tau)
    moments = harmonics.moments(weights)
    for slope in (harmonics.slope(moments), harmonics.potential_and_slope(moments)[1]):
        np.testing.assert_allclose(slope, (slopes @ weights[..., None])[..., 0], atol=max(1e-11 / tau, 1e-15))


@pytest.mark.parametrize("tau", TEMPERATURES)
def test_coarse_and_fine_harmonics_reach_every_harmonic_of_the_kernel(tau):
    series, theta = kernel_series(tau), np.linspace(-np.pi, np.pi, 801)[None]
    one = Harmonics(np.array([[1.0]]), np.array([[0.0]]), series).moments()  # a single view at φ = 0
    potential = Harmonics(np.cos(theta), np.sin(theta), series).potential_and_slope(one)[0]
    np.testing.assert_allclose(potential, np.exp((np.cos(theta) - 1) / tau), atol=1e-14)


def test_new_harmonics_may_have_another_shape():
    series = kernel_series(0.5)
    for shape in ((3, 8), (1, 200), (3, 8)):
        phi = np.linspace(0, 5, np.prod(shape)).reshape(shape)
        harmonics = Harmonics(np.cos(phi), np.sin(phi), series)
        kernel = np.exp((np.cos(phi[:, :, None] - phi[:, None]) - 1) / 0.5)
        np.testing.assert_allclose(harmonics.potential_and_slope(harmonics.moments())[0], kernel.sum(axis=2))


@pytest.mark.parametrize("tau", [0, -1, np.nan, np.inf, 1e-320, "warm", None])
def test_what_is_no_temperature_is_refused(tau):
    with pytest.raises(ValueError, match="temperature must be"):
        kernel_series(tau)

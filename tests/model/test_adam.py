"""Adam against its algorithm, written out entry by entry."""

import math

import numpy as np
import pytest

from explorer.model.adam import Adam


def written_out(theta, gradients, rate, beta1, beta2, epsilon):
    """Algorithm 1 of Kingma & Ba (2015) for one number."""
    m = v = 0.0
    for t, g in enumerate(gradients, start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        m_hat = m / (1 - beta1**t)
        v_hat = v / (1 - beta2**t)
        theta = theta - rate * m_hat / (math.sqrt(v_hat) + epsilon)
    return theta


@pytest.mark.parametrize(("rate", "decay", "epsilon"), [(0.01, (0.9, 0.999), 1e-8), (0.3, (0.5, 0.8), 0.1)])
def test_steps_follow_the_algorithm(rate, decay, epsilon):
    rng = np.random.default_rng(0)
    weights, gradients = rng.standard_normal((2, 3)), rng.standard_normal((40, 2, 3)) * [1e-6, 1, 1e6]
    expected = [
        [written_out(weights[i, k], gradients[:, i, k], rate, *decay, epsilon) for k in range(3)] for i in range(2)
    ]
    adam = Adam(weights, rate, decay, epsilon)
    for gradient in gradients:
        adam.step(gradient)
    np.testing.assert_allclose(weights, expected, rtol=1e-10)


def test_the_gradient_is_left_alone_and_the_first_step_has_the_size_of_the_rate():
    weights, gradient = np.zeros(3), np.array([1e-3, -5.0, 0.0])
    before = gradient.copy()
    Adam(weights, 0.01).step(gradient)
    np.testing.assert_array_equal(gradient, before)
    np.testing.assert_allclose(weights, [-0.01, 0.01, 0.0], rtol=1e-4)


def test_it_finds_the_minimum_of_a_badly_scaled_bowl():
    weights, scales = np.array([3.0, -2.0]), np.array([1e-4, 1e4])
    adam = Adam(weights, 0.05)
    for _ in range(1000):
        adam.step(scales * (weights - [1.0, 1.0]))
    np.testing.assert_allclose(weights, 1.0, atol=1e-3)

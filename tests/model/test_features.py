"""Feature columns: one-hot ones and the reduction, against the exact SVD."""

import numpy as np
import pytest

from explorer.model.features import centred, one_hot, reduced


def test_reduced_one_hot_is_an_svd_of_the_centred_identity():
    nodes = 300
    x = one_hot(nodes, seed=3)
    identity = np.eye(nodes) - 1 / nodes
    # Left singular vectors times singular values of C: orthonormal columns that C leaves as they are.
    np.testing.assert_allclose(x.T @ x, np.eye(64), atol=1e-12)
    np.testing.assert_allclose(identity @ x, x, atol=1e-12)
    np.testing.assert_allclose(x.mean(axis=0), 0, atol=1e-16)
    np.testing.assert_array_equal(x, one_hot(nodes, seed=3))
    assert not np.allclose(x, one_hot(nodes, seed=4))


@pytest.mark.parametrize("nodes", [2, 64, 65, 66])
def test_one_hot_around_the_limit(nodes):
    x = one_hot(nodes)
    assert x.shape == (nodes, min(nodes, 64))
    np.testing.assert_allclose(x.mean(axis=0), 0, atol=1e-16)


@pytest.mark.parametrize("shape", [(300, 120), (40, 200)])
def test_reduction_matches_the_exact_svd(shape):
    # Falling column scales give a spectrum without ties; the exact SVD of numpy is the reference.
    rng = np.random.default_rng(0)
    x = centred(rng.standard_normal(shape) * 0.97 ** np.arange(shape[1]))
    y = reduced(x)
    left, values, _ = np.linalg.svd(x, full_matrices=False)
    best = (left * values)[:, :64]
    assert y.shape == best.shape
    assert (y**2).sum() == pytest.approx((best**2).sum(), rel=1e-3)
    np.testing.assert_allclose(y[:, :20] @ y[:, :20].T, best[:, :20] @ best[:, :20].T, atol=1e-3)
    np.testing.assert_allclose(y.mean(axis=0), 0, atol=1e-12)

"""Is there a better minimum? Random starts at cells of a surface by a minimiser that is not the solver's own."""

import numpy as np
from scipy.optimize import minimize

from explorer.model.objective import Objective

SCALES = (0.03, 0.1, 0.3, 1.0)


def better_minimum(views, weights, temperature, weight_decay, rng, starts=12):
    """How much lower, in nats, the lowest of some L-BFGS minima of J lies than a solution.

    Views are those of one strength, (B, 2, n, F); weights (F, d) are the solution. Starts have entries of several
    standard deviations.
    """
    objective = Objective(np.ascontiguousarray(views[None], dtype=float), weight_decay)

    def j(w):
        value, gradient = objective(w.reshape(1, *weights.shape), temperature)
        return value[0], gradient.ravel()

    lowest = min(
        minimize(j, scale * rng.normal(size=weights.size), jac=True, method="L-BFGS-B", options={"maxiter": 1000}).fun
        for scale in np.resize(SCALES, starts)
    )
    return j(weights.astype(float).ravel())[0] - lowest

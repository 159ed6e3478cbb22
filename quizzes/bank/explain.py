"""Explanations in the student's own words."""

import numpy as np

from explorer.model import claims
from explorer.model.surface import Surface
from quizzes.bank.for_generators import differs, pick, random_cell, some
from quizzes.bank.generators import GRAPHS, Draft, IllPosed, generator
from quizzes.cells import at, strength, tau
from quizzes.types import Explanation

# (how ℓ_align goes, how ℓ_uniform goes) when τ falls: the verdict on the textbook's sentence
_VERDICTS = {
    (1, -1): "It fits here: the nodes fill more directions, and the two views of a node lie farther apart. What tells "
    "nodes apart differs between views as well, so spreading is paid for in alignment.",
    (-1, -1): "It does not fit here: both get better at once, so nothing is paid. What held the nodes together at the "
    "higher τ was not the price of alignment.",
    (-1, 1): "It is the other way round here: the views of a node come nearer to each other, and the nodes fill fewer "
    "directions. Nodes are drawn together because that is the way to bring views together that share little.",
}


@generator("terms", 3, GRAPHS)
def explain_the_trade_off(surface: Surface, rng: np.random.Generator) -> Draft:
    """Whether cooling trades alignment for uniformity along one path, and why it need not."""
    column = some(rng, surface.strengths, 0.1)
    rows = np.flatnonzero(~surface.collapse_region()[:, column])
    step = round(len(surface.temperatures) * float(rng.uniform(0.15, 0.3)))
    hot = int(pick(rng, rows))
    a, b = (hot, column), (hot - step, column)
    if hot < step:
        raise IllPosed("off the map")
    changes = [differs(surface, metric, a, b) for metric in ("alignment", "uniformity")]
    verdict = _VERDICTS.get((int(np.sign(changes[0])), int(np.sign(changes[1]))))
    if min(map(abs, changes)) < 2 or verdict is None:
        raise IllPosed("one of them hardly changes, or both get worse")
    align, spread = surface.alignment, surface.effective_directions
    question = Explanation(
        prompt=f"At {strength(surface, column)} τ falls from {tau(surface, a[0]).removeprefix('τ = ')} to "
        f"{tau(surface, b[0]).removeprefix('τ = ')}. ℓ_align goes from {align[a]:.3f} to {align[b]:.3f}, the effective "
        f"directions go from {spread[a]:.2f} to {spread[b]:.2f}. Textbooks say: lower τ buys uniformity and pays in "
        "alignment. Does that fit here? Answer in two or three sentences, and say what 1/τ multiplies.",
        model_answer=f"{verdict} 1/τ multiplies both the push apart and the price of misaligned pairs, so lower τ "
        "alone does not decide between them; that depends on weight decay and on how much the two views share.",
        checklist=(
            "It says which of the two numbers gets better here.",
            "Smaller ℓ_align and more directions need not go together, nor exclude each other.",
            "1/τ multiplies the push apart and the price of alignment alike.",
        ),
        hints=(
            "Lower ℓ_align is better aligned; more directions are more uniform.",
            "L = A_τ + U_τ: where is τ in each?",
        ),
        explanation="Both terms act on the same map from views to embeddings.",
    )
    return Draft(question, b, "alignment")


@generator("change", 3, GRAPHS)
def explain_the_corner(surface: Surface, rng: np.random.Generator) -> Draft:
    """Why the least loss sits in a corner, and what that is worth."""
    cornered = claims.least_loss_in_the_corner(surface) and claims.optima_differ(surface)
    if not (cornered and claims.cooling_lowers_the_loss_of_identical_views(surface)):
        raise IllPosed("the least loss is elsewhere, or as good as any")
    cell = surface.loss_optimum().cell
    other = random_cell(surface, rng, surface.accuracy > surface.accuracy[cell] + 0.02)
    if differs(surface, "accuracy", cell, other) < 2:
        raise IllPosed("not told apart")
    question = Explanation(
        prompt=f"The least loss on the map lies at {at(surface, cell)}, with accuracy {surface.accuracy[cell]:.3f}; "
        f"{at(surface, other)} has {surface.accuracy[other]:.3f}. Explain why the loss is least there, and why that is "
        "not the setting to choose.",
        model_answer="Without augmentation the two views coincide, so alignment costs nothing; and low τ scales the "
        "similarities up, which lowers the loss of well aligned pairs. Neither says that the embedding is better: "
        "losses at different τ do not compare, and identical views do not teach what to ignore. Accuracy is better "
        "elsewhere.",
        checklist=(
            "Identical views make alignment free.",
            "Where pairs are aligned, low τ lowers the loss by scale alone.",
            "The loss is not the aim: accuracy is better elsewhere.",
        ),
        hints=("What do the two views of a node look like at strength 0?",),
        explanation="The optimum of a proxy at the end of a range is a warning, not a finding.",
    )
    return Draft(question, cell, "loss")

"""The sections of the lesson: text, figures, what to read at the point, and the activities that they lead to."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from explorer.charts.texts import percent, true_minus
from explorer.model import claims
from explorer.model.augmentation import ALIKE
from explorer.model.claims import peak_and_dip
from explorer.model.loss import negative_weights
from explorer.model.point import OperatingPoint
from explorer.model.surface import COLLAPSED_BELOW, Surface
from quizzes.activities import Passage
from quizzes.activities.collapse_border import outlasts_theory
from quizzes.activities.facts import begins_at_zero, has_border, hottest_uncollapsed
from quizzes.cells import at, row, strength, tau, theory

Here = Callable[[Surface, OperatingPoint, int], str]
"""(surface, point, index of the seed shown) -> what can be read there; markdown."""


@dataclass(frozen=True, kw_only=True)
class Section:
    """One thought of the lesson.

    Parameters
    ----------
    name
        Unique among the sections; part of claims' names.
    title
        Heading.
    text
        Read before the figures.
    figures
        Names of what is drawn at the reader's point.
    here
        What the figures show there, in words.
    guess
        What to guess, and then to try, before one reads on.
    after
        What this surface answers to `guess`.
    activities
        Names of the activities that go on from here.
    """

    name: str
    title: str
    text: tuple[Passage, ...]
    figures: tuple[str, ...] = ()
    here: Here | None = None
    guess: str = ""
    after: tuple[Passage, ...] = ()
    activities: tuple[str, ...] = ()


def _peak(surface: Surface) -> tuple[int, int] | None:
    return peak_and_dip(surface, row(surface, 0.5))


def _at_peak_and_dip(surface: Surface) -> str:
    peak, dip = _peak(surface) or (0, 0)
    t = row(surface, 0.5)
    return (
        f"At {tau(surface, t)} ℓ_align has a peak at {strength(surface, peak)} and a dip at {strength(surface, dip)}; "
        f"on the way accuracy rises from {surface.accuracy[t, peak]:.2f} to {surface.accuracy[t, dip]:.2f} while the "
        "directions become fewer. Augmentation has taught the encoder what to ignore."
    )


def _strength(surface: Surface) -> str:
    shares = surface.scenario.shares
    if shares == ALIKE:
        return "the share of edges dropped and of feature entries masked"
    return f"with what probability edges are dropped and feature entries masked, here {shares}"


def _border(surface: Surface) -> str:
    return (
        f"Collapse needs something that the push can lose against: here weight decay, λ = "
        f"{surface.scenario.weight_decay:g}. Theory puts its border at τ\\*(p) = λmax(Q)/λ, {theory(surface)[0]:.2f} "
        f"at strength 0; the map has it above {tau(surface, hottest_uncollapsed(surface, 0))} there."
    )


def _loss_here(surface: Surface, point: OperatingPoint, seed: int) -> str:
    loss = surface.loss[point.cell]
    return true_minus(
        f"**Here** L = {loss:.2f} nats, against {surface.chance_level:.2f} for a blind guess: "
        f"A_τ\u00a0=\u00a0{surface.alignment_term[point.cell]:.2f} and "
        f"U_τ\u00a0=\u00a0{surface.uniformity_term[point.cell]:.2f}."
    )


def _metrics_here(surface: Surface, point: OperatingPoint, seed: int) -> str:
    cell = point.cell
    return true_minus(
        f"**Here** (the ring) ℓ_align = {surface.alignment[cell]:.3f} and ℓ_uniform = {surface.uniformity[cell]:.2f}: "
        f"{surface.effective_directions[cell]:.2f} effective directions. The line walks down τ at this strength."
    )


def _accuracy_here(surface: Surface, point: OperatingPoint, seed: int) -> str:
    read = surface.baselines
    return (
        f"**Here** the probe reads {surface.accuracy[point.cell]:.3f} ± {surface.stderr['accuracy'][point.cell]:.3f}. "
        f"Without training: raw features {read['raw'].accuracy:.3f}, propagated features "
        f"{read['propagated'].accuracy:.3f}, untrained encoder {read['untrained'].accuracy:.3f}, top two eigenvectors "
        f"of Q {read['eigenvectors'].accuracy:.3f}."
    )


def _bound_here(surface: Surface, point: OperatingPoint, seed: int) -> str:
    won = round(surface.chance_level - surface.loss[point.cell], 2) + 0.0
    text = f"**Here** log(2N − 1) − L = {surface.chance_level:.2f} − {surface.loss[point.cell]:.2f} = {won:.2f} nats"
    if won < 0:
        return true_minus(f"{text}: a bound that says nothing, as mutual information is never below 0.")
    return f"{text}, of at most {surface.chance_level:.2f}."


def share_of_own_class(surface: Surface, point: OperatingPoint, seed: int = 0) -> tuple[float, float]:
    """Mean share of the push on a node that comes from its own class, and the share if all negatives pushed alike.

    Of one view pair of one seed; every node's first view is an anchor once.
    """
    labels = np.tile(surface.scenario.graph.labels, 2)
    n = len(labels) // 2
    z1, z2 = surface.embeddings(point, seed)
    weights = np.stack([negative_weights(z1, z2, point.temperature, i) for i in range(n)])
    own = labels[:n, None] == labels
    negative = np.tile(~np.eye(n, dtype=bool), 2)
    even = (own & negative).sum(axis=1) / negative.sum(axis=1)
    return float((weights * own).sum(axis=1).mean()), float(even.mean())


def _false_negatives_here(surface: Surface, point: OperatingPoint, seed: int) -> str:
    push, even = share_of_own_class(surface, point, seed)
    return (
        f"**Here** {percent(push)} of the push on a node comes from its own class; with equal shares it would be "
        f"{percent(even)}."
    )


SECTIONS = (
    Section(
        name="views",
        title="Two views of every node",
        text=(
            Passage(
                "Damage a graph twice at random: drop edges, mask features. Each damaged copy is a **view**. An "
                "encoder turns every node of both views into a direction, a point on the circle or sphere below. "
                "The two directions of one node are a **positive pair**; those of all other nodes are its "
                "**negatives**. No label is used."
            ),
        ),
        figures=("stage",),
        here=lambda surface, point, seed: (
            "Each cell of the map is one setting of the two knobs, and a trained encoder. Beside it is the embedding "
            "at the marked cell: dots of two colours are the two views, lines join pairs, shapes are classes."
        ),
    ),
    Section(
        name="loss",
        title="The loss: find your partner",
        text=(
            Passage(
                "Each direction $z_i$ has to pick its partner $z_{j(i)}$ out of the $2N-1$ others, by the similarities "
                "$s_{ik} = z_i\\cdot z_k$. **NT-Xent** is the cross-entropy of that pick:\n\n"
                "$$L = \\underbrace{\\frac{1}{2N}\\sum_i -\\frac{s_{ij(i)}}{\\tau}}_{A_\\tau}"
                " + \\underbrace{\\frac{1}{2N}\\sum_i \\log\\sum_{k\\ne i} e^{s_{ik}/\\tau}}_{U_\\tau}$$\n\n"
                "$A_\\tau$ falls when pairs agree, $U_\\tau$ when everything spreads. A blind guess costs "
                "$\\log(2N-1)$: that is the loss when all directions coincide."
            ),
        ),
        figures=("slice-temperature",),
        here=_loss_here,
        guess="Which way does the loss go when τ falls, and is it the embedding that has changed?",
        after=(
            Passage(
                "Losses at different τ do not compare: similarities are divided by τ first. With identical views "
                "(strength 0) lower τ lowers the loss all the way down.",
                claims.cooling_lowers_the_loss_of_identical_views,
            ),
        ),
        activities=("sharp-or-soft",),
    ),
    Section(
        name="metrics",
        title="Two wishes: alignment and uniformity",
        text=(
            Passage(
                "Wang & Isola (2020) measure what the two terms ask for without τ; both are better when lower.\n\n"
                "- **ℓ_align**: the mean squared distance between the two views of a node. 0: they agree.\n"
                "- **ℓ_uniform**: the log of the mean of $e^{-2d^2}$ over pairs of different nodes at distance $d$. "
                "0: all lie on one point; the lower, the more they spread.\n"
                "- **Effective directions**, N_eff = $e^{-\\ell_{\\text{uniform}}}$: how many distinct directions that "
                "amounts to."
            ),
            Passage(
                lambda surface: (
                    "1 is a single point; many nodes, evenly spread, make "
                    f"{'about 5 on the circle' if surface.dimension == 2 else '8 on the sphere'}, and few can make "
                    f"more. Below {COLLAPSED_BELOW:g} we speak of **collapse**: pairs agree, and next to nothing "
                    "is left to tell nodes apart by."
                )
            ),
        ),
        figures=("plane",),
        here=_metrics_here,
        activities=("trade-off",),
    ),
    Section(
        name="knobs",
        title="Two knobs",
        text=(
            Passage(
                lambda surface: (
                    f"- **Augmentation strength p**: {_strength(surface)}. The stronger, the less two views have in "
                    "common."
                )
            ),
            Passage(
                "- **Temperature τ**: how sharply the loss tells near from far. A negative pushes with the weight "
                "$e^{s/\\tau}$ over the sum, so a low τ leaves the pushing to the few nearest, the *hard negatives*."
            ),
        ),
        figures=("slice-strength",),
        guess=(
            "What does more strength do to ℓ_align? What a lower τ to hard negatives? Where is collapse, if anywhere?"
        ),
        after=(
            Passage(
                "The strongest augmentation aligns worse than none, at every τ outside collapse.",
                claims.strength_costs_alignment,
            ),
            Passage(_at_peak_and_dip, lambda surface: _peak(surface) is not None),
            Passage(
                "Lower τ hands the hardest negatives a larger share of the push, all the way down.",
                claims.cooling_sharpens,
            ),
            Passage(
                _border,
                lambda surface: begins_at_zero(surface) and surface.theory is not None and has_border(surface, 0),
            ),
            Passage(
                "That it lies above the curve is no slip: τ\\* says where the collapsed state stops being a minimum, "
                "and a little above it spread-out minima with a lower objective live on beside it.",
                outlasts_theory,
            ),
            Passage(
                "Nothing collapses on this map: the loss always pushes apart, more weakly (as 1/τ) when it is hot, and "
                "nothing here is strong enough to beat it.",
                claims.never_collapses,
            ),
        ),
        activities=("how-strong", "find-collapse"),
    ),
    Section(
        name="probe",
        title="What it is good for: the probe",
        text=(
            Passage(
                "**Probe accuracy**: freeze the embedding, fit a linear classifier to 30 % of the labels, and count "
                "how many of the others it gets right. Only now are labels used. It means little without "
                "**baselines**, read by the same probe: the *raw features* of a node; the *propagated features*, "
                "averaged over its neighbours, which is what a linear encoder starts from; an *untrained encoder* of "
                "random weights; and the *top two eigenvectors of Q*, the linear directions in which the loss first "
                "spreads the nodes when it leaves collapse."
            ),
        ),
        figures=("accuracy-strength",),
        here=_accuracy_here,
        guess="Is the setting of least loss the one that is read best?",
        after=(
            Passage(
                lambda surface: (
                    f"The least loss lies at {at(surface, surface.loss_optimum().cell)}, where the probe reads "
                    f"{surface.accuracy[surface.loss_optimum().cell]:.3f}; the best cell reads "
                    f"{surface.accuracy.max():.3f}. The loss is a proxy."
                ),
                claims.optima_differ,
            ),
            Passage(
                "The best cell is read better than untrained weights of its scale.", claims.training_beats_untrained
            ),
        ),
        activities=("find-the-optimum",),
    ),
    Section(
        name="bound",
        title="InfoNCE, and what its bound is worth",
        text=(
            Passage(
                "Picking the partner out of many is **InfoNCE** (van den Oord et al. 2018). If the negatives are "
                "independent draws, $\\log(2N-1) - L$ is a *lower bound* on the mutual information of the two views: "
                "knowing one, how much do you know of the other? Two warnings. The bound can never exceed "
                "$\\log(2N-1)$, however much the views share. And a larger bound is not a better embedding "
                "(Tschannen et al. 2020)."
            ),
        ),
        here=_bound_here,
        guess="Where on the map is the bound largest, and does the probe read best there?",
        after=(
            Passage(
                lambda surface: (
                    f"On this map it is largest at {at(surface, surface.loss_optimum().cell)}, which is not where the "
                    "probe reads best."
                ),
                claims.optima_differ,
            ),
        ),
    ),
    Section(
        name="false-negatives",
        title="False negatives",
        text=(
            Passage(
                "The loss does not know the classes, so nodes of a node's own class are negatives too and are pushed "
                "away: **false negatives**. The nearest negatives are pushed hardest, and once classes gather, the "
                "nearest are classmates. With labels one can make them positives (Khosla et al. 2020); without, one "
                "can correct for their share (Chuang et al. 2020)."
            ),
        ),
        figures=("negatives",),
        here=_false_negatives_here,
    ),
)

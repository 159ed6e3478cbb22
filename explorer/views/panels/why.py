"""Why does this work? The loss as a bound on mutual information, and what the bound is worth here."""

import numpy as np
import streamlit as st

from explorer.model.point import OperatingPoint
from explorer.model.surface import Surface
from explorer.views.panels.wording import number, point_in_words

_DERIVATION = r"""
Hide the other view of an anchor $z$ at a random place $Y$ among $K$ candidates $c_1, \dots, c_K$; the others are drawn
independently of $z$. The loss is the cross-entropy of guessing $Y$, so it is at least $H(Y \mid z, c)$, and

$$
\log K - L \;\le\; \log K - H(Y \mid z, c) \;=\; I(Y; z, c).
$$

That information is the mean divergence of $p(z, c \mid Y)$ from its own mixture over $Y$. The mixture is the closest
distribution to all of them, so the divergence from $p(z)\prod_k p(c_k)$ is no smaller. But that one is just
$I(z; z')$: only the candidate at place $Y$ depends on $z$. In NT-Xent an anchor has $K = 2N - 1$ candidates, hence
"""


def render(surface: Surface, point: OperatingPoint, *, seed_index: int = 0, anchor: int | None = None) -> None:
    """Draw the bound on mutual information, its value at the point, and what it misses.

    Parameters
    ----------
    surface : Surface
    point : OperatingPoint
    seed_index, anchor
        Not used: the bound is a mean.
    """
    st.markdown(
        "A low loss means that the views of a node can be told to belong together. What two views share is what "
        "augmentation leaves alone, so the embedding keeps that and may forget the rest."
    )
    st.markdown(_DERIVATION)
    st.latex(r"I(z; z') \;\ge\; \log(2N-1) - L")
    nodes, batch = surface.scenario.graph.nodes, surface.scenario.nodes_in_batch
    others = (
        f"the other nodes of the graph, the same {nodes} in every step"
        if batch == nodes
        else f"the other nodes of a batch, {batch} out of the same {nodes} in every step"
    )
    loss = surface.loss[point.cell]
    st.markdown(
        f"At {point_in_words(point)}: log(2·{batch} − 1) − L = {number(surface.chance_level)} − {number(loss)} = "
        f"**{number(surface.chance_level - loss)} nats**. Collapse gives 0: nothing can be told apart."
    )
    st.markdown(
        f"**Only a guide here.** The derivation wants negatives drawn independently of the anchor. Ours are "
        f"{others}, each in both its views. And two views depend on each other only through the node they show, "
        f"so I ≤ log N = log {nodes} = {number(np.log(nodes))} nats, however good the embedding. A tighter bound is no "
        "promise of a better embedding either: compare the loss optimum with the accuracy optimum."
    )
    st.caption(
        "van den Oord et al. (2018), Representation learning with contrastive predictive coding; Poole et al. "
        "(2019), On variational bounds of mutual information."
    )

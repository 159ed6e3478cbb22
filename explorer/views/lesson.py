"""The Lesson page: what the explorer teaches, to whom, in how long, and what stands behind it."""

import streamlit as st

from explorer.model.scenario import ENCODERS, SHIPPED
from explorer.model.surface_file import openable
from explorer.views import lesson_facts, lesson_model, loaders
from explorer.widgets.surfaces import offered

AT_A_GLANCE = """
- **Grade level**: advanced undergraduate and graduate
- **Duration**: 15–20 minutes
- **Prerequisites**: graphs and adjacency matrices, softmax and cross-entropy, gradient descent
- **Objective** (Bloom: *Apply*): choose augmentation strength and temperature for contrastive learning on a graph, and
  justify the choice from alignment, uniformity and accuracy
"""

LOSS = r"""
A graph is shown twice, each time damaged at random: two **views**. An encoder turns every node of both views into a
direction $z$. The two views of a node should agree (a *positive pair*), and differ from all other nodes (*negatives*):

$$
L = \frac{1}{2N}\sum_i \Big[ -\frac{s_{ij(i)}}{\tau} + \log\sum_{k\ne i} e^{s_{ik}/\tau} \Big]
$$

with the similarity $s_{ik} = z_i \cdot z_k$ and the partner $j(i)$ of $i$. The first part is smaller when pairs
**align**, the second when everything is spread out: **uniform**. If all nodes point the same way, pairs align
perfectly, yet nothing can be told apart, and $L = \log(2N-1)$: **collapse**. No label is used.
"""

KNOBS = """
- **Augmentation strength p**: the share of edges dropped and of feature entries masked in each view. Too little, and
  agreeing is trivial; too much, and the views have little left in common.
- **Temperature τ**: how sharply the loss tells near from far. When τ is small, a few hard negatives take far more
  than their share of the push (Wang & Liu 2021); when it is large, all negatives push alike, and weakly.
"""

USE = """
1. **Move** the sliders, or drag on the map: the circle and the numbers follow.
2. **Read** the circle: blue and orange are the two views of a node, lines join pairs, shapes are classes.
3. **Switch** what the map shows, from loss to accuracy, and compare where each is best.
4. **Look closer** below the map: slices, the two views of the graph, hard negatives, and training as it happens.
"""

ACTIVITIES = """
1. **Sharp or soft** (3 min): what a low temperature does to the landscape and to hard negatives.
2. **How strong is too strong?** (3 min): raise the strength and watch alignment.
3. **Find the optimum** (3 min): where the loss is least, where accuracy is best.
4. **Find collapse** (4 min): reach it, bound it, compare it with theory.
5. **The trade-off** (3 min): alignment against uniformity, and which way τ pushes.

Predict first, then look. The same five are under *Activities*, step by step with
feedback: five to ten minutes each.
"""

ASSESSMENT = """
> Write the NT-Xent loss for a batch of N nodes. Split it into an alignment term and a uniformity term. Then explain,
> with two points of the map as evidence, the trade-off between them that temperature and augmentation strength set,
> and why the point of least loss need not be the point of best accuracy.
"""

EMBED = """
*Share* on the Explore page gives both ways to put the map into a textbook or a learning management system:

- **Live**: code for a frame with this app in it, with every graph and layer. The app must be awake: many free hosts let
  one sleep, and a reader cannot wake it inside a frame. A frame with `sandbox` needs `allow-scripts` and
  `allow-same-origin`.
- **A page without a server**: one HTML file a surface, with three questions that it judges itself. It works from any
  web space and from your disk, for as long as browsers do, and asks the network for nothing. Take this one for a book.
"""

REFERENCES = """
- Chen, Kornblith, Norouzi & Hinton (2020), *A simple framework for contrastive learning of visual representations*,
  ICML.
- Wang & Isola (2020), *Understanding contrastive representation learning through alignment and uniformity on the
  hypersphere*, ICML.
- Wang & Liu (2021), *Understanding the behaviour of contrastive loss*, CVPR.
- Wu et al. (2019), *Simplifying graph convolutional networks*, ICML.
- Rong, Huang, Xu & Huang (2020), *DropEdge: towards deep graph convolutional networks on node classification*, ICLR.
- You et al. (2020), *Graph contrastive learning with augmentations*, NeurIPS.
- Zhu et al. (2020), *Deep graph contrastive representation learning*, ICML workshop.
- Rose (1998), *Deterministic annealing for clustering, compression, classification, regression, and related
  optimization problems*, Proceedings of the IEEE.
- Zachary (1977), *An information flow model for conflict and fission in small groups*, J. Anthropological Research.
"""


def page():
    """Draw the page."""
    surfaces = {name: loaders.surface(name) for name in offered(("communities", "karate"))}
    _, middle, _ = st.columns([1, 6, 1])
    with middle:
        st.title("Lesson")
        st.markdown("How do augmentation strength and temperature shape what a contrastive loss learns on a graph?")
        st.markdown(AT_A_GLANCE)
        for heading, text in (
            ("The loss", LOSS),
            ("Two knobs", KNOBS),
            ("How to use the page", USE),
            ("Activities", ACTIVITIES),
            ("Assessment question", ASSESSMENT),
            ("Embed it", EMBED),
        ):
            st.subheader(heading)
            st.markdown(text)
        st.subheader("The model, honestly")
        _model(surfaces)
        st.subheader("References")
        st.markdown(REFERENCES)


def _model(surfaces):
    """Draw what is real, what is simplified, what comes out, and where it differs."""
    surface = next(iter(surfaces.values()))
    scenario = surface.scenario
    names = openable()
    encoders = dict.fromkeys(SHIPPED[name].encoder for name in names)
    others = ", ".join(f"*{ENCODERS[one]}*" for one in encoders if one != scenario.encoder) or "none on this server"
    st.markdown("**What is real**")
    st.markdown(lesson_model.REAL.format(pairs=scenario.pairs, seeds=len(surface.seeds)))
    st.markdown("**What is simplified**")
    st.markdown(lesson_model.SIMPLE.format(hops=scenario.hops, nodes=scenario.graph.nodes, others=others))
    if "communities" in surfaces:
        st.markdown("**What comes out** (planted communities)")
        st.markdown(f"{lesson_facts.optima(surface)}\n\n{lesson_facts.collapse(surface)}")
    st.markdown("**Where the border lies against theory**")
    for name, one in surfaces.items():
        st.markdown(lesson_facts.border(one, name))
    st.markdown("**Where it differs from the textbook, and why**")
    without = lesson_facts.without_collapse({name: loaders.surface(name) for name in names})
    st.markdown(lesson_model.DIFFERS.format(decay=scenario.weight_decay, without=without))

"""The words that the page, its lesson and its metadata share; what is a number is read from the surface."""

from typing import NamedTuple

from explorer.model.augmentation import ALIKE
from explorer.model.counts import counted
from explorer.model.library import described
from explorer.model.point import OperatingPoint
from explorer.model.scenario import SHIPPED
from explorer.model.surface import Surface

HEIGHT = 482
"""Of the frame in a textbook, in px."""

INTRO = "Every cell of the map is a trained encoder."

HINT = "Drag on the map, move the sliders, or use the arrow keys."

SHORT = {"strength": "strength p", "temperature": "temperature τ"}
"""What stands beside a slider; its whole name is said by a screen reader."""

RIGHTS = "MIT License"

ABOUT = (
    "How augmentation strength and temperature shape what a contrastive loss learns on a graph: a map of trained "
    "encoders, with the embedding, its alignment and its uniformity under every point."
)

OBJECTIVES = (
    "Choose augmentation strength and temperature for contrastive learning on a graph, and justify the choice from "
    "alignment, uniformity and accuracy.",
    "Explain why the point of least loss need not be the point of best accuracy.",
    "Recognise representation collapse in an embedding and in its numbers.",
)

PREREQUISITES = ("Graphs and adjacency matrices", "Softmax and cross-entropy", "Gradient descent")

ACTIVITIES = (
    "Predict where the loss is least before you move the point. Then look for it, and read the accuracy there.",
    "Keep the temperature and raise the strength. Watch the lines that join the two views of a node, and the "
    "alignment.",
    "Keep the strength and lower the temperature from the highest to the lowest. Say where the directions spread and "
    "where they draw together.",
    "Answer the three questions under the map.",
)

REFERENCES = (
    "T. Chen, S. Kornblith, M. Norouzi, G. Hinton: A simple framework for contrastive learning of visual "
    "representations. ICML 2020.",
    "T. Wang, P. Isola: Understanding contrastive representation learning through alignment and uniformity on the "
    "hypersphere. ICML 2020.",
    "F. Wang, H. Liu: Understanding the behaviour of contrastive loss. CVPR 2021.",
    "F. Wu et al.: Simplifying graph convolutional networks. ICML 2019.",
    "Y. You et al.: Graph contrastive learning with augmentations. NeurIPS 2020.",
)

START = (0.2, 0.5)
"""Strength and temperature at which the page opens: neither optimum, and outside of collapse."""


class Facts(NamedTuple):
    """What is said about a surface."""

    title: str
    graph: str
    model: str
    axes: tuple[tuple[str, str, float, float, float, bool], ...]


def start(surface: Surface) -> OperatingPoint:
    """Return the point at which the page opens."""
    return surface.nearest(*START)


def facts(surface: Surface) -> Facts:
    """Return the title, a sentence each about graph and model, and name, label, range, start and scale of each axis."""
    scenario, point = surface.scenario, start(surface)
    graph = scenario.graph
    title = SHIPPED[scenario.name].title if scenario.name in SHIPPED else described(surface)
    rows, columns = surface.loss.shape
    encoder = scenario.encoder_entry.described.format(hops=scenario.hops)
    batch = f", in batches of {counted(scenario.batch_size, 'node')}" if scenario.batch_size else ""
    shares = scenario.shares
    strength = "" if shares == ALIKE else f" Strength p stands for {shares}, in the first view and the second."
    return Facts(
        f"Contrastive loss surface: {title}",
        f"{graph.name}: {counted(graph.nodes, 'node')}, {counted(len(graph.edges), 'edge')}, "
        f"{counted(len(graph.label_names), 'class', 'classes')}.",
        f"Each of {rows} × {columns} cells is {encoder}{batch}, with weight decay {scenario.weight_decay:g}; every "
        "number is measured on views that were not trained on, and is a mean over "
        f"{len(surface.seeds)} seeds.{strength}",
        (
            ("strength", "Augmentation strength p", *_range(surface.strengths), float(point.strength), False),
            ("temperature", "Temperature τ", *_range(surface.temperatures), float(point.temperature), True),
        ),
    )


def _range(values):
    return round(float(values[0]), 6), round(float(values[-1]), 6)

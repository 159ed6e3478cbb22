"""The sidebar of the Explore page: the two knobs, what the map shows, and places worth seeing."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import streamlit as st

from explorer.charts.object_cache import remembered
from explorer.charts.stage import LAYERS, recipes
from explorer.model.augmentation import ALIKE
from explorer.model.point import OperatingPoint
from explorer.views import loaders, state
from explorer.views.panels.wording import space
from explorer.views.selection import label, nearest, options
from explorer.views.state import View
from explorer.widgets.sliders import sliders

OVERLAY_NAMES = {
    "collapse": "Collapse region",
    "theory": "Theory curve τ*(p)",
    "loss_optimum": "Loss optimum",
    "accuracy_optimum": "Accuracy optimum",
}


class Preset(NamedTuple):
    """A place worth seeing.

    Attributes
    ----------
    strength, temperature : float
    about : str
        What it shows.
    holds : callable
        Whether its name is true of a cell (t, p) of a surface; where it is not, nothing is offered.
    encoder : str or None
        None keeps the one that is open.
    """

    strength: float
    temperature: float
    about: str
    holds: Callable = lambda surface, cell: True
    encoder: str | None = None


def _hard(surface, cell):
    """Whether the hardest 5 % take far more than their share of the push."""
    return surface.hardest_negative_share[cell] > 3 * 0.05


def _two_layers(surface, cell):
    """Whether the encoder is of the kind that the recipe was made for."""
    return surface.scenario.encoder == "gcn" and surface.scenario.shares == ALIKE


def _as_on_cora(surface, cell):
    """Whether views are made with the recipe's own strengths, and the grid reaches its place."""
    return bool(recipes(surface))


def _collapsed(surface, cell):
    return surface.collapse_region()[cell]


def _over(surface, cell):
    """Whether the probe reads less than at the best cell, for all the seeds say."""
    return not _ties(surface)[cell]


@remembered
def _ties(surface):
    """Return what a run of the page only looks up."""
    return surface.accuracy_ties()


PRESETS = {
    "SimCLR’s τ = 0.5": Preset(0.2, 0.5, "The temperature of Chen et al. (2020) for smaller data sets."),
    "Hard negatives, τ = 0.05": Preset(
        0.2, 0.05, "So cold that the hardest 5 % of the negatives do more than 15 % of the pushing.", _hard
    ),
    "Collapse": Preset(0.0, 5.0, "All nodes share one direction, or nearly so.", _collapsed),
    "Over-augmented": Preset(
        0.6, 0.05, "The strongest augmentation, where the probe reads less than at its best.", _over
    ),
    "The same on a sphere": Preset(
        0.6,
        0.05,
        "The strongest augmentation at the lowest τ, for an encoder onto the sphere.",
        encoder="linear-sphere",
    ),
    "GRACE on Cora, τ = 0.4": Preset(
        0.325,
        0.4,
        "Near the recipe of Zhu et al. (2020) for Cora, with a GCN: one view drops 20 % of the edges and masks 30 % of "
        "the features, the other 40 % and 40 %. Here one strength does all four; this is their mean.",
        _two_layers,
    ),
    "GRACE’s own strengths": Preset(
        0.4,
        0.4,
        "The strengths and τ of Zhu et al. (2020) for Cora, marked on the map: one view drops 20 % of the edges and "
        "masks 30 % of the features, the other 40 % and 40 %. GRACE masks a feature of all nodes at once; here each "
        "entry has its own chance.",
        _as_on_cora,
    ),
    "A GCN, hot": Preset(0.0, 5.0, "No augmentation and the highest τ, with another encoder.", encoder="gcn"),
}
"""Places worth seeing."""


def presets(view: View) -> dict[str, tuple[str, OperatingPoint]]:
    """Return the places worth seeing from here: those whose name is true, on a surface that can be opened.

    Parameters
    ----------
    view : View

    Returns
    -------
    dict of str to (str, OperatingPoint)
        Surface and point by the preset's name.
    """
    found = {}
    for title, preset in PRESETS.items():
        if preset.encoder is None:
            name = view.name
        elif preset.encoder == view.choice.encoder or preset.encoder not in options("encoder", view.name):
            continue
        else:
            name = nearest(view.choice._replace(encoder=preset.encoder), "encoder")
        surface = loaders.surface(name)
        point = surface.nearest(preset.strength, preset.temperature)
        if preset.holds(surface, point.cell):
            found[title] = name, point
    return found


def sidebar(view: View) -> None:
    """Draw the sidebar and keep the view in step with it.

    Parameters
    ----------
    view : View
    """
    surface = view.surface
    sliders(surface, view.point, key=state.SIDE_SLIDERS, on_change=state.move, current=state.point)
    st.selectbox(
        "The map shows",
        list(LAYERS),
        format_func=lambda name: _capital(LAYERS[name].title),
        **state.put("layer", view.layer),
    )
    _trained_on(view)
    _presets(view)
    more = st.expander("Overlays and seed", on_change="rerun", key=state.MORE)
    if more.open:  # nothing is drawn behind a closed door
        with more:
            _overlays(view)
            _seed(view, surface)
            st.toggle(
                "Sound",
                key=state.SOUND,
                persist_state="session",
                help="A tone at each step of the point: the higher, the greater the layer's value.",
            )


def _trained_on(view):
    """Draw what was trained, and on what."""
    for field, title, help_ in (
        ("graph", "Graph", None),
        ("encoder", "Encoder", "What turns a node of a view into a direction."),
        ("decay", "Weight decay λ", "Draws the weights towards 0, against the push of the loss, which fades as 1/τ."),
    ):
        st.selectbox(
            title,
            options(field, view.name),
            help=help_,
            **state.put(field, getattr(view.choice, field)),
            format_func=partial(_label, field, view.name),
        )
    batches = options("batch", view.name)
    if len(batches) > 1:
        st.segmented_control(
            "Batch",
            batches,
            format_func=partial(_label, "batch", view.name),
            required=True,
            width="stretch",
            help="Fewer nodes in a batch are fewer negatives for each.",
            **state.put("batch", view.choice.batch),
        )


def _label(field, name, value):
    return label(field, value, name)


def _presets(view):
    """Draw a button for each place worth seeing.

    Not a set of pills that shows where the point is: put from here, it would repeat an old place some time later, and
    Streamlit would take that for a click.
    """
    with st.container(key="presets", horizontal=True):
        for title, (name, point) in presets(view).items():
            st.button(
                title,
                key=f"preset:{title}",
                on_click=state.change,
                kwargs={"name": name, "point": point},
                help=PRESETS[title].about,
            )
    for title, preset in PRESETS.items():
        here = view.surface.nearest(preset.strength, preset.temperature)
        if view.point == here and preset.encoder in (None, view.choice.encoder):
            if preset.holds(view.surface, here.cell):
                st.caption(f"{title}: {preset.about}")


def _overlays(view):
    """Draw what can lie over this map."""
    offered = state.overlays_offered(view.surface)
    st.pills(
        "On the map",
        offered,
        selection_mode="multi",
        format_func=OVERLAY_NAMES.__getitem__,
        **state.put("overlays", [name for name in offered if name in view.overlays]),
    )


def _seed(view, surface):
    """Draw the choice of the seed whose embedding is shown."""
    st.segmented_control(
        f"{space(surface).capitalize()} shows seed",
        range(len(surface.weights)),
        required=True,
        format_func=lambda i: str(surface.seeds[i]),
        help=f"The numbers are means over all {len(surface.seeds)} seeds; the {space(surface)} shows one.",
        **state.put("seed_index", view.seed_index),
    )


def _capital(text):
    """Return a title with a capital first letter."""
    return text[0].upper() + text[1:]

"""The Lesson: what a contrastive loss does, to read, with figures that follow the reader's point."""

import streamlit as st

from explorer.charts.accuracy import accuracy_data
from explorer.charts.hard_negatives import negatives_data
from explorer.charts.palette import DARK, LIGHT
from explorer.charts.plane import plane_data
from explorer.charts.slices import slice_data
from explorer.charts.stage import Scene
from explorer.charts.texts import true_minus, typeset
from explorer.model.scenario import ENCODERS, GRAPHS, SHIPPED
from explorer.views import lesson_model, loaders, selection, state
from explorer.views.panels import show
from explorer.widgets.app_style import LOW
from explorer.widgets.links import page_link
from explorer.widgets.sliders import sliders
from explorer.widgets.stage import stage
from explorer.widgets.surfaces import offered
from quizzes.activities import ACTIVITIES
from quizzes.lesson import SECTIONS, in_table

KNOBS = "lesson"
BY_NAME = {activity.name: activity for activity in ACTIVITIES}

_STYLE = f"""<style>
.st-key-lesson {{ max-width: 46rem; margin: 0 auto; }}
.st-key-lesson h2 {{ font-size: 1.4rem; padding: 1.2rem 0 0; }}
[data-testid="stLayoutWrapper"]:has(> .st-key-lesson-foot) {{
  position: sticky; bottom: 0; z-index: 50; border-top: 1px solid #8884;
  background: light-dark({LIGHT.background}, {DARK.background});
}}
@media (max-height: {LOW}px) {{ [data-testid="stLayoutWrapper"]:has(> .st-key-lesson-foot) {{ position: static; }} }}
.st-key-lesson-foot {{ max-width: 46rem; margin: 0 auto; gap: 0; padding: 0.3rem 0 0.5rem; }}
.st-key-lesson-foot .stHorizontalBlock {{ flex-wrap: nowrap; gap: 1.5rem; }}
.st-key-lesson-foot .stColumn {{ min-width: 0; width: 50%; }}
.st-key-lesson-foot p {{ font-size: 0.85rem; white-space: nowrap; font-variant-numeric: tabular-nums; }}
</style>"""


def page() -> None:
    offered(selection.CHOICES)
    if state.VIEW not in st.session_state:
        state.begin(state.first_view())
    view = state.view()
    st.html(_STYLE)
    with st.container(key="lesson"):
        st.title("What a contrastive loss learns", anchor=False)
        st.markdown(
            "Two knobs decide it: how different two views of a graph are, and how sharply they are compared. Both are "
            "at the foot of this page; every figure follows them."
        )
        for section in SECTIONS:
            _section(section, view)
        _textbook(view)
        _model(view.surface)
        _onwards()
    with st.container(key="lesson-foot"):
        sliders(view.surface, view.point, key=KNOBS, on_change=state.move, current=state.point, side_by_side=True)
        st.markdown(typeset(_readouts(view.surface, view.point.cell)))


def _section(section, view):
    """Draw one section; what the map answers to its question stays folded."""
    surface, point = view.surface, view.point
    st.header(section.title, anchor=section.name)
    st.markdown(typeset("\n\n".join(filter(None, (passage.on(surface) for passage in section.text)))))
    for name in section.figures:
        _figure(name, view)
    if section.here is not None:
        st.markdown(typeset(section.here(surface, point, view.seed_index)))
    found = list(filter(None, (passage.on(surface) for passage in section.after)))
    if found:
        st.markdown(typeset(f"*{section.guess}*"))
        with st.expander("What this map answers"):
            st.markdown(typeset("\n".join(f"- {text}" for text in found)))
    for name in section.activities:
        activity = BY_NAME[name]
        page_link(
            "activities",
            f"Activity {activity.number}: {activity.title} ({activity.minutes} min)",
            icon=":material/conversion_path:",
            activity=name,
        )


def _figure(name, view):
    """Draw one figure at the reader's point."""
    surface, point = view.surface, view.point
    if name == "stage":
        scene = Scene(surface, point, layer=view.layer, overlays=view.overlays, seed_index=view.seed_index)
        stage(scene, look="compact", follows=(KNOBS,), on_event=state.receive, key="lesson-stage")
    elif name == "plane":
        show.chart(name, plane_data(surface, point), height=260)
    elif name == "negatives":
        data = negatives_data(surface, point, view.anchor or 0, seed_index=view.seed_index)
        show.chart("negatives-bars", {part: data[part] for part in ("bars", "even")}, height=200)
    else:
        kind, knob = name.split("-")
        data = (slice_data if kind == "slice" else accuracy_data)(surface, point, knob)
        show.chart(name, data, height=240 if kind == "slice" else 320)


def _textbook(view):
    """Draw what the textbooks say, beside what this encoder and the GCN do on this graph."""
    gcn = selection.nearest(view.choice._replace(encoder="gcn"), "encoder")
    linear = selection.nearest(view.choice._replace(encoder="linear"), "encoder")
    names = dict.fromkeys((linear if view.name == gcn else view.name, gcn))
    st.header("The textbook, and what happens here", anchor="textbook")
    st.markdown(
        f"*{GRAPHS[view.choice.graph]}*, worked out from the surfaces. Guess each verdict before you read it, and then "
        "ask what kind of encoder the textbook had in mind."
    )
    heads = {name: f"{ENCODERS[SHIPPED[name].encoder].title}, λ = {SHIPPED[name].weight_decay:g}" for name in names}
    st.markdown(typeset(in_table({heads[name]: loaders.surface(name) for name in names})))


def _model(surface):
    """Draw what is real and what is simplified."""
    scenario = surface.scenario
    st.header("How real is this?", anchor="model")
    with st.expander("What is real"):
        st.markdown(lesson_model.REAL.format(pairs=scenario.pairs, seeds=len(surface.seeds)))
    with st.expander("What is simplified"):
        st.markdown(lesson_model.SIMPLE.format(nodes=scenario.graph.nodes))


def _onwards():
    """Draw where to go from here."""
    st.header("Go on", anchor="onwards")
    page_link("activities", "All activities: predict, look, explain", icon=":material/conversion_path:")
    page_link("challenges", "Challenges: how far can you take one number?", icon=":material/flag:")
    page_link("quiz", "Quiz: what do you know now?", icon=":material/quiz:")
    page_link("sheet", "For instructors: objective, timing, assessment, key", icon=":material/school:")
    with st.expander("References"):
        st.markdown(lesson_model.REFERENCES)


def _readouts(surface, cell):
    """Return what is read at a cell, in one line."""
    return true_minus(
        f"L **{surface.loss[cell]:.2f}** · ℓ_align **{surface.alignment[cell]:.3f}** · N_eff "
        f"**{surface.effective_directions[cell]:.2f}** · accuracy **{surface.accuracy[cell]:.3f}**"
    )

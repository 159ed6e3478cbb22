"""The page on which somebody brings a graph, says what to train on it, and gets its surface."""

import time
from dataclasses import dataclass
from functools import partial
from weakref import WeakValueDictionary

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from explorer.charts.stage import Scene, recipes
from explorer.charts.texts import strength_text
from explorer.engine.cluster import shared
from explorer.engine.job import Failed, Job
from explorer.model import library
from explorer.model.augmentation import ALIKE, GRACE, Shares
from explorer.model.build import grid
from explorer.model.counts import counted
from explorer.model.estimate import seconds_for_seed
from explorer.model.graph import karate_club
from explorer.model.graph_files import MAX_EDGES, MAX_NODES, ReadGraph, read_graph_file
from explorer.model.scenario import ENCODERS, Scenario, default_pairs
from explorer.model.surface_file import read, to_bytes
from explorer.views import state
from explorer.views.expectations import expected
from explorer.views.panels.wording import plain
from explorer.views.style import style
from explorer.widgets.links import page_link
from explorer.widgets.stage import stage
from explorer.widgets.surfaces import add_own, find_own, forget_own, open_surface, own_names, title

_READ = "your-graph:read"
_JOB = "your-graph:job"
_ARRIVED = "your-graph:arrived"
_REFUSED = "your-graph:refused"
_DONE = "your-graph:done"

MOST_MEGABYTES = 20
GRIDS = {11: "11 × 11, a first look", 16: "16 × 16", 21: "21 × 21", 31: "31 × 31, as the graphs that ship"}
SEEDS = (2, 4, 8, 16)

STRENGTHS = {
    "One strength p": ALIKE,
    "Edges alone": Shares(features=(0.0, 0.0)),
    "Features alone": Shares(edges=(0.0, 0.0)),
    f"GRACE on Cora: {GRACE}": GRACE,
}
"""What p stands for; beside these, each of the four can be set."""

MAKING, SURFACES = "making", "graph"
"""What the address says of this page: the surface that is made, and those that are there."""


@dataclass(eq=False)
class _Making:
    """A surface that is made, since when by the monotonic clock, and what share of it others had made by then."""

    job: Job
    begun: float
    had: float


# By name, which nobody can guess. The session of a page that was reloaded is kept for a while, and what it waits for.
_MAKING: WeakValueDictionary[str, _Making] = WeakValueDictionary()

_EACH = "Each by itself"
_UPLOAD, _PASTE = "Upload", "Paste"
_OPEN = "Open a surface that you downloaded (.npz)"
_EDGES = "source,target\nann,bob\nbob,eve\neve,ann"
_NODES = "id,class\nann,red\nbob,blue\neve,red"


def page() -> None:
    style()
    with st.container(key="lead"):
        st.html("<h1>Your graph</h1><p>Bring a graph, train on it in every cell of a map, and explore that map.</p>")
    _arrive()
    _made()
    making: _Making | None = st.session_state.get(_JOB)
    if making is not None:
        _work(making)
    elif (brought := st.session_state.get(_READ)) is None:
        _bring()
    else:
        _settings(brought)
    _own_surfaces()
    _show_in_address()


# What outlasts a reload ----------------------------------------------------------------------------------------------


def _arrive() -> None:
    """Take up what the address names; nothing where this session knows already."""
    if _ARRIVED in st.session_state:
        return
    st.session_state[_ARRIVED] = True
    gone = [name for name in st.query_params.get_all(SURFACES) if not find_own(name)]
    if gone:
        are = "is" if len(gone) == 1 else "are"
        st.info(
            f"{counted(len(gone), 'surface')} of this address {are} not kept here any more: open the file that you "
            "downloaded, or make it again."
        )
    name = st.query_params.get(MAKING)
    if name is None or _JOB in st.session_state:
        return
    if find_own(name):
        st.session_state[_DONE] = name
    elif (other := _MAKING.get(name)) is not None:
        job = other.job
        again = Job(shared(_scheduler()), job.scenario, job.strengths, job.temperatures, job.seeds)
        st.session_state[_JOB] = _Making(again, other.begun, other.had)
    else:
        st.info("What was being made here was given up after its page had been closed a while: bring the graph again.")


def _show_in_address() -> None:
    making = st.session_state.get(_JOB)
    wanted = {SURFACES: own_names(), MAKING: [] if making is None else [making.job.name]}
    for name, values in wanted.items():
        if st.query_params.get_all(name) != values:
            st.query_params[name] = values


# Bringing one --------------------------------------------------------------------------------------------------------


def _bring() -> None:
    st.markdown(
        f"Up to {MAX_NODES:,} nodes, {MAX_EDGES:,} edges and {MOST_MEGABYTES} MB a file: an edge list (CSV, TSV or "
        "blanks between the two ends, with or without a header), an adjacency matrix, GML, GraphML, GEXF, Pajek, DL or "
        "JSON, also as .gz. Nodes, with a class and features, can come in a second table. What you bring stays in this "
        "session; whoever gets the link of a surface sees it, too."
    )
    if refused := st.session_state.pop(_REFUSED, None):
        st.error(refused)
    how = st.segmented_control("How", (_UPLOAD, _PASTE), default=_UPLOAD, required=True, label_visibility="collapsed")
    with st.form("bring", border=False):
        left, right = st.columns(2)
        edges: str | UploadedFile | None
        nodes: str | UploadedFile | None
        if how == _PASTE:
            edges = left.text_area("Edges, one a line", key="paste:edges", placeholder=_EDGES, height=220)
            nodes = right.text_area("Nodes, one a line (optional)", key="paste:nodes", placeholder=_NODES, height=220)
        else:
            edges = left.file_uploader("Edges, or a whole graph", key="upload:edges", max_upload_size=MOST_MEGABYTES)
            nodes = right.file_uploader("Nodes (optional)", key="upload:nodes", max_upload_size=MOST_MEGABYTES)
        sent = st.form_submit_button("Read the graph", type="primary")
    if sent:
        _take(edges, nodes)
    _samples()
    _open_file()


def _take(edges: str | UploadedFile | None, nodes: str | UploadedFile | None) -> None:
    """Read what was brought; a refusal leaves everything where it is."""
    if not edges:
        st.error("There are no edges yet: choose a file or paste some lines, then read the graph.")
        return
    name = "Pasted graph" if isinstance(edges, str) else edges.name
    if name.lower().endswith(".npz"):
        st.error(f"This is a surface and no graph: choose it below, under “{_OPEN}”.")
        return
    table = _content(nodes)
    try:
        brought = read_graph_file(_content(edges), name, table if table.strip() else None)
    except ValueError as refusal:
        st.error(plain(str(refusal)))
        return
    st.session_state[_READ] = brought
    st.rerun()


def _content(brought: str | UploadedFile | None) -> bytes:
    if brought is None or isinstance(brought, str):
        return (brought or "").encode()
    return brought.getvalue()


def _samples() -> None:
    graph = karate_club()
    names, classes = graph.node_names, graph.label_names
    edges = "source,target\n" + "".join(f"{names[a]},{names[b]}\n" for a, b in graph.edges)
    nodes = "id,class\n" + "".join(f"{n},{classes[c]}\n" for n, c in zip(names, graph.labels, strict=True))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption("Two files to begin with and to edit, the karate club:", width="content")
        st.download_button("Edges (.csv)", edges, "karate-edges.csv", "text/csv", on_click="ignore", type="tertiary")
        st.download_button("Nodes (.csv)", nodes, "karate-nodes.csv", "text/csv", on_click="ignore", type="tertiary")


def _open_file() -> None:
    with st.expander(_OPEN), st.form("open", border=False, clear_on_submit=True):
        file = st.file_uploader("Surface file", type="npz", max_upload_size=50, key="upload:surface")
        if st.form_submit_button("Open"):
            written = "a file that “Download (.npz)” on this page has written"
            try:
                name = None if file is None else add_own(read(file.getvalue(), "The file"))
            except ValueError as refusal:
                st.error(f"{plain(str(refusal)).rstrip('.')}. Choose {written}.")
                return
            if name is None:
                st.error(f"There is no surface yet: choose {written}, then open it.")
            else:
                st.session_state[_DONE] = name
                st.rerun()


# What to train -------------------------------------------------------------------------------------------------------


def _settings(brought: ReadGraph) -> None:
    left, right = st.columns([2, 3], gap="large")
    with left:
        brought = _graph(brought)
    with right:
        st.header("What to train on it", anchor=False)
        scenario, cells, seeds = _scenario(brought)
        st.button(
            "Make the surface",
            type="primary",
            key="make",
            disabled=scenario is None,
            on_click=_begin,
            args=(scenario, cells, seeds),
        )
        if scenario is not None:
            _expected(scenario, cells, seeds)
            for sentence in _expectations(library.name_of(scenario, *grid(2), [0], names=False), scenario):
                st.markdown(sentence)


def _graph(brought: ReadGraph) -> ReadGraph:
    """Draw what was read, and let its owner say which column is the class."""
    graph = brought.graph
    st.header(plain(graph.name), anchor=False)
    classes = len(graph.label_names)
    counts = counted(len(graph.edges), "edge"), counted(classes, "class", "classes")
    st.markdown(f"{counted(graph.nodes, 'node')}, {', '.join(counts)}.")
    none = "None of them"
    options = [none, *brought.class_columns]
    if brought.class_columns:
        chosen = st.selectbox(
            "Which column is the class? Only the probe reads it.",
            options,
            options.index(brought.class_column) if brought.class_column else 0,
            key="class-column",
        )
        wanted = None if chosen == none else chosen
        if wanted != brought.class_column:
            try:
                st.session_state[_READ] = brought.with_class(wanted)
            except ValueError as refusal:
                st.error(plain(str(refusal)))
            else:
                st.rerun()
    if classes == 1:
        st.info("All nodes are of one class, so the probe has nothing to tell apart: its accuracy is 1 everywhere.")
    if brought.notes:
        st.markdown("**How it was read**")
        for note in brought.notes:
            st.text(note)
    st.button("Bring another graph", key="another", type="tertiary", on_click=st.session_state.pop, args=(_READ, None))
    return brought


def _scenario(brought: ReadGraph) -> tuple[Scenario | None, int, int]:
    """Ask for encoder, hops, weight decay, batch, seeds and grid; no scenario where the graph cannot be trained on."""
    graph = brought.graph
    one, two = st.columns(2)
    # The settings of the last surface are a start for the next.
    encoder = one.selectbox(
        "Encoder",
        list(ENCODERS),
        format_func=lambda name: ENCODERS[name].title,
        key="own:encoder",
        persist_state="session",
    )
    entry = ENCODERS[encoder]
    if entry.layers is not None:
        hops = two.selectbox("Hops K", [entry.layers], help="Each of its layers propagates once.", key=f"own:{encoder}")
    else:
        alike = "Propagations Â^K X: each makes neighbours more alike. Below stands what yours leave."
        hops = two.number_input("Hops K", 0, 10, 3, help=alike, key="own:hops", persist_state="session")
    none = "Draws the weights towards 0, and with them every node to one direction where τ is high. λ = 0: none."
    decay = one.number_input(
        "Weight decay λ",
        0.0,
        10.0,
        entry.usual_decay,
        0.05,
        format="%.4f",
        help=none,
        key=f"own:decay:{entry.usual_decay:g}",
        persist_state="session",
    )
    batches: list[int | None] = [None, *(size for size in (16, 32, 64, 128, 256) if size < graph.nodes)]
    batch = two.selectbox(
        "Nodes in a batch", batches, format_func=lambda size: "All" if size is None else str(size), key="own:batch"
    )
    chance = "Independent runs; their spread says what is chance."
    seeds = one.selectbox("Seeds", SEEDS, 1, help=chance, key="own:seeds", persist_state="session")
    cells = two.selectbox(
        "Grid", list(GRIDS), 1, format_func=GRIDS.__getitem__, key="own:grid", persist_state="session"
    )
    shares = _strengths()
    try:
        scenario = Scenario("own", graph, encoder, hops, decay, default_pairs(graph.nodes), batch, shares=shares)
    except ValueError as refusal:
        st.error(f"This cannot be trained: {plain(str(refusal))}.")
        return None, cells, seeds
    return scenario, cells, seeds


def _strengths() -> Shares:
    """Ask what p stands for: edges and features of either view."""
    about = "With what probability a view drops an edge and masks an entry of a feature, where the map says p."
    chosen = st.selectbox(
        "Strength of edges and features", [*STRENGTHS, _EACH], help=about, key="own:shares", persist_state="session"
    )
    if chosen in STRENGTHS:
        shares = STRENGTHS[chosen]
    else:
        st.caption("Shares of p, the strongest of the four: the largest is 1.")
        four = zip(
            st.columns(4), ("Edges, view 1", "Edges, view 2", "Features, view 1", "Features, view 2"), strict=True
        )
        first, second, third, fourth = (
            place.number_input(name, 0.0, 1.0, 1.0, 0.05, key=f"own:{name}", persist_state="session")
            for place, name in four
        )
        shares = Shares((first, second), (third, fourth))
    if shares == GRACE:
        edges, features = (" and ".join(map(strength_text, pair)) for pair in GRACE.at(0.4))
        st.caption(
            f"At p = 0.4: edges {edges}, features {features}, with τ = 0.4 as Zhu et al. (2020) train GRACE on Cora. "
            "The map will mark that place. GRACE trains a GCN and masks a feature of all nodes at once."
        )
    return shares


def _expected(scenario: Scenario, cells: int, seeds: int) -> None:
    """Say how long it will take, from what a moment of its work takes now."""
    said = st.empty()
    said.caption("Timing a moment of this work …")
    try:
        least, most = _seconds(library.name_of(scenario, *grid(cells), [scenario.seed], names=False), scenario, cells)
    except ValueError as refusal:
        said.error(f"This cannot be trained: {plain(str(refusal))}")
        return
    at_once = min(seeds, shared(_scheduler()).at_once())
    rounds = -(-seeds // at_once)
    said.caption(
        f"Expect **{span(rounds * least, rounds * most)}**: {cells * cells} cells for each of {seeds} seeds, {at_once} "
        f"at a time, each {span(least, most)}, timed on this machine as busy as it is now. It can be stopped."
    )


@st.cache_data(max_entries=500, ttl=300, show_spinner=False)
def _seconds(name: str, _scenario: Scenario, cells: int) -> tuple[float, float]:
    return seconds_for_seed(_scenario, *grid(cells))


@st.cache_data(max_entries=500, show_spinner=False)
def _expectations(name: str, _scenario: Scenario) -> list[str]:
    return expected(_scenario)


def span(least: float, most: float) -> str:
    """Return a range of seconds in words, no finer than an estimate deserves: ``20 s to 2 min``."""
    low, high = _duration(least), _duration(most)
    return f"about {low}" if low == high else f"{low} to {high}"


def _duration(seconds: float) -> str:
    for unit, length, most in (("s", 1, 90), ("min", 60, 90), ("h", 3600, float("inf"))):
        count = seconds / length
        if count < most:
            step = 5 if count >= 20 else 1
            return f"{max(1, step * round(count / step))} {unit}"
    raise AssertionError("any number of hours has been said")


def _begin(scenario: Scenario, cells: int, seeds: int) -> None:
    job = Job(shared(_scheduler()), scenario, *grid(cells), seeds)
    st.session_state[_JOB] = _Making(job, time.monotonic(), job.share)


def _scheduler() -> str | None:
    """Address of a cluster, where the secrets name one."""
    try:
        return st.secrets.get("scheduler")
    except FileNotFoundError:
        return None


# While it is made ----------------------------------------------------------------------------------------------------


def _work(making: _Making) -> None:
    """Draw how far it is, and the map of the seeds that are done."""
    job = making.job
    _progress(making, (job.done, job.first_look is not None))
    if (surface := job.so_far()) is not None:
        point = surface.nearest(0.2, 0.5)
        st.caption(_of_seeds(job.done, job.seeds) if job.done else _of_a_first_look(job.scenario))
        stage(Scene(surface, point, glyphs=recipes(surface)), look="page", on_event=lambda event: None, key="so-far")


@st.fragment(run_every=1.0)
def _progress(making: _Making, shown: tuple[int, bool]) -> None:
    job = making.job
    _MAKING.setdefault(job.name, making)
    try:
        surface = job.look()
    except Failed as failure:
        st.session_state[_REFUSED] = f"The surface cannot be made. {plain(str(failure))}"
        _stop(job, keep=False)
        st.rerun()
    if surface is not None:
        st.session_state[_DONE] = add_own(surface)
        st.session_state.pop(_JOB, None)
        st.rerun()
    if (job.done, job.first_look is not None) != shown:
        st.rerun()
    st.progress(job.share, f"{job.done} of {job.seeds} seeds done{_left(making)}")
    if not job.connected:
        st.caption("Waiting for the processes that compute. What is done is not lost.")
    elif job.worker_lost:
        st.caption("A process was lost on the way. What it had begun is done again; the rest is kept.")
    st.button("Stop", key="stop", on_click=_stop, args=(job,))


def _of_seeds(done: int, seeds: int) -> str:
    known = "one alone has no spread" if done == 1 else "± is the spread over these"
    return f"The map after {done} of {seeds} seeds: {known}."


def _of_a_first_look(scenario: Scenario) -> str:
    """Say how far what stands on the map is from what will."""
    said = "**A first look**: every other strength and temperature, and one seed."
    if not scenario.encoder_entry.solved:
        return said
    return f"{said} Lower minima were looked for only briefly, and single cells can still change."


def _left(making: _Making) -> str:
    share = making.job.share
    if share - making.had < 0.02:
        return ""
    left = (time.monotonic() - making.begun) * (1 - share) / (share - making.had)
    return f", about {left:.0f} s left" if left < 90 else f", about {left / 60:.0f} min left"


def _stop(job: Job, *, keep: bool = True) -> None:
    job.cancel()
    st.session_state.pop(_JOB, None)
    if not keep:
        st.session_state.pop(_READ, None)


# What there is -------------------------------------------------------------------------------------------------------


def _made() -> None:
    """Say above all else that a surface is there, in the run after it came."""
    name = st.session_state.pop(_DONE, None)
    if name in own_names():
        st.success(
            f"The surface of **{plain(title(name))}** is there: among the graphs of Explore, the activities, the quiz "
            "and the class."
        )
        page_link("explore", "Explore it", icon=":material/explore:", graph=name)


def _own_surfaces() -> None:
    names = own_names()
    if not names:
        return
    st.header("Your surfaces", anchor=False)
    for name in reversed(names):
        surface = open_surface(name)
        with st.container(key=f"own-{name}", horizontal=True, vertical_alignment="center"):
            rows, columns = surface.loss.shape
            st.markdown(f"**{plain(title(name))}**, {columns} × {rows}, {len(surface.seeds)} seeds", width="content")
            page_link("explore", "Explore", icon=":material/explore:", graph=name)
            st.download_button(
                "Download (.npz)",
                partial(to_bytes, surface),
                f"{_file_name(surface.scenario.graph.name)}.npz",
                key=f"npz:{name}",
                on_click="ignore",
                type="tertiary",
            )
            st.button("Remove", key=f"remove:{name}", type="tertiary", on_click=_remove, args=(name,))
    st.caption("A surface is open to whoever has its link. Its file can be opened here again.")


def _remove(name: str) -> None:
    state.leave(name)
    forget_own(name)


def _file_name(text: str) -> str:
    return "".join(c if c.isalnum() else "-" for c in text).strip("-")[:40] or "surface"

"""Which surface: graph, encoder, weight decay and batch, as far as a surface of them ships and can be opened."""

from typing import Any, NamedTuple

from explorer.model.counts import counted
from explorer.model.scenario import ENCODERS, GRAPHS, SHIPPED
from explorer.model.surface_file import openable
from explorer.views import loaders
from explorer.views.panels.wording import listed, plain
from explorer.widgets.surfaces import own_names, title


class SurfaceChoice(NamedTuple):
    """What tells one surface from the others, in the order in which it is asked.

    Attributes
    ----------
    graph : str
        A key of ``GRAPHS``; of an own surface, its name: each is offered as a graph of its own.
    encoder : str
        A key of ``ENCODERS``.
    decay : float
        Weight decay λ.
    batch : str
        Nodes in a batch, or ``"all"``.
    """

    graph: str
    encoder: str
    decay: float
    batch: str


CHOICES = {
    name: SurfaceChoice(entry.graph, entry.encoder, entry.weight_decay, str(entry.batch_size or "all"))
    for name, entry in SHIPPED.items()
}
"""Every shipped surface's choice, by its name."""


def choices() -> dict[str, SurfaceChoice]:
    """Return the choice of every shipped surface and of every own one of this session, by name."""
    return CHOICES | {name: _own_choice(name) for name in own_names()}


def _own_choice(name):
    scenario = loaders.surface(name).scenario
    return SurfaceChoice(name, scenario.encoder, scenario.weight_decay, str(scenario.batch_size or "all"))


def available() -> list[str]:
    """Return the names of all surfaces that can be opened here and now."""
    return [*openable(), *own_names()]


def decay_text(decay: float) -> str:
    """Return a weight decay as pages and links have it."""
    return f"{decay:g}"


def options(field: str, name: str) -> list[Any]:
    """Return what a selector offers beside the surface that is open: each value that some surface to open has.

    Parameters
    ----------
    field : str
        Of `SurfaceChoice`; all but the graph are of the open surface's graph.
    name : str
        Of the open surface.

    Returns
    -------
    list
        In the order of ``SHIPPED``, own ones last.
    """
    known = choices()
    graph = known[name].graph
    found = [known[other] for other in available() if field == "graph" or known[other].graph == graph]
    return list(dict.fromkeys(getattr(choice, field) for choice in found))


def nearest(choice: SurfaceChoice, field: str | None = None) -> str:
    """Return the surface that can be opened and has most of a choice; what is asked first counts more.

    Parameters
    ----------
    choice : SurfaceChoice
    field : str or None
        What it has to have before all else.

    Returns
    -------
    str
        Of equally near ones the first in ``SHIPPED``.
    """

    known = choices()

    def kept(name):
        same = [mine == wanted for mine, wanted in zip(known[name], choice, strict=True)]
        return field is None or same[SurfaceChoice._fields.index(field)], same

    return max(available(), key=kept)


def moved(wanted: SurfaceChoice, name: str, field: str) -> list[str]:
    """Say what had to change to have a surface at all.

    Parameters
    ----------
    wanted : SurfaceChoice
    name : str
        The surface that was opened instead.
    field : str
        What was asked for; the surface has it.

    Returns
    -------
    list of str
        One sentence, or none where the surface has all that was wanted. It names no more than it takes for no surface
        to have it all.
    """
    known = choices()
    got = known[name]
    kept = [one for one in SurfaceChoice._fields if getattr(got, one) == getattr(wanted, one)]
    lost = [one for one in SurfaceChoice._fields if one not in kept]
    if not lost:
        return []
    named = [field]
    for other in kept:
        if other not in named and any(_share(known[one], wanted, (*named, *lost)) for one in available()):
            named.append(other)
    before, now = (listed(in_words(one, getattr(choice, one)) for one in lost) for choice in (wanted, got))
    with_ = listed(in_words(one, getattr(wanted, one)) for one in named)
    return [f"No surface here has {before} with {with_}, so it is {now} now."]


def _share(choice, other, fields):
    return all(getattr(choice, field) == getattr(other, field) for field in fields)


def in_words(field: str, value: Any) -> str:
    """Return a value of a choice as a sentence has it."""
    if field == "graph":
        return f"the graph “{plain(_graph_title(value))}”"
    if field == "encoder":
        return f"the encoder “{ENCODERS[value].title}”"
    if field == "decay":
        return f"weight decay {decay_text(value)}"
    return "all nodes in a batch" if value == "all" else f"{counted(int(value), 'node')} in a batch"


def label(field: str, value: Any, name: str) -> str:
    """Return a value of a choice as its selector has it, beside the surface that is open.

    Of a weight decay it says what it does: whether any cell is collapsed.
    """
    if field == "graph":
        return f"{_graph_title(value)} ({counted(loaders.surface(_first_of(value)).scenario.graph.nodes, 'node')})"
    if field == "encoder":
        return ENCODERS[value].title
    if field == "batch":
        return "All nodes" if value == "all" else counted(int(value), "node")
    collapsed = loaders.surface(nearest(choices()[name]._replace(decay=value), "decay")).collapse_region()
    return f"λ = {decay_text(value)} · {'with collapse' if collapsed.any() else 'no collapse'}"


def _first_of(graph):
    known = choices()
    return next(name for name in available() if known[name].graph == graph)


def _graph_title(graph):
    return GRAPHS[graph] if graph in GRAPHS else title(graph)

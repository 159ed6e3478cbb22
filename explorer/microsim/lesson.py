"""The page of a textbook around the MicroSim, in Markdown."""

import json
import re
from html import escape

from explorer.charts.stage.embedding import nodes_shown
from explorer.microsim.questions import MapQuestion
from explorer.microsim.wording import ABOUT, ACTIVITIES, HEIGHT, OBJECTIVES, PREREQUISITES, REFERENCES, facts
from explorer.model.surface import Surface

_PAGE = """\
---
title: {title}
description: "{about}"
image: {preview}
hide: toc
---

# {heading}

<iframe src="{page}" title="{attribute}" width="100%" height="{height}" style="border:0" scrolling="no"></iframe>

[Open it in a window of its own]({page}){{ .md-button }}

To embed it elsewhere, copy `{page}` beside your page and paste:

```html
<iframe src="{page}" title="{attribute}" width="100%" height="{height}" style="border:0"></iframe>
```

## About

{about} {graph}

{model} Nothing is a mock formula.

## Objectives

{objectives}

Prerequisites: {prerequisites}. Time: 15 minutes.

## How to use it

Drag on the map, use the two sliders, or focus the map and press the arrow keys. The {shape} shows both views of
{nodes}; a line joins the two views of one node, and shapes are classes. The bars split the loss exactly into an
alignment term and a uniformity term. The list over the map chooses what colours it.

## Activities

{activities}

## Questions

{questions}

The page judges all three. Where the best place is asked for, every cell counts that the seeds do not tell from it.

## References

{references}
"""


def lesson(surface: Surface, asked: tuple[MapQuestion, ...], page: str, preview: str) -> str:
    """Return the lesson in Markdown, with a head that MkDocs and Jekyll read.

    Parameters
    ----------
    surface : Surface
    asked : tuple of MapQuestion
    page, preview : str
        Names of the page and of its picture, which lie beside it.

    Returns
    -------
    str
    """
    known = facts(surface)
    title = " ".join(known.title.split())
    shown, nodes = len(nodes_shown(surface)), surface.scenario.graph.nodes
    return _PAGE.format(
        title=json.dumps(title, ensure_ascii=False),
        heading=_plain(title),
        attribute=escape(title),
        about=ABOUT,
        graph=_plain(known.graph),
        nodes="every node" if shown == nodes else f"{shown} of the {nodes:,} nodes",
        shape="sphere" if surface.dimension == 3 else "circle",
        model=known.model,
        page=page,
        preview=preview,
        height=HEIGHT,
        prerequisites="; ".join(PREREQUISITES).lower(),
        objectives=_list(OBJECTIVES),
        activities=_list(ACTIVITIES, numbered=True),
        questions=_list([question.prompt for question in asked], numbered=True),
        references=_list(REFERENCES),
    )


def _plain(text):
    """Return text so that Markdown shows it as it is: the names of a graph are its owner's."""
    return re.sub(r"([\\`*_{}\[\]<>#!|~$&])", r"\\\1", " ".join(text.split()))


def _list(items, numbered=False):
    return "\n".join(f"{f'{i}.' if numbered else '-'} {item}" for i, item in enumerate(items, 1))

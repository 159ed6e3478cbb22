"""The Share dialog: a link to what one sees, code to embed it, and files to take away."""

from dataclasses import replace
from functools import partial
from importlib.util import find_spec

import streamlit as st

from explorer.charts.stage import LAYERS
from explorer.views import downloads, url
from explorer.views.state import View
from explorer.widgets.download import download

FRAME_HEIGHT = 482
"""Of the textbook's frame, in px; it is as wide as the text."""

SANDBOX = (
    'Where the frame has to be sandboxed, write `sandbox="allow-scripts allow-same-origin"`. Without '
    "`allow-same-origin` the page may not call its own server, and stays empty."
)

THEMES = {"The reader's own": None, "Light": "light_theme", "Dark": "dark_theme"}
"""What a frame's colours may be, and the option by which Streamlit knows them."""


def frame_code(view: View, base: str, *, theme: str | None = None, split: bool = True) -> str:
    """Return the HTML that embeds a view in a textbook.

    Parameters
    ----------
    view : View
    base : str
        Address of the page.
    theme : {None, "light_theme", "dark_theme"}
        None follows the reader's browser.
    split : bool
        Whether the bars of the two terms are shown.

    Returns
    -------
    str
    """
    more = {"embed": "true"} | ({"embed_options": theme} if theme else {}) | ({} if split else {"split": "none"})
    address = url.link(replace(view, stop=None), base, **more).replace("&", "&amp;")
    return (
        f'<iframe src="{address}" title="Contrastive loss surface" width="100%" height="{FRAME_HEIGHT}" '
        'style="border:0" allow="clipboard-write"></iframe>'
    )


@st.dialog("Share", width="medium")
def share_dialog(view: View) -> None:
    """Draw the dialog for a view.

    Parameters
    ----------
    view : View
    """
    base = st.context.url or ""
    st.markdown("**Link to what you see**")
    st.code(url.link(view, base), language=None, wrap_lines=True)
    st.markdown("**Code to embed this page, live, in a textbook or a learning management system**")
    with st.container(key="frame-choices", horizontal=True, vertical_alignment="bottom"):
        theme = st.selectbox("Colours", list(THEMES), key="frame:theme")
        layer = st.selectbox(
            "The map shows",
            list(LAYERS),
            list(LAYERS).index(view.layer),
            format_func=lambda name: LAYERS[name].title,
            key="frame:layer",
        )
        split = st.toggle("Show the two terms", value=True, key="frame:split")
    chosen = frame_code(replace(view, layer=layer), base, theme=THEMES[theme], split=split)
    st.code(chosen, language="html", wrap_lines=True)
    st.caption(SANDBOX)
    if find_spec("vl_convert"):
        st.markdown("**Or a page that needs no server**")
        st.caption(
            "A folder with one HTML file for this surface and three questions that it judges itself; put it on any web "
            "space, or open it from your disk. The instructor's sheet, in the *Lesson*, says when to take which."
        )
        _file(view, "Page without a server (.zip)", lambda: _microsim(view.surface), "microsim.zip")
    st.markdown("**Files**")
    theme = st.context.theme.type or "light"
    surface = view.surface
    with st.container(key="downloads", horizontal=True):
        _file(view, "Surface (CSV)", lambda: downloads.surface_csv(surface), "surface.csv")
        _file(view, "This point (CSV)", lambda: downloads.point_csv(surface, view.point), "point.csv")
        if find_spec("vl_convert"):
            for form in ("svg", "png"):
                make = partial(downloads.picture, view, form, theme)
                _file(view, f"Map ({form.upper()})", make, f"{view.layer}.{form}")
        else:
            st.caption("Pictures of the map need `pip install vl-convert-python` on the server.")


def _microsim(surface):
    """Return the package; what makes it is large, and only needed when it is wanted."""
    from explorer import microsim

    return microsim.zipped(surface)


def _file(view, label, make, ending):
    """Draw the button of a file that says in its name what it shows."""
    name = downloads.file_name(view, ending)
    download(label, make, name, key="download", icon=":material/download:")

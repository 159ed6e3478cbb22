"""The Share dialog: a link to what one sees, code to embed it, and files to take away."""

from functools import partial
from importlib.util import find_spec

import streamlit as st

from explorer.views import downloads, url

FRAME = (700, 482)
"""Width and height of the textbook's frame, in px."""


def frame_code(view, base):
    """Return the HTML that embeds a view in a textbook.

    Parameters
    ----------
    view : View
    base : str
        Address of the page.

    Returns
    -------
    str
    """
    address = url.link(view, base, embed="true").replace("&", "&amp;")
    width, height = FRAME
    return (
        f'<iframe src="{address}" title="Contrastive loss surface" width="{width}" height="{height}" '
        'style="border:0;max-width:100%" allow="clipboard-write"></iframe>'
    )


@st.dialog("Share", width="medium")
def share(view):
    """Draw the dialog for a view.

    Parameters
    ----------
    view : View
    """
    base = st.context.url or ""
    st.markdown("**Link to what you see**")
    st.code(url.link(view, base), language=None, wrap_lines=True)
    st.markdown("**Code to embed it in a web page or a learning management system**")
    st.code(frame_code(view, base), language="html", wrap_lines=True)
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


def _file(view, label, make, ending):
    """Draw a button that makes its file only when it is pressed."""
    name = downloads.file_name(view, ending)
    st.download_button(label, make, name, on_click="ignore", key=f"download:{name}", icon=":material/download:")

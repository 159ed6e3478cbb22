"""A page with nothing but the training panel."""

import streamlit as st

from explorer.model.surface_file import load_shipped
from explorer.views.panels.train_here import render
from explorer.widgets import served


def script():
    st.set_page_config(layout="wide", page_title="panel")
    surface = load_shipped("communities")
    render(surface, surface.nearest(0.2, 0.5))


if __name__ == "__main__":
    script()
else:
    app = st.App(__file__, routes=served.routes())

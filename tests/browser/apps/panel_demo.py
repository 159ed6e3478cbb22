"""A page with nothing but the training panel."""

import streamlit as st

from explorer.model.surface_file import load_shipped
from explorer.views.panels.train_here import render

st.set_page_config(layout="wide", page_title="panel")
surface = load_shipped("communities")
render(surface, surface.nearest(0.2, 0.5))

"""The foot of every page."""

import streamlit as st


def foot() -> None:
    """Draw it, on a page of its own and not in a textbook's frame."""
    if not st.context.is_embedded:
        with st.container(key="not-printed-foot"):
            there = st.Page(lambda: None, title="Accessibility", url_path="accessibility")  # the router's page
            st.page_link(there, label="Accessibility")


def stop() -> None:
    """End the page here, with its foot."""
    foot()
    st.stop()

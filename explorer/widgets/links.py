"""Links from one page of the app to another, in the same session."""

import streamlit as st


def page_link(path: str, label: str, *, icon: str | None = None, **query: str) -> None:
    """Draw a link to a page.

    Parameters
    ----------
    path : str
        Of the page in the address, as the router names it.
    label : str
    icon : str or None
    **query : str
        What the address says besides.
    """
    page = st.Page(lambda: None, title=label, url_path=path)  # the router's page of that path, which opens it
    st.page_link(page, label=label, icon=icon, query_params=query)

"""The link that students open, and its QR code."""

import io
from functools import lru_cache
from urllib.parse import urlencode, urljoin, urlsplit

import segno
import streamlit as st

CODE = "code"
ME = "me"
ROOM = "room"


def address(page: str, **query: str) -> str:
    """The address of another page of this app, as this browser reaches it."""
    here = st.context.url or ""
    return urljoin(here, page) + (f"?{urlencode(query)}" if query else "")


def join_link(code: str) -> str:
    """The address that students open to join the class of this code."""
    return address("class", **{CODE: code})


def is_local(link: str) -> bool:
    """Whether the link leads other devices to themselves."""
    return urlsplit(link).hostname in {"localhost", "127.0.0.1", "::1"}


@lru_cache(maxsize=64)
def qr_svg(link: str) -> str:
    """The QR code of a link as SVG, dark on white in both designs, as scanners expect."""
    out = io.BytesIO()
    segno.make(link, error="m").save(out, kind="svg", scale=8, border=2, light="#fff", dark="#000", xmldecl=False)
    return out.getvalue().decode()

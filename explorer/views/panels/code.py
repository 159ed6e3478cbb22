"""Show the code: the functions that run, beside their formulas."""

import ast
import inspect
import re
import textwrap
from collections.abc import Callable
from functools import cache

import streamlit as st

from explorer.model import adam, augmentation, loss, objective, theory
from explorer.model.encoders import encoder, gcn, linear
from explorer.model.point import OperatingPoint
from explorer.model.surface import Surface

SECTIONS: dict[str, list[tuple[Callable, str]]] = {
    "Loss": [
        (
            loss.split,
            r"\begin{gathered}A_\tau = -\tfrac{1}{2N}\sum_i \tfrac{s_{ij(i)}}{\tau} \\ "
            r"U_\tau = \tfrac{1}{2N}\sum_i \log\sum_{k\ne i} e^{s_{ik}/\tau}\end{gathered}",
        ),
        (loss.nt_xent, r"L = A_\tau + U_\tau"),
        (
            loss.nt_xent_gradient,
            r"\begin{gathered}"
            r"\frac{\partial L}{\partial Z} = \frac{(p + p^\top - 2P)\,Z}{2N\tau} \\ "
            r"p_{ik} = \frac{e^{s_{ik}/\tau}}{\sum_{m\ne i} e^{s_{im}/\tau}}\end{gathered}",
        ),
        (loss.negative_weights, r"\frac{e^{s_{ik}/\tau}}{\sum_{m\ \text{negative}} e^{s_{im}/\tau}}"),
    ],
    "Metrics": [
        (loss.alignment, r"\ell_{\text{align}} = \tfrac1N\sum_i \lVert z_i - z_{j(i)}\rVert^2"),
        (
            loss.uniformity,
            r"\begin{gathered}"
            r"\ell_{\text{uniform}} = \log \operatorname*{mean}_{i<k} e^{-2\lVert z_i - z_k\rVert^2} \\ "
            r"N_{\text{eff}} = e^{-\ell_{\text{uniform}}}\end{gathered}",
        ),
    ],
    "View": [
        (augmentation.kept_edges, r"\text{edge kept where } u_e \ge p"),
        (augmentation.masked_features, r"x'_{if} = \frac{x_{if}\,[f_{if} \ge p]}{1-p}"),
        (linear.propagate, r"s = \hat A^K X, \qquad \hat A = D^{-1/2}(A+I)D^{-1/2}"),
    ],
    "Linear encoder": [
        (linear.directions, r"u_i = b + W^\top s_i, \qquad b = (1, 0, \dots)"),
        (linear.unit_vectors, r"z_i = u_i/\lVert u_i\rVert"),
        (objective.Objective.__call__, r"J = L + \tfrac{\lambda}{2}\lVert W\rVert^2"),
        (theory.stability_matrix, r"\tau^*(p) = \lambda_{\max}(Q_p)/\lambda"),
    ],
    "GCN": [
        (gcn.directions, r"u = \hat A\,\mathrm{ReLU}(\hat A X W_1 + c_1)\,W_2 + c_2"),
        (encoder.normalised, r"z_i = u_i/\lVert u_i\rVert"),
        (gcn.glorot, r"W \sim \mathrm{U}\left(\pm\sqrt{6/(\text{inputs} + \text{outputs})}\right), \quad c = 0"),
        (adam.Adam.step, r"\theta \leftarrow \theta - \eta\,\hat m/(\sqrt{\hat v} + \varepsilon)"),
    ],
}
"""Section to functions with their formulas."""

NOTEBOOK = """\
from explorer.model.loss import alignment, nt_xent, split, uniformity
from explorer.model.surface_file import load_shipped

surface = load_shipped("communities")
point = surface.nearest(strength=0.2, temperature=0.5)
z1, z2 = surface.embeddings(point)         # both views, each (N, 2)

nt_xent(z1, z2, point.temperature)         # L, in nats
split(z1, z2, point.temperature)           # (A, U), and L = A + U
alignment(z1, z2), uniformity(z1)
surface.loss[point.cell]                   # the mean over seeds that the map shows
"""


def render(surface: Surface, point: OperatingPoint, **_: object) -> None:
    """Draw the panel; it is the same at every point."""
    section = (
        st.segmented_control(
            "Part", list(SECTIONS), default="Loss", required=True, key="panel:code", label_visibility="collapsed"
        )
        or "Loss"
    )
    for function, formula in SECTIONS[section]:
        left, right = st.columns([2, 3], gap="medium")
        with left:
            st.markdown(f"`{function.__qualname__}`: {summary(function)}")
            st.latex(formula)
        with right:
            st.code(body(function), language="python", wrap_lines=True)
    st.markdown("**In a notebook**, started in the folder of this project")
    st.code(NOTEBOOK, language="python", wrap_lines=True)
    st.caption(
        "This is the source of the modules that are running, without docstrings; `help(split)` shows those. "
        "On the circle the same loss is computed in linear time in `explorer.model.circle_loss`."
    )


@cache
def body(function: Callable[..., object]) -> str:
    """Return the source of a function without its docstring.

    Parameters
    ----------
    function : callable
        Written in Python, with a docstring.

    Returns
    -------
    str
    """
    lines = textwrap.dedent(inspect.getsource(function)).splitlines()
    node = ast.parse("\n".join(lines)).body[0]
    assert isinstance(node, ast.FunctionDef)
    docstring = node.body[0]
    return "\n".join(lines[: docstring.lineno - 1] + lines[docstring.end_lineno :])


@cache
def summary(function: Callable[..., object]) -> str:
    """Return the first line of a docstring as markdown."""
    line = (inspect.getdoc(function) or "").splitlines()[0]
    return re.sub(r":\w+:", "", line).replace("_τ", "τ")

"""The one palette: what each colour of the app means, in light and in dark.

Charts read it as scale ranges, the stage sends it to the browser, and nothing else names a colour.
"""

from dataclasses import dataclass

VIRIDIS = (
    "#440154", "#470e61", "#481a6c", "#482575", "#472f7d", "#443a83", "#414487", "#3d4e8a", "#39568c",
    "#35608d", "#31688e", "#2d708e", "#2a788e", "#27818e", "#23888e", "#21918d", "#1f988b", "#1fa088",
    "#22a884", "#2ab07f", "#35b779", "#43bf71", "#54c568", "#66cc5d", "#7ad151", "#8fd744", "#a5db36",
    "#bcdf27", "#d2e21b", "#e9e51a", "#fde725",
)  # fmt: skip
"""Perceptually uniform, dark to bright: the value of the layer, in every chart."""

SEQUENTIAL = VIRIDIS

DIVERGING = ("#004A7C", "#5AA3D4", "#F2F0EB", "#E08A3C", "#8A3B00")
"""Below 0, 0 and above 0: blue and orange stay apart under every common colour vision deficiency."""

OKABE_ITO = {
    "black": "#000000",
    "orange": "#E69F00",
    "sky": "#56B4E9",
    "green": "#009E73",
    "yellow": "#F0E442",
    "blue": "#0072B2",
    "vermilion": "#D55E00",
    "purple": "#CC79A7",
}
"""Categories that stay apart under every common colour vision deficiency."""

VIEW_1 = OKABE_ITO["blue"]
VIEW_2 = OKABE_ITO["orange"]
ALIGNMENT_TERM = OKABE_ITO["green"]

SHAPES = ("circle", "square", "triangle", "diamond", "cross", "pentagon", "star", "wedge")
"""Classes are told apart by shape, since colour is taken by the views."""


@dataclass(frozen=True)
class Theme:
    """Colours that differ between light and dark.

    Parameters
    ----------
    name : str
        ``"light"`` or ``"dark"``.
    background, surface : str
        The page and what is raised from it.
    ink, muted, line : str
        Text, secondary text, and hairlines, from strong to faint.
    accent : str
        The operating point, wherever it appears.
    accent_ink : str
        Text on the accent.
    view_1, view_2, alignment_term, uniformity_term : str
        The categories, lifted where the background asks for it.
    """

    name: str
    background: str
    surface: str
    ink: str
    muted: str
    line: str
    accent: str
    accent_ink: str
    view_1: str
    view_2: str
    alignment_term: str
    uniformity_term: str


LIGHT = Theme(
    name="light",
    background="#FFFFFF",
    surface="#F4F5F7",
    ink="#1B1F26",
    muted="#59616E",
    line="#D5D9E0",
    accent="#C8105C",
    accent_ink="#FFFFFF",
    view_1=VIEW_1,
    view_2=VIEW_2,
    alignment_term=ALIGNMENT_TERM,
    uniformity_term="#A8517F",
)

DARK = Theme(
    name="dark",
    background="#12151B",
    surface="#1C2029",
    ink="#EEF1F5",
    muted="#A4ADBA",
    line="#363D4A",
    accent="#FF5C9E",
    accent_ink="#12151B",
    view_1="#3D9BDC",
    view_2=VIEW_2,
    alignment_term="#1DB98C",
    uniformity_term=OKABE_ITO["purple"],
)

THEMES = {theme.name: theme for theme in (LIGHT, DARK)}

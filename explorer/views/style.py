"""What Streamlit's theme cannot say: a dense first screen, and sliders within reach of a thumb on narrow ones."""

import streamlit as st

from explorer.charts.palette import DARK, LIGHT
from explorer.widgets.app_style import LOW

NARROW = 768  # px; below it Streamlit lays the sidebar over the page

_EVERYWHERE = f"""<style>
.stSidebar .stVerticalBlock {{ gap: 0.75rem; }}
.st-key-chooser {{ scroll-margin-top: 4rem; }}
.stSidebar .st-key-presets {{ gap: 0.4rem; }}
.st-key-presets button {{ min-height: 1.9rem; padding: 0 0.6rem; }}
.st-key-presets button p {{ font-size: 0.85rem; }}
[data-testid="stLayoutWrapper"]:has(> .st-key-narrow) {{ display: none; }}
.st-key-tour {{
  gap: 0.4rem; padding-left: 0.9rem; border-left: 4px solid light-dark({LIGHT.accent}, {DARK.accent});
}}
.st-key-tour p {{ max-width: 100ch; }}
.st-key-tour-head {{ flex-wrap: nowrap; }}
.st-key-tour-way {{ gap: 0.5rem; }}
.stMainBlockContainer {{ padding-left: clamp(1rem, 3vw, 3rem); padding-right: clamp(1rem, 3vw, 3rem); }}
@media (max-width: {NARROW}px) {{
  [data-testid="stLayoutWrapper"]:has(> .st-key-narrow) {{
    display: block; position: sticky; bottom: 0; z-index: 50; padding: 0.4rem 0.25rem 0;
    background: light-dark({LIGHT.background}, {DARK.background}); border-top: 1px solid #8884;
  }}
  .st-key-narrow .stHorizontalBlock, .st-key-frame-sliders .stHorizontalBlock {{ flex-wrap: nowrap; gap: 1.5rem; }}
  .st-key-narrow .stColumn, .st-key-frame-sliders .stColumn {{ min-width: 0; width: 50%; }}
  .st-key-narrow label p, .st-key-frame-sliders label p {{ font-size: 0.8rem; white-space: nowrap; }}
}}
/* In a wide window as low as 768 px the tour's card takes the title's place: the readouts stay in sight. */
@media (min-width: {NARROW + 1}px) and (max-height: 800px) {{
  .stMainBlockContainer:has(.st-key-tour) [data-testid="stLayoutWrapper"]:has(> .st-key-lead) {{
    position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
  }}
  .stMainBlockContainer:has(.st-key-tour) .st-key-share {{ display: none; }}
  .st-key-tour {{ gap: 0.2rem; }}
  .st-key-tour p {{ font-size: 0.925rem; line-height: 1.45; }}
  .st-key-tour button {{ min-height: 2rem; padding-block: 0; }}
}}
@media (max-height: {LOW}px) {{
  [data-testid="stLayoutWrapper"]:has(> .st-key-narrow) {{ position: static; }}
}}
@media (max-width: 480px) {{
  .st-key-chooser [role="radiogroup"] button {{ padding-inline: 0.55rem; }}
  .st-key-chooser [role="radiogroup"] button p {{ font-size: 0.85rem; }}
}}
</style>"""

_FRAME = """<style>
.stMainBlockContainer { padding: 0.4rem 0.9rem 0 !important; }
.stMainBlockContainer > .stVerticalBlock, .st-key-frame { gap: 0.25rem; }
.st-key-frame-sliders .stHorizontalBlock { gap: 2rem; }
.st-key-frame-foot { flex-wrap: nowrap; }
.st-key-frame-foot p { font-size: 0.875rem; }
@media (max-width: 480px) {
  .st-key-frame-foot > :last-child { display: none; }
  .st-key-frame-sliders label p { font-size: 0.75rem; }
}
</style>"""


def style(*, framed: bool = False) -> None:
    """Add the style of the pages; `framed` is the tighter one for a frame in a textbook."""
    st.html(_EVERYWHERE + _FRAME if framed else _EVERYWHERE)

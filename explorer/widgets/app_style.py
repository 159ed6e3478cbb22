"""What the theme cannot say and every page needs; the router adds it once."""

import streamlit as st

from explorer.charts.palette import DARK, LIGHT

LOW = 420  # px; in a lower window nothing stays at an edge

_LOOK = f"""<style>
.stApp {{ font-variant-numeric: tabular-nums; }}
/* Menus and dialogs are drawn beside the app, where Streamlit does not say which theme it has: the system's. */
[data-st-overlay-root] {{ color-scheme: light dark; }}
.st-key-lead {{ flex-wrap: nowrap; }}
.st-key-lead h1 {{ font-size: 1.25rem; line-height: 1.3; margin: 0; padding: 0; }}
.st-key-lead [data-testid="stMarkdownContainer"] {{ margin-bottom: 0; }}
.st-key-lead p {{ margin: 0; color: color-mix(in srgb, currentColor 75%, transparent); }}
/* What takes the focus after a step is no control: the ring says where one is. */
[class*="st-key-focus-"] [tabindex="-1"]:focus-visible {{
  outline: 2px solid light-dark({LIGHT.accent}, {DARK.accent}); outline-offset: 3px; border-radius: 2px;
}}
/* Streamlit's own colours of these have less contrast than text needs: 2.5 to 4.4 to 1. */
.stApp [data-testid="stCaptionContainer"] {{ opacity: 1; color: light-dark({LIGHT.muted}, {DARK.muted}); }}
.stApp.stApp button[data-variant][data-selected="true"] {{
  color: color-mix(in srgb, light-dark({LIGHT.accent}, {DARK.accent}) 85%, currentColor);
}}
.stApp button[kind="tertiary"]:is(:hover, :focus, :active, [aria-expanded="true"]):not(:disabled) {{
  color: light-dark({LIGHT.accent}, {DARK.accent});
}}
.st-key-not-printed-foot {{ margin-top: 1.5rem; }}
.st-key-not-printed-foot p {{ font-size: 0.8rem; color: light-dark({LIGHT.muted}, {DARK.muted}); }}
/* Its colours of code have 2.2 to 4.2 to 1. */
.stApp pre .token.token {{ color: inherit; }}
.stApp pre .token.token:is(.punctuation, .operator, .comment) {{ color: light-dark({LIGHT.muted}, {DARK.muted}); }}
.stApp pre .token.token:is(.keyword, .builtin) {{ color: light-dark({LIGHT.view_1}, {DARK.view_1}); }}
.stApp pre .token.token:is(.string, .number, .boolean) {{
  color: light-dark({LIGHT.uniformity_term}, {DARK.uniformity_term});
}}
/* What says more about a control is 16 px wide, and fingers need 24. */
.stApp button[aria-label^="Help for "] {{ box-sizing: content-box; padding: 4px; margin: -4px; }}
/* What a switch or box says goes on in a second line instead of ending in dots. */
[data-testid="stCheckbox"] :is([data-testid="stMarkdownContainer"], p) {{ white-space: normal; }}
/* White on the light accent of the dark theme is hard to read. */
[data-testid="stBaseButton-primary"]:not(:disabled), [data-testid="stBaseButton-primaryFormSubmit"]:not(:disabled) {{
  color: light-dark({LIGHT.accent_ink}, {DARK.accent_ink});
}}
:not(.katex-display) > .katex {{ font-size: 1.08em; }}
/* A formula that is wider than a phone goes on in a new line, or is scrolled, not cut. */
.katex-display {{ overflow-x: auto; overflow-y: hidden; padding: 0.2rem; }}
.katex-display > .katex {{ white-space: normal; }}
@media (max-width: 480px) {{
  .katex-display > .katex {{ font-size: 1rem; }}
  .stMarkdown :is(th, td) {{ font-size: 0.8rem; padding: 0.25rem; }}
}}
/* A window as low as this, a phone on its side or a page at 400 %, has no room for bars: they scroll with the page. */
@media (max-height: {LOW}px) {{
  .stAppHeader {{ background: none; }}
  .stApp .stAppViewContainer {{ overflow-y: auto; }}
  .stAppViewContainer > :has(> .stMain) {{ flex: 1; min-width: 0; height: auto; }}
  .stApp .stMain {{ position: static; overflow: visible; }}
}}
/* Where the system forces its colours on the page, what is told by a background alone is drawn all the same. */
@media (forced-colors: active) {{
  .stSlider [role="group"] > div, .stProgress [data-testid="stProgressBarTrack"] {{ forced-color-adjust: none; }}
  .stSlider [role="group"] p {{ color: CanvasText; }}
  .stApp.stApp button[data-variant][data-selected="true"] {{
    forced-color-adjust: none; background: Highlight; color: HighlightText;
  }}
  .stAlertContainer {{ border: 1px solid; }}
}}
@media (prefers-reduced-motion: reduce) {{
  *, *::before, *::after {{ animation: none !important; transition: none !important; }}
}}
</style>"""


def look() -> None:
    """Add the style of all pages."""
    st.html(_LOOK)

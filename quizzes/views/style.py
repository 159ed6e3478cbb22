"""What the theme cannot say about these pages, and how a result looks on paper."""

import streamlit as st

from explorer.charts.palette import DARK, LIGHT
from explorer.widgets.app_style import LOW

_STYLE = """<style>
.stMainBlockContainer { padding: 1.25rem clamp(1rem, 3vw, 3rem) 2rem; }
.stMainBlockContainer h2 { font-size: 1.15rem; line-height: 1.3; padding: 0; }
.stMainBlockContainer h3 { font-size: 1.05rem; line-height: 1.35; padding: 0.1rem 0; }
.st-key-work-box h2 { font-size: 1rem; padding: 0; }
[class*="st-key-card-"] { flex-wrap: nowrap; }
[class*="st-key-outcomes-"] ul { list-style: none; padding-left: 1.1rem; }
[class*="st-key-outcomes-"] li { padding-left: 0; margin-left: 0; text-indent: -1.1rem; }
[class*="st-key-outcomes-explanations"] :is(ul, li) { padding-left: 0; text-indent: 0; }
.st-key-steps { max-width: 38rem; }
.st-key-question-box, .st-key-review, .st-key-setup { max-width: 46rem; }
/* Said where there is room for it anyway, to who has come by keyboard. */
[class*="st-key-boxes-"]:has(:focus-visible)::after {
  content: "↑ ↓ next box · Space ticks" / ""; height: 0; margin-top: -0.5rem; white-space: nowrap; font-size: 0.875rem;
  color: light-dark(MUTED_LIGHT, MUTED_DARK);
}
.st-key-knobs { align-items: start; }
.st-key-knobs > :first-child { flex: 1 1 0; }
.st-key-knobs > :last-child { flex: 2 1 0; }
@media (min-width: 641px) and (max-width: 1200px) {
  .st-key-knobs { gap: 0.6rem; }
  .st-key-knobs > .stElementContainer { flex-basis: 100%; }
  .st-key-knobs > .stElementContainer label {
    position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
  }
  .st-key-beside .st-key-lead p { font-size: 0.9rem; line-height: 1.35; }
}
@media (min-width: 769px) and (max-width: 1200px) {
  .stApp .stSidebar:not([aria-expanded="false"]) { min-width: 0; width: 13.5rem !important; }
}
@media (min-width: 641px) and (max-width: 1200px) and (max-height: 800px) {
  .stMainBlockContainer:has(.st-key-beside) { padding-top: 0.6rem; }
  .stMainBlockContainer:has(.st-key-beside) > .stVerticalBlock { gap: 0.5rem; }
  .st-key-beside .st-key-lead h1 + p { display: none; }
  .stColumn:has(.st-key-knobs) > .stVerticalBlock { gap: 0.5rem; }
  .st-key-knobs [data-testid="stSliderTickBar"] { display: none; }
  .st-key-thumbs { margin-bottom: -0.9rem; }
}
@media (max-width: 640px) {
  .st-key-lead.stHorizontalBlock { flex-wrap: wrap; gap: 0.5rem; }
  .st-key-lead.stHorizontalBlock > :first-child { flex: 1 1 100%; }
  .stColumn:has(.st-key-steps), .stColumn:has(.st-key-question-box) { order: -1; }
  .stMainBlockContainer { padding-top: 3.8rem; }
  .stMainBlockContainer:has(.st-key-sheet) > .stVerticalBlock { gap: 0.5rem; }
  /* The sliders stay at the lower edge. What is done on the map leaves it in sight: its text is a sheet above them. */
  [data-testid="stLayoutWrapper"]:has(> .st-key-knobs), .st-key-knobs { display: contents; }
  .st-key-knobs > .stElementContainer label {
    position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
  }
  [data-testid="stLayoutWrapper"]:has(> .st-key-thumbs) {
    order: 2; position: sticky; bottom: 0; z-index: 50; flex: none; width: 100%; height: 4.75rem;
    padding: 0.3rem 0.4rem 0;
    background: light-dark(LIGHT, DARK); border-top: 1px solid #8884;
  }
  .st-key-thumbs .stHorizontalBlock { flex-wrap: nowrap; gap: 1.5rem; }
  .st-key-thumbs .stColumn { min-width: 0; width: 50%; }
  .st-key-thumbs label p { font-size: 0.8rem; white-space: nowrap; }
  .stHorizontalBlock:has(> .stColumn .st-key-sheet) { flex-flow: column nowrap; gap: 0.5rem; }
  .stHorizontalBlock:has(> .stColumn .st-key-sheet) > .stColumn,
  .stHorizontalBlock:has(> .stColumn .st-key-sheet) > .stColumn > .stVerticalBlock { display: contents; }
  [data-testid="stLayoutWrapper"]:has(> .st-key-sheet) {
    order: 1; position: sticky; bottom: 0; z-index: 49; flex: none; width: 100%; max-height: 34dvh;
    overflow-y: auto; padding: 0.5rem 0.2rem; background: light-dark(LIGHT, DARK); border-top: 1px solid #8884;
  }
  .stHorizontalBlock:has(.st-key-thumbs) > .stColumn > .stVerticalBlock > :has(> .st-key-sheet) { bottom: 4.75rem; }
  .st-key-sheet .st-key-steps { gap: 0.5rem; }
  .st-key-sheet h2 { padding-bottom: 0.3rem; }
  .st-key-thumbs [data-testid="stSliderTickBar"] { display: none; }
  .st-key-beside .st-key-lead { min-height: 2.6rem; }
  .st-key-all-activities p { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .st-key-beside .st-key-lead.stHorizontalBlock { flex-wrap: nowrap; }
  .st-key-beside .st-key-lead.stHorizontalBlock > :first-child { flex: 1 1 auto; }
  .st-key-beside .st-key-lead h1 + p, .st-key-chosen h3 { display: none; }
  .st-key-chosen .stVerticalBlock, .st-key-steps:has(.st-key-chosen) { gap: 0.6rem; }
  .st-key-choose [role="radiogroup"] { flex-wrap: nowrap; overflow-x: auto; scrollbar-width: none; }
  .st-key-choose [role="radiogroup"] button { flex: none; }
}
/* A window as low as this has no room for what stays at an edge. */
@media (max-height: LOWpx) {
  [data-testid="stLayoutWrapper"]:has(> :is(.st-key-thumbs, .st-key-sheet)) {
    position: static !important; max-height: none !important;
  }
}
@media print {
  [data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stToolbar"], [data-testid="stExpandSidebarButton"],
  [class*="st-key-not-printed"] { display: none !important; }
  html, body, .stApp, [data-testid="stAppViewContainer"], [data-testid="stMain"], .stMainBlockContainer {
    position: static !important; height: auto !important; overflow: visible !important; color: #000 !important;
    background: #fff !important;
  }
  .stMainBlockContainer { padding: 0 !important; max-width: none !important; }
  .st-key-review { max-width: none; }
  .st-key-review, .st-key-review * {
    color: #000 !important; background: none !important; border-color: #999 !important;
  }
  .st-key-review .stVerticalBlock { gap: 0.35rem; }
  [class*="st-key-printed-item"] { break-inside: avoid; }
}
</style>"""
for _name, _value in (
    *(("MUTED_LIGHT", LIGHT.muted), ("MUTED_DARK", DARK.muted)),
    *(("LIGHT", LIGHT.background), ("DARK", DARK.background), ("LOW", str(LOW))),
):
    _STYLE = _STYLE.replace(_name, _value)

PRINT = "Print this page from the browser (Ctrl P or ⌘ P), to paper or to PDF. Menus and buttons stay off the paper."


def style() -> None:
    """Set these pages' widths and type on a screen, and what of them goes on paper."""
    st.html(_STYLE)

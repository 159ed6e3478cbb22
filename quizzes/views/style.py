"""What the theme cannot say about these pages, and how a result looks on paper."""

import streamlit as st

_STYLE = """<style>
.stMainBlockContainer { padding: 3.5rem clamp(1rem, 3vw, 3rem) 2rem; }
.stMainBlockContainer h2 { font-size: 1.15rem; line-height: 1.3; padding: 0; }
.stMainBlockContainer h3 { font-size: 1.05rem; line-height: 1.35; padding: 0.1rem 0; }
.st-key-work-box h2 { font-size: 1rem; padding: 0; }
[class*="st-key-card-"] { flex-wrap: nowrap; }
.st-key-steps { max-width: 38rem; }
.st-key-question-box, .st-key-review, .st-key-setup { max-width: 46rem; }
@media (min-width: 641px) and (max-width: 1200px) {
  .st-key-knobs > [data-testid="stLayoutWrapper"] > .stHorizontalBlock { flex-wrap: wrap; gap: 0.5rem; }
  .st-key-knobs > [data-testid="stLayoutWrapper"] > .stHorizontalBlock > .stColumn { min-width: 100%; }
}
@media (max-width: 640px) {
  .st-key-lead.stHorizontalBlock { flex-wrap: wrap; gap: 0.5rem; }
  .st-key-lead.stHorizontalBlock > :first-child { flex: 1 1 100%; }
  .stColumn:has(.st-key-steps), .stColumn:has(.st-key-question-box) { order: -1; }
  .st-key-knobs .stColumn .stHorizontalBlock { flex-wrap: nowrap; gap: 1.25rem; }
  .st-key-knobs .stColumn .stColumn { min-width: 0; }
  .st-key-beside .st-key-lead.stHorizontalBlock { flex-wrap: nowrap; }
  .st-key-beside .st-key-lead.stHorizontalBlock > :first-child { flex: 1 1 auto; }
  .st-key-beside .st-key-lead p, .st-key-chosen h3 { display: none; }
  .st-key-chosen .stVerticalBlock, .st-key-steps:has(.st-key-chosen) { gap: 0.6rem; }
  .st-key-choose [role="radiogroup"] { flex-wrap: nowrap; overflow-x: auto; scrollbar-width: none; }
  .st-key-choose [role="radiogroup"] button { flex: none; }
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
  .st-key-review, .st-key-review * { color: #000 !important; border-color: #999 !important; }
  .st-key-review .stVerticalBlock { gap: 0.35rem; }
  [class*="st-key-printed-item"] { break-inside: avoid; }
}
</style>"""


def style() -> None:
    """Set these pages' widths and type on a screen, and what of them goes on paper."""
    st.html(_STYLE)

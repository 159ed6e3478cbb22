"""Streamlit components that pages and questions share: the stage, the sliders, the player."""

"""Charts: plain tables in, specifications out. No Streamlit here."""

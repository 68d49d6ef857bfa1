"""Everything that speaks to Streamlit and is not a page."""

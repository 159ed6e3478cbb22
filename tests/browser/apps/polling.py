"""The classroom's pages on a Streamlit that lacks a field which pushing needs."""

import runpy
from pathlib import Path

from quizzes.views.classroom import updates

updates.FIELDS = ("_scriptrunner", "_field_of_another_version")
runpy.run_path(str(Path(__file__).with_name("classroom.py")))

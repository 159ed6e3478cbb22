"""The files of a page without a server, in a folder or a .zip."""

import io
import json
import zipfile
from datetime import UTC, datetime

from explorer.microsim.lesson import lesson
from explorer.microsim.metadata import metadata
from explorer.microsim.page import page_html
from explorer.microsim.preview import preview
from explorer.microsim.questions import questions
from explorer.model.surface import Surface

PAGE, LESSON, METADATA, PREVIEW = NAMES = ("main.html", "index.md", "metadata.json", "preview.png")


def files(surface: Surface) -> dict[str, bytes]:
    """Return the content of every file by its name.

    The page is one file: a page that is opened from a folder may not load a script or data that lie beside it.

    Parameters
    ----------
    surface : Surface

    Returns
    -------
    dict of str to bytes
    """
    asked = questions(surface)
    described = metadata(surface, asked, datetime.now(UTC))
    return {
        PAGE: page_html(surface, asked).encode(),
        LESSON: lesson(surface, asked, PAGE, PREVIEW).encode(),
        METADATA: json.dumps(described, ensure_ascii=False, indent=2).encode(),
        PREVIEW: preview(surface),
    }


def zipped(surface: Surface) -> bytes:
    """Return all files in one .zip, within a folder of the surface's name."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files(surface).items():
            archive.writestr(f"contrastive-{surface.scenario.name}/{name}", content)
    return target.getvalue()

"""What a catalogue of MicroSims wants to know about the page: Dublin Core, education, technique, controls, model."""

from datetime import datetime

from explorer.microsim.questions import MapQuestion
from explorer.microsim.wording import ABOUT, ACTIVITIES, HEIGHT, OBJECTIVES, PREREQUISITES, RIGHTS, facts
from explorer.model.surface import Surface


def metadata(surface: Surface, asked: tuple[MapQuestion, ...], made: datetime) -> dict:
    """Return the metadata of a page, which the MicroSim schema accepts.

    Parameters
    ----------
    surface : Surface
    asked : tuple of MapQuestion
        The page's questions.
    made : datetime
        With its time zone.

    Returns
    -------
    dict
        Ready for JSON.
    """
    known = facts(surface)
    return {
        "microsim": {
            "dublinCore": {
                "title": known.title,
                "creator": ["The Contrastive Loss Surface Explorer authors"],
                "subject": ["contrastive learning", "graph neural networks", "representation learning"],
                "description": f"{ABOUT} {known.graph}",
                "date": made.isoformat(timespec="seconds"),
                "type": "Educational MicroSim",
                "format": "text/html",
                "identifier": f"contrastive-loss-surface-{surface.scenario.name}",
                "language": "en",
                "rights": RIGHTS,
            },
            "search": {
                "tags": ["NT-Xent", "temperature", "augmentation", "alignment", "uniformity", "collapse"],
                "visualizationType": ["simulation", "chart", "map"],
                "interactionLevel": "high",
                "complexity": 7,
                "relatedConcepts": ["InfoNCE", "hard negatives", "dimensional collapse", "linear probe"],
                "applicationDomains": ["education", "exploration", "assessment"],
            },
            "educational": {
                "gradeLevel": ["Undergraduate", "Graduate"],
                "subjectArea": ["Computer Science"],
                "topic": ["contrastive learning on graphs"],
                "learningObjectives": list(OBJECTIVES),
                "bloomsTaxonomy": ["Understand", "Apply", "Analyze"],
                "prerequisites": list(PREREQUISITES),
                "duration": {"typical": 15, "range": {"min": 5, "max": 20}},
                "difficulty": "Advanced",
            },
            "technical": {
                "framework": "other",
                "version": "1.0",
                "canvasDimensions": {"width": 700, "height": HEIGHT, "responsive": True},
                "dependencies": [],
                "deviceRequirements": {
                    "minScreenWidth": 300,
                    "minScreenHeight": HEIGHT,
                    "touchSupport": True,
                    "keyboardRequired": False,
                    "mouseRequired": False,
                    "networkRequired": False,
                },
                "stateManagement": {"stateType": "local-state", "persistence": False, "synchronization": False},
                "accessibility": {
                    "screenReader": True,
                    "keyboardNavigation": True,
                    "colorContrast": True,
                    "altText": True,
                    "keyboardMaps": [
                        {"key": "Arrow keys", "action": "move the point by one cell; with Shift by five"},
                        {"key": "Page Up, Page Down", "action": "move the temperature by five cells"},
                        {"key": "Home, End", "action": "weakest and strongest augmentation"},
                    ],
                },
            },
            "userInterface": {
                "layoutType": "responsive-width",
                "controls": [
                    *(_slider(*axis) for axis in known.axes),
                    {
                        "id": "layer",
                        "type": "dropdown",
                        "label": "Layer",
                        "description": "What colours the map",
                    },
                    {
                        "id": "check",
                        "type": "button",
                        "label": "Check",
                        "description": "Judges whether the point answers the question",
                    },
                ],
                "visualElements": [
                    {"type": "chart", "description": "Map over strength and temperature", "interactive": True},
                    {"type": "chart", "description": "Embeddings of both views", "interactive": False},
                    {"type": "chart", "description": "The loss as two terms", "interactive": False},
                ],
            },
            "simulation": {
                "model": {
                    "type": "algorithmic",
                    "description": known.model,
                    "equations": ["L = 1/2N Σ_i [ −s_ij(i)/τ + log Σ_{k≠i} exp(s_ik/τ) ]", "J = L + (λ/2)‖W‖²"],
                },
                "variables": [
                    {"name": name, "type": "input", "dataType": "number", "range": {"min": low, "max": high}}
                    for name, _, low, high, *_ in known.axes
                ],
            },
            "usage": {
                "recommendedUsage": ["exploration", "individual-study", "assessment"],
                "instructionalStrategies": list(ACTIVITIES),
                "assessmentQuestions": [
                    {"question": question.prompt, "type": "observation", "level": "Analyze"} for question in asked
                ],
            },
        }
    }


def _slider(name, label, low, high, start, logarithmic):
    """Return the description of a slider in words: the schema's own properties of a control exclude each other."""
    scale = ", in logarithmic steps" if logarithmic else ""
    return {
        "id": name,
        "type": "slider",
        "label": label,
        "description": f"{low:g} to {high:g}{scale}; starts at {start:.3g}",
        "affects": ["map", "embedding", "terms", "numbers"],
    }

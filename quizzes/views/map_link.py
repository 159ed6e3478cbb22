"""Links from questions and activities to a place on the Explore page."""

from urllib.parse import urlencode

from explorer.charts.texts import strength_text, temperature_text
from explorer.model.scenario import SHIPPED


def map_address(scenario: str, strength: float, temperature: float, layer: str, panel: str = "") -> str:
    """The address of a place, beside the page that links there.

    Parameters
    ----------
    scenario
        Which surface.
    strength, temperature, layer
        Where the point stands and what the map shows.
    panel
        What is opened below the map; empty for nothing.
    """
    query = {"graph": scenario}
    if (entry := SHIPPED.get(scenario)) is not None:
        query = {"graph": entry.graph, "encoder": entry.encoder, "decay": f"{entry.weight_decay:g}"}
        if entry.batch_size is not None:
            query["batch"] = str(entry.batch_size)
    query |= {"p": strength_text(strength), "tau": temperature_text(temperature), "layer": layer}
    if panel:
        query["open"] = panel
    return f"./?{urlencode(query)}"

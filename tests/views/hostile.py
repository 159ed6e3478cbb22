"""Values of the right type that no page of ours sends: what a hostile browser can put into any widget."""

import json

from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.testing.v1.element_tree import Block, Element

DIGITS = "9" * 5000
TEXTS = ("", "no such thing", DIGITS, "\x00", "<img src=x>", "2" * 30)
NUMBERS = (float("nan"), float("inf"), -1e308, 0.5, 10.0**30)
LISTS: tuple[list[str], ...] = ([], ["no such thing"], [DIGITS], ["", ""], ["no such thing"] * 50)
REPORTS: tuple[object, ...] = (
    [True],
    [],
    [0.5, 1],
    [-1, 0],
    [10**30, 0],
    [True, True],
    True,
    None,
    -1,
    10**30,
    1.5,
    "x",
    {},
    {"t": 3},
    [[0, 0]],
    [None],
    list(range(5000)),
)
EVENTS = ("moved", "anchored", "painted", "missing", "ticket")


def _strings(identifier):
    for text in TEXTS:
        yield WidgetState(id=identifier, string_value=text)


def _numbers(identifier):
    for number in NUMBERS:
        yield WidgetState(id=identifier, double_value=number)


def _lists(identifier):
    for items in LISTS:
        state = WidgetState(id=identifier)
        state.string_array_value.data.extend(items)
        yield state


def _reports(identifier):
    reports = [{"sequence": 10**6, "value": value} for value in REPORTS]
    reports += [{"sequence": sequence, "value": [0, 0]} for sequence in (True, "1", 10**30, None)]
    for kind in EVENTS:
        for report in reports:
            yield WidgetState(id=identifier, json_value=json.dumps({kind: report}))
    digits = "9" * 4000  # Python reads at most 4,300
    for kind in EVENTS:
        yield WidgetState(id=identifier, json_value=f'{{"{kind}": {{"sequence": {digits}, "value": [{digits}, 0]}}}}')
    for text in ("[]", "null", "1", '"x"', "{}", '{"moved": 1}'):
        yield WidgetState(id=identifier, json_value=text)


KINDS = {
    "Selectbox": _strings,
    "Radio": _strings,
    "TextInput": _strings,
    "TextArea": _strings,
    "NumberInput": _numbers,
    "Slider": _lists,
    "ButtonGroup": _lists,
    "MultiSelect": _lists,
    "BidiComponent": _reports,
}


def elements(app):
    """Every element on a page that has an id, as (kind, id)."""
    found = []

    def visit(node):
        if isinstance(node, Block):
            for child in node.children.values():
                visit(child)
        elif isinstance(node, Element) and getattr(node.proto, "id", ""):
            found.append((type(node.proto).__name__, node.proto.id))

    visit(app._tree)
    return found


def attacks(app):
    """Every widget with every hostile value, as the states that a browser would send."""
    for kind, identifier in elements(app):
        for state in KINDS[kind](identifier) if kind in KINDS else ():
            yield kind, identifier, state


def sent(app, state, *pressed):
    """Run the page as if the browser had sent one hostile value, and had pressed buttons."""
    states = [one for one in app._tree.get_widget_states().widgets if one.id != state.id]
    triggers = [WidgetState(id=button, trigger_value=True) for button in pressed]
    return app._run(WidgetStates(widgets=[*states, state, *triggers]))

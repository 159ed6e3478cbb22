"""The accessibility statement: what is met, what is not and why, how to use the map by ear, and whom to tell."""

from typing import NamedTuple

import streamlit as st


class Known(NamedTuple):
    """A fault that is Streamlit's own and that its theme cannot mend.

    Attributes
    ----------
    rule, element : str
        The rule of axe-core that it breaks, and a selector of where; the tests let this pass and nothing else.
    words : str
        What it means to a visitor.
    """

    rule: str
    element: str
    words: str


KNOWN = (
    Known(
        "presentation-role-conflict",
        '[data-testid="stFileUploaderDropzone"]',
        "The area that takes a dropped file, as on *Your graph*, can hold the focus and has a name, but calls itself "
        "decoration. The button *Upload* in it is named and works by keyboard.",
    ),
)
"""What is listed as Streamlit's own."""

MET = """
The aim is [WCAG 2.2](https://www.w3.org/TR/WCAG22/) at level AA. As far as we know it is met but for what the next part
lists.

- **By keyboard.** Every control is reached with Tab and worked with arrow keys, Enter and the space bar; the first stop
  of a page skips the menu. After an answer the focus is on the verdict, after *Next* on the new heading; where an
  exercise or a class takes away what had it, it is on a heading. A quiz of five takes at most 40 stops: the boxes
  of a question are one, within which the arrow keys lead on. Nothing traps the focus.
- **By ear.** Headings follow one another, controls have names, verdicts are announced. The map and the circle are
  sliders that say in words what they show; every number on a chart is also in a table.
- **By eye.** Text has a contrast of 4.5 : 1 or more in the light and the dark theme. Colour never stands alone: views
  differ by ring, classes by shape, marks by sign. Where the system forces its own colours, charts and bars stay
  visible. At 400 % zoom, or 320 pixels wide, nothing scrolls sideways but the wide tables drawn as a grid.
- **At rest.** Where the system asks for less motion, nothing moves by itself. Nothing flashes, and nothing runs out but
  a question that an instructor closes.

Whenever the app changes, every kind of page is measured with axe-core in both themes, wide and narrow. Checked, too,
are the way through an activity and a quiz by keyboard, what is announced of the map and the circle, forced colours, a
window of 320 × 256 pixels, and a walk in Firefox as well as in Chromium. What is announced is read from the browser,
not from a screen reader, and the pages were not tried by people who use one every day: if you do, your report is worth
more than all of these.
"""

GRIDS = (
    "Tables drawn as a grid (*Dashboard*, *Show the data*) can be walked through cell by cell with the arrow keys, but "
    "not every screen reader reads their cells. Each can be downloaded as a CSV file from the toolbar above it."
)

MAP = """
The map has two axes: **augmentation strength** from left to right and **temperature τ** from bottom to top. At every
point of it the encoder was trained anew, and the map holds what came out.

1. Tab to *Map of NT-Xent loss*; it is a slider. **← →** change strength and **↑ ↓** change τ by one step, with Shift by
   five; **Page up** and **Page down** change τ by five, **Home** and **End** go to the least and the greatest strength.
2. At each step you hear strength, τ, the layer's value, whether the embedding is collapsed or near the border of
   collapse, and how τ compares with the theory's τ*. Rest for half a second and you hear the other values too.
3. **Enter** sums the map up: where the layer is low and where high, where collapse lies, and which way is down.
4. The two sliders of the page move the same point, and once it rests you hear the same.
5. Next come the controls of **Play**, which moves the point by itself, and behind them the circle: its name says how
   far the nodes spread; arrow keys choose a node and name it with its class.
6. *More* in the sidebar of Explore has **Sound**: a tone at each step, the higher, the greater the layer's value.
7. Where a region is asked for, the **space bar** paints the cell or clears it. At the other corner **Shift** and the
   space bar do so with the whole block; you hear whether a cell is painted, and as one of how many.
8. *The map shows* chooses the layer, and *Data tables* under *More* holds every value of the map.
"""

WHOM = """
Tell your **instructor**: which page, what you wanted to do, what happened, and which browser and aids you use. They run
this server and can pass it on. Every question of a class can also be answered to them in words.
"""


def page() -> None:
    with st.container(key="accessibility", width=760):
        st.title("Accessibility", anchor=False)
        st.header("What is met", anchor=False)
        st.markdown(MET)
        st.header("What is not, and why", anchor=False)
        st.markdown("This app is drawn by Streamlit, and some of what it draws cannot be changed from here:")
        st.markdown("\n".join(f"- {words}" for words in (GRIDS, *(f"{one.words} `{one.rule}`" for one in KNOWN))))
        st.header("The map without sight", anchor=False)
        st.markdown(MAP)
        st.header("Whom to tell", anchor=False)
        st.markdown(WHOM)

"""axe-core over what a page shows, in both themes, wide and narrow; it comes with axe-playwright-python."""

from axe_playwright_python.base import AXE_SCRIPT

from explorer.charts.palette import DARK, LIGHT
from explorer.views.accessibility import KNOWN

WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
SEEN = ["color-contrast"]
"""What depends on the theme."""

# What Streamlit alone could mend passes, by rule and element, and is counted.
_RUN = """async ([known, rules]) => {
  const options = { elementRef: true, selectors: false, preload: false, resultTypes: ["violations"] };
  if (rules) options.runOnly = rules;
  else options.rules = { "target-size": { enabled: true } };
  const { violations } = await axe.run(document, options);
  const own = (id, { element }) => known.findIndex(([rule, selector]) => rule === id && element.matches(selector));
  const words = (id, { html, any: [why] }) => `${id}: ${why?.message} ${html.slice(0, 200)}`;
  const all = violations.flatMap(({ id, nodes }) => nodes.map((node) => [own(id, node), words(id, node)]));
  return [all.filter(([of]) => of < 0).map(([, said]) => said), all.map(([of]) => of).filter((of) => of >= 0)];
}"""
THEMED = """ink => {
  const made = document.createElement("i");
  made.style.color = ink;
  const all = [...document.querySelectorAll(".stApp, .stApp :is(h1, h2)")];
  return all.every((one) => getComputedStyle(one).color === made.style.color);
}"""
# What is about to be drawn anew is faded meanwhile; the sliders of a narrow page come with a run of their own.
_QUIET = """() => {
  const app = document.querySelector("[data-testid=stApp]"), has = (one) => Boolean(document.querySelector(one));
  if (!app) return true;
  const sliders = !has(".st-key-chooser") || has(".st-key-narrow") === innerWidth <= 768;
  return app.dataset.testScriptState === "notRunning" && sliders && !has("[data-stale=true], [data-retained=true]");
}"""
THEMES = {"light": LIGHT, "dark": DARK}


def quiet(page):
    """Wait until the page is drawn and nothing on it is faded."""
    page.wait_for_function(_QUIET)


def violations(page, rules=None, met=None):
    """Return what axe-core finds on a page as it is; what is known is added to `met`.

    A page may be drawn anew while axe-core looks, and what is faded then has too little contrast; what is wrong is
    wrong at every look.
    """
    for _ in range(3):
        quiet(page)
        if not page.evaluate("typeof axe === 'object'"):
            page.evaluate(AXE_SCRIPT)
        found, known = page.evaluate(_RUN, [[[one.rule, one.element] for one in KNOWN], rules])
        if met is not None:
            met |= {KNOWN[number] for number in known}
        if not found:
            break
    return found


class Looker:
    """Somebody who looks at one state after the other, and says at the end what is wrong.

    Attributes
    ----------
    found : list of str
        State, size, theme and what axe-core says.
    met : set of Known
        What of the listed faults was met.
    """

    def __init__(self):
        self.found, self.met = [], set()

    def look(self, page, state):
        """Look at a state by all rules at both sizes, and at its colours in the other theme, too."""
        dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
        first, other = ("dark", "light") if dark else ("light", "dark")
        looks = (first, WIDE, None), (first, NARROW, None), (other, NARROW, SEEN), (other, WIDE, SEEN)
        for theme, size, rules in looks:
            page.emulate_media(color_scheme=theme)
            page.set_viewport_size(size)
            page.wait_for_function(THEMED, arg=THEMES[theme].ink)
            self.found += [f"{state}, {size['width']} {theme}: {one}" for one in violations(page, rules, self.met)]

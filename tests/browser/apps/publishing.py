"""A page whose component imports a published module; at first the server does not know its address."""

from pathlib import Path

import streamlit as st

from explorer.widgets import served

MODULE = b"export default 'imported from here';" + b" // as long as a real one" * 400
CODE = """
export default async function ({ data: address, parentElement, setTriggerValue }) {
  const ask = (attempt) => setTriggerValue("missing", attempt);
  window.loadAnew = () => loadPublished(address, async (url) => {
    const answer = await fetch(url, { cache: "no-store" });
    if (!answer.ok) throw new Error(answer.status);
    return answer.text();
  }, ask);
  const module = await loadPublished(address, (url) => import(url), ask);
  parentElement.querySelector("output").textContent = module.default;
}
"""


def script():
    component = st.components.v2.component(
        "publishing", js=Path(served.__file__).with_suffix(".js").read_text() + CODE, html="<output></output>"
    )
    if "asked" not in st.session_state:  # as another server would have named it
        address = f"{served.FOLDER}/{served.Shelf().put(MODULE, 'text/javascript')}"
    else:
        address = served.publish(MODULE, "text/javascript")

    def note():
        st.session_state["asked"] = True

    component(data=address, key="module", on_missing_change=note)


if __name__ == "__main__":
    script()
else:
    app = st.App(__file__, routes=served.routes())

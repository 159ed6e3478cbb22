"""Stands between Playwright and an ordinary Firefox, started in its place: ``FIREFOX=/usr/bin/firefox firefox.py …``.

They speak WebDriver BiDi. Playwright wants its colour scheme set before every page, which not every Firefox can; that
it cannot is kept from Playwright.
"""

import json
import os
import subprocess
import sys
from functools import partial
from threading import Thread

from websockets.sync.client import connect
from websockets.sync.server import serve

LISTENS = "WebDriver BiDi listening on "


def between(address, playwright):
    """Pass on what is asked and answered; what Firefox does not know of emulation is done."""
    emulations = set()
    with connect(f"{address}/session", max_size=None) as firefox:

        def answer():
            for text in firefox:
                message = json.loads(text)
                if message.get("id") in emulations and message.get("error") == "unknown command":
                    text = json.dumps({"type": "success", "id": message["id"], "result": {}})
                playwright.send(text)
            playwright.close()

        Thread(target=answer, daemon=True).start()
        for text in playwright:
            message = json.loads(text)
            if message["method"].startswith("emulation."):
                emulations.add(message["id"])
            firefox.send(text)


def main():
    """Start Firefox, and listen instead of it."""
    firefox = subprocess.Popen([os.environ["FIREFOX"], *sys.argv[1:]], stderr=subprocess.PIPE, text=True)
    for line in firefox.stderr:
        if line.startswith(LISTENS):
            server = serve(partial(between, line.removeprefix(LISTENS).strip()), "127.0.0.1", 0, max_size=None)
            Thread(target=server.serve_forever, daemon=True).start()
            line = f"{LISTENS}ws://127.0.0.1:{server.socket.getsockname()[1]}\n"
        sys.stderr.write(line)
        sys.stderr.flush()
    return firefox.wait()


if __name__ == "__main__":
    sys.exit(main())

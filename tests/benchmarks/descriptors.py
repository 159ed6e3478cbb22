"""Many pages, each reloaded once, on a server that may open few files.

    python -m tests.benchmarks.descriptors [pages] [soft limit] [hard limit]

prints a table. Every page is a websocket on the loopback that speaks Streamlit's own protocol, waits until its script
has finished, is closed and opened again as a browser does on a reload.
"""

import asyncio
import os
import sys
import tempfile
from pathlib import Path

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.typing import Subprotocol

from tests.benchmarks.load.server import Server

AT_ONCE = 20
"""Pages that are being opened at a time."""


async def opened(address: str) -> websockets.ClientConnection:
    """Open a page and wait until it is drawn."""
    socket = await websockets.connect(
        address,
        subprotocols=[Subprotocol("streamlit")],
        max_size=None,
        compression=None,
        ping_interval=None,
        open_timeout=60,
    )
    message = BackMsg()
    message.rerun_script.query_string = ""
    await socket.send(message.SerializeToString())
    async for data in socket:
        if ForwardMsg.FromString(data).WhichOneof("type") == "script_finished":
            return socket
    raise ConnectionError("the server hung up")


async def reloaded(server: Server, pages: int) -> tuple[int, int, int]:
    """Open pages and reload each once.

    Returns
    -------
    first, second : int
        How many were drawn at first and after the reload, all of them open together.
    most : int
        Descriptors that the server then has open.
    """
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(before: websockets.ClientConnection | None) -> websockets.ClientConnection | None:
        async with gate:
            if before is not None:
                await before.close()
            try:
                return await asyncio.wait_for(opened(server.address), 60)
            except (OSError, TimeoutError, websockets.WebSocketException):
                return None

    first = await asyncio.gather(*(one(None) for _ in range(pages)))
    second = await asyncio.gather(*(one(socket) for socket in first))
    # Those that the server has closed since do not count.
    alive = [socket for socket in second if socket is not None and socket.state is websockets.State.OPEN]
    most = descriptors(server)
    await asyncio.gather(*(socket.close() for socket in alive))
    return sum(socket is not None for socket in first), len(alive), most


def descriptors(server: Server) -> int:
    """Files and sockets that the server has open."""
    return len(os.listdir(f"/proc/{server.process.pid}/fd"))


def main() -> None:
    pages, soft, hard = (int(text) for text in (*sys.argv[1:], *("300", "1024", "4096")[len(sys.argv) - 1 :]))
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), descriptors=(soft, hard))
        server.start()
        try:
            before = descriptors(server)
            first, second, most = asyncio.run(reloaded(server, pages))
            rows = {
                "soft and hard limit at the start": f"{soft}, {hard}",
                "pages drawn at first": f"{first} of {pages}",
                "pages drawn after a reload, all open at once": f"{second} of {pages}",
                "descriptors at the start, with all open, and after": f"{before}, {most}, {descriptors(server)}",
                "log": f"{(Path(folder) / 'server.log').stat().st_size / 1000:.1f} kB",
            }
        finally:
            server.stop()
    for name, value in rows.items():
        sys.stdout.write(f"| {name} | {value} |\n")


if __name__ == "__main__":
    main()

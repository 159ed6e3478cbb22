"""A visitor who sends what no browser sends, and looks at what comes back."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable

import websockets
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.typing import Subprotocol

from tests.benchmarks.load.mutations import Mutator

TOLD = (b"Traceback (most recent call last)", b'File "/', b"/site-packages/")
"""What only a traceback, or the server's own disk, would have sent."""
ENDED = ("script_finished", "session_event")
PATIENCE = 1.0
"""Seconds without a message until a visitor goes on."""
TOGETHER = 4
"""Messages sent at once, since a script that is interrupted is a case of its own."""


async def attack(
    address: str, seed: int, messages: int, until: float, told: Callable[[bytes], bool] | None = None
) -> Counter:
    """Send mutated messages, connecting anew wherever the server hangs up.

    Parameters
    ----------
    address : str
        The server's stream.
    seed : int
    messages : int
        How many to send.
    until : float
        When to stop in any case, on ``time.monotonic``.
    told : callable, optional
        Whether an answer of the server tells what it must not, besides tracebacks.

    Returns
    -------
    Counter
        ``sent``; ``answers``; ``told``, answers that tell what they must not; ``hung up``; ``failed``, runs of a page
        that ended in an apology.
    """
    mutator, counts = Mutator(seed), Counter[str]()
    stream, socket = iter(mutator), None
    while counts["sent"] < messages and time.monotonic() < until:
        try:
            if socket is None:
                socket = await websockets.connect(
                    address,
                    subprotocols=[Subprotocol("streamlit")],
                    max_size=None,
                    compression=None,
                    ping_interval=None,
                )
            for _ in range(min(TOGETHER, messages - counts["sent"])):
                await socket.send(next(stream))
                counts["sent"] += 1
            await _answers(socket, mutator, counts, told)
        except (websockets.ConnectionClosed, websockets.InvalidHandshake, TimeoutError):
            counts["hung up"] += 1
            socket = None
    if socket is not None:
        await socket.close()
    return counts


async def _answers(socket, mutator: Mutator, counts: Counter, told: Callable[[bytes], bool] | None) -> None:
    """Take all that comes until a run has ended; some messages are answered by nothing."""
    while True:
        try:
            data = await asyncio.wait_for(socket.recv(), PATIENCE)
        except TimeoutError:
            return
        counts["answers"] += 1
        counts["told"] += any(text in data for text in TOLD) or (told is not None and told(data))
        message = ForwardMsg.FromString(data)
        kind = message.WhichOneof("type")
        if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            named = getattr(element, element.WhichOneof("type") or "", None)
            mutator.saw(getattr(named, "id", "") or "", message.delta.fragment_id)
            counts["failed"] += "Something went wrong here." in getattr(named, "body", "")
        elif kind in ENDED:
            return


async def attack_together(
    address: str,
    seed: int,
    messages: int,
    seconds: float,
    visitors: int = 8,
    told: Callable[[bytes], bool] | None = None,
) -> Counter:
    """Several visitors at once, each with a share of the messages and a seed of its own."""
    until, share = time.monotonic() + seconds, -(-messages // visitors)
    attacks = [attack(address, seed + number, share, until, told) for number in range(visitors)]
    return sum(await asyncio.gather(*attacks), Counter())

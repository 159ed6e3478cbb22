"""A class at once: ``python -m tests.benchmarks.sessions [sessions] [seconds]`` prints a table.

Every session is a websocket on the loopback that speaks Streamlit's own protocol and moves the strength slider every
five seconds, out of step with the others. A change ends when the server says that the script has finished.
"""

import asyncio
import random
import sys
import time
from pathlib import Path

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.benchmarks.serving import percentile, print_table, server, wait_until_healthy

PERIOD = 5.0


def rerun(slider=None, value=None):
    """Return the message that asks for a run, with the slider's new value if there is one."""
    message = BackMsg()
    message.rerun_script.query_string = ""
    if slider is not None:
        state = message.rerun_script.widget_states.widgets.add()
        state.id = slider
        state.string_array_value.data.append(value)
    return message.SerializeToString()


async def finished(socket):
    """Read until the script has finished; return the strength slider in the sidebar if it came along."""
    slider = None
    async for data in socket:
        message = ForwardMsg.FromString(data)
        kind = message.WhichOneof("type")
        if kind == "delta":
            element = message.delta.new_element
            if element.WhichOneof("type") == "slider" and element.slider.id.endswith("-side:strength"):
                slider = element.slider
        elif kind == "script_finished":
            return slider
    raise ConnectionError("the server hung up")


async def session(address, start, seconds, times):
    """Open a session and change it until time is up."""
    await asyncio.sleep(start)
    async with websockets.connect(f"ws://{address}/_stcore/stream", max_size=None, compression=None) as socket:
        await socket.send(rerun())
        slider = await finished(socket)
        options, identifier = list(slider.options), slider.id
        end = time.perf_counter() + seconds
        await asyncio.sleep(random.uniform(0, PERIOD))
        while time.perf_counter() < end:
            began = time.perf_counter()
            await socket.send(rerun(identifier, random.choice(options)))
            await finished(socket)
            times.append(1000 * (time.perf_counter() - began))
            await asyncio.sleep(max(0, began + PERIOD - time.perf_counter()))


def resident(process):
    """Return a process's memory in MB."""
    for line in Path(f"/proc/{process.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return float("nan")


async def everybody(address, count, seconds):
    """Run all sessions; they arrive within ten seconds."""
    times: list[float] = []
    await asyncio.gather(*(session(address, 10 * i / count, seconds, times) for i in range(count)))
    return times


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 40
    random.seed(0)
    with server() as (process, address):
        wait_until_healthy(address)
        times = asyncio.run(asyncio.wait_for(everybody(address, count, seconds), seconds + 60))
        memory = resident(process)
    p50, p95 = percentile(times, 0.5), percentile(times, 0.95)
    print_table(
        [
            ("sessions, changes", f"{count}, {len(times)}", "100, one every 5 s"),
            ("change to finished script, p50 / p95", f"{p50:.0f} / {p95:.0f} ms", "p95 ≤ 120 ms"),
            ("memory of the server", f"{memory:.0f} MB", "< 400 MB"),
        ]
    )


if __name__ == "__main__":
    main()

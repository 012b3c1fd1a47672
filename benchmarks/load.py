"""Fifty people at once, each moving a slider every six seconds for two minutes.

They speak to the server as browsers do, without drawing. Timed is the wait from the move until
the new curve is there; counted are errors, and states that are not one's own.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.BidiComponent_pb2 import BidiComponent
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from benchmarks.measurement import Measurement, at_most
from benchmarks.served import served

PEOPLE, EVERY, LASTING, GOAL = 50, 6.0, 120.0, 2.0
MEMBERS = ("armenia", "belarus", "kazakhstan", "kyrgyzstan", "tajikistan")
QUANTITIES = ("trust.external", "alignment", "threat", "regime_risk", "dependence")


@dataclass
class Person:
    """One session, and what it has seen."""

    number: int
    wanted: dict[str, float] = field(default_factory=dict)
    waits: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    panel: str = ""
    fragment: str = ""
    values: dict[str, float] = field(default_factory=dict)

    async def visit(self, address: str, until: float) -> None:
        """Open Explore, then move a slider now and then."""
        place = address.replace("http", "ws") + "/_stcore/stream"
        luck = random.Random(self.number)
        await asyncio.sleep(luck.uniform(0, EVERY))
        async with connect(
            place, subprotocols=["streamlit"], origin=address, max_size=None
        ) as line:
            first = BackMsg()
            first.rerun_script.query_string = ""
            await line.send(first.SerializeToString())
            await self._answered(line)
            while time.monotonic() < until:
                began = time.monotonic()
                await self._move(line, luck)
                await asyncio.sleep(max(0.0, EVERY - (time.monotonic() - began)))

    async def _move(self, line: ClientConnection, luck: random.Random) -> None:
        path = f"present.members.{MEMBERS[self.number % 5]}.{QUANTITIES[self.number // 5 % 5]}"
        value = round(luck.uniform(0.05, 0.95), 4)
        self.wanted[path] = value
        message = BackMsg()
        message.rerun_script.fragment_id = self.fragment
        message.rerun_script.widget_states.widgets.add(id=self.panel, json_value="{}")
        state = message.rerun_script.widget_states.widgets.add()
        state.id = f"$$STREAMLIT_INTERNAL_KEY_{self.panel}__events"
        moved = {"path": path, "value": value, "last": True}
        state.json_trigger_value = json.dumps([{"event": "moved", "value": moved}])
        began = time.monotonic()
        await line.send(message.SerializeToString())
        curve = await self._answered(line)
        if curve is None:
            self.errors.append("no curve came")
        else:
            self.waits.append(curve - began)
        if self.values != self.wanted:
            self.strange.append(f"{self.values} instead of {self.wanted}")

    async def _answered(self, line: ClientConnection) -> float | None:
        """Read until the program has finished; when the curve came."""
        curve = None
        while True:
            message = ForwardMsg.FromString(await line.recv())  # type: ignore[arg-type]
            kind = message.WhichOneof("type")
            if kind == "script_finished":
                return curve
            if kind != "delta" or not message.delta.HasField("new_element"):
                continue
            element = message.delta.new_element
            if element.HasField("exception"):
                self.errors.append(element.exception.message)
            elif element.HasField("bidi_component"):
                component = element.bidi_component
                if component.id.endswith("figure-forecast"):
                    curve = time.monotonic()
                elif component.component_name == "assumptions":
                    self._read_panel(component, message.delta.fragment_id)

    def _read_panel(self, component: BidiComponent, fragment: str) -> None:
        self.panel, self.fragment = component.id, fragment
        self.values = json.loads(component.bytes)["values"]


def measure() -> list[Measurement]:
    """The waits, and what went wrong."""
    people = [Person(number) for number in range(PEOPLE)]
    with served() as address:
        asyncio.run(_all(people, address))
    waits = [wait for person in people for wait in person.waits]
    errors = sum(len(person.errors) for person in people)
    strange = sum(len(person.strange) for person in people)
    for person in people:
        for said in [*person.errors, *person.strange][:1]:
            print(f"session {person.number}: {said}")
    return [
        at_most(f"redraw, {PEOPLE} sessions at once ({len(waits)} moves)", waits, "s", GOAL),
        at_most("errors", [errors], "in all", 0),
        at_most("states that were another's", [strange], "in all", 0),
    ]


async def _all(people: list[Person], address: str) -> None:
    until = time.monotonic() + LASTING
    await asyncio.gather(*(person.visit(address, until) for person in people))

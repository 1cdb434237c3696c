"""Drives the controls of a real kernel as a front end with widgets does, through jupyter_client, and checks every message.

In: the path of a connection file of a kernel. Out: one JSON object, the types of the messages checked; an exception ends it with 1.
"""

import importlib.util
import json
import sys
from pathlib import Path

from jupyter_client import BlockingKernelClient

BASE = Path(__file__).parents[2] / "kernel" / "front" / "jupyter-client-check.py"
spec = importlib.util.spec_from_file_location("jupyter_client_check", BASE)
base = importlib.util.module_from_spec(spec)
spec.loader.exec_module(base)

VIEW = "application/vnd.jupyter.widget-view+json"
SLIDER = """interact({ level: slider({ min: 0, max: 100, value: 5 }) }, async ({ level }) => {
  console.log('drawing', level);
  if (level === 13) throw new RangeError('unlucky');
  if (level === 14) for (;;);
  if (level > 50) await new Promise((done) => setTimeout(done, 300));
  return level * 2;
})"""


def send(client, kind, content, metadata=None):
    message = client.session.msg(kind, content, metadata=metadata or {})
    client.shell_channel.send(message)
    return message["header"]["msg_id"]


def execute(client, code):
    request = client.execute(code)
    assert base.reply_to(client, request, "execute_reply")["status"] == "ok"
    return base.published(client, request)


def of_type(messages, kind):
    return [message for message in messages if message["msg_type"] == kind]


def tell(client, comm, data):
    return base.published(client, send(client, "comm_msg", {"comm_id": comm, "data": data}))


def move(client, comm, value):
    return tell(client, comm, {"method": "update", "state": {"value": value}, "buffer_paths": []})


def drawn(messages):
    return [message["content"]["data"]["text/plain"] for message in of_type(messages, "update_display_data")]


def open_comms(client):
    request = client.comm_info(target_name="jupyter.widget")
    comms = base.reply_to(client, request, "comm_info_reply")["comms"]
    base.published(client, request)
    return set(comms)


def draw(client):
    """Runs the cell; gives the comms of the slider and of the box, and the name of the place of what is drawn."""
    messages = execute(client, SLIDER)
    opened = {m["content"]["data"]["state"]["_model_name"]: m for m in of_type(messages, "comm_open")}
    for message in opened.values():
        assert message["metadata"]["version"].split(".")[0] == "2", message["metadata"]
    shown = [message["content"] for message in of_type(messages, "display_data")]
    slider, box = (opened[name]["content"]["comm_id"] for name in ("IntSliderModel", "VBoxModel"))
    assert shown[0]["data"][VIEW]["model_id"] == box, shown
    assert shown[1]["data"] == {"text/plain": "10"}, shown
    assert not of_type(messages, "execute_result")
    return slider, box, shown[1]["transient"]["display_id"]


def move_what_is_drawn(client, slider, place):
    messages = move(client, slider, 7)
    assert drawn(messages) == ["14"], messages
    assert of_type(messages, "update_display_data")[0]["content"]["transient"]["display_id"] == place
    assert of_type(messages, "stream")[0]["content"]["text"] == "drawing 7\n"
    assert "unlucky" in drawn(move(client, slider, 13))[0]
    assert drawn(move(client, slider, 8)) == ["16"]


def leave_out_old_values(client, slider):
    content = [{"comm_id": slider, "data": {"method": "update", "state": {"value": value}}} for value in range(60, 80)]
    requests = [send(client, "comm_msg", each) for each in content]
    texts, idle = [], set()
    while len(idle) < len(requests):
        message = base.checked_message(client.get_iopub_msg(timeout=base.TIMEOUT))
        texts += drawn([message])
        if message["content"].get("execution_state") == "idle":
            idle.add(message["parent_header"]["msg_id"])
    assert texts[-1] == "158" and len(texts) <= 3, texts


def interrupt_a_drawing(client, slider):
    request = send(client, "comm_msg", {"comm_id": slider, "data": {"method": "update", "state": {"value": 14}}})
    while base.checked_message(client.get_iopub_msg(timeout=base.TIMEOUT))["content"].get("text") != "drawing 14\n":
        pass
    interrupt = client.session.msg("interrupt_request", {})
    client.control_channel.send(interrupt)
    assert base.reply_to(client, interrupt["header"]["msg_id"], "interrupt_reply", "get_control_msg")["status"] == "ok"
    messages = base.published(client, request)
    assert "interrupted" in drawn(messages)[0] and not of_type(messages, "error"), messages
    assert drawn(move(client, slider, 9)) == ["18"]


def reload_the_page(client, slider, box):
    request = send(client, "comm_open", {"comm_id": "again", "target_name": "jupyter.widget.control", "data": {}})
    base.published(client, request)
    answer = of_type(tell(client, "again", {"method": "request_states"}), "comm_msg")[0]["content"]["data"]
    assert set(answer["states"]) == {slider, box} and answer["states"][slider]["state"]["value"] == 9, answer
    base.published(client, send(client, "comm_close", {"comm_id": "again", "data": {}}))
    state = of_type(tell(client, slider, {"method": "request_state"}), "comm_msg")[0]["content"]["data"]["state"]
    assert state["value"] == 9 and state["max"] == 100, state


def main():
    client = BlockingKernelClient(connection_file=sys.argv[1])
    client.load_connection_file()
    client.start_channels()
    client.wait_for_ready(timeout=base.TIMEOUT)
    execute(client, "import { interact, slider } from 'quantumtrader/research'")
    messages = execute(client, SLIDER)
    texts = [message["content"]["data"]["text/plain"] for message in of_type(messages, "display_data")]
    assert texts[0].startswith("Controls: level = 5") and texts[1] == "10", texts
    assert not of_type(messages, "comm_open"), "a client without widgets is sent none"

    request = send(client, "comm_open", {"comm_id": "page", "target_name": "jupyter.widget.control", "data": {}})
    base.published(client, request)
    slider, box, place = draw(client)
    assert open_comms(client) == {slider, box}
    move_what_is_drawn(client, slider, place)
    leave_out_old_values(client, slider)
    interrupt_a_drawing(client, slider)
    reload_the_page(client, slider, box)
    again = draw(client)
    assert open_comms(client) == set(again[:2]) and slider not in again, "the old ones are closed"
    base.published(client, send(client, "comm_close", {"comm_id": again[0], "data": {}}))
    assert open_comms(client) == {again[1]}
    client.stop_channels()
    print(json.dumps({"checked": sorted(base.checked)}))


main()

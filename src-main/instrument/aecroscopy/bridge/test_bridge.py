"""Tests of the bridge with its stand-in microscope: python -m unittest, in this folder."""

import json
import os
import socket
import struct
import tempfile
import threading
import time
import unittest

import curioscope_bridge
import ibw
import microscope
import session
from wire import BridgeError, encode


class Client:
    """A connection that reads replies by their number."""

    def __init__(self, port):
        self._sock = socket.create_connection(("127.0.0.1", port))
        self._file = self._sock.makefile("rb")
        self._id = 0

    def send(self, op, **request):
        self._id += 1
        self._sock.sendall(encode(dict(request, id=self._id, op=op)))

    def read(self):
        reply = json.loads(self._file.readline())
        reply["body"] = self._file.read(reply.get("bytes", 0))
        return reply

    def call(self, op, **request):
        self.send(op, **request)
        return self.read()

    def close(self):
        self._file.close()
        self._sock.close()


class BridgeTest(unittest.TestCase):
    def setUp(self):
        self._clients = []

    def tearDown(self):
        for client in self._clients:
            client.close()

    def start(self, *options):
        self.results = tempfile.mkdtemp()
        fixed = ["--fake", "--port", "0", "--fake-speed", "20", "--results", self.results]
        self.server = curioscope_bridge.build(curioscope_bridge.parse(fixed + list(options)))
        threading.Thread(target=self.server.serve, daemon=True).start()
        return self

    def client(self):
        client = Client(self.server.port)
        self._clients.append(client)
        return client

    def control(self):
        work, watch = self.client(), self.client()
        token = work.call("hello", args={"role": "work"})["result"]["session"]
        self.assertTrue(watch.call("hello", args={"role": "watch", "session": token})["ok"])
        return work, watch

    def code(self, reply):
        self.assertFalse(reply["ok"], reply)
        return reply["error"]["code"]

    IV = {"volts": [0.0, 0.5, 1.0, 0.5, 0.0], "pointSeconds": 0.01, "maxAmperes": 1e-7}
    LONG = {"volts": [0.5] * 400, "pointSeconds": 0.1, "maxAmperes": 1e-7}

    def test_nothing_moves_before_the_stop_channel_is_open(self):
        self.start()
        work = self.client()
        self.assertEqual(self.code(work.call("move", key="a", args={"x": 0, "y": 0, "speed": 1e-6})), "notInControl")
        work.call("hello", args={"role": "work"})
        self.assertEqual(self.code(work.call("move", key="b", args={"x": 0, "y": 0, "speed": 1e-6})), "notInControl")

    def test_a_second_console_is_refused_and_one_that_left_is_followed(self):
        self.start()
        _, watch = self.control()
        other = self.client()
        self.assertEqual(self.code(other.call("hello", args={"role": "work"})), "notInControl")
        self.assertTrue(watch.call("bye")["ok"])
        self.assertTrue(other.call("hello", args={"role": "work"})["ok"])

    def test_a_curve_comes_with_its_biases_and_ends_at_zero(self):
        self.start()
        work, watch = self.control()
        reply = work.call("iv", key="a", args=self.IV)
        self.assertEqual([b["name"] for b in reply["blocks"]], ["volts", "amperes"])
        values = struct.unpack("<10d", reply["body"])
        self.assertEqual(list(values[:5]), self.IV["volts"])
        self.assertGreater(values[7], values[6])
        self.assertEqual(values[6], values[8])
        self.assertEqual(reply["result"]["flags"], {"complete": True, "compliance": False, "saturated": False})
        self.assertEqual(watch.call("status")["result"]["bias"], 0.0)

    def test_limits_of_its_own(self):
        self.start("--max-bias-volts", "2", "--max-frame-metres", "5e-6")
        work, _ = self.control()
        for key, op, args, code in [
            ("a", "iv", dict(self.IV, volts=[0.0, 2.1]), "limitExceeded"),
            ("b", "setBias", {"volts": -2.1}, "limitExceeded"),
            ("c", "pulse", {"volts": 3, "seconds": 0.1}, "limitExceeded"),
            ("d", "iv", dict(self.IV, maxAmperes=1.0), "limitExceeded"),
            ("e", "iv", self.LONG | {"pointSeconds": 1.0}, "limitExceeded"),
            ("f", "scan", {"width": 6e-6, "height": 6e-6, "cols": 32, "rows": 32, "lineSeconds": 0.1}, "outOfRange"),
            ("g", "move", {"x": 1e-6, "y": 0, "speed": 1e-6}, "outOfRange"),
            ("h", "move", {"x": "0", "y": 0, "speed": 1e-6}, "protocol"),
            ("i", "move", {"x": None, "y": 0, "speed": 1e-6}, "protocol"),
            ("j", "explode", {}, "unsupported"),
        ]:
            self.assertEqual(self.code(work.call(op, key=key, args=args)), code, op)
        self.assertEqual(self.server.scope.bias_volts, 0.0)

    def test_a_key_is_carried_out_once(self):
        self.start()
        work, _ = self.control()
        first = work.call("iv", key="same", args=self.IV)
        again = work.call("iv", key="same", args=self.IV)
        self.assertEqual(first["body"], again["body"])
        self.assertEqual(len(os.listdir(self.results)), 1)
        self.assertEqual(self.code(work.call("iv", args=self.IV)), "protocol")

    def test_a_stop_is_answered_while_a_sweep_blocks_the_work_connection(self):
        self.start("--fake-speed", "1")
        work, watch = self.control()
        work.send("iv", key="a", args=self.LONG)
        time.sleep(0.3)
        self.assertEqual(watch.call("status")["result"]["phase"], "spectroscopy")
        asked = time.monotonic()
        stopped = watch.call("stop", args={"withdraw": True, "epoch": 1})["result"]
        self.assertLess(time.monotonic() - asked, 2.0)
        self.assertTrue(stopped["confirmed"], stopped)
        self.assertEqual((stopped["engaged"], stopped["bias"], stopped["phase"]), (False, 0.0, "idle"))
        self.assertEqual(self.code(work.read()), "aborted")

    def test_what_was_sent_before_a_stop_and_comes_after_it_is_refused(self):
        self.start()
        work, watch = self.control()
        watch.call("stop", args={"withdraw": False, "epoch": 1})
        self.assertEqual(self.code(work.call("iv", key="a", epoch=0, args=self.IV)), "aborted")
        self.assertTrue(work.call("iv", key="b", epoch=1, args=self.IV)["ok"])

    def test_anyone_may_stop(self):
        self.start()
        self.assertTrue(self.client().call("stop", args={"withdraw": True})["result"]["confirmed"])

    def test_the_dead_man_withdraws_in_the_middle_of_a_sweep(self):
        self.start("--fake-speed", "1")
        work, watch = self.control()
        work.call("engage", key="e")
        watch.call("heartbeat")
        work.send("iv", key="a", args=self.LONG)
        started = time.monotonic()
        self.assertEqual(self.code(work.read()), "aborted")
        self.assertGreater(time.monotonic() - started, session.DEAD_MAN_SECONDS - 0.5)
        deadline = time.monotonic() + 2
        while time.monotonic() < deadline:
            state = watch.call("status")["result"]
            if state["phase"] == "idle" and state["lastError"]:
                break
        self.assertEqual((state["engaged"], state["bias"]), (False, 0.0))
        self.assertIn("No heartbeat", state["lastError"])
        self.assertEqual(self.code(watch.call("heartbeat")), "notInControl")
        self.assertEqual(self.code(work.call("iv", key="b", args=self.IV)), "notInControl")

    def test_a_hanging_call_is_abandoned_and_said(self):
        self.start("--fault", "hang:set_IO_control")
        work, watch = self.control()
        margin, session.MARGIN_SECONDS = session.MARGIN_SECONDS, 0.2
        self.addCleanup(setattr, session, "MARGIN_SECONDS", margin)
        self.assertEqual(self.code(work.call("iv", key="a", args=self.IV)), "timeout")
        self.assertEqual(watch.call("status")["result"]["phase"], "fault")
        self.assertEqual(self.code(work.call("iv", key="b", args=self.IV)), "fault")
        stopped = watch.call("stop", args={"withdraw": True, "epoch": 1})["result"]
        self.assertFalse(stopped["confirmed"])
        self.assertFalse(stopped["engaged"])

    def test_arrays_of_the_wrong_length_or_without_numbers_are_not_passed_on(self):
        for kind in ("short", "nan"):
            self.start("--fault", kind + ":set_IO_control@1")
            work, _ = self.control()
            self.assertEqual(self.code(work.call("iv", key="a", args=self.IV)), "instrument")
            self.assertEqual(self.server.scope.bias_volts, 0.0)

    def test_a_frame_that_was_made_to_fit_is_refused(self):
        self.start("--fault", "clamp:PV")
        work, _ = self.control()
        args = {"width": 1e-6, "height": 1e-6, "cols": 32, "rows": 32, "lineSeconds": 0.01}
        self.assertEqual(self.code(work.call("scan", key="a", args=args)), "outOfRange")

    def test_a_smaller_frame_does_not_end_the_places_of_the_larger_one(self):
        self.start()
        work, _ = self.control()
        frame = {"width": 1e-6, "height": 1e-6, "cols": 16, "rows": 16, "lineSeconds": 0.01}
        self.assertTrue(work.call("scan", key="a", args=frame)["ok"])
        self.assertTrue(work.call("scan", key="b", args=dict(frame, width=0.4e-6, height=0.4e-6))["ok"])
        reply = work.call("move", key="c", args={"x": 0.45e-6, "y": -0.3e-6, "speed": 1e-5})
        self.assertTrue(reply["ok"], reply)
        for got, asked in zip(reply["result"]["position"], (0.45e-6, -0.3e-6)):
            self.assertAlmostEqual(got, asked, 12)
        outside = work.call("move", key="d", args={"x": 0.6e-6, "y": 0.0, "speed": 1e-5})
        self.assertEqual(self.code(outside), "outOfRange")

    def test_the_current_ends_a_sweep_after_the_piece_that_went_over(self):
        self.start()
        work, _ = self.control()
        args = {"volts": [0.05 * k for k in range(60)], "pointSeconds": 0.01, "maxAmperes": 1e-9}
        reply = work.call("iv", key="a", args=args)
        self.assertEqual(reply["result"]["flags"]["complete"], False)
        self.assertEqual(reply["result"]["flags"]["compliance"], True)
        count = reply["blocks"][1]["count"]
        amperes = struct.unpack("<%dd" % (2 * count), reply["body"])[count:]
        first = next(k for k, value in enumerate(amperes) if abs(value) > 1e-9)
        self.assertLess(count - first, 11)

    def test_results_must_have_a_place_before_anything_is_measured(self):
        self.start()
        work, watch = self.control()
        os.rmdir(self.results)
        self.assertEqual(self.code(work.call("iv", key="a", args=self.IV)), "storage")
        self.assertEqual(watch.call("status")["result"]["phase"], "idle")

    def test_pixels_and_metres(self):
        self.assertEqual(microscope.to_pixel(-0.5e-6, 1e-6, 256), 0)
        self.assertEqual(microscope.to_pixel(0.5e-6, 1e-6, 256), 256)
        for metres in (-0.3e-6, 0.1e-6):
            pixel = microscope.to_pixel(metres, 2e-6, 228)
            self.assertAlmostEqual(microscope.from_pixel(pixel, 2e-6, 228), metres, 15)

    def test_images_have_their_top_row_first(self):
        rows = [[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]
        self.assertEqual(ibw.read_heights(ibw.write_heights(rows)), rows)
        data = ibw.write_heights(rows)
        for wrong in (b"", data[:390], b"\0" * 500, data.replace(b"HeightTrace", b"PhaseTrace\0")):
            self.assertRaises(ValueError, ibw.read_heights, wrong)

    def test_an_image_of_a_real_microscope(self):
        path = os.path.join(os.path.dirname(__file__), *[".."] * 5, "shared", "data", "asylum_scan_0001.ibw")
        if not os.path.exists(path):
            self.skipTest("asylum_scan_0001.ibw is not here")
        with open(path, "rb") as file:
            rows = ibw.read_heights(file.read())
        self.assertEqual((len(rows), len(rows[0])), (256, 256))
        self.assertLess(max(map(max, rows)) - min(map(min, rows)), 1e-5)

    def test_a_refusal_has_a_code(self):
        self.start()
        client = self.client()
        client._sock.sendall(b"\xff\xfe\n[1]\n")
        self.assertEqual(self.code(client.read()), "protocol")
        self.assertEqual(self.code(client.read()), "protocol")
        self.assertRaises(BridgeError, self.server.bridge.beat, "nobody")


if __name__ == "__main__":
    unittest.main()

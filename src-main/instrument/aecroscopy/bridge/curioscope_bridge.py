"""Bridge between Curioscope and AEcroscopy, for the PC of the microscope. Python 3.9 or newer; see docs/aecroscopy.md.

    python curioscope_bridge.py --vi C:\\...\\PyScanner.exe --images C:\\...\\Images --amperes-per-volt 1e-9
    python curioscope_bridge.py --fake
"""

import argparse
import json
import os
import sys
import tempfile

import fake
from microscope import Limits, Microscope
from rig import Pace, Rig, make_cypher, make_wave, numpy_wave
from server import Server
from session import VERSION, Bridge
from wire import BridgeError


def parse(argv):
    parser = argparse.ArgumentParser(description="Serves an AEcroscopy microscope to Curioscope.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on; other than loopback is your decision")
    parser.add_argument("--port", type=int, default=6520, help="0 takes any free one")
    parser.add_argument("--results", default=None, help="folder in which every scan and curve is kept as well")
    parser.add_argument("--max-bias-volts", type=float, default=5.0)
    parser.add_argument("--max-frame-metres", type=float, default=20e-6)
    parser.add_argument("--max-current-amperes", type=float, default=1e-6)
    parser.add_argument("--max-sweep-seconds", type=float, default=60.0)
    parser.add_argument("--current-range", type=float, default=10e-9, help="where the current amplifier clips, A")
    parser.add_argument("--amperes-per-volt", type=float, default=1e-9, help="gain of the current amplifier")
    parser.add_argument("--current-channel", type=int, default=0, help="recorded input of the current, from 0")
    parser.add_argument("--io-settings", type=json.loads, default={}, help='JSON for set_IO_settings: {"AI_ch01": 1}')
    parser.add_argument("--vi", help="path of AEcroscopy's LabVIEW program")
    parser.add_argument("--images", help="folder in which Igor saves its images")
    parser.add_argument("--fake", action="store_true", help="a stand-in for the microscope; nothing real")
    parser.add_argument("--fake-seed", type=int, default=1)
    parser.add_argument("--fake-speed", type=float, default=1.0)
    parser.add_argument("--fault", action="append", default=[], help="with --fake: KIND:WORD[@N]")
    options = parser.parse_args(argv)
    if not options.fake and (options.vi is None or options.images is None):
        parser.error("--vi and --images are needed, or --fake")
    if options.fault and not options.fake:
        parser.error("--fault needs --fake")
    return options


def fault_of(text):
    kind, _, rest = text.partition(":")
    word, _, call = rest.partition("@")
    return kind, word, int(call or 0)


def build(options):
    """The server, ready to serve; opens the microscope and writes nothing to it."""
    folder = options.results or tempfile.mkdtemp(prefix="curioscope-bridge-")
    os.makedirs(folder, exist_ok=True)
    pace, faults = Pace(), None
    images, cypher, wave = options.images, make_cypher, lambda: make_wave(options.vi)
    name, version = "AEcroscopy", "bridge " + VERSION
    if options.fake:
        pace, faults = Pace(options.fake_speed), fake.Faults(map(fault_of, options.fault))
        images = tempfile.mkdtemp(prefix="curioscope-images-")
        world = fake.World(options.fake_seed, pace, images, faults)
        cypher = lambda: fake.FakeCypher(world)
        wave = lambda: fake.FakeWave(world, options.current_range, options.amperes_per_volt)
        name = "AEcroscopy stand-in (Curioscope)"
    rig = Rig(
        cypher,
        wave,
        images,
        options.amperes_per_volt,
        options.current_channel,
        options.current_range,
        options.io_settings,
        pace,
        list if options.fake else numpy_wave,
    )
    limits = Limits(
        options.max_bias_volts, options.max_frame_metres, options.max_current_amperes, options.max_sweep_seconds
    )
    scope = Microscope(rig, limits)
    identity = {"name": name, "version": version, "simulated": options.fake}
    bridge = Bridge(scope, identity, folder, pace)
    return Server(bridge, scope, options.host, options.port, faults)


def main(argv=None):
    options = parse(argv)
    try:
        server = build(options)
    except (BridgeError, OSError) as error:
        print("The bridge cannot start: %s" % error, file=sys.stderr)
        return 1
    print("Curioscope bridge listens on %s:%d" % (options.host, server.port), flush=True)
    try:
        server.serve()
    except KeyboardInterrupt:
        server.bridge.stop(True, None)
    return 0


if __name__ == "__main__":
    sys.exit(main())

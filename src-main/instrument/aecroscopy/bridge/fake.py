"""Stand-ins for PyCypher and PyWaveVI, so that the bridge runs without Windows and microscope. Nothing here is real.

A made-up surface without symmetry, a contact whose current grows with height and bias, and faults on demand.
"""

import math
import os
import random
import threading
import time

import ibw

RATE = 2000.0
WAVES = 24


class Film:
    """Heights in metres and currents in amperes at a place, metres about the middle."""

    def __init__(self, seed):
        draw = random.Random(seed)
        self._waves = []
        for _ in range(WAVES):
            angle, length = draw.uniform(0, 2 * math.pi), draw.uniform(0.3e-6, 1e-6)
            k = 2 * math.pi / length
            self._waves.append((k * math.cos(angle), k * math.sin(angle), draw.uniform(0, 2 * math.pi)))

    def height(self, x, y):
        return 3e-9 * sum(math.sin(kx * x + ky * y + phase) for kx, ky, phase in self._waves)

    def current(self, x, y, volts):
        return 1e-10 * math.exp(self.height(x, y) / 2e-8) * math.sinh(volts / 0.6)


class Faults:
    """What is to go wrong: (kind, word, call). `word` is the operation or method, `call` counts from 1, 0 is every one."""

    def __init__(self, wanted=()):
        self._wanted = [list(one) for one in wanted]
        self._calls = {}
        self._lock = threading.Lock()

    def __call__(self, word, kinds):
        with self._lock:
            due = None
            for kind, name, call in self._wanted:
                if name != word or kind not in kinds:
                    continue
                count = self._calls[kind, name] = self._calls.get((kind, name), 0) + 1
                if call in (0, count):
                    due = kind
            return due


class World:
    """What both stand-ins share: film, tip, bias."""

    def __init__(self, seed, pace, folder, faults):
        self.film, self.pace, self.folder, self.faults = Film(seed), pace, folder, faults
        self.side, self.points, self.rate = 1e-6, 64, 1.0
        self.pixel = (32.0, 32.0)
        self.volts = 0.0
        self.scan = None
        self.images = 0
        self.lock = threading.Lock()

    def place(self):
        return tuple((p / self.points - 0.5) * self.side for p in self.pixel)

    def strike(self, method):
        """The fault that is due in a call; `hang` and `fail` happen here."""
        kind = self.faults(method, ("hang", "fail", "clamp", "short", "nan"))
        if kind == "hang":
            time.sleep(3600)
        if kind == "fail":
            raise RuntimeError("Injected error in %s" % method)
        return kind


class FakeCypher:
    def __init__(self, world):
        self._world = world

    def initialize_move_tip(self):
        pass

    def PV(self, parameters):
        world = self._world
        clamp = world.strike("PV") == "clamp"
        with world.lock:
            old = world.place()
            world.side = float(parameters.get("ScanSize", world.side)) * (0.9 if clamp else 1)
            world.points = int(parameters.get("PointsLines", world.points))
            world.rate = float(parameters.get("ScanRate", world.rate))
            world.pixel = tuple((v / world.side + 0.5) * world.points for v in old)

    def get_MasterVariables(self):
        world = self._world
        world.strike("get_MasterVariables")
        return {"ScanSize": world.side, "PointsLines": world.points, "ScanRate": world.rate, "TipVoltage": 0.0}

    def set_Master_Panel(self, imaging_mode, parameters, do_scan):
        self._world.strike("set_Master_Panel")
        stop = threading.Event()
        self._world.scan = stop
        threading.Thread(target=self._scan, args=(stop,), daemon=True).start()

    def _scan(self, stop):
        world = self._world
        side, n = world.side, world.points
        rows = []
        for row in range(n):
            y = (0.5 - (row + 0.5) / n) * side
            rows.append([world.film.height(((col + 0.5) / n - 0.5) * side, y) for col in range(n)])
            if stop.wait(world.pace.real(1 / world.rate)):
                return
        with world.lock:
            world.images += 1
            path = os.path.join(world.folder, "Image%04d.ibw" % world.images)
        with open(path + ".part", "wb") as file:
            file.write(ibw.write_heights(rows))
        os.replace(path + ".part", path)

    def Execute(self, command):
        self._world.strike("Execute")
        if "StopScan" in command and self._world.scan is not None:
            self._world.scan.set()

    def move_tip(self, coordinates, coordinates_type, transit_time):
        clamp = self._world.strike("move_tip") == "clamp"
        # Like the real one: out of reach is made to fit without a word.
        world, top = self._world, self._world.points / 4 if clamp else self._world.points
        world.pixel = tuple(min(max(0.0, v), top) for v in coordinates)

    def engage(self):
        self._world.strike("engage")
        self._world.pace.sleep(0.2)

    def withdraw(self):
        self._world.strike("withdraw")

    def tip_pixel(self):
        return self._world.pixel

    def tip_height(self):
        return self._world.film.height(*self._world.place())


class FakeWave:
    def __init__(self, world, current_range, amperes_per_volt):
        self._world = world
        self._range, self._gain = current_range, amperes_per_volt
        self._ao, self._ai = [0.0], []

    def set_IO_settings(self, IO_setting_dict):
        pass

    def get_IO_parameters(self):
        return {"AO Actual Rate": RATE}

    def set_AO_waveforms(self, wave, zero_tail):
        self._ao, self._tail = list(wave), zero_tail

    def set_IO_control(self, clear, upload, do_IO, fetch_result):
        world = self._world
        kind = world.strike("set_IO_control")
        place = world.place()
        for volts in self._ao[:: max(1, len(self._ao) // 8)]:
            world.volts = volts
            world.pace.sleep(len(self._ao) / 8 / RATE)
        at = {}
        for volts in self._ao:
            if volts not in at:
                amperes = world.film.current(*place, volts)
                at[volts] = max(-self._range, min(self._range, amperes)) / self._gain
        self._ai = [at[volts] for volts in self._ao]
        if kind == "short":
            self._ai.pop()
        if kind == "nan":
            self._ai[0] = math.nan
        world.volts = 0.0 if self._tail else self._ao[-1]

    def get_AI_waveforms(self):
        return self._ai

    def present_volts(self):
        return self._world.volts

"""AEcroscopy's objects as the bridge uses them: PyCypher (Igor Pro of an Asylum Cypher) and PyWaveVI (the NI-6124 card).

Only calls that AEcroscopy documents are made, and one Igor command (DoScanFunc StopScan). COM objects belong to the
thread that made them, so the stop thread makes a PyCypher of its own; Igor and the card are different programs, and a
card that is busy does not hold up a withdrawal.
"""

import math
import os
import time

import ibw
from wire import BridgeError

ZERO_SAMPLES = 16
IMAGE_MARGIN_SECONDS = 60.0
STOP_SCAN = 'DoScanFunc("StopScan_0")'


def make_cypher():
    """PyCypher of the AEcroscopy package, made in this thread."""
    import pythoncom  # part of pywin32, which AEcroscopy needs itself

    pythoncom.CoInitialize()
    from aecroscopywave.interfaces import Cypher

    return Cypher.PyCypher()


def make_wave(vi_path):
    """PyWaveVI of the AEcroscopy package; starts the LabVIEW program where it does not run."""
    from aecroscopywave.interfaces import WaveVI

    return WaveVI.PyWaveVI(vi_path=vi_path)


def numpy_wave(volts):
    """What PyWaveVI takes; NumPy comes with AEcroscopy."""
    import numpy

    return numpy.asarray(volts)


class Rig:
    """`cypher` and `wave` make the objects; `current_channel` counts the card's recorded inputs from 0."""

    def __init__(self, cypher, wave, image_folder, amperes_per_volt, current_channel, current_range, settings, pace, as_wave):
        self._make_cypher, self._make_wave = cypher, wave
        self._folder = image_folder
        self._amperes_per_volt = amperes_per_volt
        self._channel = current_channel
        self._settings = settings
        self._as_wave = as_wave
        self._pace = pace
        self._known, self._deadline = set(), math.inf
        self._stop_cypher = None
        self.current_range = current_range
        self.engaged = None

    def open(self):
        """In the worker thread."""
        self._cypher, self._wave = self._make_cypher(), self._make_wave()
        if self._settings:
            self._wave.set_IO_settings(IO_setting_dict=self._settings)
        self._rate = float(self._wave.get_IO_parameters()["AO Actual Rate"])
        self._cypher.initialize_move_tip()

    def open_stop(self):
        """In the stop thread."""
        self._stop_cypher = self._make_cypher()

    def emergency(self, withdraw):
        """In the stop thread: ends a scan, no bias from the controller, tip away. The card is zeroed by the worker."""
        failures = []
        calls = [lambda: self._stop_cypher.Execute(STOP_SCAN), lambda: self._stop_cypher.PV({"TipVoltage": 0.0})]
        if withdraw:
            calls.insert(0, self._stop_cypher.withdraw)
        for call in calls:
            try:
                call()
            except Exception as error:  # the others must be tried all the same
                failures.append("%s: %s" % (type(error).__name__, error))
        if failures:
            raise BridgeError("instrument", "; ".join(failures))
        if withdraw:
            self.engaged = False

    def frame(self):
        """(width, height, columns, rows) as Igor has them."""
        got = self._cypher.get_MasterVariables()
        side, points = float(got["ScanSize"]), int(got["PointsLines"])
        return side, side, points, points

    def set_frame(self, width, height, cols, rows, line_seconds):
        if width != height or cols != rows:
            raise BridgeError("outOfRange", "AEcroscopy sets square frames of as many lines as points only.")
        self._scan = {"ScanSize": width, "PointsLines": cols, "ScanRate": 1.0 / line_seconds}
        self._seconds = rows * line_seconds
        self._cypher.PV(self._scan)

    def start_scan(self):
        self._known = set(self._images())
        self._deadline = time.monotonic() + self._pace.real(self._seconds) + IMAGE_MARGIN_SECONDS
        self._cypher.set_Master_Panel(imaging_mode="Contact", parameters=self._scan, do_scan="Frame Up")

    def scanning(self):
        return time.monotonic() < self._deadline

    def new_lines(self):
        """All lines once Igor has saved the image; none before. A file that is still being written is read later."""
        for path in sorted(set(self._images()) - self._known):
            try:
                with open(path, "rb") as file:
                    rows = ibw.read_heights(file.read())
            except (OSError, ValueError) as error:
                if not self.scanning():
                    raise BridgeError("instrument", "%s cannot be read: %s" % (os.path.basename(path), error))
                continue
            return list(enumerate(rows))
        return []

    def stop_scan(self):
        self._cypher.Execute(STOP_SCAN)

    def move_tip(self, pixel, transit_seconds):
        self._cypher.move_tip(coordinates=list(pixel), coordinates_type="pixel", transit_time=transit_seconds)
        self.sleep(transit_seconds)

    def engage(self):
        self._cypher.engage()
        self.engaged = True

    def withdraw(self):
        self._cypher.withdraw()
        self.engaged = False

    def samples_per_point(self, seconds):
        return max(1, round(self._rate * seconds))

    def play(self, volts):
        """Plays samples and gives the currents measured meanwhile; the last bias stays on."""
        return self._play(volts, False)

    def zero(self):
        """Plays 0 V, with the zero tail that AEcroscopy offers."""
        self._play([0.0] * ZERO_SAMPLES, True)

    def _play(self, volts, zero_tail):
        self._wave.set_AO_waveforms(self._as_wave(volts), zero_tail=zero_tail)
        self._wave.set_IO_control(clear=True, upload=True, do_IO=True, fetch_result=True)
        samples = self._wave.get_AI_waveforms()
        first = samples[self._channel] if len(samples) and hasattr(samples[0], "__len__") else samples
        return [float(v) * self._amperes_per_volt for v in first]

    def tip_pixel(self):
        """Where the tip is, where the object can say; PyCypher cannot."""
        return self._ask("tip_pixel")

    def height_metres(self):
        """Height under the tip, where the object can say; PyCypher cannot."""
        return self._ask("tip_height") if self.engaged else None

    def bias_volts(self):
        """Bias at the output, where the object can say; PyWaveVI cannot."""
        read = getattr(self._wave, "present_volts", None)
        return None if read is None else read()

    @property
    def reads_position(self):
        return hasattr(self._cypher, "tip_pixel")

    def sleep(self, seconds):
        self._pace.sleep(seconds)

    def _ask(self, name):
        read = getattr(self._cypher, name, None)
        return None if read is None else read()

    def _images(self):
        names = os.listdir(self._folder)
        return [os.path.join(self._folder, name) for name in names if name.lower().endswith(".ibw")]


class Pace:
    """Time of the microscope; only the stand-in is faster than real."""

    def __init__(self, speed=1.0):
        self._speed = speed

    def real(self, seconds):
        return seconds / self._speed

    def sleep(self, seconds):
        time.sleep(self.real(seconds))

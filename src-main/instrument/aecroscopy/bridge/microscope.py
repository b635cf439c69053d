"""The microscope in metres, volts and amperes about the middle of its frame (x right, y up).

AEcroscopy offers no way to cancel a move or a waveform. Both are therefore played in pieces of at most a fifth of a
second, and what was told to stop ends before the next piece. All conversions to and from AEcroscopy are in this file.
"""

import math
import threading

from wire import BridgeError

PIECE_SECONDS = 0.1
HOP_SECONDS = 0.2
SETTLE_SECONDS = 0.1
SETTLED_SHARE = 0.1
MAX_SLEW_VOLTS_PER_SECOND = 100.0
SATURATED_POINTS = 3
SATURATED_SHARE = 0.999


def to_pixel(metres, side, points):
    """Place about the middle of the frame to a pixel coordinate of move_tip, counted from the left or bottom edge.

    AEcroscopy's own conversion takes pixel p to p/N*2-1 of half the frame, which is the edge of the pixel.
    """
    return (metres / side + 0.5) * points


def from_pixel(pixel, side, points):
    """The inverse of to_pixel."""
    return (pixel / points - 0.5) * side


class Limits:
    """What the bridge refuses whoever asks."""

    def __init__(self, bias_volts, frame_metres, current_amperes, sweep_seconds):
        self.bias_volts = bias_volts
        self.frame_metres = frame_metres
        self.current_amperes = current_amperes
        self.sweep_seconds = sweep_seconds


class Operation:
    """One operation; told to stop by another thread."""

    def __init__(self, name):
        self.name = name
        self.stopped = threading.Event()

    def check(self):
        if self.stopped.is_set():
            raise BridgeError("aborted", "The %s was stopped." % self.name)


class Microscope:
    """Moves and measures with a rig (rig.py, fake.py). Only the worker thread calls its operations."""

    def __init__(self, rig, limits):
        self.rig = rig
        self.limits = limits
        self.bias_volts = None
        self.position = None
        self.height = None
        self.frame = None
        self.reach = None  # the largest frame of this run of the bridge: a smaller one does not end its places
        self._line_seconds = 1.0

    def open(self):
        """Reads the frame and the state; writes nothing."""
        self.rig.open()
        self.refresh()
        self.reach = self.frame

    def refresh(self):
        """Reads back what can be read back."""
        self.frame = self.rig.frame()
        volts = self.rig.bias_volts()
        if volts is not None:
            self.bias_volts = volts
        pixel = self.rig.tip_pixel()
        if pixel is not None:
            self.position = tuple(
                from_pixel(p, side, points) for p, side, points in zip(pixel, self._sides(), self._points())
            )
        self.height = self.rig.height_metres()

    def move(self, operation, x, y, speed):
        """Goes to a place in hops; gives the place that was reached."""
        target = (x, y)
        operation.check()
        self._cover(target)
        here = self.position
        seconds = math.dist(here, target) / speed if here is not None else 0.5
        hops = max(1, math.ceil(seconds / HOP_SECONDS))
        for k in range(1, hops + 1):
            operation.check()
            at = target if here is None else tuple(a + (b - a) * k / hops for a, b in zip(here, target))
            pixel = [to_pixel(v, s, n) for v, s, n in zip(at, self._sides(), self._points())]
            self.rig.move_tip(pixel, max(seconds / hops, 0.01))
            self.position = at
        self.rig.sleep(SETTLE_SECONDS)
        operation.check()
        self.refresh()
        return self.position

    def scan(self, operation, width, height, cols, rows, line_seconds):
        """Takes a frame; gives its heights row by row from the top. Reads the frame back first."""
        self._line_seconds = line_seconds
        self._set_frame((width, height, cols, rows))
        if width >= self.reach[0]:
            self.reach = self.frame
        self.rig.start_scan()
        image, seen = [None] * rows, 0
        try:
            while seen < rows:
                operation.check()
                running = self.rig.scanning()
                for row, line in self.rig.new_lines():
                    if not 0 <= row < rows or len(line) != cols or not all(map(math.isfinite, line)):
                        raise BridgeError("instrument", "Line %d has %d values, not %d numbers." % (row, len(line), cols))
                    seen += image[row] is None
                    image[row] = line
                if not running and seen < rows:
                    raise BridgeError("instrument", "The scan ended after %d of %d lines." % (seen, rows))
                self.rig.sleep(min(line_seconds, PIECE_SECONDS))
        finally:
            self.rig.stop_scan()
            self.refresh()
        operation.check()
        return [value for line in image for value in line]

    def sweep(self, operation, volts, point_seconds, max_amperes):
        """Plays a list of biases piece by piece; gives currents, flags and how many points were measured.

        The current is held against its limit after each piece: a sweep can go over it for the length of one piece.
        """
        size = max(1, int(PIECE_SECONDS / point_seconds))
        amperes, over = [], False
        per_point = self.rig.samples_per_point(point_seconds)
        skip = int(per_point * SETTLED_SHARE)
        try:
            self._ramp(operation, volts[0])
            for start in range(0, len(volts), size):
                operation.check()
                piece = volts[start : start + size]
                self.bias_volts = piece[-1]
                samples = self.rig.play([v for v in piece for _ in range(per_point)])
                if len(samples) != len(piece) * per_point or not all(map(math.isfinite, samples)):
                    raise BridgeError(
                        "instrument", "The card gave %d samples of %d." % (len(samples), len(piece) * per_point)
                    )
                for k in range(len(piece)):
                    mine = samples[k * per_point + skip : (k + 1) * per_point]
                    amperes.append(sum(mine) / len(mine))
                if any(abs(i) > max_amperes for i in amperes[start:]):
                    over = True
                    break
        finally:
            self.zero()
            self.refresh()
        operation.check()
        clip = SATURATED_SHARE * self.rig.current_range
        flags = {
            "complete": len(amperes) == len(volts),
            "compliance": over,
            "saturated": sum(abs(i) >= clip for i in amperes) >= SATURATED_POINTS,
        }
        return amperes, flags

    def set_bias(self, operation, volts):
        """Ramps to a bias and leaves it on."""
        self._ramp(operation, volts)
        self.bias_volts = volts

    def pulse(self, operation, volts, seconds):
        """One bias pulse, back to 0 V."""
        try:
            left = seconds
            while left > 1e-9:
                operation.check()
                piece = min(left, PIECE_SECONDS)
                self.bias_volts = volts
                self.rig.play([volts] * max(1, self.rig.samples_per_point(piece)))
                left -= piece
        finally:
            self.zero()
            self.refresh()
        operation.check()

    def engage(self, operation):
        operation.check()
        self.rig.engage()
        self.refresh()

    def withdraw(self, operation):
        operation.check()
        self.zero()
        self.rig.withdraw()
        self.refresh()

    def zero(self):
        """0 V at the output; never refused and never clamped."""
        self.rig.zero()
        self.bias_volts = 0.0

    def _ramp(self, operation, target):
        operation.check()
        here = self.bias_volts or 0.0
        steps = math.ceil(abs(target - here) / (MAX_SLEW_VOLTS_PER_SECOND * 0.001))
        if steps > 1:
            repeat = self.rig.samples_per_point(0.001)
            self.rig.play([here + (target - here) * k / steps for k in range(1, steps + 1) for _ in range(repeat)])

    def _set_frame(self, asked):
        self.rig.set_frame(*asked, self._line_seconds)
        got = self.frame = self.rig.frame()
        if any(abs(a - b) > 1e-6 * abs(a) for a, b in zip(asked, got)):
            raise BridgeError("outOfRange", "The microscope made the frame %r of %r." % (got, asked))

    def _cover(self, place):
        """AEcroscopy takes places in the present frame only; a part taken again for the drift left a smaller one."""
        if any(abs(v) > side / 2 * 1.000001 for v, side in zip(place, self._sides())):
            self._set_frame(self.reach)

    def _sides(self):
        return self.frame[0], self.frame[1]

    def _points(self):
        return self.frame[2], self.frame[3]

"""What the bridge knows and decides: who is in control, what runs, when to stop by itself."""

import os
import secrets
import threading
import time
from collections import OrderedDict

import wire
from microscope import Operation
from wire import BridgeError
from worker import Worker

VERSION = "1"
DEAD_MAN_SECONDS = 3.0
CONFIRM_SECONDS = 1.8
STATUS_SECONDS = 0.3
KEPT_KEYS = 16
MARGIN_SECONDS = 20.0
SMALL_VOLTS = 1e-3
PHASES = {"move": "moving", "scan": "scanning", "iv": "spectroscopy", "pulse": "spectroscopy"}


class Bridge:
    """One microscope for one console. Connections call it from threads of their own."""

    def __init__(self, microscope, identity, result_folder, pace):
        self._scope, self._identity, self._folder, self._pace = microscope, identity, result_folder, pace
        self._lock = threading.RLock()
        self._operation = None
        self._session = None
        self._watched = False
        self._last_beat = 0.0
        self._epoch = 0
        self._stopping = 0
        self._last_error = None
        self._replies = OrderedDict()
        self._saved = 0
        self._worker = Worker("microscope", microscope.open)
        self._worker.opened(60.0)
        self._stopper = Worker("stop", microscope.rig.open_stop)
        self._stopper.opened(60.0)
        threading.Thread(target=self._watch_heartbeat, name="dead man", daemon=True).start()

    # --- who is in control -------------------------------------------------------------------------------------------

    def take_control(self, alive):
        """A new session for a console; refused while another one is there. `alive` says whether that one still is."""
        with self._lock:
            if self._session is not None and self._session[1]():
                raise BridgeError("notInControl", "Another console is in control of this microscope.")
            self._session = (secrets.token_hex(8), alive)
            self._watched, self._epoch = False, 0
            self._last_beat = time.monotonic()
            self._last_error = None
            return self._session[0]

    def watch(self, session):
        with self._lock:
            self._require(session)
            self._watched = True
            self._last_beat = time.monotonic()

    def beat(self, session):
        with self._lock:
            self._require(session)
            self._last_beat = time.monotonic()

    def release(self, session):
        """The console leaves in order."""
        with self._lock:
            self._require(session)
            self._session = None

    def _require(self, session):
        if self._session is None or self._session[0] != session:
            raise BridgeError("notInControl", "This session has ended; begin with hello.")

    def _watch_heartbeat(self):
        while True:
            time.sleep(0.1)
            with self._lock:
                silent = self._session is not None and time.monotonic() - self._last_beat > DEAD_MAN_SECONDS
                if silent:
                    self._session = None
            if silent:
                done = self.stop(True, None)
                words = "No heartbeat for %g s: bias to 0 V, tip withdrawn" % DEAD_MAN_SECONDS
                self._last_error = words + ("." if done["confirmed"] else ", NOT confirmed: %s." % done["reason"])
                print(self._last_error, flush=True)

    # --- what is said ------------------------------------------------------------------------------------------------

    def hello(self):
        limits, rig = self._scope.limits, self._scope.rig
        frame = self._scope.frame
        return dict(
            self._identity,
            bridge=VERSION,
            frame={"width": frame[0], "height": frame[1], "cols": frame[2], "rows": frame[3]},
            capabilities={
                "lineEvents": False,
                "abortScan": True,
                "abortSweep": True,
                "positionReadback": rig.reads_position,
                "hardwareCompliance": False,
            },
            limits={
                "biasVolts": limits.bias_volts,
                "frameMetres": limits.frame_metres,
                "currentAmperes": limits.current_amperes,
                "sweepSeconds": limits.sweep_seconds,
            },
        )

    def status(self):
        """The state; read from the microscope where nothing runs, as last known where something does."""
        fresh = False
        with self._lock:
            free = self._operation is None and not self._worker.busy and not self._worker.stuck
        if free:
            try:
                self._worker.call(self._scope.refresh, STATUS_SECONDS, "The status", patient=True)
                fresh = True
            except BridgeError as error:
                self._last_error = error.message
        return self._state(fresh)

    def _state(self, fresh):
        scope, operation = self._scope, self._operation
        if self._stopping:
            phase = "stopping"
        elif self._worker.stuck:
            phase = "fault"
        else:
            phase = "idle" if operation is None else PHASES.get(operation.name, "moving")
        return {
            "phase": phase,
            "fresh": fresh,
            "engaged": scope.rig.engaged,
            "bias": scope.bias_volts,
            "position": None if scope.position is None else list(scope.position),
            "height": scope.height,
            "lastError": self._last_error,
        }

    # --- stop --------------------------------------------------------------------------------------------------------

    def stop(self, withdraw, epoch):
        """Ends everything at once, from any thread. Says whether that is confirmed, at the latest after 2 s."""
        deadline = time.monotonic() + CONFIRM_SECONDS
        with self._lock:
            self._epoch = max(self._epoch, epoch or 0)
            self._stopping += 1
            if self._operation is not None:
                self._operation.stopped.set()
        reason = None
        try:
            try:
                self._stopper.call(lambda: self._scope.rig.emergency(withdraw), CONFIRM_SECONDS / 2, "The stop")
            except BridgeError as error:
                reason = error.message
            while self._operation is not None and time.monotonic() < deadline:
                time.sleep(0.005)
            if self._operation is not None:
                reason = reason or "the %s has not ended" % self._operation.name
            else:
                reason = self._rest(deadline) or reason
        finally:
            with self._lock:
                self._stopping -= 1
        if reason is None and abs(self._scope.bias_volts or 0.0) >= SMALL_VOLTS:
            reason = "the bias is %g V" % self._scope.bias_volts
        return dict(self._state(reason is None), confirmed=reason is None, reason=reason)

    def _rest(self, deadline):
        """0 V from the card, then the state is read; gives what went wrong."""

        def work():
            self._scope.zero()
            self._scope.refresh()

        try:
            self._worker.call(work, max(0.1, deadline - time.monotonic()), "Setting 0 V")
        except BridgeError as error:
            return error.message
        return None

    # --- operations --------------------------------------------------------------------------------------------------

    def operate(self, session, request, run, seconds):
        """Does an operation once, whatever its key is sent again; gives (result, arrays)."""
        key = request.get("key")
        if not isinstance(key, str) or not key:
            raise BridgeError("protocol", "What changes something needs a key.")
        with self._lock:
            self._require(session)
            if not self._watched:
                raise BridgeError("notInControl", "Open the connection that watches and stops first.")
            if key in self._replies:
                kept = self._replies[key]
                if kept is None:
                    raise BridgeError("busy", "The request with this key still runs.")
                if isinstance(kept, BridgeError):
                    raise kept
                return kept
            if request.get("epoch", 0) < self._epoch or self._stopping:
                raise BridgeError("aborted", "The %s was sent before a stop." % request["op"])
            if self._worker.stuck:
                raise BridgeError("fault", "An earlier call into the microscope program has not returned.")
            if self._operation is not None:
                raise BridgeError("busy", "The microscope is busy with a %s." % self._operation.name)
            operation = self._operation = Operation(request["op"])
            self._replies[key] = None
            while len(self._replies) > KEPT_KEYS:
                self._replies.popitem(last=False)
        try:
            writer = self._reserve(request)
            outcome = self._work(lambda: run(operation), operation, self._pace.real(seconds) + MARGIN_SECONDS)
            if writer is not None:
                writer(outcome)
            self._replies[key] = outcome
            return outcome
        except BridgeError as error:
            self._replies[key] = error
            if error.code != "aborted":
                self._last_error = error.message
            raise

    def _work(self, run, operation, seconds):
        def work():
            try:
                return run()
            finally:
                with self._lock:
                    if self._operation is operation:
                        self._operation = None

        return self._worker.call(work, seconds, "The %s" % operation.name)

    def _reserve(self, request):
        """A place on the disk for what will be measured, before it is: a full disk must not cost a point."""
        if request["op"] not in ("scan", "iv"):
            return None
        with self._lock:
            self._saved += 1
            name = "%s-%04d-%s.bin" % (time.strftime("%Y%m%dT%H%M%S"), self._saved, request["op"])
        path = os.path.join(self._folder, name)
        try:
            with open(path, "wb") as file:
                file.write(b"\0" * (1 << 16))
        except OSError as error:
            self._clear_operation()
            raise BridgeError("storage", "Results cannot be kept in %s: %s" % (self._folder, error))

        def write(outcome):
            result, arrays = outcome
            try:
                with open(path, "wb") as file:
                    file.write(wire.encode({"request": request, "result": result}, arrays))
            except OSError as error:
                raise BridgeError("storage", "%s cannot be written: %s" % (path, error))

        return write

    def _clear_operation(self):
        with self._lock:
            self._operation = None

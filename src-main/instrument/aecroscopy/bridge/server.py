"""TCP connections: each has a thread of its own, so that a stop never waits for a sweep."""

import select
import socket
import threading

import wire
from wire import BridgeError, number, whole

MAX_POINTS = 8192


class Server:
    """Serves a Bridge. `faults` breaks replies for tests and is given with the stand-in only."""

    def __init__(self, bridge, scope, host, port, faults=None):
        self._bridge, self._scope, self._faults = bridge, scope, faults
        self._listener = socket.create_server((host, port))
        self.port = self._listener.getsockname()[1]

    def serve(self):
        while True:
            sock, _ = self._listener.accept()
            threading.Thread(target=Connection(self, sock).run, daemon=True).start()

    @property
    def bridge(self):
        return self._bridge

    @property
    def scope(self):
        return self._scope

    def fault(self, op):
        return None if self._faults is None else self._faults(op, ("close", "silent", "split", "truncate", "junk"))


class Connection:
    """One connection: requests in, replies out, in order. `role` is `work` or `watch` once it has said hello."""

    def __init__(self, server, sock):
        self._server, self._bridge, self._sock = server, server.bridge, sock
        self._session, self._role = None, None
        self._open, self._sequence = True, 0
        self._sending = threading.Lock()
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def run(self):
        try:
            with self._sock, self._sock.makefile("rb") as lines:
                while self._open:
                    line = lines.readline(wire.MAX_LINE)
                    if not line.endswith(b"\n"):
                        return
                    self._take(line)
        except OSError:
            return  # the other end is gone; the dead man's switch does the rest
        finally:
            self._open = False

    def alive(self):
        """Whether the console is still there: looked at, for a thread that works does not read."""
        if not self._open:
            return False
        try:
            waiting, _, _ = select.select([self._sock], [], [], 0)
            return not waiting or self._sock.recv(1, socket.MSG_PEEK) != b""
        except (OSError, ValueError):
            return False

    def _take(self, line):
        """A stop gets a thread of its own: another stop or a heartbeat behind it must not wait."""
        try:
            request = wire.decode(line)
        except BridgeError as error:
            self._reply({}, {"ok": False, "error": {"code": error.code, "message": error.message}}, None)
            return
        if request["op"] == "stop":
            threading.Thread(target=self._answer, args=(request,), daemon=True).start()
        else:
            self._answer(request)

    def _answer(self, request):
        try:
            result, arrays = self._handle(request)
            reply = {"ok": True, "result": result}
        except BridgeError as error:
            arrays = None
            reply = {"ok": False, "error": {"code": error.code, "message": error.message}}
        try:
            self._reply(request, reply, arrays)
        except OSError:
            self._open = False

    def _reply(self, request, reply, arrays):
        with self._sending:
            self._sequence += 1
            reply.update(re=request.get("id"), seq=self._sequence)
            self._send(wire.encode(reply, arrays), request.get("op"))

    def _send(self, data, op):
        kind = self._server.fault(op)
        if kind == "silent":
            return
        if kind == "close":
            self._open = False
            self._sock.shutdown(socket.SHUT_RDWR)
            return
        if kind == "junk":
            data = b"\x00\xffnot a reply\n"
        if kind == "truncate":
            data = data[: len(data) // 2]
        if kind == "split":
            for k in range(len(data)):
                self._sock.sendall(data[k : k + 1])
        else:
            self._sock.sendall(data)
        if kind == "truncate":
            self._open = False
            self._sock.shutdown(socket.SHUT_RDWR)

    def _handle(self, request):
        op, args = request["op"], request.get("args", {})
        if not isinstance(args, dict):
            raise BridgeError("protocol", "args must be an object.")
        if op == "stop":
            return self._bridge.stop(args.get("withdraw") is True, args.get("epoch")), None
        if op == "hello":
            return self._hello(args), None
        if op == "status":
            return self._bridge.status(), None
        if self._role is None:
            raise BridgeError("notInControl", "Say hello first.")
        if op == "heartbeat":
            self._bridge.beat(self._session)
            return {}, None
        if op == "bye":
            self._bridge.release(self._session)
            return {}, None
        if self._role != "work":
            raise BridgeError("notInControl", "%s belongs on the work connection." % op)
        plan = PLANS.get(op)
        if plan is None:
            raise BridgeError("unsupported", "There is no operation %r." % op)
        run, seconds = plan(self._server.scope, args)
        return self._bridge.operate(self._session, request, run, seconds)

    def _hello(self, args):
        role = args.get("role")
        if role == "work":
            self._session = self._bridge.take_control(self.alive)
        elif role == "watch":
            self._bridge.watch(args.get("session"))
            self._session = args.get("session")
        else:
            raise BridgeError("protocol", "role must be work or watch.")
        self._role = role
        return dict(self._bridge.hello(), session=self._session)


# --- what each operation takes; all of it is checked before anything may move ----------------------------------------


def _place(scope):
    position = scope.position
    return None if position is None else list(position)


def plan_move(scope, args):
    width, height = scope.reach[0], scope.reach[1]
    x = number(args, "x", -width / 2 * 1.000001, width / 2 * 1.000001, unit="m")
    y = number(args, "y", -height / 2 * 1.000001, height / 2 * 1.000001, unit="m")
    speed = number(args, "speed", 1e-9, 1e-4, unit="m/s")
    return lambda operation: ({"position": list(scope.move(operation, x, y, speed))}, None), 2 * (width + height) / speed


def plan_scan(scope, args):
    most = scope.limits.frame_metres
    width, height = (number(args, name, 1e-9, most, "outOfRange", "m") for name in ("width", "height"))
    cols, rows = (whole(args, name, 16, 4096) for name in ("cols", "rows"))
    line_seconds = number(args, "lineSeconds", 1e-3, 60, unit="s")

    def run(operation):
        heights = scope.scan(operation, width, height, cols, rows, line_seconds)
        got = scope.frame
        result = {"width": got[0], "height": got[1], "cols": got[2], "rows": got[3]}
        return result, {"heights": ("float32", heights)}

    return run, 2 * rows * line_seconds


def plan_iv(scope, args):
    limits = scope.limits
    volts = args.get("volts")
    if not isinstance(volts, list) or not 1 <= len(volts) <= MAX_POINTS:
        raise BridgeError("protocol", "volts must list 1 to %d biases." % MAX_POINTS)
    volts = [
        number({"bias": v}, "bias", -limits.bias_volts, limits.bias_volts, "limitExceeded", "V") for v in volts
    ]
    dwell = number(args, "pointSeconds", 1e-4, 10, unit="s")
    most = number(args, "maxAmperes", 1e-15, limits.current_amperes, "limitExceeded", "A")
    seconds = dwell * len(volts)
    number({"duration": seconds}, "duration", 0, limits.sweep_seconds, "limitExceeded", "s")

    def run(operation):
        before = _place(scope)
        amperes, flags = scope.sweep(operation, volts, dwell, most)
        result = {"before": before, "after": _place(scope), "flags": flags}
        return result, {"volts": ("float64", volts[: len(amperes)]), "amperes": ("float64", amperes)}

    return run, 2 * seconds


def plan_bias(scope, args):
    most = scope.limits.bias_volts
    volts = number(args, "volts", -most, most, "limitExceeded", "V")

    def run(operation):
        scope.set_bias(operation, volts)
        return {"bias": scope.bias_volts}, None

    return run, 1.0


def plan_pulse(scope, args):
    most = scope.limits.bias_volts
    volts = number(args, "volts", -most, most, "limitExceeded", "V")
    seconds = number(args, "seconds", 1e-4, scope.limits.sweep_seconds, "limitExceeded", "s")

    def run(operation):
        scope.pulse(operation, volts, seconds)
        return {"bias": scope.bias_volts}, None

    return run, seconds


def _plan_tip(name):
    def plan(scope, _args):
        def run(operation):
            getattr(scope, name)(operation)
            return {"engaged": scope.rig.engaged}, None

        return run, 30.0

    return plan


PLANS = {
    "move": plan_move,
    "scan": plan_scan,
    "iv": plan_iv,
    "setBias": plan_bias,
    "pulse": plan_pulse,
    "engage": _plan_tip("engage"),
    "withdraw": _plan_tip("withdraw"),
}

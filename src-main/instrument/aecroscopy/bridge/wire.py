"""Messages between console and bridge: one line of JSON, then the bytes of its arrays.

A line is UTF-8 JSON without line breaks inside. Where it has "blocks", a list of {"name", "type", "count"}, the
little-endian bytes of those arrays follow the line directly, in that order; "bytes" is their total length.
"""

import array
import json
import sys

MAX_LINE = 1 << 20
TYPE_CODES = {"float64": "d", "float32": "f"}


class BridgeError(Exception):
    """A refusal or failure that the console is told about by its code."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code
        self.message = message


def encode(message, arrays=None):
    """The bytes of a message; `arrays` maps a name to (type, numbers)."""
    blocks, bodies = [], []
    for name, (kind, numbers) in (arrays or {}).items():
        block = array.array(TYPE_CODES[kind], numbers)
        if sys.byteorder == "big":
            block.byteswap()
        blocks.append({"name": name, "type": kind, "count": len(block)})
        bodies.append(block.tobytes())
    body = b"".join(bodies)
    if blocks:
        message = dict(message, blocks=blocks, bytes=len(body))
    line = json.dumps(message, allow_nan=False, separators=(",", ":")).encode("utf-8")
    return line + b"\n" + body


def decode(line):
    """The request in a line; raises BridgeError `protocol` for anything else."""
    try:
        message = json.loads(line.decode("utf-8"))
    except (UnicodeDecodeError, ValueError) as error:
        raise BridgeError("protocol", "The line is not JSON: %s" % error)
    if not isinstance(message, dict) or not isinstance(message.get("op"), str):
        raise BridgeError("protocol", "A request is an object with an operation.")
    return message


def number(args, name, low, high, code="outOfRange", unit=""):
    """A finite number of a request within [low, high]; refused otherwise, never clamped."""
    value = args.get(name)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise BridgeError("protocol", "%s must be a number, not %r." % (name, value))
    if not low <= value <= high:
        raise BridgeError(code, "%s = %g %s is outside %g to %g." % (name, value, unit, low, high))
    return float(value)


def whole(args, name, low, high):
    """A whole number of a request within [low, high]."""
    value = number(args, name, low, high)
    if value != int(value):
        raise BridgeError("protocol", "%s must be a whole number, not %g." % (name, value))
    return int(value)

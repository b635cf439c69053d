"""The height image of an Asylum Research file (Igor binary wave, version 5), with the standard library only."""

import array
import struct
import sys

HEADERS = 384  # 64 bytes of file header, 320 of wave header
FLOAT32 = 2
LABEL_BYTES = 32


def read_heights(data):
    """Rows from the top, metres, of the first channel that is a height. Raises ValueError for anything else."""
    if len(data) < HEADERS or struct.unpack_from("<h", data, 0)[0] != 5:
        raise ValueError("not an Igor binary wave of version 5")
    formula, note, data_units = struct.unpack_from("<3i", data, 8)
    dimension_units = struct.unpack_from("<4i", data, 20)
    label_bytes = struct.unpack_from("<4i", data, 36)
    kind = struct.unpack_from("<h", data, 80)[0]
    cols, rows, layers, _ = struct.unpack_from("<4i", data, 132)
    layers = max(layers, 1)
    size = 4 * cols * rows * layers
    if kind != FLOAT32 or cols <= 0 or rows <= 0 or HEADERS + size > len(data):
        raise ValueError("not a whole image of single precision")
    start = HEADERS + size + formula + note + data_units + sum(dimension_units) + label_bytes[0] + label_bytes[1]
    layer = _height_layer(data[start : start + label_bytes[2]], layers)
    values = array.array("f", data[HEADERS + 4 * cols * rows * layer : HEADERS + 4 * cols * rows * (layer + 1)])
    if sys.byteorder == "big":
        values.byteswap()
    # Stored rows go up; ours go down.
    return [list(values[row * cols : (row + 1) * cols]) for row in range(rows - 1, -1, -1)]


def _height_layer(labels, layers):
    names = [
        labels[k : k + LABEL_BYTES].split(b"\0")[0].decode("latin-1").lower()
        for k in range(LABEL_BYTES, len(labels), LABEL_BYTES)  # the first label is that of the dimension
    ]
    for wanted in ("heighttrace", "height", "zsensortrace", "zsensor"):
        for index, name in enumerate(names[:layers]):
            if name.startswith(wanted):
                return index
    raise ValueError("no channel is called Height or ZSensor: %s" % ", ".join(names))


def write_heights(rows):
    """An image in the same layout, one channel; the stand-in microscope saves these."""
    labels = b"".join(name.ljust(LABEL_BYTES, b"\0") for name in (b"", b"HeightTrace"))
    cols = len(rows[0])
    head = bytearray(HEADERS)
    struct.pack_into("<h", head, 0, 5)
    struct.pack_into("<4i", head, 36, 0, 0, len(labels), 0)
    struct.pack_into("<h", head, 80, FLOAT32)
    struct.pack_into("<4i", head, 132, cols, len(rows), 1, 0)
    body = array.array("f", [value for row in reversed(rows) for value in row])
    if sys.byteorder == "big":
        body.byteswap()
    return bytes(head) + body.tobytes() + labels

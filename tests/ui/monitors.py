"""`python -m tests.ui.monitors WxH WxH …` divides the X display into monitors that stand side by side.

A display in memory has one; RandR 1.5 lets anybody say otherwise (XRRSetMonitor), and programs then see several.
The display must have been started with `-noreset`: else it forgets them when the last program leaves it.
"""

from __future__ import annotations

import ctypes
import sys

_NAME = "monitor {number}"


class _Monitor(ctypes.Structure):
    """XRRMonitorInfo of Xrandr.h."""

    _fields_ = (
        ("name", ctypes.c_ulong),
        ("primary", ctypes.c_int),
        ("automatic", ctypes.c_int),
        ("outputs_length", ctypes.c_int),
        ("x", ctypes.c_int),
        ("y", ctypes.c_int),
        ("width", ctypes.c_int),
        ("height", ctypes.c_int),
        ("width_mm", ctypes.c_int),
        ("height_mm", ctypes.c_int),
        ("outputs", ctypes.POINTER(ctypes.c_ulong)),
    )


def main() -> int:
    """Give the display these monitors, the first of them the primary one; it must be wide and high enough."""
    sizes = [tuple(map(int, each.split("x"))) for each in sys.argv[1:]]
    x11, randr = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXrandr.so.2")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XDefaultRootWindow.restype = x11.XInternAtom.restype = ctypes.c_ulong
    randr.XRRGetMonitors.restype = ctypes.POINTER(_Monitor)
    display = ctypes.c_void_p(x11.XOpenDisplay(None))
    root = ctypes.c_ulong(x11.XDefaultRootWindow(display))
    before = randr.XRRGetMonitors(display, root, 1, ctypes.byref(ctypes.c_int()))[0]
    left = 0
    for number, (width, height) in enumerate(sizes, start=1):
        name = x11.XInternAtom(display, _NAME.format(number=number).encode(), 0)
        # The only output goes to the first: a monitor takes the place of the one that had its outputs.
        taken = (before.outputs_length, before.outputs) if number == 1 else (0, None)
        monitor = _Monitor(name, number == 1, 0, taken[0], left, 0, width, height, width // 4, height // 4, taken[1])
        randr.XRRSetMonitor(display, root, ctypes.byref(monitor))
        left += width
    x11.XSync(display, 0)
    x11.XCloseDisplay(display)
    return 0


if __name__ == "__main__":
    sys.exit(main())

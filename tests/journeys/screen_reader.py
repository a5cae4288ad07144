"""What a screen reader does, for the journey that uses nothing else: asks the accessibility tree, and acts on it.

Run by the system's Python, which has the bindings of AT-SPI. Wishes come as lines of JSON, answers go back likewise. A
wish names a control by its role and the beginning of its name, perhaps inside another one, and waits until it is shown.
"""

from __future__ import annotations

import contextlib
import json
import sys
import time
from typing import Any

import gi  # type: ignore[import-not-found]

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # type: ignore[import-not-found]  # noqa: E402 - its version must be chosen before

PROGRAM = "dd-panel"
PATIENCE = 20.0
NOT_AN_ACT = "SetFocus"
TRIES = 5


def main() -> None:
    """Answer wish after wish until there are no more."""
    Atspi.init()
    ear = Atspi.EventListener.new(_hear)
    ear.register("object:announcement")
    for line in sys.stdin:
        try:
            answer = {"found": _answer(**json.loads(line))}
        except (LookupError, GLib.GError) as missing:
            answer = {"missing": str(missing)}
        sys.stdout.write(f"{json.dumps(answer)}\n")
        sys.stdout.flush()


HEARD: list[str] = []


def _hear(event: Any) -> None:  # noqa: ANN401 - the bindings have no types
    HEARD.append(str(event.any_data))


def _answer(do: str, **wish: str) -> object:
    """Do what is wished, and again where the screen changed under it."""
    for _again in range(TRIES - 1):
        with contextlib.suppress(GLib.GError):
            return getattr(Reader(), do)(**wish)
        time.sleep(0.2)
    return getattr(Reader(), do)(**wish)


class Reader:
    """The verbs a person has with a screen reader."""

    def name(self, role: str, name: str, inside: str = "") -> str:
        """The whole name that is read aloud."""
        return str(self._wait(role, name, inside).get_name())

    def press(self, role: str, name: str, inside: str = "") -> str:
        """Do what the control is for."""
        control = self._wait(role, name, inside)
        acts = [at for at in range(control.get_n_actions()) if control.get_action_name(at) != NOT_AN_ACT]
        control.do_action(acts[0])
        return str(control.get_name())

    def write(self, role: str, name: str, text: str, inside: str = "") -> str:
        """Put a text into a field, and leave it as one does with Tab."""
        field = self._wait(role, name, inside)
        field.grab_focus()
        field.set_text_contents(text)
        return str(field.get_name())

    def heard(self, said: str) -> str:
        """What the program had read aloud by itself, beginning so; waits until it is said."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            while GLib.MainContext.default().iteration(False):
                pass
            if words := next((words for words in HEARD if words.startswith(said)), ""):
                HEARD.clear()
                return words
            time.sleep(0.02)
        message = f"{said!r} was not said; heard: {HEARD}"
        raise LookupError(message)

    def checked(self, role: str, name: str, inside: str = "") -> bool:
        """Whether the control says that it is chosen."""
        return bool(self._wait(role, name, inside).get_state_set().contains(Atspi.StateType.CHECKED))

    def nameless(self) -> list[str]:
        """The roles of all controls one can reach that have no name."""
        reached = [each for each in _shown(_program()) if each.get_state_set().contains(Atspi.StateType.FOCUSABLE)]
        return [each.get_role_name() for each in reached if not each.get_name()]

    def _wait(self, role: str, name: str, inside: str) -> Any:  # noqa: ANN401 - the bindings have no types
        end = time.monotonic() + PATIENCE
        while True:
            found = self._find(role, name, inside)
            if found is not None:
                return found
            if time.monotonic() > end:
                near = sorted({each.get_name() for each in _shown(_program()) if each.get_role_name() == role})
                message = f"no {role} “{name}” is shown; there are {near}"
                raise LookupError(message)
            time.sleep(0.05)

    def _find(self, role: str, name: str, inside: str) -> Any:  # noqa: ANN401
        root = _program()
        if inside and root is not None:
            root = next((each for each in _shown(root) if each.get_name() == inside and each.get_child_count()), None)
        fitting = (each for each in _shown(root) if each.get_role_name() == role and each.get_name().startswith(name))
        return next((each for each in fitting if each.get_state_set().contains(Atspi.StateType.SENSITIVE)), None)


def _program() -> Any:  # noqa: ANN401
    desktop = Atspi.get_desktop(0)
    for at in range(desktop.get_child_count()):
        program = desktop.get_child_at_index(at)
        if program is not None and program.get_name() == PROGRAM:
            # What the bindings remember is brought up to date by events, for which nothing here waits.
            program.clear_cache()
            return program
    return None


def _shown(root: Any) -> Any:  # noqa: ANN401
    """The control and all below it that are in sight."""
    if root is None:
        return
    yield root
    for child in [root.get_child_at_index(at) for at in range(root.get_child_count())]:
        if child is not None and child.get_state_set().contains(Atspi.StateType.SHOWING):
            yield from _shown(child)


if __name__ == "__main__":
    main()

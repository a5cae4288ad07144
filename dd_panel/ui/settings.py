"""What this laptop remembers between two starts: looks, recent files, widths of panes; nothing about the work."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from dd_panel.text import SOURCE_LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Mode = Literal["system", "light", "dark"]
"""Light or dark, or as the system has it."""

RecentKind = Literal["pack", "round"]
MOST_RECENTS: Final = 20

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Recent:
    """A file opened before: where it is, what it is called, what it is, when it was opened and how far it had got.

    `opened` is an ISO time; `status` one of the design's statuses (`in_progress` …); `note` a few words such as
    “12 of 30 complete”; `reached` tells how far its history had got, so that an older copy in its place is noticed.
    """

    path: str
    title: str
    kind: RecentKind
    opened: str
    status: str = "in_progress"
    note: str = ""
    reached: str = ""


@dataclass(frozen=True, slots=True)
class _Kept:
    """Everything that is written to the file."""

    mode: Mode = "system"
    text_scale: float = 1.0
    language: str = SOURCE_LANGUAGE
    single_keys: bool = True
    recents: tuple[Recent, ...] = ()
    sizes: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    new_round: str = ""


class Settings:
    """Remembers in a small file; without a path it remembers until the app closes.

    A file that is missing, damaged or out of reach is no trouble worth a message: usual values are used instead.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._kept = _read(path) if path is not None else _Kept()

    @property
    def mode(self) -> Mode:
        return self._kept.mode

    @property
    def text_scale(self) -> float:
        return self._kept.text_scale

    @property
    def language(self) -> str:
        """The code of the language of all texts, such as `cy`."""
        return self._kept.language

    @property
    def single_keys(self) -> bool:
        """Whether single letters and figures work as keys (people who dictate switch them off)."""
        return self._kept.single_keys

    @property
    def recents(self) -> tuple[Recent, ...]:
        """The files opened before, the latest first, twenty at most."""
        return self._kept.recents

    def recent(self, path: str) -> Recent | None:
        """What is remembered of one file."""
        return next((known for known in self.recents if known.path == path), None)

    def set_mode(self, mode: Mode) -> None:
        """Remember light, dark, or as the system."""
        self._keep(replace(self._kept, mode=mode))

    def set_text_scale(self, scale: float) -> None:
        """Remember the text size."""
        self._keep(replace(self._kept, text_scale=scale))

    def set_language(self, code: str) -> None:
        """Remember the language; it is used from the next start on."""
        self._keep(replace(self._kept, language=code))

    def set_single_keys(self, on: bool) -> None:
        """Remember whether single letters work as keys."""
        self._keep(replace(self._kept, single_keys=on))

    def remember(self, recent: Recent) -> None:
        """Put a file at the head of the recent ones."""
        others = tuple(known for known in self.recents if known.path != recent.path)
        self._keep(replace(self._kept, recents=(recent, *others)[:MOST_RECENTS]))

    def forget(self, path: str) -> None:
        """Take one file off the recent ones."""
        self._keep(replace(self._kept, recents=tuple(known for known in self.recents if known.path != path)))

    def clear_recents(self) -> None:
        """Take all files off the recent ones."""
        self._keep(replace(self._kept, recents=()))

    def sizes(self, name: str) -> tuple[int, ...]:
        """Return the widths remembered for a splitter, empty where there are none."""
        return self._kept.sizes.get(name, ())

    def set_sizes(self, name: str, sizes: tuple[int, ...]) -> None:
        """Remember the widths of a splitter's panes."""
        self._keep(replace(self._kept, sizes={**self._kept.sizes, name: sizes}))

    @property
    def new_round(self) -> str:
        """What was typed about a round that is not made yet, as text; empty for nothing."""
        return self._kept.new_round

    def set_new_round(self, text: str) -> None:
        """Remember what was typed about a round that is not made yet."""
        self._keep(replace(self._kept, new_round=text))

    def _keep(self, kept: _Kept) -> None:
        if kept == self._kept:
            return
        self._kept = kept
        if self._path is not None:
            _write(self._path, kept)


def _write(path: Path, kept: _Kept) -> None:
    beside = path.with_suffix(".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(json.dumps(asdict(kept), ensure_ascii=False, indent=1), encoding="utf-8")
        beside.replace(path)
    except OSError:
        _log.warning("settings could not be written to %s", path, exc_info=True)


def _read(path: Path) -> _Kept:
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        return _understood(raw)
    except FileNotFoundError:
        return _Kept()
    except (OSError, ValueError, TypeError, AttributeError):
        _log.warning("settings in %s could not be read; usual values are used", path, exc_info=True)
        return _Kept()


def _understood(raw: dict[str, Any]) -> _Kept:
    """Take what is known from the file and leave the rest.

    Raises:
        ValueError, TypeError, AttributeError: the file says something else than settings.
    """
    mode = raw.get("mode", "system")
    if mode not in get_args(Mode):
        message = f"unknown mode {mode!r}"
        raise ValueError(message)
    names = {known.name for known in fields(Recent)}
    recents = tuple(Recent(**{key: entry[key] for key in names & set(entry)}) for entry in raw.get("recents", ()))
    return _Kept(
        mode=mode,
        text_scale=float(raw.get("text_scale", 1.0)),
        language=str(raw.get("language", SOURCE_LANGUAGE)),
        single_keys=bool(raw.get("single_keys", True)),
        recents=recents[:MOST_RECENTS],
        sizes={name: tuple(int(width) for width in widths) for name, widths in raw.get("sizes", {}).items()},
        new_round=str(raw.get("new_round", "")),
    )

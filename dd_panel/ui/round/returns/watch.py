"""Watching a folder: new scoresheets in it are offered once they are whole, and merged only when a person says so."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from dd_panel.text import _, ngettext
from dd_panel.ui.jobs import OneJob
from dd_panel.ui.round.returns.job import closed_folder, may_be_scoresheet
from dd_panel.ui.speech import announce
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.labels import ElidedLabel, IconLabel
from dd_panel.ui.widgets.layouts import row
from dd_panel.ui.widgets.tips import plain_tip

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from dd_panel.domain.errors import DDPanelError
    from dd_panel.services.workplace import Workplace
    from dd_panel.ui.jobs import Jobs, Report
    from dd_panel.ui.theme import Theme

SETTLE_MS: Final = 900
"""A file that looks the same twice, this far apart, is no longer being written."""

AGAIN_MS: Final = 15_000
"""After trouble a folder is looked through again by itself: nothing tells that a drive is back."""

Stamp = tuple[int, int]
"""A file's size in bytes, and when it was last changed, in nanoseconds."""


class FolderWatch(QObject):
    """Watches one folder.

    `arrived` carries the files that are whole and were never received; `lost` comes when the folder is gone. `failed`
    carries a trouble in looking into the folder or which files are new: once, until a look has gone well again.

    Every look is a job: a folder of another computer may keep one waiting for long.
    """

    arrived = Signal(object)
    lost = Signal()
    failed = Signal(object)

    def __init__(self, place: Workplace, jobs: Jobs, settle_ms: int = SETTLE_MS) -> None:
        super().__init__()
        self._place = place
        self._job = OneJob(jobs, self)
        self._folder: Path | None = None
        self._seen: dict[Path, Stamp] = {}
        self._told: dict[Path, Stamp] = {}
        self._troubled = False
        self._watcher = QFileSystemWatcher(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(settle_ms)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(AGAIN_MS)
        self._watcher.directoryChanged.connect(self._timer.start)
        for timer in (self._timer, self._again):
            timer.timeout.connect(self.look)
        self._job.finished.connect(self._on_looked)
        self._job.failed.connect(self._on_failed)

    @property
    def folder(self) -> Path | None:
        """The folder that is watched."""
        return self._folder

    def start(self, folder: Path) -> None:
        """Watch a folder in place of another, and look into it."""
        self.stop()
        self._folder = folder
        self._watcher.addPath(str(folder))
        self.look()

    def stop(self) -> None:
        """Watch no more."""
        if self._folder is not None:
            self._watcher.removePath(str(self._folder))
        self._folder = None
        self._timer.stop()
        self._again.stop()
        self._seen, self._told = {}, {}
        self._troubled = False

    def look(self) -> None:
        """See what is there now; what changed since the last look is waited for."""
        if self._folder is None:
            return
        if not self._job.start(_look_work(self._place, self._folder, self._seen, self._told)):
            self._timer.start()  # one look at a time

    def _on_looked(self, looked: _Looked) -> None:
        if looked.folder != self._folder:
            return
        self._troubled = False
        if looked.there is None:
            self.stop()
            self.lost.emit()
            return
        self._seen = looked.there
        self._told = {**self._told, **looked.whole}
        if looked.unsettled:
            self._timer.start()
        if looked.new:
            self.arrived.emit(list(looked.new))

    def _on_failed(self, trouble: DDPanelError) -> None:
        if self._folder is None:
            return
        self._again.start()
        if not self._troubled:
            self._troubled = True
            self.failed.emit(trouble)


@dataclass(frozen=True, slots=True)
class _Looked:
    """What a look into a folder found: what is `there` (None: the folder is gone), and what is `whole` of it by now.

    `new` are those of the whole that were never received; `unsettled` says that others still change.
    """

    folder: Path
    there: dict[Path, Stamp] | None = None
    whole: Mapping[Path, Stamp] = field(default_factory=dict)
    unsettled: bool = False
    new: tuple[Path, ...] = ()


def _look_work(
    place: Workplace, folder: Path, seen: Mapping[Path, Stamp], told: Mapping[Path, Stamp]
) -> Callable[[Report], _Looked]:
    """One look; `seen` is what the look before found, `told` what was asked about already."""

    def work(_report: Report) -> _Looked:
        from dd_panel.services.returns.originals import not_received

        try:
            if not folder.is_dir():
                return _Looked(folder)
            there = stamps(folder)
        except OSError as error:
            raise closed_folder(folder, error) from error
        fresh = {path: stamp for path, stamp in there.items() if told.get(path) != stamp}
        whole = {path: stamp for path, stamp in fresh.items() if seen.get(path) == stamp}
        new = not_received(place, tuple(whole)) if whole else ()
        # One may have been replaced while it was read: then it is waited for anew.
        whole = {path: stamp for path, stamp in whole.items() if _stamp_of(path) == stamp}
        return _Looked(folder, there, whole, len(whole) < len(fresh), tuple(path for path in new if path in whole))

    return work


def stamps(folder: Path) -> dict[Path, Stamp]:
    """The scoresheets in a folder with size and time; not those that are empty, hidden, or open in another program."""
    found: dict[Path, Stamp] = {}
    names = set()
    for path in folder.iterdir():
        names.add(path.name)
        stamp = _stamp_of(path) if may_be_scoresheet(path.name) else None
        if stamp is not None and stamp[0]:
            found[path] = stamp
    locks = {path: {f"~${path.name}", f"~${path.name[2:]}", f".~lock.{path.name}#"} for path in found}
    return {path: stamp for path, stamp in sorted(found.items()) if not names & locks[path]}


def _stamp_of(path: Path) -> Stamp | None:
    """Size and time of a file, None where it is gone."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_size, stat.st_mtime_ns


class WatchOffer(QWidget):
    """Says how many new scoresheets lie in the folder; hidden while there are none."""

    merge_asked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._paths: list[Path] = []
        self._words = ElidedLabel(theme, "", "dense", "info", weight=600)
        self.merge = Button(theme, _("Merge"), "primary", extent="small")
        self.later = Button(theme, _("Not now"), "quiet", extent="small")
        line = row(IconLabel(theme, "inbox", "info"), (self._words, 1), self.later, self.merge, gap=8)
        line.setContentsMargins(16, 0, 16, 12)
        self.setLayout(line)
        self.merge.clicked.connect(self.take)
        self.later.clicked.connect(self.clear)
        self.hide()

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files on offer."""
        return tuple(self._paths)

    def offer(self, paths: Sequence[Path]) -> None:
        """Offer more files."""
        self._paths = list(dict.fromkeys([*self._paths, *paths]))
        count, folder = len(self._paths), self._paths[0].parent.name
        words = ngettext("{count} new scoresheet in {folder}", "{count} new scoresheets in {folder}", count)
        self._words.setText(words.format(count=count, folder=folder))
        self.setToolTip(plain_tip("\n".join(path.name for path in self._paths)))
        self.merge.setText(ngettext("Merge {count}", "Merge {count}", count).format(count=count))
        self.show()
        announce(self, self._words.text())

    def take(self) -> None:
        """Ask for the merge of what is on offer."""
        if self._paths:
            self.merge_asked.emit(list(self._paths))

    def clear(self) -> None:
        """Offer nothing; what lies there comes up again only when it changes."""
        self._paths = []
        self.hide()

"""Another copy of the open review: what it would bring, and a choice for everything that both copies changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy

from dd_panel.text import _, ngettext
from dd_panel.ui.dates import time_words
from dd_panel.ui.desk.history.rows import field_words, value_words
from dd_panel.ui.speech import announce
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.frames import scrolled
from dd_panel.ui.widgets.labels import Label, Para
from dd_panel.ui.widgets.layouts import column, held, row
from dd_panel.ui.widgets.question import Question
from dd_panel.ui.widgets.segmented import SegmentedControl

if TYPE_CHECKING:
    from PySide6.QtWidgets import QHBoxLayout, QWidget

    from dd_panel.domain.copies import Difference, Key
    from dd_panel.domain.rubric import Rubric
    from dd_panel.services.review.copies import OtherCopy
    from dd_panel.ui.theme import Theme

MOST_HEIGHT: Final = 300
WIDTH: Final = 640
LONGEST: Final = 26
MINE, THEIRS = 0, 1


class CopyDialog(Question):
    """Nothing is chosen beforehand. `chosen` carries the values that stand, `open_asked` opens the copy by itself."""

    chosen = Signal(object)
    open_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget, rubric: Rubric, copy: OtherCopy) -> None:
        self._both = copy.parted.both
        self._rubric = rubric
        self.choices = [
            SegmentedControl(theme, _sides(each, rubric), None, name=self._about(each)) for each in self._both
        ]
        self.later = Button(theme, _("The later one everywhere"), "quiet", extent="small")
        self.open_it = Button(theme, _("Open it by itself"), "quiet", extent="small")
        self._missing = Label(theme, _("Choose one of the two everywhere."), "dense", "bad", 600)
        lines = column(gap=12)
        for each, choice in zip(self._both, self.choices, strict=True):
            # As wide as the window allows; long values go below one another.
            choice.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            about = Para(theme, self._about(each), "dense", "ink", 600)
            times = Para(theme, _times(each), "caption", "ink2")
            lines.addLayout(column(about, choice, *_whole(theme, each, rubric), times, gap=4))
            choice.choice_made.connect(self._missing.hide)
        area = scrolled(held(lines))
        area.setFixedHeight(min(theme.px(MOST_HEIGHT), lines.sizeHint().height() + 8))
        area.setVisible(bool(self._both))
        self.later.setVisible(bool(self._both))
        self._missing.hide()
        fields = column(area, self._missing, row(self.later, None, self.open_it))
        yes = _("Bring it in") if copy.parted.theirs or self._both or copy.marks else _("Done")
        super().__init__(theme, parent, _("Another copy of this review"), _summary(copy), yes, fields)
        self.setFixedWidth(min(theme.px(WIDTH), parent.width() - 48))
        self.later.clicked.connect(self._take_later)
        self.open_it.clicked.connect(self._open_instead)

    def _about(self, each: Difference) -> str:
        return f"{each.application} · {field_words(each.field, self._rubric)}"

    def on_yes(self) -> None:
        found: dict[Key, str] = {}
        for each, choice in zip(self._both, self.choices, strict=True):
            side = {MINE: each.mine, THEIRS: each.theirs}.get(-1 if choice.chosen is None else choice.chosen)
            if side is None:
                self._missing.show()
                choice.take_focus()
                announce(self, self._missing.text(), at_once=True)
                return
            found[each.key] = side.value
        self.accept()
        self.chosen.emit(found)

    def _take_later(self) -> None:
        self._missing.hide()
        for each, choice in zip(self._both, self.choices, strict=True):
            choice.set_chosen(THEIRS if each.theirs is not None and each.later == each.theirs.value else MINE)

    def _open_instead(self) -> None:
        self.reject()
        self.open_asked.emit()


def _values(each: Difference, rubric: Rubric) -> tuple[str, str]:
    """What stands here and what stands there, in words."""
    here = value_words(each.field, each.mine.value if each.mine else each.base, rubric)
    return here, value_words(each.field, each.theirs.value if each.theirs else each.base, rubric)


def _sides(each: Difference, rubric: Rubric) -> list[str]:
    here, there = _values(each, rubric)
    return [_("Here: {value}").format(value=_short(here)), _("There: {value}").format(value=_short(there))]


def _whole(theme: Theme, each: Difference, rubric: Rubric) -> list[QHBoxLayout]:
    """Both texts side by side where one of them is too long for its button: two may begin alike."""
    here, there = _values(each, rubric)
    if (_short(here), _short(there)) == (here, there):
        return []
    texts = [Para(theme, text, "dense", "ink") for text in (here, there)]
    return [row(*((column(text, None, gap=0), 1) for text in texts), gap=16)]


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST].rstrip()}…"


def _times(each: Difference) -> str:
    if each.mine is None or each.theirs is None:
        return ""
    return _("Here {mine}, there {theirs}").format(mine=time_words(each.mine.at), theirs=time_words(each.theirs.at))


def _summary(copy: OtherCopy) -> str:
    parted = copy.parted
    if parted.same and not copy.marks:
        return _("{name} holds the same as the review that is open.").format(name=copy.name)
    theirs, mine, both = len(parted.theirs), len(parted.mine), len(parted.both)
    told = [
        ngettext("{count} change was made only there and is brought in.",
                 "{count} changes were made only there and are brought in.", theirs).format(count=theirs)
        if theirs else "",
        ngettext("{count} change was made only here and stays.",
                 "{count} changes were made only here and stay.", mine).format(count=mine) if mine else "",
        ngettext("{count} thing was changed in both: choose which stands.",
                 "{count} things were changed in both: choose which stand.", both).format(count=both) if both else "",
        ngettext("{count} highlight or private note from there is joined with those here.",
                 "{count} highlights and private notes from there are joined with those here.",
                 copy.marked).format(count=copy.marked) if copy.marks else "",
        _("{name} itself is not changed.").format(name=copy.name),
    ]  # fmt: skip
    return " ".join(words for words in told if words)

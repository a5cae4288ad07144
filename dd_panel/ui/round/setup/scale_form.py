"""Which scores can be given, what they are called, and what each of them looks like."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QWidget

from dd_panel.domain.draft_checks import scale_of
from dd_panel.domain.drafts import ScaleDraft, named_marks
from dd_panel.text import _
from dd_panel.ui.round.setup.fields import ChoiceField, LineField, ListField, Part
from dd_panel.ui.widgets.extents import keep_extent
from dd_panel.ui.widgets.fields import CommentEdit, TextField
from dd_panel.ui.widgets.labels import Label, Para
from dd_panel.ui.widgets.layouts import column, held, row

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dd_panel.domain.drafts import RoundDraft
    from dd_panel.domain.scale import Scale
    from dd_panel.ui.round.setup.draft_model import DraftModel
    from dd_panel.ui.theme import Theme

MOST_DESCRIBED: Final = 21
"""More levels than this are not named one by one on the screen."""

OTHER: Final = "other"
SAME: Final = "same"
NAME_WIDTH: Final = 120
FIGURE_WIDTH: Final = 36
LEVEL_HEIGHTS: Final = (40, 100)


def _presets() -> dict[str, tuple[str, ScaleDraft]]:
    return {
        "0-5": (_("0 to 5"), ScaleDraft()),
        "0-5-half": (_("0 to 5 by half points"), ScaleDraft(step="0.5")),
        "1-10": (_("1 to 10"), ScaleDraft("1", "10")),
        "0-100": (_("0 to 100 by tens"), ScaleDraft("0", "100", "10")),
        "1-5-lowest": (_("1 to 5, lowest is best"), ScaleDraft("1", "5", "1", "lowest")),
        "pass-fail": (_("Pass or fail"), ScaleDraft("0", "1", "1", "highest", (_("Fail"), _("Pass")))),
    }


def scale_words(scale: Scale) -> str:
    """A scale in a few words: 0 to 5; 1 to 10 by 0.5, lowest is best."""
    lowest, highest = scale.text_of(scale.marks[0]), scale.text_of(scale.marks[-1])
    said = _("{lowest} to {highest}").format(lowest=lowest, highest=highest)
    if scale.step != 1:
        said = _("{scale} by {step}").format(scale=said, step=f"{scale.step.normalize():f}")
    return _("{scale}, lowest is best").format(scale=said) if scale.best == "lowest" else said


class ScaleForm(QWidget):
    """A ready scale from a list, or its numbers one by one.

    None stands for the round's scale, which is offered where `own` says that this is a criterion's.
    """

    def __init__(self, theme: Theme, model: DraftModel, part: Part[ScaleDraft | None], *, own: bool) -> None:
        super().__init__()
        self._theme = theme
        self._model = model
        self._part = part
        self._own = own
        self._ready = _presets()
        self.preset = ListField(theme, model, _("Scores"), self._choices, Part(self._chosen, self._choose))
        self.lowest = self._line("lowest", _("Lowest"))
        self.highest = self._line("highest", _("Highest"))
        self.step = self._line("step", _("By steps of"))
        self.best = ChoiceField(
            theme,
            model,
            _("Best is the"),
            (("highest", _("highest")), ("lowest", _("lowest"))),
            Part(lambda draft: self._scale(draft).best, self._put_best),
        )
        self._numbers = held(row((self.lowest, 2), (self.highest, 2), (self.step, 2), (self.best, 3), gap=12))
        self.setLayout(column(self.preset, self._numbers, gap=12))
        model.changed.connect(self.refresh)
        self.refresh()

    def control(self, name: str) -> QWidget:
        """The control of a number by its name in the draft."""
        return {"lowest": self.lowest, "highest": self.highest, "step": self.step}[name].line

    def refresh_all(self) -> None:
        """Show the scale of another criterion."""
        self.preset.refresh()
        for line in (self.lowest, self.highest, self.step):
            line.refresh()
        self.best.refresh()
        self.refresh()

    def refresh(self) -> None:
        """Show the numbers where there are any of this criterion's own."""
        self._numbers.setVisible(self._part.get(self._model.draft) is not None)

    def _put_best(self, draft: RoundDraft, best: str) -> RoundDraft:
        return self._part.put(draft, replace(self._scale(draft), best="lowest" if best == "lowest" else "highest"))

    def _scale(self, draft: RoundDraft) -> ScaleDraft:
        return self._part.get(draft) or draft.scale

    def _line(self, name: str, label: str) -> LineField:
        def get(draft: RoundDraft) -> str:
            text: str = getattr(self._scale(draft), name)
            return text

        def put(draft: RoundDraft, text: str) -> RoundDraft:
            scale = self._scale(draft)
            numbers = {"lowest": scale.lowest, "highest": scale.highest, "step": scale.step, name: text}
            return self._part.put(draft, ScaleDraft(**numbers, best=scale.best, levels=scale.levels))

        return LineField(self._theme, self._model, label, Part(get, put, lambda: (*self._part.where(), name)))

    def _choices(self, draft: RoundDraft) -> Sequence[tuple[str, str]]:
        ready = [(key, words) for key, (words, _scale) in self._ready.items()]
        usual = scale_of(draft.scale)
        same = _("The round's scale")
        if usual is not None:
            same = _("The round's scale: {scale}").format(scale=scale_words(usual))
        return [*([(SAME, same)] if self._own else []), *ready, (OTHER, _("Other numbers"))]

    def _chosen(self, draft: RoundDraft) -> str:
        mine = self._part.get(draft)
        if mine is None:
            return SAME
        for key, (_words, ready) in self._ready.items():
            if replace(mine, levels=()) == replace(ready, levels=()):
                return key
        return OTHER

    def _choose(self, draft: RoundDraft, key: str) -> RoundDraft:
        if key == SAME:
            return self._part.put(draft, None)
        mine = self._scale(draft)
        if key == OTHER:
            return self._part.put(draft, mine)
        ready = self._ready[key][1]
        # Names that were written stay for a scale that brings none.
        return self._part.put(draft, ready if ready.levels else replace(ready, levels=mine.levels))


class LevelRows(QWidget):
    """One row for each level: its score, its name, and what it looks like.

    `names` are the names (read only where the scale is the round's), `words` the descriptors; without words there are
    only names.
    """

    def __init__(self, theme: Theme, *, described: bool) -> None:
        super().__init__()
        self._theme = theme
        self._described = described
        self._rows: list[_LevelRow] = []
        self._too_many = Para(theme, "", "dense", "ink2")
        self._lines = column(gap=6)
        self.setLayout(column(self._too_many, self._lines, gap=6))

    @property
    def rows(self) -> Sequence[_LevelRow]:
        """The rows in sight."""
        return self._rows

    def show_levels(
        self,
        scale: Scale | None,
        words: Sequence[str],
        on_name: Callable[[int, str], None] | None,
        on_words: Callable[[int, str], None],
    ) -> None:
        """Show the levels of a scale; `on_name` is None where the names are another one's."""
        if scale is None:
            return  # the rows wait until the numbers make a scale again
        marks = named_marks(scale, words if self._described else scale.levels)
        many = len(marks) > MOST_DESCRIBED
        self._too_many.setVisible(many)
        self._too_many.setText(
            _("The {count} levels of this scale are too many to name here; the round's definition can.").format(
                count=len(marks)
            )
        )
        self._fit([] if many else [scale.text_of(mark) for mark in marks])
        for at, each in enumerate(self._rows):
            each.show_level(scale.name_of(marks[at]), words[at] if at < len(words) else "")
            each.tell(at, on_name, on_words)

    def _fit(self, figures: Sequence[str]) -> None:
        while len(self._rows) > len(figures):
            gone = self._rows.pop()
            self._lines.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        while len(self._rows) < len(figures):
            made = _LevelRow(self._theme, described=self._described)
            self._lines.addWidget(made)
            self._rows.append(made)
        for each, figure in zip(self._rows, figures, strict=True):
            each.show_figure(figure)


class _LevelRow(QWidget):
    """One level."""

    def __init__(self, theme: Theme, *, described: bool) -> None:
        super().__init__()
        self._figure = Label(theme, "", "body", weight=600)
        keep_extent(self._figure, theme, wide=FIGURE_WIDTH)
        self.name = TextField(theme, "", _("Name"))
        self.words = CommentEdit(theme, "", _("What it looks like"))
        self.words.set_heights(*LEVEL_HEIGHTS)
        self._told: tuple[int, Callable[[int, str], None] | None, Callable[[int, str], None]] | None = None
        across = row(column(8, self._figure, None, gap=0), gap=8)
        if described:
            self.name.setFixedWidth(theme.px(NAME_WIDTH))
            across.addLayout(column(self.name, None, gap=0))
            across.addWidget(self.words, 1)
        else:
            across.addWidget(self.name, 1)
            self.words.hide()
        self.setLayout(across)
        self.name.textEdited.connect(self._on_name)
        self.words.textChanged.connect(self._on_words)

    def show_figure(self, figure: str) -> None:
        """Say which score this is."""
        self._figure.setText(figure)
        self.name.setAccessibleName(_("Name of {score}").format(score=figure))
        self.words.setAccessibleName(_("What {score} looks like").format(score=figure))

    def show_level(self, name: str, words: str) -> None:
        """Show the draft's texts."""
        if name != self.name.text():
            self.name.setText(name)
        if words != self.words.toPlainText():
            self._told = None
            self.words.set_text(words)

    def tell(self, at: int, on_name: Callable[[int, str], None] | None, on_words: Callable[[int, str], None]) -> None:
        """Tell what is typed to these from now on."""
        self._told = (at, on_name, on_words)
        self.name.setReadOnly(on_name is None)
        self.name.setEnabled(on_name is not None)

    def _on_name(self, text: str) -> None:
        if self._told is not None and self._told[1] is not None:
            self._told[1](self._told[0], text)

    def _on_words(self) -> None:
        if self._told is not None:
            self._told[2](self._told[0], self.words.toPlainText())

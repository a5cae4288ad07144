"""The form of one criterion, and that of the scale that all share."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtWidgets import QWidget

from dd_panel.domain.draft_checks import scale_of
from dd_panel.domain.drafts import CriterionDraft, key_for, with_criterion
from dd_panel.text import _
from dd_panel.ui.round.setup.fields import ChoiceField, LineField, LongField, Part
from dd_panel.ui.round.setup.scale_form import LevelRows, ScaleForm
from dd_panel.ui.widgets.extents import keep_extent
from dd_panel.ui.widgets.form_field import optional
from dd_panel.ui.widgets.frames import Rule
from dd_panel.ui.widgets.labels import Label, Para
from dd_panel.ui.widgets.layouts import column, row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dd_panel.domain.document_table import KeyPath
    from dd_panel.domain.drafts import RoundDraft, ScaleDraft
    from dd_panel.ui.round.setup.draft_model import DraftModel
    from dd_panel.ui.theme import Theme

LIMIT_WIDTH: Final = 180


def _replaced(texts: Sequence[str], at: int, text: str) -> tuple[str, ...]:
    """The texts with one in this place, which may lie beyond their end."""
    longer = [*texts, *[""] * (at + 1 - len(texts))]
    longer[at] = text
    return tuple(longer)


class CommonScaleForm(QWidget):
    """The scale of every criterion that has none of its own, with the names of its levels."""

    def __init__(self, theme: Theme, model: DraftModel) -> None:
        super().__init__()
        self._model = model
        self.scale = ScaleForm(theme, model, Part(lambda draft: draft.scale, self._put, lambda: ("scale",)), own=False)
        self.levels = LevelRows(theme, described=False)
        sentence = _("Every criterion is scored on it, and totals are shown on it, unless a criterion has its own.")
        self.setLayout(
            column(
                Label(theme, _("The round's scale"), "title"),
                Para(theme, sentence, "dense", "ink2"),
                self.scale,
                8,
                Label(theme, _("Names of the levels"), "label", "ink2"),
                self.levels,
                None,
                gap=12,
            )
        )
        model.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the names of the scale's levels."""
        draft = self._model.draft.scale
        self.levels.show_levels(scale_of(draft), (), self._name, lambda _at, _text: None)

    def _put(self, draft: RoundDraft, scale: ScaleDraft | None) -> RoundDraft:
        return draft if scale is None else replace(draft, scale=scale)

    def _name(self, at: int, text: str) -> None:
        draft = self._model.draft
        scale = replace(draft.scale, levels=_replaced(draft.scale.levels, at, text))
        self._model.put(replace(draft, scale=scale))


class CriterionForm(QWidget):
    """The fields of the criterion at `at`, counted from 0."""

    def __init__(self, theme: Theme, model: DraftModel) -> None:
        super().__init__()
        self._theme = theme
        self._model = model
        self.at = 0
        self._lines: dict[str, LineField] = {}
        self.title = self._line("title", _("Title"))
        self.short = self._line("short", optional(_("Short name")), _("Heads narrow columns."))
        self.weight = self._line("weight", _("Weight"))
        self.minimum = self._line("minimum", optional(_("Minimum")), _("Below it is flagged."))
        self.key = self._line("key", _("Key"), _("Its name in files."))
        self.guidance = LongField(
            theme,
            model,
            optional(_("Guidance for members")),
            Part(lambda draft: self._mine(draft).guidance, self._putting("guidance")),
        )
        self.need = ChoiceField(
            theme,
            model,
            _("A comment is required"),
            (("optional", _("never")), ("below", _("for low scores")), ("required", _("always"))),
            Part(lambda draft: self._mine(draft).need, self._putting("need")),
        )
        self.limit = self._line("limit", _("Low is a score below"))
        self.scale = ScaleForm(
            theme,
            model,
            Part(
                lambda draft: self._mine(draft).scale,
                lambda draft, scale: self._put(draft, scale=scale),
                lambda: (*self._where(), "scale"),
            ),
            own=True,
        )
        self.levels = LevelRows(theme, described=True)
        self._arrange()
        model.changed.connect(self.refresh)
        self.refresh()

    def control(self, name: str) -> QWidget:
        """The control of a field by its name in the draft."""
        return self._lines[name].line

    def show_criterion(self, at: int) -> None:
        """Show the fields of another criterion."""
        self.at = at
        for line in self._lines.values():
            line.refresh()
        self.guidance.refresh()
        self.need.refresh()
        self.scale.refresh_all()
        self.refresh()

    def refresh(self) -> None:
        """Show the levels of the criterion's scale, and the limit where there is one."""
        draft = self._model.draft
        mine = self._mine(draft)
        self.limit.setVisible(mine.need == "below")
        own = mine.scale is not None
        scale = scale_of(mine.scale or draft.scale)
        self.levels.show_levels(scale, mine.descriptors, self._name if own else None, self._describe)

    def _arrange(self) -> None:
        theme = self._theme
        keep_extent(self.limit, theme, wide=LIMIT_WIDTH)
        self.setLayout(
            column(
                row((self.title, 3), (self.short, 1), gap=16),
                row((self.weight, 1), (self.minimum, 1), (self.key, 2), gap=16),
                self.guidance,
                self.need,
                self.limit,
                Rule(theme),
                self.scale,
                Label(theme, _("What each level looks like"), "label", "ink2"),
                self.levels,
                None,
                gap=12,
            )
        )

    def _where(self) -> KeyPath:
        return ("criteria", self.at + 1)

    def _mine(self, draft: RoundDraft) -> CriterionDraft:
        # While a criterion is being removed, its form may be asked once more.
        return draft.criteria[self.at] if self.at < len(draft.criteria) else CriterionDraft()

    def _put(self, draft: RoundDraft, **change: Any) -> RoundDraft:  # noqa: ANN401 - fields of every type
        return with_criterion(draft, self.at, replace(self._mine(draft), **change))

    def _putting(self, name: str) -> Any:  # noqa: ANN401 - one for fields of every type
        return lambda draft, value: self._put(draft, **{name: value})

    def _line(self, name: str, label: str, hint: str = "") -> LineField:
        def get(draft: RoundDraft) -> str:
            text: str = getattr(self._mine(draft), name)
            return text

        put = self._put_title if name == "title" else self._putting(name)
        made = LineField(self._theme, self._model, label, Part(get, put, lambda: (*self._where(), name)), hint)
        self._lines[name] = made
        return made

    def _put_title(self, draft: RoundDraft, title: str) -> RoundDraft:
        """Let the key follow the title until somebody gives it another."""
        mine = self._mine(draft)
        taken = [each.key for at, each in enumerate(draft.criteria) if at != self.at]
        follows = not mine.key or mine.key == key_for(mine.title, taken)
        return self._put(draft, title=title, **({"key": key_for(title, taken)} if follows else {}))

    def _name(self, at: int, text: str) -> None:
        mine = self._mine(self._model.draft)
        if mine.scale is not None:
            scale = replace(mine.scale, levels=_replaced(mine.scale.levels, at, text))
            self._model.put(self._put(self._model.draft, scale=scale))

    def _describe(self, at: int, text: str) -> None:
        mine = self._mine(self._model.draft)
        descriptors = _replaced(mine.descriptors, at, text)
        if descriptors != mine.descriptors:
            self._model.put(self._put(self._model.draft, descriptors=descriptors))

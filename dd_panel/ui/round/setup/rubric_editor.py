"""The rubric editor: the criteria with weights that add up, the form of the chosen one, and the card it becomes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QWidget

from dd_panel.domain.draft_checks import scale_of, weight_total
from dd_panel.domain.drafts import CriterionDraft, decimal_of, evened, key_for, moved, without_criterion
from dd_panel.domain.scale import plain
from dd_panel.text import DASH, _
from dd_panel.ui.actions import Keys, add_action
from dd_panel.ui.round.columns import WordColumn, WordsModel, WordsTable
from dd_panel.ui.round.setup.card_preview import CardPreview
from dd_panel.ui.round.setup.criterion_form import CommonScaleForm, CriterionForm
from dd_panel.ui.round.setup.scale_form import scale_words
from dd_panel.ui.widgets.bars import Segment, SegmentBar
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.extents import keep_extent
from dd_panel.ui.widgets.frames import Panel, Rule, scrolled
from dd_panel.ui.widgets.labels import IconLabel, Label, Para
from dd_panel.ui.widgets.layouts import column, row
from dd_panel.ui.widgets.turns import Beside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dd_panel.domain.document_table import KeyPath
    from dd_panel.domain.drafts import RoundDraft
    from dd_panel.ui.round.setup.draft_model import DraftModel
    from dd_panel.ui.theme import Theme
    from dd_panel.ui.undo import UndoHistory

LIST: Final = 340
LIST_COMPACT: Final = 300
LEAST: Final = 140
LIST_LARGE: Final = 260
SCALE_ROW: Final = 0
WHOLE: Final = 100


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of the list: the round's scale, or a criterion."""

    title: str
    weight: str
    share: str


class RubricEditor(QWidget):
    """Edits the scale and the criteria of a draft."""

    def __init__(self, theme: Theme, model: DraftModel, undo: UndoHistory) -> None:
        super().__init__()
        self._theme = theme
        self._model = model
        self._undo = undo
        self._filling = False
        self._locked = False
        self._rows: tuple[_Row, ...] = ()
        self._build()
        self._arrange()
        self._connect()
        self.refresh()
        self.choose(1 if model.draft.criteria else SCALE_ROW)

    # --------------------------------------------------------------------------------------------------- the making

    def _build(self) -> None:
        theme = self._theme
        self._table_model = WordsModel(
            (
                WordColumn(_("Criterion"), lambda each: each.title, 0, 500),
                WordColumn(_("Weight"), lambda each: each.weight, 64),
                WordColumn(_("Share"), lambda each: each.share, 72),
            )
        )
        self.table = WordsTable(theme, self._table_model, _("Criteria"))
        self.bar = SegmentBar(theme, height=10)
        self._sum_icon = IconLabel(theme, "check", "good")
        self.sum = Label(theme, "", "dense", weight=600)
        self._sum_note = Para(theme, "", "caption", "ink2")
        self.even = Button(theme, _("Make it 100"), "quiet", extent="small")
        self.add = Button(theme, _("Add"), icon="plus", extent="small")
        self.remove = Button(theme, _("Remove"), extent="small")
        self.up = Button(theme, kind="icon", icon="up", name=_("Move the criterion up"))
        self.down = Button(theme, kind="icon", icon="down", name=_("Move the criterion down"))
        self.criterion = CriterionForm(theme, self._model)
        self.scale = CommonScaleForm(theme, self._model)
        self.preview = CardPreview(theme)

    def _arrange(self) -> None:
        theme = self._theme
        tools = row(self.add, self.remove, None, self.up, self.down, gap=8, margins=(16, 8, 12, 8))
        adds = row(self._sum_icon, (self.sum, 1), gap=6)
        weights = column(self.bar, adds, row((self._sum_note, 1), self.even, gap=6), gap=6, margins=(16, 10, 16, 12))
        self.left = Panel(theme, "surface", column((self.table, 1), Rule(theme), tools, Rule(theme), weights, gap=0))
        self.middle = Panel(theme, "surface")
        self._forms_lines = column(self.scale, self.criterion, gap=0, margins=(24, 16, 24, 16))
        self._forms = Panel(theme, "surface", self._forms_lines)
        self.middle.setLayout(column(scrolled(self._forms), gap=0))
        self._side_rule = Rule(theme, "standing")
        # Scrolled, so that some lines of the list stay where large text takes the height.
        keep_extent(self.table, theme, least=(0, LEAST))
        listed = scrolled(self.left)
        panes = ((listed, self.table.setFocus), (self.middle, self.go_to_form))
        names = (_("Criteria"), _("Chosen criterion"))
        beside = Beside(theme, panes, names, (listed, self._list_wide))
        self._across = row((beside, 1), self._side_rule, self.preview, gap=0)
        self.setLayout(self._across)
        self._fit_compact()

    def _connect(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.table.doubleClicked.connect(self.go_to_form)
        self.add.clicked.connect(self.add_criterion)
        self.remove.clicked.connect(self.remove_criterion)
        self.up.clicked.connect(lambda: self.move_criterion(-1))
        self.down.clicked.connect(lambda: self.move_criterion(1))
        self.even.clicked.connect(self.make_even)
        self._model.changed.connect(self.refresh)
        self._theme.compact_changed.connect(self._fit_compact)
        self._theme.theme_changed.connect(self._fit_compact)
        add_action(self, _("Add a criterion"), "Ctrl+Shift+N", self.add_criterion, keys=Keys(bar=_("add criterion")))
        add_action(self.table, _("Remove the criterion"), "Del", self.remove_criterion)
        add_action(
            self, _("Move the criterion up"), "Alt+Up", lambda: self.move_criterion(-1), keys=Keys(bar=_("move up"))
        )
        add_action(self, _("Move the criterion down"), "Alt+Down", lambda: self.move_criterion(1))
        add_action(self.table, _("Change the criterion"), ("Return", "Enter"), self.go_to_form)

    # ------------------------------------------------------------------------------------------------ what is shown

    @property
    def at(self) -> int | None:
        """The criterion that is being written, counted from 0; None where it is the round's scale."""
        shown = self.table.currentIndex().row()
        return shown - 1 if shown > SCALE_ROW else None

    def choose(self, shown: int) -> None:
        """Show the round's scale (0) or a criterion (counted from 1)."""
        self.table.setCurrentIndex(self._table_model.index(shown, 0))

    def panes(self) -> Sequence[QWidget]:
        """The list, the form and the card."""
        return (self.left, self.middle, self.preview)

    def set_locked(self, locked: bool) -> None:
        """Only show the rubric, or let it be changed."""
        self._locked = locked
        self._forms.setEnabled(not locked)
        for button in (self.add, self.even):
            button.setEnabled(not locked)
        self._on_row()

    def control_at(self, path: KeyPath) -> QWidget:
        """The control at the end of a way, brought into sight."""
        match path:
            case ("criteria", int(number), *_between, str(name)):
                self.choose(number)
                form = self.criterion.scale if "scale" in path else self.criterion
                return form.control(name)
            case ("scale", str(name)):
                self.choose(SCALE_ROW)
                return self.scale.scale.control(name)
            case _:
                return self.add

    def refresh(self) -> None:
        """Show the list and the card afresh, and what the weights add up to."""
        draft = self._model.draft
        rows = self._make_rows(draft)
        if rows != self._rows:
            shown = max(0, min(self.table.currentIndex().row(), len(rows) - 1))
            self._rows = rows
            self._filling = True
            self._table_model.show_rows(rows)
            self._filling = False
            self.choose(shown)
        self._tell_sum(draft)
        self._show_card()

    def _make_rows(self, draft: RoundDraft) -> tuple[_Row, ...]:
        checked = self._model.checked
        usual = scale_of(draft.scale)
        words = _("to mend") if usual is None else scale_words(usual)
        rows = [_Row(_("Scale: {scale}").format(scale=words), "", "")]
        whole = weight_total(draft)
        for number, each in enumerate(draft.criteria, start=1):
            weight = decimal_of(each.weight)
            share = DASH if whole is None or weight is None else _share(Fraction(weight) / Fraction(whole))
            if checked.problems_under("criteria", number):
                share = _("to mend")
            rows.append(_Row(each.title.strip() or _("Untitled"), each.weight, share))
        return tuple(rows)

    def _tell_sum(self, draft: RoundDraft) -> None:
        whole = weight_total(draft)
        good = whole == WHOLE
        self._sum_icon.set_icon("check" if good else "info", "good" if good else "ink2")
        self.sum.setText(
            _("Weights are missing") if whole is None else _("The weights add up to {sum}").format(sum=plain(whole))
        )
        self._sum_note.setText("" if good else _("They may add up to anything: the shares count."))
        self._sum_note.setVisible(not good)
        self.even.setVisible(not good and bool(draft.criteria))
        self.bar.set_segments(
            [
                Segment(
                    float(decimal_of(each.weight) or 0),
                    "accent" if at == self.at else "s3",
                    f"{each.title} {self._rows[at + 1].share}",
                )
                for at, each in enumerate(draft.criteria)
            ]
        )

    def _show_card(self) -> None:
        checked = self._model.checked
        at = self.at
        if at is None:
            at = next((at for at, each in enumerate(self._model.draft.criteria) if each.scale is None), 0)
        criterion = checked.criteria[at] if at < len(checked.criteria) else None
        self.preview.show_criterion(checked.rubric, criterion)

    def _on_row(self) -> None:
        if self._filling:
            return
        at = self.at
        self.scale.setVisible(at is None)
        self.criterion.setVisible(at is not None)
        for button in (self.remove, self.up, self.down):
            button.setEnabled(at is not None and not self._locked)
        if at is not None:
            self.criterion.show_criterion(at)
        self._tell_sum(self._model.draft)
        self._show_card()

    # ----------------------------------------------------------------------------------------------- what people do

    def go_to_form(self) -> None:
        """Put the keyboard into the first field of what is chosen."""
        (self.scale.scale.preset.drop if self.at is None else self.criterion.title.line).setFocus()

    def add_criterion(self) -> None:
        """Begin another criterion below the others and put the keyboard into its title."""
        if self._locked:
            return
        draft = self._model.draft
        key = key_for("", [each.key for each in draft.criteria])
        new = CriterionDraft(key=key, weight="10" if weight_total(draft) is None else _usual_weight(draft))
        change = replace(draft, criteria=(*draft.criteria, new))
        self._undo.perform(lambda: self._model.replace(change, _("Criterion added")))
        self.choose(len(draft.criteria) + 1)
        self.criterion.title.line.setFocus()

    def remove_criterion(self) -> None:
        """Take the chosen criterion away; undo brings it back."""
        at = self.at
        if at is not None and not self._locked:
            change = without_criterion(self._model.draft, at)
            self._undo.perform(lambda: self._model.replace(change, _("Criterion removed")))
            self._on_row()

    def move_criterion(self, by: int) -> None:
        """Let the chosen criterion come earlier or later."""
        at = self.at
        if self._locked or at is None or not 0 <= at + by < len(self._model.draft.criteria):
            return
        change = moved(self._model.draft, at, at + by)
        self._undo.perform(lambda: self._model.replace(change, _("Criterion moved")))
        self.choose(at + by + 1)

    def make_even(self) -> None:
        """Change the weights so that they add up to 100 in the same proportions."""
        if self._locked:
            return
        change = evened(self._model.draft)
        self._undo.perform(lambda: self._model.replace(change, _("Weights made to add up to 100")))

    def _list_wide(self, _room: int) -> int:
        """The width in pixels that the list takes beside the form."""
        theme = self._theme
        return theme.px(LIST_LARGE if theme.large_text else LIST_COMPACT if theme.compact else LIST)

    def _fit_compact(self) -> None:
        theme = self._theme
        large = theme.large_text
        self._side_rule.setVisible(not large)
        # With large letters there is no room for three panes: the card stands below the form.
        if large and self.preview.parentWidget() is not self._forms:
            self._forms_lines.addWidget(self.preview)
        elif not large and self.preview.parentWidget() is not self:
            self._across.addWidget(self.preview)
        self.preview.set_below(below=large)


def _share(share: Fraction) -> str:
    """A share of the whole weight in percent, with a decimal where it has one."""
    tenths = round(share * 1000)
    return _("{percent}%").format(percent=tenths // 10 if tenths % 10 == 0 else tenths / 10)


def _usual_weight(draft: RoundDraft) -> str:
    """The weight of a new criterion: the mean of those that are there."""
    whole = weight_total(draft)
    return "10" if whole is None or not draft.criteria else plain(round(whole / len(draft.criteria), 1))

"""The findings of all files, as one sees and decides them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, QTextBoundaryFinder, Signal
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QStyledItemDelegate, QTreeView, QWidget

from dd_panel.text import _
from dd_panel.ui.round.returns.findings_model import CELL, DECISION, MEND, ROW_ROLE, WHAT, FindingsModel
from dd_panel.ui.round.returns.findings_rows import FindingGroup, FindingRow
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.headers import ColumnHeader
from dd_panel.ui.widgets.layouts import row
from dd_panel.ui.widgets.painting import CENTRE, RIGHT, Ink, smooth

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter, QResizeEvent
    from PySide6.QtWidgets import QStyleOptionViewItem

    from dd_panel.ui.theme import Theme
    from dd_panel.ui.widgets.buttons import Kind
    from dd_panel.ui.widgets.index import Index

HIGH: Final = 44
"""Of a file and of a finding: where rows differ in height the tree asks every one, and thousands may be found."""
HEADER: Final = 32
INDENT: Final = 44
BUTTON: Final = 76
BUTTON_HIGH: Final = 28
UNDO: Final = 56
CHIP_HIGH: Final = 24
WIDTHS: Final = {CELL: 168, MEND: 224, DECISION: 192}
NARROW_WIDTHS: Final = {CELL: 140, DECISION: 176}
"""Where the mend stands below the sentence."""
NARROW: Final = 700
COMPACT_WIDTHS: Final = {CELL: 160, MEND: 204, DECISION: 184}
SENTENCE: Final = ("dense", None)


class FindingDelegate(QStyledItemDelegate):
    """Paints files as bands and findings as rows; the current row's buttons are real ones."""

    def __init__(self, theme: Theme, view: FindingsView) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(10, self._theme.px(HIGH))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        shown = index.data(ROW_ROLE)
        rect = QRectF(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        smooth(painter)
        ink = Ink(painter, self._theme)
        if isinstance(shown, FindingGroup):
            ink.row_ground(rect, selected=selected, ground="sunken")
            self._paint_file(ink, rect, shown, opened=self._view.isExpanded(index))
        elif isinstance(shown, FindingRow):
            ink.row_ground(rect, selected=selected, first=index.column() == CELL)
            self._paint_finding(ink, rect, shown, index.column(), strong=selected)
        ink.hairline(rect)
        painter.restore()

    def _paint_file(self, ink: Ink, rect: QRectF, group: FindingGroup, *, opened: bool) -> None:
        px = self._theme.px
        middle = rect.center().y() - px(8)
        ink.icon("down" if opened else "right", rect.left() + px(12), middle, 16, "ink2")
        ink.icon("sheet", rect.left() + px(36), middle, 16, "accent")
        verdict, tone = group.verdict
        room = ink.text_width(verdict, ("dense", 600)) + px(24)
        left = rect.left() + px(60)
        wide = ink.text_width(group.file, ("dense", 600)) + px(12)
        ink.text(QRectF(left, rect.top(), rect.right() - room - left, rect.height()), group.file, ("dense", 600))
        whose = QRectF(left + wide, rect.top(), max(0.0, rect.right() - room - left - wide), rect.height())
        ink.text(whose, group.whose, SENTENCE, "ink2")
        ink.text(rect.adjusted(0, 0, -px(16), 0), verdict, ("dense", 600), tone, RIGHT)

    def _paint_finding(self, ink: Ink, rect: QRectF, found: FindingRow, column: int, *, strong: bool) -> None:
        px = self._theme.px
        inside = rect.adjusted(px(8), 0, -px(8), 0)
        if column == CELL:
            ink.icon(found.icon[0], rect.left() + px(16), rect.center().y() - px(8), 16, found.icon[1])
            words = rect.adjusted(px(INDENT), 0, -px(4), 0)
            if found.short:
                words.setHeight(rect.height() / 2)
                words.translate(0, px(3))
                ink.text(words.translated(0, px(18)), found.short, ("caption", None), "ink2")
            if found.whole_file:  # the sentence has all the other columns
                words.setWidth(self._view.header().sectionSize(CELL) - px(INDENT + 4))
                room = inside.adjusted(self._view.header().sectionSize(CELL), 0, 0, 0)
                self._paint_sentence(ink, room, found, strong=strong)
            ink.text(words, found.where, ("dense", 500))
        elif column == WHAT:
            self._paint_sentence(ink, inside, found, strong=strong)
        elif column == MEND:
            self._paint_mend(ink, inside, found)
        else:
            self._paint_decision(ink, inside, found, strong=strong)

    def _paint_decision(self, ink: Ink, inside: QRectF, found: FindingRow, *, strong: bool) -> None:
        px = self._theme.px
        words = inside.adjusted(px(28), 0, -px(UNDO) if found.undoes else 0, 0)
        middle = inside.center().y() - px(8)
        if found.decision:
            tone = "bad" if found.decision == _("Rejected") else "good"
            ink.icon("x" if tone == "bad" else "check", inside.left() + px(4), middle, 16, tone)
            ink.text(words, found.decision, ("dense", 600), tone)
            if found.undoes and not strong:
                ink.text(inside.adjusted(0, 0, -px(8), 0), _("Undo"), ("dense", 500), "accent", RIGHT)
        elif found.asked and not (strong and found.waits):
            ink.icon("clock", inside.left() + px(4), middle, 16, "neutral")
            ink.text(words, found.asked, ("dense", 600), "neutral")
        elif found.waits or found.offers_asking:
            if not strong:
                self._paint_buttons(ink, inside, found)
        elif not found.whole_file:
            ink.text(inside.adjusted(px(4), 0, 0, 0), _("For information"), SENTENCE, "ink2")

    def _paint_sentence(self, ink: Ink, inside: QRectF, found: FindingRow, *, strong: bool) -> None:
        """The sentence with what it is about below it; a long sentence takes both lines.

        Where the mend has no column of its own it takes the lower line.
        """
        style = ("dense", 600 if strong else 400)
        if self._view.isColumnHidden(MEND) and (found.finding.found or found.proposal) and not found.whole_file:
            half = inside.height() / 2
            ink.text(inside.adjusted(0, 0, 0, -half), found.finding.sentence, style)
            self._paint_mend(ink, inside.adjusted(0, half, 0, -self._theme.px(2)), found)
            return
        lines = two_lines(self._theme, found.finding.sentence, style, inside.width())
        step = self._theme.px(18)
        top = inside.center().y() - step
        upper = QRectF(inside.left(), top, inside.width(), step)
        if len(lines) == 1 and not found.about:
            ink.text(inside, lines[0], style)
            return
        ink.text(upper, lines[0], style)
        if len(lines) > 1:
            ink.text(upper.translated(0, step), lines[1], style)
        else:
            ink.text(upper.translated(0, step), found.about, ("caption", None), "ink2")

    def _paint_mend(self, ink: Ink, inside: QRectF, found: FindingRow) -> None:
        px = self._theme.px
        left = inside.left()
        if found.finding.found and not found.whole_file:
            words = _("“{found}”").format(found=" ".join(found.finding.found.split()))
            share = 0.55 if found.proposal else 1.0
            left = self._chip(
                ink, QRectF(left, inside.top(), inside.width() * share, inside.height()), words, "bad", 400
            )
        if not found.proposal:
            return
        if found.finding.found:
            ink.text(QRectF(left + px(6), inside.top(), px(18), inside.height()), "→", SENTENCE, "ink2")
            left += px(28)
        room = QRectF(left, inside.top(), inside.right() - left, inside.height())
        self._chip(ink, room, found.asked or found.proposal, "neutral" if found.asks else "good", 600)

    def _chip(self, ink: Ink, room: QRectF, words: str, tone: str, weight: int) -> float:
        style = ("dense", weight)
        wide = min(room.width(), ink.text_width(words, style) + self._theme.px(12))
        high = min(self._theme.px(CHIP_HIGH), room.height())
        box = QRectF(room.left(), room.center().y() - high / 2, wide, high)
        ink.box(box, self._theme.radius("small"), f"{tone}Soft")
        pad = self._theme.px(6)
        ink.text(box.adjusted(pad, 0, -pad + 1, 0), words, style, tone)
        return box.right()

    def _paint_buttons(self, ink: Ink, inside: QRectF, found: FindingRow) -> None:
        px = self._theme.px
        left = inside.left()
        for words in button_words(found):
            box = QRectF(left, inside.center().y() - px(BUTTON_HIGH) / 2, px(BUTTON), px(BUTTON_HIGH))
            ink.box(box, self._theme.radius("control"), "surface", "control")
            ink.text(box, words, ("dense", 500), "ink", CENTRE)
            left += px(BUTTON) + px(8)


def button_words(found: FindingRow) -> tuple[str, ...]:
    """The buttons of a finding: what comes next, and Reject where it holds something back."""
    if found.undoes:
        return (_("Undo"),)
    first = _("Ask") if found.offers_asking else _("Accept") if found.accepts else _("Set…")
    return (first, _("Reject")) if found.waits else (first,)


def two_lines(theme: Theme, words: str, style: tuple[str, int | None], width: float) -> list[str]:
    """Break words into at most two lines; what does not fit into the second is left for it to shorten."""
    metrics = QFontMetricsF(theme.font(*style))
    if metrics.horizontalAdvance(words) <= width:
        return [words]
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Line, words)
    best = 0
    while (at := finder.toNextBoundary()) != -1 and metrics.horizontalAdvance(words[:at].rstrip()) <= width:
        best = at
    return [words[:best].rstrip(), words[best:]] if best else [words]


class _Decide(QWidget):
    """The real buttons of the current finding."""

    def __init__(self, theme: Theme, found: FindingRow, view: FindingsView) -> None:
        super().__init__()
        first, *rest = button_words(found)
        asking = view.ask_asked if found.offers_asking else view.accept_asked if found.accepts else view.set_asked
        ways = [(first, view.undo_asked if found.undoes else asking), *((words, view.reject_asked) for words in rest)]
        buttons: list[Button] = []
        for at, (words, asked) in enumerate(ways):
            kind: Kind = "quiet" if found.undoes else "default" if at else "primary"
            button = Button(theme, words, kind, extent="small")
            button.setAccessibleName(_("{decision}: {finding}").format(decision=words, finding=found.spoken()))
            if not found.undoes:
                button.setFixedWidth(theme.px(BUTTON))
            button.clicked.connect(asked)
            buttons.append(button)
        edge = theme.px(8)
        items = (None, *buttons) if found.undoes else (*buttons, None)
        self.setLayout(row(*items, gap=edge, margins=(edge, 0, 0, 0)))


class FindingsView(QTreeView):
    """The tree of files and findings.

    `accept_asked`, `reject_asked`, `set_asked`, `ask_asked` (the member) and `undo_asked` are about the current one.
    """

    accept_asked = Signal()
    reject_asked = Signal()
    set_asked = Signal()
    ask_asked = Signal()
    undo_asked = Signal()
    finding_changed = Signal()

    def __init__(self, theme: Theme, model: FindingsModel) -> None:
        super().__init__()
        self._theme = theme
        self._model = model
        self._buttons = QPersistentModelIndex()
        header = ColumnHeader(theme, HEADER)
        header.set_indent(CELL, INDENT)
        self.setHeader(header)
        self.setModel(model)
        self.setItemDelegate(FindingDelegate(theme, self))
        self.setAccessibleName(_("Findings"))
        self.setUniformRowHeights(True)
        self.setIndentation(0)
        self.setRootIsDecorated(False)
        self.setFrameShape(QTreeView.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setExpandsOnDoubleClick(False)
        self.clicked.connect(self._on_clicked)
        theme.theme_changed.connect(self._dress)
        theme.compact_changed.connect(self._dress)
        self._dress()

    @property
    def current(self) -> FindingRow | None:
        """The finding that is current, None on a file."""
        return self._model.row_at(self.currentIndex())

    def show_groups(self, groups: tuple[FindingGroup, ...]) -> None:
        """Show other findings; the current one stays current unless it was decided, else comes the next that waits.

        Where the same findings stand in the same places nothing moves, so that one may read or open and close files
        meanwhile.
        """
        before, on_file = self.current, self._current_file()
        closed = {group.file for at, group in enumerate(self._model.groups) if not self._opened(at)}
        if self._model.show_groups(groups):
            self._show_current_again(before)
            return
        for at, group in enumerate(groups):
            self.setFirstColumnSpanned(at, QModelIndex(), True)
            file = self._model.index(at, CELL)
            for below, each in enumerate(group.rows):
                if each.whole_file:
                    self.setFirstColumnSpanned(below, file, True)
        self.expandAll()  # all at once: file by file, each would have everything laid out anew
        for at, group in enumerate(groups):
            if group.file in closed:
                self.setExpanded(self._model.index(at, CELL), False)
        if before is None:
            at = next((at for at, group in enumerate(groups) if on_file is not None and group.file == on_file), -1)
            index = self._model.index(at, CELL)
        else:
            index = QModelIndex() if before.number is None else self._model.index_of(before.number)
        found = self._model.row_at(index)
        if not index.isValid() or (found is not None and not found.waits):
            index = self._next_waiting(index)
        self.go_to(index if index.isValid() else self._model.index(0, CELL))

    def _show_current_again(self, before: FindingRow | None) -> None:
        """Give the current finding the buttons that fit by now; from one that was decided go to the next that waits."""
        now = self.current
        if now is None or before is None or now == before:
            return
        onward = self._next_waiting(self.currentIndex()) if before.waits and not now.waits else QModelIndex()
        if onward.isValid():
            self.go_to(onward)
        else:
            self._place_buttons()

    def go_to(self, index: QModelIndex) -> None:
        """Make a row the current one and bring it into sight."""
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def go_in(self) -> None:
        """From a file go to its first finding that waits, else to its first."""
        file = self.currentIndex().siblingAtColumn(CELL)
        if not file.isValid() or file.parent().isValid():
            return
        self.setExpanded(file, True)
        inside = [self._model.index(at, CELL, file) for at in range(self._model.rowCount(file))]
        waiting = [index for index in inside if (each := self._model.row_at(index)) and each.waits]
        self.go_to(next(iter(waiting or inside), QModelIndex()))

    def show_member(self, member: str) -> None:
        """Bring a member's findings into sight."""
        index = self._model.index_of_member(member)
        if index.isValid():
            self.setExpanded(index, True)
            self.go_to(index)
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtTop)

    def go_to_top(self) -> None:
        """Go to the first file."""
        self.go_to(self._model.index(0, CELL))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self._place_buttons()
        self.finding_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()
        # A strip that opens below takes the room away from under the finding that it asks about.
        self.scrollTo(self.currentIndex())

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """The delegate draws what opens and closes a file."""

    def _current_file(self) -> str | None:
        """The file that is current itself, None on a finding."""
        index = self.currentIndex()
        return self._model.groups[index.row()].file if index.isValid() and self.current is None else None

    def _opened(self, at: int) -> bool:
        return self.isExpanded(self._model.index(at, CELL))

    def _next_waiting(self, after: QModelIndex) -> QModelIndex:
        """The next finding that waits below this one, else the first."""
        waiting = [index for index in self._model.findings() if (each := self._model.row_at(index)) and each.waits]
        here = (after.internalId(), after.row()) if after.isValid() else (0, 0)
        below = [index for index in waiting if (index.internalId(), index.row()) > here]
        return next(iter(below or waiting), QModelIndex())

    def _place_buttons(self) -> None:
        """Give the current finding real buttons, and take those of the one before away."""
        if self._buttons.isValid():
            # Deleting the widget instead would leave its address with the view, which Qt follows at the next resize.
            self.setIndexWidget(self._buttons, None)  # type: ignore[arg-type]
        self._buttons = QPersistentModelIndex()
        found = self.current
        if found is not None and (found.waits or found.offers_asking or found.undoes):
            index = self.currentIndex().siblingAtColumn(DECISION)
            self._buttons = QPersistentModelIndex(index)
            self.setIndexWidget(index, _Decide(self._theme, found, self))

    def _on_clicked(self, index: QModelIndex) -> None:
        if not index.parent().isValid():
            self.setExpanded(index, not self.isExpanded(index))

    def _dress(self) -> None:
        header = self.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(40)
        header.setSectionResizeMode(WHAT, QHeaderView.ResizeMode.Stretch)
        self._share_width()
        self._place_buttons()  # afresh: their lengths are those of the text in which they were made
        self.doItemsLayout()

    def _share_width(self) -> None:
        narrow = self.viewport().width() < self._theme.px(NARROW)
        widths = NARROW_WIDTHS if narrow else COMPACT_WIDTHS if self._theme.compact else WIDTHS
        self.setColumnHidden(MEND, narrow)
        for column, wide in widths.items():
            self.header().setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self.header().resizeSection(column, self._theme.px(wide))

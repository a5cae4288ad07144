"""Who gave what: reviewers down, criteria across, with the spread below."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QSizePolicy

from dd_panel.domain.identifiers import CONFLICT, score_field, second_field
from dd_panel.domain.reviews import ScoreState
from dd_panel.domain.scale import plain
from dd_panel.domain.totals import weighted_total
from dd_panel.domain.views import scores_differ, views_differ
from dd_panel.services.returns.logbook import Subject
from dd_panel.text import DASH, _
from dd_panel.ui.desk.words import one_decimal, whole
from dd_panel.ui.round.words import short_name
from dd_panel.ui.speech import announce
from dd_panel.ui.widgets.marks import HeatCell, paint_heat_cell
from dd_panel.ui.widgets.painting import CENTRE, RIGHT, Ink, smooth_painter
from dd_panel.ui.widgets.tips import plain_tip

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent

    from dd_panel.domain.reviews import Review, Score
    from dd_panel.domain.rubric import Criterion
    from dd_panel.domain.scale import Scale
    from dd_panel.services.results.ranking import Ranking, RankingLine
    from dd_panel.ui.theme import Theme

HEAD: Final = 20
ROW: Final = 36
FOOT: Final = 32
NAMES: Final = 84
NARROW_NAMES: Final = 72
TOTAL: Final = 40
ROOMY: Final = 320


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One reviewer: name, a cell a criterion, the total in words, and the entry that each cell shows."""

    name: str
    cells: tuple[HeatCell, ...]
    total: str
    counts: bool
    subjects: tuple[Subject, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """All reviewers of one application; spreads are (words, wide) for each criterion and for the totals."""

    criteria: tuple[tuple[str, str], ...]
    rows: tuple[MatrixRow, ...]
    spreads: tuple[tuple[str, bool], ...]
    total_spread: tuple[str, bool]

    def spoken(self) -> str:
        """The table in sentences."""
        lines = []
        for row in self.rows:
            given = (f"{title} {cell.words}" for (_short, title), cell in zip(self.criteria, row.cells, strict=True))
            lines.append(
                _("{name}: {scores}; total {total}").format(name=row.name, scores=", ".join(given), total=row.total)
            )
        spreads = (
            f"{title} {words}" for (_short, title), (words, _wide) in zip(self.criteria, self.spreads, strict=True)
        )
        lines.append(
            _("Spread: {spreads}; total {total}").format(spreads=", ".join(spreads), total=self.total_spread[0])
        )
        return "\n".join(lines)


def matrix_of(ranking: Ranking, line: RankingLine) -> Matrix:
    """Put the reviews of one application side by side."""
    rubric = ranking.rules.rubric
    percents = [weighted_total(rubric, review.scores).percent for review in line.reviews]
    known = [percent for percent in percents if percent is not None]
    write = whole if all(percent.denominator == 1 for percent in known) else one_decimal
    rows: list[MatrixRow] = []
    for review, percent in zip(line.reviews, percents, strict=True):
        cells = tuple(_cell(review, criterion) for criterion in rubric.criteria)
        total = _("part") if percent is not None and not review.counts else DASH if percent is None else write(percent)
        subjects = tuple(_subject(review, criterion) for criterion in rubric.criteria)
        rows.append(MatrixRow(ranking.members[review.member].name, cells, total, review.counts, subjects))
    positions = line.ranked.positions
    total_spread = write(100 * (max(positions) - min(positions))) if len(positions) > 1 else DASH
    return Matrix(
        tuple((criterion.short, criterion.title) for criterion in rubric.criteria),
        tuple(rows),
        tuple(_spread(line, criterion) for criterion in rubric.criteria),
        (total_spread, views_differ(positions)),
    )


def _subject(review: Review, criterion: Criterion) -> Subject:
    if review.conflicted:
        return Subject(review.member, review.application, CONFLICT)
    field = second_field(criterion.key) if criterion.key in review.first else score_field(criterion.key)
    return Subject(review.member, review.application, field)


def _cell(review: Review, criterion: Criterion) -> HeatCell:
    scale, score = criterion.scale, review.scores[criterion.key]
    levels = scale.steps + 1
    if score.state is ScoreState.CONFLICTED:
        return HeatCell("", None, levels, "conflict")
    if criterion.key in review.waiting:
        return HeatCell("?", None, levels, "cannot_judge")
    if score.state is ScoreState.CANNOT_JUDGE:
        return HeatCell(_("n/a"), None, levels, "cannot_judge")
    if score.mark is None:
        return HeatCell(DASH, None, levels, "empty")
    text = scale.text_of(score.mark)
    if (first := review.first.get(criterion.key)) is not None and first.score != score:
        # Both are shown, whichever counts: the score before the second look, then the one after it.
        text = _("{first}→{second}").format(first=_short(first.score, scale), second=text)
    return HeatCell(text, scale.level_of(score.mark), levels)


def _short(score: Score, scale: Scale) -> str:
    if score.mark is None:
        return _("n/a") if score.state is ScoreState.CANNOT_JUDGE else DASH
    return scale.text_of(score.mark)


def _spread(line: RankingLine, criterion: Criterion) -> tuple[str, bool]:
    marks = [
        review.marks[criterion.key]
        for review in line.reviews
        if criterion.key in review.marks and criterion.key not in review.waiting
    ]
    if len(marks) <= 1:
        return DASH, False
    scale = criterion.scale
    gap = plain(scale.step * (max(marks) - min(marks)))
    return gap, scores_differ([scale.position(mark) for mark in marks])


class ScoreMatrix(QLabel):
    """The painted table; it is read aloud line by line.

    The arrow keys move along the scores. `cell_asked` carries the entry whose origin is wanted: by Enter or a double
    click.
    """

    cell_asked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._matrix: Matrix | None = None
        self._at = (0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ring", "none")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.theme_changed.connect(self._fit)

    def show_matrix(self, matrix: Matrix) -> None:
        """Show another application's scores."""
        self._matrix = matrix
        self._at = (0, 0)
        self.setAccessibleName(matrix.spoken())
        self.setAccessibleDescription(_("Enter shows where a score comes from"))
        self.setToolTip(plain_tip("\n".join(f"{short}: {title}" for short, title in matrix.criteria)))
        self._fit()
        self.update()

    def sizeHint(self) -> QSize:
        rows = len(self._matrix.rows) if self._matrix is not None else 0
        return QSize(self._theme.px(ROOMY), self._theme.px(HEAD + rows * ROW + FOOT + 4))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(240), self.sizeHint().height())

    @property
    def subject(self) -> Subject | None:
        """The entry that the keyboard is on."""
        row, column = self._at
        return self._matrix.rows[row].subjects[column] if self._matrix is not None and self._matrix.rows else None

    def ask(self) -> None:
        """Ask where the score comes from that the keyboard is on."""
        if self.subject is not None:
            self.cell_asked.emit(self.subject)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1)}
        key = Qt.Key(event.key())
        if key in steps:
            self._go_to(self._at[0] + steps[key][0], self._at[1] + steps[key][1])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.ask()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        names, wide = self._columns()
        point = event.position()
        self._go_to(int((point.y() - self._theme.px(HEAD)) // self._theme.px(ROW)), int((point.x() - names) // wide))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.ask()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _go_to(self, row: int, column: int) -> None:
        if self._matrix is None or not self._matrix.rows:
            return
        rows, columns = len(self._matrix.rows), len(self._matrix.criteria)
        self._at = (max(0, min(row, rows - 1)), max(0, min(column, columns - 1)))
        reviewer, title = self._matrix.rows[self._at[0]], self._matrix.criteria[self._at[1]][1]
        announce(
            self,
            _("{name}, {criterion}: {score}").format(
                name=reviewer.name, criterion=title, score=reviewer.cells[self._at[1]].words or _("Conflict declared")
            ),
        )
        self.update()

    def _columns(self) -> tuple[float, float]:
        """How wide the names are, and a criterion."""
        px = self._theme.px
        names = px(NAMES if self.width() > px(ROOMY) else NARROW_NAMES)
        criteria = len(self._matrix.criteria) if self._matrix is not None else 1
        return names, (self.width() - names - px(TOTAL)) / criteria

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._matrix is None:
            return
        painter = smooth_painter(self)
        ink = Ink(painter, self._theme)
        px = self._theme.px
        names, wide = self._columns()
        for at, (short, _title) in enumerate(self._matrix.criteria):
            head = QRectF(names + at * wide, 0, wide, px(16))
            ink.text(head, shortened(ink, short, wide - 1), ("caption", 500), "ink2", CENTRE)
        right = QRectF(self.width() - px(TOTAL), 0, px(TOTAL), px(16))
        ink.text(right, _("Total"), ("label", None), "ink2", RIGHT)
        top: float = px(HEAD)
        for at, row in enumerate(self._matrix.rows):
            focused = self._at[1] if self.hasFocus() and at == self._at[0] else None
            self._paint_row(ink, top, row, focused)
            top += px(ROW)
        ink.line(QPointF(0, top + 2), QPointF(self.width(), top + 2))
        self._paint_spread(ink, top + 4, (names, wide), self._matrix)
        painter.end()

    def _paint_row(self, ink: Ink, top: float, row: MatrixRow, focused: int | None) -> None:
        names, wide = self._columns()
        px = self._theme.px
        high = px(ROW - 4)
        ink.text(QRectF(0, top, names - 6, high), short_name(row.name), ("dense", 500))
        if row.cells and row.cells[0].state == "conflict":
            area = QRectF(names, top, wide * len(row.cells), high)
            words = _("Conflict declared")
            paint_heat_cell(ink, area, HeatCell(words, None, 1, "conflict", focused=focused is not None))
        else:
            for at, cell in enumerate(row.cells):
                shown = replace(cell, focused=at == focused)
                paint_heat_cell(ink, QRectF(names + at * wide, top - 2, wide, high + 4), shown)
        style, tone = (("body", 600), "ink") if row.counts else (("label", 500), "ink2")
        ink.text(QRectF(self.width() - px(TOTAL), top, px(TOTAL), high), row.total, style, tone, RIGHT)

    def _paint_spread(self, ink: Ink, top: float, columns: tuple[float, float], matrix: Matrix) -> None:
        names, wide = columns
        px = self._theme.px
        high = px(FOOT - 4)
        ink.text(QRectF(0, top, names, high), _("Spread"), ("dense", None), "ink2")
        for at, (words, far) in enumerate(matrix.spreads):
            box = QRectF(names + at * wide, top, wide, high)
            ink.text(box, words, ("dense", 600 if far else None), "bad" if far else "ink2", CENTRE)
            if far:
                ink.icon("flag", box.center().x() + px(6), top + px(8), 12, "bad")
        words, far = matrix.total_spread
        box = QRectF(self.width() - px(TOTAL), top, px(TOTAL), high)
        ink.text(box, words, ("dense", 600), "bad" if far else "ink2", RIGHT)

    def _fit(self) -> None:
        self.setFixedHeight(self.sizeHint().height())
        self.updateGeometry()


def shortened(ink: Ink, words: str, room: float) -> str:
    """A name that fits: whole, or cut with a full stop."""
    if ink.text_width(words, ("caption", 500)) <= room:
        return words
    fits = [end for end in range(1, len(words)) if ink.text_width(f"{words[:end]}.", ("caption", 500)) <= room]
    return f"{words[: fits[-1]]}." if fits else words[:1]

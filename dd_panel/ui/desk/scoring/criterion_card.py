"""One criterion on the desk: closed a line with its score, open its guidance, levels, descriptor and comment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPen, QTextCursor
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from dd_panel.domain.evidence import quotes_of
from dd_panel.domain.reviews import CANNOT_JUDGE, ScoreState
from dd_panel.domain.scale import plain
from dd_panel.text import DASH, _, ngettext
from dd_panel.ui.desk.scoring.desk_comment import DeskComment
from dd_panel.ui.desk.scoring.evidence_list import EvidenceList
from dd_panel.ui.desk.words import comment_reason, whole, word_count
from dd_panel.ui.widgets.buttons import press_with_enter
from dd_panel.ui.widgets.frames import Card
from dd_panel.ui.widgets.labels import IconLabel, Label, Para
from dd_panel.ui.widgets.layouts import column, held, row
from dd_panel.ui.widgets.painting import CENTRE, RIGHT, Ink, smooth_painter
from dd_panel.ui.widgets.score_buttons import ScoreButtons, ScoreLevel

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent
    from PySide6.QtWidgets import QVBoxLayout, QWidget

    from dd_panel.domain.reviews import Review
    from dd_panel.domain.rubric import Criterion, Rubric
    from dd_panel.ui.theme import Theme

BADGE: Final = 28
WIDEST_BADGE: Final = 34
BESIDE: Final = 8
MARGIN: Final = 14


class CardHeader(QAbstractButton):
    """The card's first line: name, weight, and, while the card is closed, the score and how the comment stands."""

    def __init__(self, theme: Theme, title: str, weight: str) -> None:
        super().__init__()
        self._theme = theme
        self._weight = weight
        self._score = ""
        self._level = 0
        self._levels = 1
        self._note = ""
        self.opened = False
        self.setText(title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ring", "inside")
        theme.theme_changed.connect(self.updateGeometry)

    def show_score(self, score: str, level: int, levels: int, note: str) -> None:
        """Show a score (empty for none), its level (0 the worst) of so many, and the icon of the comment's state."""
        self._score, self._level, self._levels, self._note = score, level, levels, note
        self.update()

    def set_opened(self, opened: bool) -> None:
        """Show the header of an open or a closed card."""
        self.opened = opened
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        high = self._theme.px(36) if self.opened else self._theme.length("collapsed_card")
        return QSize(self._theme.px(240), high)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(160), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_with_enter(self, event):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        ink = Ink(painter, self._theme)
        px = self._theme.px
        wide, high = self.width(), self.height()
        left = px(14) if self.opened else px(12)
        ink.icon("down" if self.opened else "right", left, (high - px(16)) / 2, 16, "ink2")
        start = left + px(24 if self.opened else 20)
        right = wide - px(MARGIN)
        if not self.opened:
            self._paint_score(ink, high)
            right = wide - px(76)
        weight_wide = ink.text_width(self._weight, ("dense", None))
        ink.text(QRectF(right - weight_wide, 0, weight_wide, high), self._weight, ("dense", None), "ink2", RIGHT)
        style = ("dense" if self._theme.compact else "body", 600 if self.opened else 500)
        ink.text(QRectF(start, 0, right - weight_wide - px(8) - start, high), self.text(), style)
        painter.end()

    def _paint_score(self, ink: Ink, high: int) -> None:
        px = self._theme.px
        wide = self.width()
        box = QRectF(wide - px(68), (high - px(BADGE)) / 2, px(BADGE), px(BADGE))
        if self._score in {"", CANNOT_JUDGE}:
            ink.painter.setPen(QPen(self._theme.colour("control"), 1.2, Qt.PenStyle.DashLine))
            ink.painter.setBrush(Qt.BrushStyle.NoBrush)
            ink.painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
            if self._score:
                ink.icon_centred("slash", box, 16, "ink2")
            else:
                ink.text(box, DASH, ("body", None), "ink3", CENTRE)
        else:
            fill, text = self._theme.score_colours(self._level, self._levels)
            role = "body" if ink.text_width(self._score, ("body", 600)) <= box.width() - 2 else "caption"
            # A score such as 33.5 takes some of the room before the note's icon.
            room = ink.text_width(self._score, (role, 600)) + px(BESIDE)
            box.setWidth(min(max(box.width(), room), px(WIDEST_BADGE)))
            ink.box(box, 6, fill)
            ink.text(box, self._score, (role, 600), text, CENTRE)
        if self._note == "alert":
            ink.icon("alert", wide - px(32), (high - px(20)) / 2, 20, "warn")
        elif self._note:
            ink.icon(self._note, wide - px(30), (high - px(16)) / 2, 16, "ink2")


class CriterionCard(Card):
    """Takes the score and the comment of one criterion; `scored` and `commented` carry them as they are kept."""

    opened = Signal()
    scored = Signal(str)
    commented = Signal(str)

    def __init__(self, theme: Theme, rubric: Rubric, criterion: Criterion) -> None:
        super().__init__(theme)
        self._rubric = rubric
        self._criterion = criterion
        self._levels = tuple(
            ScoreLevel(criterion.scale.text_of(mark), criterion.scale.name_of(mark), criterion.descriptor(mark))
            for mark in criterion.scale.marks
        )
        self._weight = _("{percent}%").format(percent=whole(100 * rubric.weight_share(criterion)))
        self.header = CardHeader(theme, criterion.title, self._weight)
        self.buttons = ScoreButtons(theme, self._levels, name=criterion.title, cannot_judge=_("Cannot judge"))
        self.comment = DeskComment(theme, _("Comment on {criterion}").format(criterion=criterion.title))
        self.evidence = EvidenceList(theme)
        self._level_name = Label(theme, "", "dense", weight=600)
        self._level_words = Para(theme, "", "dense")
        self._descriptor = Card(
            theme, column(self._level_name, self._level_words, gap=0, margins=(12, 8, 12, 8)), kind="flat"
        )
        self._note = Label(theme, "", "caption", "ink3")
        self._reason_icon = IconLabel(theme, "alert", "warn")
        self._reason = Para(theme, "", "dense", "warn", 600)
        self._reason_row = held(row(column(2, self._reason_icon, None, gap=0), (self._reason, 1), gap=4))
        self.short_of_minimum = Label(theme, "", "dense", "warn", 600)
        self._body = held(self._body_layout())
        self._arrange()
        self._connect()

    @property
    def criterion(self) -> Criterion:
        return self._criterion

    @property
    def is_open(self) -> bool:
        """Whether the card shows its levels and comment."""
        return self.header.opened

    @property
    def judged(self) -> tuple[QWidget, ...]:
        """The levels, and below them what is asked because of the one that was taken."""
        return self.buttons, self._reason_row

    @property
    def typed(self) -> tuple[QWidget, ...]:
        """The comment, and what is said about it above and below."""
        return self._note, self.comment, self._reason_row

    def set_open(self, opened: bool) -> None:
        """Open or close the card; closing tells what was typed."""
        if not opened:
            self.comment.flush()
        self.header.set_opened(opened)
        self._body.setVisible(opened)
        self.set_kind("current" if opened else "card")
        self.header.setAccessibleDescription(_("Open") if opened else _("Closed; Enter opens it"))

    @property
    def first_stop(self) -> QWidget:
        """Where the keyboard arrives: at the levels, or at the head where nothing can be changed."""
        return self.buttons.first_stop if self.buttons.isEnabled() else self.header

    def take_focus(self, *, comment: bool = False) -> None:
        """Give the keyboard to the levels, or to the comment."""
        arrival = self.comment if comment and self.buttons.isEnabled() else self.first_stop
        if arrival is self.comment and not self.comment.hasFocus():
            self.comment.moveCursor(QTextCursor.MoveOperation.End)  # one goes on writing
        arrival.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_closed(self, closed: bool) -> None:
        """Show score and comment without letting anything be changed, or take changes again."""
        self.buttons.setEnabled(not closed)
        self.comment.setReadOnly(closed)

    def show_review(self, review: Review, *, fresh: bool) -> None:
        """Show the score and comment of a review; `fresh` means that it is another application's."""
        key = self._criterion.key
        score = review.scores[key]
        comment = review.comments.get(key, "")
        if fresh:
            self.buttons.forget_typing()
        if score.state is ScoreState.CANNOT_JUDGE:
            self.buttons.set_cannot_judge(True)
        else:
            self.buttons.set_chosen(score.mark)
        # What is being typed is the person's own; only a settled comment may be replaced from the store.
        if fresh or self.comment.is_settled:
            self.comment.set_text(comment)
        self.evidence.show_quotes(quotes_of(review.evidence.get(key, "")))
        self._show_level(-1)
        self._show_need(review)
        self._show_header(review)

    # ------------------------------------------------------------------------------ private

    def _body_layout(self) -> QVBoxLayout:
        theme = self._theme
        label = Label(theme, _("Comment"), "label", "ink2")
        label.setBuddy(self.comment)
        parts = column(gap=8, margins=(MARGIN, 0, MARGIN, MARGIN))
        if self._criterion.guidance:
            parts.addWidget(Para(theme, self._criterion.guidance, "dense", "ink2"))
        parts.addWidget(self.buttons)
        parts.addWidget(self._descriptor)
        parts.addWidget(self.short_of_minimum)
        parts.addLayout(row(label, None, self._note))
        parts.addWidget(self.comment)
        parts.addWidget(self._reason_row)
        parts.addWidget(self.evidence)
        return parts

    def _arrange(self) -> None:
        self.setLayout(column(self.header, self._body, gap=0, margins=(0, 0, 0, 0)))
        self.set_open(False)

    def _connect(self) -> None:
        self.header.clicked.connect(self.opened)
        self.buttons.score_chosen.connect(lambda level: self.scored.emit(self._levels[level].value))
        self.buttons.score_cleared.connect(lambda: self.scored.emit(""))
        self.buttons.cannot_judge_chosen.connect(lambda: self.scored.emit(CANNOT_JUDGE))
        self.buttons.level_previewed.connect(self._show_level)
        self.comment.text_settled.connect(self.commented)
        self.comment.textChanged.connect(self._count_words)

    def _show_level(self, previewed: int) -> None:
        """Show what a level means: the one looked at, else the one taken."""
        at = self.buttons.chosen if previewed < 0 else previewed
        if at is None or at >= len(self._levels):
            self._descriptor.hide()
            return
        level = self._levels[at]
        self._level_name.setText(f"{level.value} – {level.name}" if level.name else level.value)
        self._level_words.setText(level.descriptor)
        self._level_words.setVisible(bool(level.descriptor))
        self._descriptor.setVisible(bool(level.name or level.descriptor))

    def _show_need(self, review: Review) -> None:
        """Say whether the comment must not be empty, and why; and where the score falls short of the minimum."""
        self._reason.setText(comment_reason(review, self._rubric, self._criterion.key))
        self._count_words()
        mark = review.scores[self._criterion.key].mark
        short = mark is not None and self._criterion.below_minimum(self._criterion.scale.position(mark))
        self.short_of_minimum.setVisible(short)
        if short and self._criterion.minimum is not None:
            said = _("Below the minimum of {score}")
            if self._criterion.scale.best == "lowest":
                said = _("Above {score}, the highest that is acceptable")
            self.short_of_minimum.setText(said.format(score=plain(self._criterion.minimum)))

    def _count_words(self) -> None:
        """Say whether a comment is wanted, and why, until there is one; then how long it is; and who reads it."""
        reason, written = self._reason.text(), self.comment.toPlainText()
        said = _("Required · shared with the panel") if reason else _("Optional · shared with the panel")
        if written.strip():
            said = _("{words} · shared with the panel").format(words=word_count(written))
        self._note.setText(said)
        missing = bool(reason) and not written.strip()
        self.comment.set_required(reason if missing else None)
        self._reason_row.setVisible(missing)

    def _show_header(self, review: Review) -> None:
        key = self._criterion.key
        score, scale = review.scores[key], self._criterion.scale
        text = score.text(scale)
        needed = review.comment_needed(self._criterion)
        commented = bool(review.comments.get(key, "").strip())
        note = "alert" if needed else "note" if commented else ""
        level = 0 if score.mark is None else scale.level_of(score.mark)
        self.header.show_score(text, level, len(self._levels), note)
        said = [self._criterion.title, _("weight {percent}").format(percent=self._weight)]
        if score.mark is not None:
            said.append(_("scored {level}").format(level=" ".join((text, scale.name_of(score.mark)))))
        else:
            said.append(_("cannot judge") if text else _("not scored"))
        if needed:
            said.append(_("comment required"))
        elif commented:
            said.append(_("with a comment"))
        if count := len(self.evidence.lines):
            said.append(ngettext("{count} quote", "{count} quotes", count).format(count=count))
        self.header.setAccessibleName(_(", ").join(part.strip() for part in said))

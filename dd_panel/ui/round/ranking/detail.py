"""One application of the ranking in detail: figures, scores by reviewer, and what the reviewers said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from dd_panel.text import DASH, _, ngettext
from dd_panel.ui.desk.words import one_decimal
from dd_panel.ui.round.ranking.matrix import ScoreMatrix, matrix_of
from dd_panel.ui.round.ranking.preference_words import preference_words
from dd_panel.ui.round.words import short_name
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.frames import Panel, Rule, scrolled
from dd_panel.ui.widgets.labels import ElidedLabel, IconLabel, Label, Para
from dd_panel.ui.widgets.layouts import clear, column, held, row
from dd_panel.ui.widgets.marks import ScoreBadge
from dd_panel.ui.widgets.pills import Pill, StatusPill

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from dd_panel.services.results.prospects import Prospects
    from dd_panel.services.results.ranking import Ranking
    from dd_panel.ui.round.ranking.rows import PlaceRow
    from dd_panel.ui.theme import Theme

EDGES: Final = (20, 12, 16, 16)
FIRST_COMMENTS: Final = 3
FIRST_COMMENTS_COMPACT: Final = 2


@dataclass(frozen=True, slots=True)
class Remark:
    """One comment: who, about what, with which score (its level of how many), and the words."""

    who: str
    criterion: str
    score: str
    level: int | None
    levels: int
    words: str


def remarks_of(ranking: Ranking, shown: PlaceRow) -> tuple[Remark, ...]:
    """What the reviewers said, the lowest scores first, those without a score last."""
    found: list[tuple[float, int, Remark]] = []
    for review in shown.line.reviews:
        for at, criterion in enumerate(ranking.rules.rubric.criteria):
            words = review.comments.get(criterion.key, "").strip()
            if not words:
                continue
            scale, mark = criterion.scale, review.marks.get(criterion.key)
            position = 2.0 if mark is None else float(scale.position(mark))
            level = None if mark is None else scale.level_of(mark)
            score = "" if mark is None else scale.text_of(mark)
            who = short_name(ranking.members[review.member].name)
            found.append((position, at, Remark(who, criterion.short, score, level, scale.steps + 1, words)))
    return tuple(remark for _position, _at, remark in sorted(found, key=lambda each: each[:2]))


class _Figure(QWidget):
    """A caption over a large figure."""

    def __init__(self, theme: Theme, words: str) -> None:
        super().__init__()
        self._words = words
        self._figure = Label(theme, "", "h1")
        self.setLayout(column(Label(theme, words, "caption", "ink2"), self._figure, gap=2))

    def set_figure(self, figure: str) -> None:
        """Show another figure."""
        self._figure.setText(figure)
        self.setAccessibleName(f"{self._words}: {figure}")


class RankingDetail(Panel):
    """The panel beside the ranking.

    `closed` comes when the person closes it; `trace_asked` carries the entry whose origin is wanted,
    `meeting_asked` wants the application on the agenda, or opened at the meeting, and `changes_asked` what would change
    its place.
    """

    closed = Signal()
    trace_asked = Signal(object)
    meeting_asked = Signal()
    changes_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "canvas")
        self._theme = theme
        self._remarks: tuple[Remark, ...] = ()
        self._all = False
        self._shown = ""
        self._place = Pill(theme, "")
        self._differs = StatusPill(theme, "views_differ")
        self.close_button = Button(theme, kind="icon", icon="x", name=_("Close the details"))
        self._name = Para(theme, "", "h1", "ink", 600)
        self._about = Para(theme, "", "dense", "ink2")
        self._notes = ElidedLabel(theme, "", "dense", "warn", weight=600)
        self._notes_line = held(row(IconLabel(theme, "alert", "warn"), (self._notes, 1)))
        self._mean = _Figure(theme, _("Mean"))
        self._likely = _Figure(theme, _("Likely place"))
        self._chance = _Figure(theme, _("Chance of a place"))
        self._close = StatusPill(theme, "too_close")
        # In a row of their own: beside the place both together are wider than the panel.
        self._states = held(row(self._close, self._differs, None))
        self._sure = Para(theme, "", "dense", "ink")
        self.changes_button = Button(theme, _("What would change it?"), "quiet", extent="small")
        self._agreed = Label(theme, "", "dense", "ink2")
        self.meeting_button = Button(theme, _("Take to meeting"), "primary", icon="gavel")
        self._matrix = ScoreMatrix(theme)
        self._said = column()
        self._preferences = Para(theme, "", "dense", "ink2")
        self._silence = Para(theme, _("Nobody has written a comment yet."), "dense", "ink2")
        self._more = Button(theme, _("All comments"), "quiet", extent="small")
        self._arrange()
        self.close_button.clicked.connect(self.closed)
        self._matrix.cell_asked.connect(self.trace_asked)
        self._more.clicked.connect(self._on_more)
        self.meeting_button.clicked.connect(self.meeting_asked)
        self.changes_button.clicked.connect(self.changes_asked)
        theme.compact_changed.connect(self._show_remarks)

    def show_row(
        self, ranking: Ranking, shown: PlaceRow, prospects: Prospects | None = None, *, on_agenda: bool = False
    ) -> None:
        """Show an application, with how sure its place is once that is known."""
        application = shown.line.application
        self.setAccessibleName(_("Details of {reference}").format(reference=application.reference))
        placed = shown.percent is not None
        self._place.set_pill(_("Place {place}").format(place=shown.place) if placed else _("No place yet"), "neutral")
        self._differs.setVisible(shown.differs)
        self._name.setText(application.lead_authority)
        expected = sum(not review.conflicted for review in shown.line.reviews)
        reviews = _("{count} of {all} reviews").format(count=shown.line.ranked.reviews, all=expected)
        where = _(", ").join(shown.line.regions)
        parts = (application.reference, where, application.service, application.model, shown.cost, reviews)
        self._about.setText(" · ".join(part for part in parts if part))
        self._notes.setText(shown.notes)
        self._notes_line.setVisible(bool(shown.notes))
        preferences = preference_words(ranking, shown.line)
        self._preferences.setText(preferences)
        self._preferences.setVisible(bool(preferences))
        self._mean.set_figure(shown.mean)
        self._likely.set_figure(shown.range or DASH)
        self._chance.set_figure(shown.chance or DASH)
        self._close.setVisible(shown.close)
        self._states.setVisible(shown.close or shown.differs)
        self._sure.setText("" if prospects is None else prospects.sentence_about(application.reference))
        self._sure.setVisible(bool(self._sure.text()))
        self.changes_button.setVisible(prospects is not None and bool(prospects.sentence))
        agreed = shown.line.agreed
        self._agreed.setText(_("none yet") if agreed is None else one_decimal(100 * agreed))
        self.meeting_button.setText(_("Open at the meeting") if on_agenda else _("Take to meeting"))
        self._matrix.show_matrix(matrix_of(ranking, shown.line))
        self._remarks = remarks_of(ranking, shown)
        self._all = self._all and application.reference == self._shown  # how sure its place is comes later
        self._shown = application.reference
        self._show_remarks()

    def trace(self) -> None:
        """Go to the scores, or ask where the score comes from that the keyboard is on."""
        if self._matrix.hasFocus():
            self._matrix.ask()
        else:
            self._matrix.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _arrange(self) -> None:
        theme = self._theme
        top = row(self._place, None, self.close_button)
        figures = row((self._mean, 1), (self._likely, 1), (self._chance, 1), gap=8)
        body = QWidget()
        body.setLayout(
            column(
                top,
                self._states,
                self._name,
                self._about,
                self._notes_line,
                4,
                figures,
                self._sure,
                row(self.changes_button, None),
                4,
                Label(theme, _("Scores by reviewer"), "body", weight=600),
                self._matrix,
                self._preferences,
                8,
                Label(theme, _("What they said"), "body", weight=600),
                self._said,
                self._silence,
                row(self._more, None),
                None,
                margins=EDGES,
            )
        )
        agreed = row(
            column(Label(theme, _("Agreed score"), "body", weight=600), self._agreed, gap=0),
            None,
            self.meeting_button,
            margins=(20, 12, 20, 12),
        )
        foot = Panel(theme, "surface", agreed)
        self.setLayout(column((scrolled(body), 1), Rule(theme), foot, gap=0))

    def _show_remarks(self) -> None:
        clear(self._said)
        first = FIRST_COMMENTS_COMPACT if self._theme.compact else FIRST_COMMENTS
        for remark in self._remarks if self._all else self._remarks[:first]:
            self._said.addWidget(self._line(remark))
        count = len(self._remarks)
        self._silence.setVisible(not count)
        self._more.setVisible(count > first and not self._all)
        self._more.setText(ngettext("All {count} comment", "All {count} comments", count).format(count=count))

    def _line(self, remark: Remark) -> QWidget:
        theme = self._theme
        badge = ScoreBadge(theme)
        if remark.level is None:
            badge.set_cannot_judge()
        else:
            badge.set_score(remark.score, remark.level, remark.levels)
        who = row(Label(theme, remark.who, "dense", weight=600), Label(theme, remark.criterion, "dense", "ink2"), None)
        words = column(who, Para(theme, remark.words, "dense", "ink"), gap=0)
        line = held(row(column(badge, None, gap=0), (words, 1), gap=8))
        said = _("{who}, {criterion}: {words}").format(who=remark.who, criterion=remark.criterion, words=remark.words)
        line.setAccessibleName(said)
        return line

    def _on_more(self) -> None:
        self._all = True
        self._show_remarks()
        self.close_button.setFocus()

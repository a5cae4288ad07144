"""A second look: some applications go back to a member, and what comes back stands beside the first scores."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest

from dd_panel.domain.errors import InputError
from dd_panel.domain.findings import Kind
from dd_panel.domain.identifiers import CriterionKey, Field, MemberId, Reference
from dd_panel.domain.panel import Assignment, Member
from dd_panel.domain.purposes import Purpose
from dd_panel.services.results.ranking import see_ranking
from dd_panel.services.returns.deciding import decide, findings_waiting
from dd_panel.services.returns.merging import Incoming, merge_returns
from dd_panel.services.returns.moderating import make_second_look, revisited_in
from dd_panel.services.returns.revising import choose, see_revisions
from dd_panel.services.returns.taking_back import take_back_merge
from dd_panel.services.returns.tracing import trace
from tests.panelwork import ASHE, OKORO, REFERENCES, SmallRound, fill, fill_all, kinds, small_round
from tests.secondlooks import ashes, both_scored, look_again

FIRST, SECOND, THIRD = REFERENCES[:3]
NEED = CriterionKey("need")


@pytest.fixture
def small(tmp_path: Path) -> SmallRound:
    return both_scored(tmp_path)


def cells_of(content: bytes) -> dict[tuple[str, str], object]:
    """Every cell of the sheet by reference and column key."""
    page = openpyxl.load_workbook(io.BytesIO(content))["Second look"]
    keys = [str(cell.value) for cell in page[1]]
    rows = [[cell.value for cell in row] for row in page.iter_rows(3)]
    return {(str(row[0]), key): value for row in rows for key, value in zip(keys, row, strict=True)}


def all_text(content: bytes) -> str:
    """Everything that stands anywhere in a workbook, hidden sheets too."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return "\n".join(str(cell.value) for page in book for row in page.iter_rows() for cell in row if cell.value)


def percents(small: SmallRound) -> dict[str, float | None]:
    with small.open() as place:
        lines = see_ranking(place).lines
    found = {line.application.reference: line.ranked.position for line in lines}
    return {reference: None if position is None else float(100 * position) for reference, position in found.items()}


def test_the_member_sees_own_scores_and_what_colleagues_said_without_their_names(small: SmallRound) -> None:
    sheet = look_again(small)

    shown = cells_of(sheet)
    assert {reference for reference, _key in shown} == {FIRST, SECOND}
    assert (shown[FIRST, "first.need"], shown[FIRST, "first.plan"]) == ("3", "2.5")
    assert (shown[FIRST, "colleagues.need"], shown[FIRST, "colleagues.plan"]) == ("1", "4")
    assert shown[FIRST, "said.need"] == "You: Clear and honest.\nA colleague: Too little evidence."
    assert shown[FIRST, "second.need"] is None
    text = all_text(sheet)
    assert "Okoro" not in text
    assert OKORO not in text


def test_the_order_of_colleagues_scores_and_comments_tells_nothing(tmp_path: Path) -> None:
    panel = [Member(ASHE, "Margaret Ashe"), Member(OKORO, "David Okoro"), Member(MemberId("PM03"), "Priya Raman")]
    sheets: list[bytes] = []
    for folder, (high, low) in {"a": (OKORO, MemberId("PM03")), "b": (MemberId("PM03"), OKORO)}.items():
        (tmp_path / folder).mkdir()
        small = small_round(tmp_path / folder, members=panel)
        with small.open() as place, place.store.writing() as work:
            work.panel.assign([Assignment(MemberId("PM03"), FIRST, order=1)])
        said = {high: (5, "Zeal."), low: (1, "A risk.")}
        files = [fill(small.blank(ASHE), {(FIRST, "score.need"): 3})]
        for member, (score, words) in said.items():
            files.append(fill(small.blank(member), {(FIRST, "score.need"): score, (FIRST, "comment.need"): words}))
        small.merge(*files)
        sheets.append(look_again(small, FIRST))

    one, other = (cells_of(sheet) for sheet in sheets)
    for key in ("colleagues.need", "said.need"):
        assert one[FIRST, key] == other[FIRST, key]
    assert one[FIRST, "colleagues.need"] == "1 · 5"
    assert one[FIRST, "said.need"] == "A colleague: A risk.\nA colleague: Zeal."


def test_a_new_score_counts_beside_the_first_which_stays(small: SmallRound) -> None:
    before = percents(small)
    sheet = fill(
        look_again(small), {(FIRST, "second.need"): 5, (FIRST, "second-comment.need"): "I had missed annex B."}
    )

    report = small.merge(sheet)

    (file,) = report.files
    assert (file.status, file.purpose, file.member, file.export, file.taken) == (
        "merged", Purpose.SECOND_LOOK, ASHE, 1, 2,
    )  # fmt: skip
    assert report.receipt.adds_up
    assert report.receipt.sum_in == report.receipt.sum_out == 7 * (3 + 2.5 + 1 + 4) + 2
    with small.open() as place, place.store.reading() as work:
        entries = work.entries.of(ASHE, FIRST)
        (revisited,) = revisited_in(work)
    assert (entries[Field("score.need")], entries[Field("second.need")]) == ("3", "5")
    assert (revisited.first, revisited.second, revisited.reason) == ("3", "5", "I had missed annex B.")
    after = percents(small)
    assert after[FIRST] == pytest.approx((before[FIRST] or 0) + 60 * 2 / 5 / 2)
    assert {key: value for key, value in after.items() if key != FIRST} == {
        key: value for key, value in before.items() if key != FIRST
    }


def test_the_ranking_holds_both_scores_and_says_so(small: SmallRound) -> None:
    small.merge(fill(look_again(small), {(FIRST, "second.need"): 5, (FIRST, "second-comment.need"): "Annex B."}))

    with small.open() as place:
        line = next(line for line in see_ranking(place).lines if line.application.reference == FIRST)
        found = trace(place, FIRST, ASHE)
    review = next(each for each in line.reviews if each.member == ASHE)
    assert (review.scores[NEED].mark, review.first[NEED].score.mark) == (5, 3)
    assert (review.comments[NEED], review.first[NEED].comment) == ("Annex B.", "Clear and honest.")
    assert line.flags == ("1 score from a second look",)
    trails = {trail.field: trail for trail in found.trails}
    assert (trails[Field("score.need")].value, trails[Field("score.need")].counts) == ("3", False)
    assert (trails[Field("second.need")].value, trails[Field("second.need")].counts) == ("5", True)
    assert trails[Field("second.need")].steps[-1].sheet == "Second look"


def test_an_empty_second_look_changes_nothing_and_a_reason_alone_is_kept(small: SmallRound) -> None:
    before = percents(small)

    report = small.merge(fill(look_again(small), {(FIRST, "second-comment.need"): "I stay with it."}))

    assert (report.files[0].status, kinds(report)) == ("merged", [])
    assert percents(small) == before
    with small.open() as place, place.store.reading() as work:
        (revisited,) = revisited_in(work)
    assert (revisited.second, revisited.reason, revisited.counts) == ("", "I stay with it.", False)


def test_a_changed_score_without_a_reason_is_taken_with_a_warning(small: SmallRound) -> None:
    report = small.merge(fill(look_again(small), {(FIRST, "second.need"): 5}))

    assert (report.files[0].status, kinds(report)) == ("merged-with-findings", [Kind.COMMENT_MISSING])
    assert report.waiting == 0


def test_a_later_scoresheet_and_a_second_look_are_no_versions_of_each_other(small: SmallRound) -> None:
    again = fill(look_again(small), {(FIRST, "second.need"): 5, (FIRST, "second-comment.need"): "Annex B."}, 2)
    blank = small.blank(ASHE)
    small.merge(again)

    later = small.merge(fill(fill_all(blank, need=2), {(FIRST, "comment.need"): "Clear and honest."}, 50))

    assert [each.status for each in later.files] == ["merged"]
    assert later.files[0].revised == 7
    with small.open() as place, place.store.reading() as work:
        entries = work.entries.of(ASHE, FIRST)
    assert (entries[Field("score.need")], entries[Field("second.need")]) == ("2", "5")
    assert [each.status for each in small.merge(again).files] == ["already-received"]


def test_the_same_file_twice_an_older_one_and_a_correction(small: SmallRound) -> None:
    blank = look_again(small)
    early = fill(blank, {(FIRST, "second.need"): 5, (FIRST, "second-comment.need"): "x"}, 1)
    late = fill(blank, {(FIRST, "second.need"): 4, (FIRST, "second-comment.need"): "x"}, 2)

    report = small.merge(late, early)
    assert [each.status for each in report.files] == ["merged", "merged"]
    assert report.files[0].revised == 1
    next_one = look_again(small, FIRST)
    assert cells_of(next_one)[FIRST, "second.need"] == 4
    assert cells_of(next_one)[FIRST, "first.need"] == "3"
    changed = fill(next_one, {(FIRST, "second.need"): 3}, 3)
    assert [each.status for each in small.merge(changed, late).files] == ["merged", "already-received"]
    older = small.merge(fill(blank, {(FIRST, "second.need"): 1, (FIRST, "second-comment.need"): "y"}, 9))
    # It is the latest word on the other application of the two, of which it says nothing.
    assert [each.status for each in older.files] == ["merged-with-findings"]
    assert [one.finding.sentence for one in older.files[0].findings] == [
        "A later second look at DD-001 was received before; what this one says of it is not taken."
    ]
    assert second_scores(small, FIRST, SECOND) == ["3", None]


def looked(content: bytes, *references: Reference, score: str | float = 5, minutes: int = 1) -> bytes:
    """A second look in which the member gives some applications another score on need."""
    typed: dict[tuple[str, str], str | float | None] = {}
    for reference in references:
        typed |= {(reference, "second.need"): score, (reference, "second-comment.need"): "I had missed the annex."}
    return fill(content, typed, minutes)


def second_scores(small: SmallRound, *references: Reference) -> list[str | None]:
    with small.open() as place, place.store.reading() as work:
        return [work.entries.of(ASHE, reference).get(Field("second.need")) for reference in references]


def test_second_looks_at_different_applications_are_no_versions_of_each_other(small: SmallRound) -> None:
    first, second = look_again(small, FIRST), look_again(small, SECOND)

    late = small.merge(looked(second, SECOND, score=4))
    early = small.merge(looked(first, FIRST))

    assert [each.files[0].status for each in (late, early)] == ["merged", "merged"]
    assert second_scores(small, FIRST, SECOND) == ["5", "4"]


def test_of_an_earlier_second_look_that_comes_late_only_what_was_not_looked_at_since_is_taken(
    small: SmallRound,
) -> None:
    both, again = look_again(small, FIRST, SECOND), look_again(small, SECOND)
    small.merge(looked(again, SECOND, score=4))

    early = small.merge(looked(both, FIRST, SECOND, score=2, minutes=9))

    (note,) = (one.finding for one in early.files[0].findings)
    assert (note.kind, note.reference, early.files[0].revised) == (Kind.OLDER_EXPORT, SECOND, 0)
    assert second_scores(small, FIRST, SECOND) == ["2", "4"]
    older = small.merge(looked(look_once_more(small), SECOND), looked(both, FIRST, SECOND, score=1, minutes=8))
    assert [each.status for each in older.files] == ["merged", "older"]


def look_once_more(small: SmallRound) -> bytes:
    """A third second look, at everything of the first two."""
    return look_again(small, FIRST, SECOND)


def test_a_second_look_at_something_else_leaves_a_question_open(small: SmallRound) -> None:
    first, second = look_again(small, FIRST), look_again(small, SECOND)
    small.merge(looked(first, FIRST, score="4 or 5"))

    other = small.merge(looked(second, SECOND, score=4))
    assert (other.waiting, other.receipt.waiting) == (1, 1)

    corrected = small.merge(looked(first, FIRST, score=4, minutes=3))
    assert (corrected.waiting, second_scores(small, FIRST, SECOND)) == (0, ["4", "4"])


def test_a_second_look_that_was_overtaken_closes_no_question_about_what_was_looked_at_since(small: SmallRound) -> None:
    both, again = look_again(small, FIRST, SECOND), look_again(small, SECOND)
    small.merge(looked(again, SECOND, score="4 or 5"))

    early = small.merge(looked(both, FIRST, SECOND, score=2))

    assert (early.waiting, early.receipt.waiting) == (1, 1)
    assert second_scores(small, FIRST, SECOND) == ["2", None]


def test_a_doubtful_second_score_waits_and_holds_back_that_review_alone(small: SmallRound) -> None:
    report = small.merge(fill(look_again(small), {(FIRST, "second.need"): "3 or 4"}))

    assert (kinds(report), report.receipt.waiting) == ([Kind.UNKNOWN_LEVEL], 1)
    assert report.receipt.adds_up
    with small.open() as place:
        (waiting,) = findings_waiting(place)
        decide(place, waiting.finding_id, "set", "She meant 4 (telephone).", "4")
        line = next(line for line in see_ranking(place).lines if line.application.reference == FIRST)
    review = next(each for each in line.reviews if each.member == ASHE)
    assert (review.scores[NEED].mark, review.first[NEED].score.mark, review.counts) == (4, 3, True)


def test_a_conflict_keeps_an_application_out_and_colleagues_scores_with_it(small: SmallRound) -> None:
    sealed: dict[tuple[Reference, str], str | float | None]
    sealed = {(SECOND, "conflict"): "My sister works there.", (SECOND, "score.need"): "", (SECOND, "score.plan"): ""}
    small.merge(ashes(small, sealed, 30))

    with pytest.raises(InputError, match=f"conflict of interest in {SECOND}"):
        look_again(small, FIRST, SECOND)

    assert SECOND not in all_text(look_again(small, FIRST))


def test_a_conflict_declared_after_the_second_look_went_out_bars_its_scores(small: SmallRound) -> None:
    again = fill(look_again(small), {(SECOND, "second.need"): 5, (SECOND, "second-comment.need"): "x"})
    sealed: dict[tuple[Reference, str], str | float | None]
    sealed = {(SECOND, "conflict"): "My sister works there.", (SECOND, "score.need"): "", (SECOND, "score.plan"): ""}
    small.merge(ashes(small, sealed, 30))

    report = small.merge(again)

    assert kinds(report) == [Kind.SCORED_CONFLICT]
    assert report.receipt.adds_up


@pytest.mark.parametrize(
    ("member", "reference", "words"),
    [
        ("PM09", FIRST, "PM09 is no member of this panel. Choose one of PM01, PM02."),
        (ASHE, "DD-999", "“DD-999” is not a reference of this round."),
        (ASHE, THIRD, f"PM01 has not scored {THIRD} yet."),
    ],
)
def test_what_cannot_be_looked_at_again_is_refused_and_nothing_is_written(
    small: SmallRound, member: str, reference: str, words: str
) -> None:
    small.merge(ashes(small, {(THIRD, "score.need"): None, (THIRD, "score.plan"): None}, 40))
    out = small.path.parent / "second.xlsx"
    with small.open() as place, pytest.raises(InputError) as refused:
        make_second_look(place, MemberId(member), [reference], out)
    assert words in str(refused.value)
    assert not out.exists()


def test_keep_and_use_and_undo_bring_either_score_to_count(small: SmallRound) -> None:
    before = percents(small)
    report = small.merge(fill(look_again(small), {(FIRST, "second.need"): 5, (FIRST, "second-comment.need"): "x"}))
    after = percents(small)

    with small.open() as place:
        revision = see_revisions(place, ASHE)[0]
        cell = revision.applications[0].cells[0]
        assert (revision.later.second_look, cell.old, cell.new, cell.stands) == (True, "3", "5", "new")
        choose(place, revision.later.return_id, "keep", "The annex came late.")
    assert percents(small) == before
    with small.open() as place:
        choose(place, revision.later.return_id, "use", "The chair allowed the annex.")
    assert percents(small) == after
    assert report.event is not None
    with small.open() as place:
        take_back_merge(place, report.event)
    assert percents(small) == before


def test_a_csv_saved_from_it_and_a_row_left_out_are_understood(small: SmallRound) -> None:
    sheet = fill(look_again(small), {(FIRST, "second.need"): 5, (FIRST, "second-comment.need"): "x"})
    page = openpyxl.load_workbook(io.BytesIO(sheet))["Second look"]
    out = io.StringIO()
    rows = [["" if cell.value is None else str(cell.value) for cell in row] for row in page.iter_rows()]
    csv.writer(out).writerows(row for row in rows if row[0] != SECOND)

    with small.open() as place:
        report = merge_returns(place, [Incoming("again.csv", out.getvalue().encode())])

    assert [(each.status, each.purpose) for each in report.files] == [("merged-with-findings", Purpose.SECOND_LOOK)]
    assert [(one.finding.kind, one.finding.reference) for one in report.files[0].findings] == [
        (Kind.MISSING_ROW, SECOND)
    ]

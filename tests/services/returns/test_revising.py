"""A member sends a later scoresheet, and the secretariat chooses which value stands."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from dd_panel.domain.errors import InputError
from dd_panel.domain.findings import Kind
from dd_panel.domain.identifiers import Field, Reference
from dd_panel.services.journal import Deed, events
from dd_panel.services.returns.deciding import decide, findings_waiting
from dd_panel.services.returns.receipts import receipt_of
from dd_panel.services.returns.revising import ADVICE, Revision, choose, see_revisions
from dd_panel.services.returns.tracing import trace
from dd_panel.services.workplace import Workplace
from tests.panelwork import ASHE, OKORO, REFERENCES, SmallRound, fill, fill_all, small_round

FIRST, SECOND, THIRD = REFERENCES[:3]
NEED, PLAN = Field("score.need"), Field("score.plan")


@pytest.fixture
def small(tmp_path: Path) -> SmallRound:
    """Margaret gave everything 3 and 2.5, then thought again about two applications."""
    small = small_round(tmp_path)
    small.merge(fill_all(small.blank(ASHE)))
    small.merge(later(small, 5))
    return small


def later(small: SmallRound, minutes: int, need: float = 4) -> bytes:
    typed: dict[tuple[str, str], str | float | None] = {
        (FIRST, "score.need"): need,
        (FIRST, "comment.need"): "Read again.",
        (SECOND, "score.plan"): None,
        (SECOND, "guidance"): "Name the partners.",
    }
    return fill(fill_all(small.blank(ASHE)), typed, minutes)


def revision(small: SmallRound) -> Revision:
    with small.open() as place:
        return revision_in(place)


def revision_in(place: Workplace) -> Revision:
    return see_revisions(place, ASHE)[0]


def standing(small: SmallRound, reference: Reference = FIRST, field: Field = NEED) -> str:
    with small.open() as place, place.store.reading() as work:
        assert receipt_of(work).adds_up
        return work.entries.of(ASHE, reference).get(field, "")


def test_what_a_later_scoresheet_took_back_can_be_kept_by_itself(small: SmallRound) -> None:
    assert revision(small).emptied() == ((SECOND, PLAN),)

    with small.open() as place:
        choose(place, 2, "keep", "Sent by mistake.", revision_in(place).emptied())
        seen = revision_in(place)

    assert seen.emptied() == ()
    assert (standing(small, SECOND, PLAN), standing(small)) == ("2.5", "4")


def test_only_what_changed_is_shown_old_and_new_with_the_change_in_the_total(small: SmallRound) -> None:
    seen = revision(small)
    assert (seen.member.name, seen.earlier.return_id, seen.later.return_id, seen.same) == ("Margaret Ashe", 1, 2, 5)
    first, second = seen.applications
    assert (first.application.reference, second.application.reference) == (FIRST, SECOND)
    need, plan = first.cells
    assert [(each.field, each.old, each.new, each.stands) for each in need.changes] == [
        ("score.need", "3", "4", "new"),
        ("comment.need", "", "Read again.", "new"),
    ]
    assert (plan.old, plan.new, plan.changes) == ("2.5", "2.5", ())
    assert (first.old_percent, first.new_percent) == (Fraction(56), Fraction(68))
    assert [(each.criterion, each.old, each.new) for each in second.cells] == [
        ("need", "3", "3"),
        ("plan", "2.5", ""),
        (ADVICE, "", ""),
    ]
    assert (second.old_percent, second.new_percent) == (Fraction(56), Fraction(60))


def test_a_single_scoresheet_is_no_revision(small: SmallRound) -> None:
    small.merge(fill_all(small.blank(OKORO)))
    with small.open() as place:
        assert see_revisions(place, OKORO) == ()


def test_keeping_one_cell_puts_the_old_value_back_with_its_comment_reason_and_source(small: SmallRound) -> None:
    with small.open() as place:
        choose(place, 2, "keep", "A slip, she says.", [(FIRST, NEED), (FIRST, Field("comment.need"))])
    assert standing(small) == "3"
    assert standing(small, SECOND, PLAN) == ""
    first_seen, second_seen = revision(small).applications
    assert [cell.stands for cell in first_seen.cells if cell.changes] == ["old"]
    assert (first_seen.old_percent, first_seen.new_percent) == (Fraction(56), Fraction(56))
    assert (second_seen.old_percent, second_seen.new_percent) == (Fraction(56), Fraction(60))
    with small.open() as place:
        step = next(each for each in trace(place, FIRST, ASHE).trails if each.field == NEED).steps[-1]
        with place.store.reading() as work:
            first, _second = work.returns.all()
            event = events(work)[-1]
    assert (step.before, step.after, step.who, step.reason) == ("4", "3", "secretariat", "A slip, she says.")
    assert (step.file, step.sha256) == (first.file, first.sha256)
    assert step.cell
    assert (event.deed, event.reason, event.about.cells[0]) == (Deed.KEPT, "A slip, she says.", (FIRST, NEED))


def test_the_whole_file_is_kept_and_used_again(small: SmallRound) -> None:
    with small.open() as place:
        change = choose(place, 2, "keep", "Sent by mistake.")
        assert change.summary == "Old values kept in 3 cells"
    assert (standing(small), standing(small, SECOND, PLAN), standing(small, SECOND, Field("guidance"))) == (
        "3",
        "2.5",
        "",
    )
    with small.open() as place:
        choose(place, 2, "use", "No, it was meant.")
    assert (standing(small), standing(small, SECOND, PLAN)) == ("4", "")
    assert revision(small).standing("new") == 3


def test_a_choice_is_undone_and_done_again(small: SmallRound) -> None:
    with small.open() as place:
        change = choose(place, 2, "keep", "A slip.", [(FIRST, NEED)])
        assert change.reverse is not None
        back = change.reverse()
        with place.store.reading() as work:
            assert work.entries.of(ASHE, FIRST)[NEED] == "4"
            assert work.entries.history(ASHE, FIRST)[-1].origin.reason == "Decision taken back"
        assert back.reverse is not None
        back.reverse()
    assert standing(small) == "3"


def test_the_same_revision_again_does_not_overturn_what_was_kept(small: SmallRound) -> None:
    with small.open() as place:
        choose(place, 2, "keep", "A slip.")
    report = small.merge(later(small, 9))
    assert [each.status for each in report.files] == ["merged"]
    assert (standing(small), standing(small, SECOND, PLAN)) == ("3", "2.5")


def test_another_value_after_one_was_kept_is_asked_about(small: SmallRound) -> None:
    with small.open() as place:
        choose(place, 2, "keep", "A slip.", [(FIRST, NEED)])
    report = small.merge(later(small, 9, need=5))
    assert [each.finding.kind for each in report.files[0].findings] == [Kind.BOTH_CHANGED]
    assert standing(small) == "3"
    with small.open() as place:
        assert [kept.finding.proposed for kept in findings_waiting(place)] == ["5"]


def test_what_a_still_later_scoresheet_changed_can_no_longer_be_chosen(small: SmallRound) -> None:
    small.merge(later(small, 9, need=5))
    with small.open() as place:
        latest, earlier = see_revisions(place, ASHE)
        assert [cell.stands for cell in latest.applications[0].cells if cell.changes] == ["new"]
        assert [each.stands for each in earlier.applications[0].cells[0].changes] == ["other", "new"]
        with pytest.raises(InputError, match="nothing to change"):
            choose(place, 2, "keep", "A slip.", [(FIRST, NEED)])
        choose(place, 2, "keep", "A slip.", [(SECOND, PLAN)])
    assert (standing(small), standing(small, SECOND, PLAN)) == ("5", "2.5")


def test_a_conflict_declared_later_is_said_and_not_weighed_against_scores(small: SmallRound) -> None:
    small.merge(fill(fill_all(small.blank(ASHE)), {(THIRD, "conflict"): "personal: a friend"}, minutes=9))
    shown = {each.application.reference: each for each in revision(small).applications}
    assert shown[THIRD].conflict == "declared"
    assert (shown[THIRD].old_percent, shown[THIRD].new_percent, shown[THIRD].choices) == (Fraction(56), None, ())
    with small.open() as place:
        choose(place, 3, "keep", "Sent by mistake.")
        with place.store.reading() as work:
            assert work.entries.of(ASHE, THIRD)[Field("conflict")] == "personal: a friend"


@pytest.mark.parametrize(
    ("number", "reason", "told"),
    [(2, " ", "needs a reason"), (9, "So be it.", "no such revision"), (1, "So be it.", "nothing to change")],
)
def test_a_choice_without_reason_or_object_is_refused(small: SmallRound, number: int, reason: str, told: str) -> None:
    with small.open() as place:
        if number == 1:
            choose(place, 2, "keep", "All of it.")
        with pytest.raises(InputError, match=told):
            choose(place, 2 if number == 1 else number, "keep", reason)


def test_a_score_set_by_hand_may_be_kept_after_another_was_set_since(small: SmallRound) -> None:
    """The receipt finds the decision that each standing score comes from, not just the last one on its cell."""
    blank, minutes = small.blank(OKORO), iter(range(10, 20))

    def send(need: str | float) -> None:
        small.merge(fill(blank, {(FIRST, "score.need"): need, (FIRST, "comment.need"): "So."}, next(minutes)))

    def set_it(value: str) -> None:
        with small.open() as place:
            (kept,) = findings_waiting(place)
            decide(place, kept.finding_id, "set", "By telephone.", value)

    send("3 or 4")
    set_it("3")
    send(4)
    set_it("4")  # what stands was decided, and is what the file says too
    send(5)
    send("about 5")
    set_it("5")
    with small.open() as place:
        later = next(each for each in see_revisions(place, OKORO) if each.standing("new"))
        choose(place, later.later.return_id, "keep", "She prefers what she said first.")
        with place.store.reading() as work:
            assert work.entries.of(OKORO, FIRST)[NEED] == "4"
            assert receipt_of(work).adds_up

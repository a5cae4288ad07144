"""A merge or a decision is taken back: everything stands as before, and the history tells both."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest

from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import CONFLICT, Field, MemberId, Reference
from dd_panel.services.journal import Deed, events
from dd_panel.services.results.consolidating import consolidate
from dd_panel.services.returns.before import of_return
from dd_panel.services.returns.deciding import accept_all_safe, decide, findings_waiting
from dd_panel.services.returns.merging import MergeReport
from dd_panel.services.returns.receipts import receipt_of
from dd_panel.services.returns.reopening import undo_decisions
from dd_panel.services.returns.revising import choose
from dd_panel.services.returns.taking_back import take_back_merge
from dd_panel.services.workplace import Workplace
from tests.panelwork import ASHE, OKORO, REFERENCES, SmallRound, fill, fill_all

FIRST, SECOND = REFERENCES[:2]
NEED, PLAN = Field("score.need"), Field("score.plan")
Standing = dict[tuple[MemberId, Reference, Field], tuple[Any, ...]]


def standing(small: SmallRound) -> Standing:
    """Everything that stands, with where it is from and what was received."""
    with small.open() as place, place.store.reading() as work:
        return {
            (each.member, each.application, each.field): (
                each.standing,
                each.origin.return_id,
                each.origin.file,
                each.origin.cell,
                each.origin.reason,
            )
            for each in work.entries.all_details()
            if each.standing.value is not None or each.standing.raw is not None
        }


def waiting(small: SmallRound) -> list[int]:
    with small.open() as place:
        return [kept.finding_id for kept in findings_waiting(place)]


def take_back(small: SmallRound, report: MergeReport) -> None:
    assert report.event is not None
    with small.open() as place:
        take_back_merge(place, report.event)
        with place.store.reading() as work:
            assert receipt_of(work).adds_up


def refusal(small: SmallRound, report: MergeReport) -> str:
    before = standing(small)
    with pytest.raises(InputError) as error:
        take_back(small, report)
    assert standing(small) == before
    return error.value.detail


def test_a_safe_mend_over_what_an_earlier_file_of_the_same_merge_wrote_is_no_later_decision(small: SmallRound) -> None:
    blank = small.blank(ASHE)
    before = standing(small)
    earlier = fill(blank, {(FIRST, "score.need"): 3})
    later = fill(blank, {(FIRST, "score.need"): "4 "}, minutes=5)
    report = small.merge(earlier, later, accept_safe=True)
    assert standing(small)[ASHE, FIRST, NEED][0].value == "4"
    take_back(small, report)
    assert standing(small) == before


def test_what_an_earlier_program_kept_in_base_85_can_still_be_taken_back(small: SmallRound) -> None:
    report = small.merge(fill_all(small.blank(ASHE)))
    with small.open() as place, place.store.writing() as work:
        text = work.about.get(of_return(1)) or ""
        work.about.put(of_return(1), base64.b85encode(base64.b64decode(text.removeprefix(":"))).decode())
    take_back(small, report)
    assert standing(small) == {}


def test_a_first_merge_goes_as_if_it_had_never_been_and_the_same_file_comes_again(small: SmallRound) -> None:
    sheet = fill_all(small.blank(ASHE))
    report = small.merge(sheet, fill_all(small.blank(OKORO), need=2))
    merged = standing(small)
    take_back(small, report)
    assert standing(small) == {}
    with small.open() as place, place.store.reading() as work:
        assert [each.status for each in work.returns.all()] == ["taken-back", "taken-back"]
        assert work.returns.content(1) == sheet
        assert receipt_of(work).outstanding_members == (ASHE, OKORO)
        told = [(each.before, each.after, each.origin.reason) for each in work.entries.history(ASHE, FIRST)]
    assert told == [
        ("", "3", ""),
        ("", "2.5", ""),
        ("3", "", "Merge of return-0.xlsx taken back"),
        ("2.5", "", "Merge of return-0.xlsx taken back"),
    ]

    again = small.merge(sheet, fill_all(small.blank(OKORO), need=2))
    assert [each.status for each in again.files] == ["merged", "merged"]
    assert standing(small) == merged
    assert again.receipt.adds_up


def test_a_revision_is_taken_back_to_the_version_before_it_with_its_cells_and_files(small: SmallRound) -> None:
    small.merge(fill_all(small.blank(ASHE)))
    before = standing(small)
    report = small.merge(fill(fill_all(small.blank(ASHE)), {(FIRST, "score.need"): 5, (SECOND, "conflict"): "yes"}, 9))
    assert standing(small) != before
    take_back(small, report)
    assert standing(small) == before


def test_what_the_merge_closed_waits_again_and_what_it_found_is_closed(small: SmallRound) -> None:
    small.merge(fill(small.blank(ASHE), {(FIRST, "score.need"): "3 or 4"}))
    first = waiting(small)
    report = small.merge(fill(small.blank(ASHE), {(SECOND, "score.need"): "about 2"}, minutes=5))
    assert waiting(small) == [first[0] + 1]
    take_back(small, report)
    assert waiting(small) == first
    small.merge(fill(small.blank(ASHE), {(SECOND, "score.need"): "about 2"}, minutes=5))
    assert len(waiting(small)) == 1


def test_several_versions_merged_in_one_go_are_taken_back_in_one_go(small: SmallRound) -> None:
    sheets = [fill_all(small.blank(ASHE), need=need, minutes=minutes) for need, minutes in ((3, 1), (4, 2), (3, 3))]
    report = small.merge(*sheets)
    take_back(small, report)
    assert standing(small) == {}
    assert [each.status for each in small.merge(*sheets).files] == ["merged"] * 3


def test_an_older_file_is_merged_once_the_later_one_is_gone(small: SmallRound) -> None:
    later = small.merge(fill_all(small.blank(ASHE), need=4, minutes=9))
    older = fill_all(small.blank(ASHE), need=2, minutes=1)
    assert [each.status for each in small.merge(older).files] == ["older"]
    take_back(small, later)
    assert [each.status for each in small.merge(older).files] == ["merged"]
    assert standing(small)[ASHE, FIRST, NEED][0].value == "2"


def test_versions_that_came_in_the_wrong_order_first_are_taken_back_in_the_order_of_their_merge(
    small: SmallRound,
) -> None:
    earlier, later = (fill_all(small.blank(ASHE), need=need, minutes=minutes) for need, minutes in ((2, 1), (4, 9)))
    first, second = small.merge(later), small.merge(earlier)
    assert [each.status for each in second.files] == ["older"]
    take_back(small, second)
    take_back(small, first)
    both = small.merge(later, earlier)
    assert [each.status for each in both.files] == ["merged", "merged"]
    assert standing(small)[ASHE, FIRST, NEED][0].value == "4"
    take_back(small, both)
    assert standing(small) == {}


def test_the_consolidated_workbook_can_be_written_after_a_merge_was_taken_back(
    small: SmallRound, tmp_path: Path
) -> None:
    take_back(small, small.merge(fill_all(small.blank(ASHE))))
    small.merge(fill_all(small.blank(OKORO)))
    with small.open() as place:
        consolidate(place, tmp_path / "out.xlsx")
    assert (tmp_path / "out.xlsx").stat().st_size


def test_safe_mends_taken_within_the_merge_go_with_it(small: SmallRound) -> None:
    sheet = fill(small.blank(ASHE), {(FIRST, "score.need"): "4 ", (SECOND, "score.need"): 2})
    report = small.merge(sheet, accept_safe=True)
    take_back(small, report)
    assert standing(small) == {}
    assert waiting(small) == []
    assert small.merge(sheet, accept_safe=True).receipt.scored == 2


def test_a_later_scoresheet_stands_in_the_way_and_is_named(small: SmallRound) -> None:
    report = small.merge(fill_all(small.blank(ASHE)))
    later = small.merge(fill_all(small.blank(ASHE), need=4, minutes=5))
    assert refusal(small, report) == "A later scoresheet, return-0.xlsx."
    take_back(small, later)
    take_back(small, report)
    assert standing(small) == {}


def test_decided_findings_stand_in_the_way_until_they_are_taken_back(small: SmallRound) -> None:
    report = small.merge(fill(small.blank(ASHE), {(FIRST, "score.need"): "3 or 4", (SECOND, "score.need"): 2}))
    (number,) = waiting(small)
    with small.open() as place:
        decide(place, number, "set", "She said 3.", "3")
    assert refusal(small, report).endswith(": set.")
    with small.open() as place:
        undo_decisions(place, [number])
    take_back(small, report)
    assert standing(small) == {}


def test_a_kept_old_value_stands_in_the_way(small: SmallRound) -> None:
    small.merge(fill_all(small.blank(ASHE)))
    before = standing(small)
    report = small.merge(fill_all(small.blank(ASHE), need=4, minutes=5))
    with small.open() as place:
        choose(place, 2, "keep", "A slip, she says.", [(FIRST, NEED)])
    assert refusal(small, report) == "DD-001 need: 3 was kept."
    with small.open() as place:
        choose(place, 2, "use", "She thought again.", [(FIRST, NEED)])
    take_back(small, report)
    assert standing(small) == before


def test_a_merge_is_taken_back_once(small: SmallRound) -> None:
    sheet = fill_all(small.blank(ASHE))
    report = small.merge(sheet)
    take_back(small, report)
    with pytest.raises(InputError, match="taken back already"):
        take_back(small, report)
    small.merge(sheet)
    with pytest.raises(InputError, match="taken back already"):
        take_back(small, report)


def test_a_file_that_changed_nothing_leaves_nothing_to_take_back(small: SmallRound) -> None:
    sheet = fill_all(small.blank(ASHE))
    small.merge(sheet)
    assert small.merge(sheet).event is None


@pytest.mark.parametrize(
    ("typed", "decision", "value"),
    [
        ({(FIRST, "score.need"): "4 "}, "accept", ""),
        ({(FIRST, "score.need"): "3 or 4"}, "set", "cannot judge"),
        ({(FIRST, "score.need"): "3 or 4"}, "reject", ""),
        ({(FIRST, "conflict"): "personal: a friend", (FIRST, "score.need"): 4}, "accept", ""),
        ({(FIRST, "conflict"): "personal: a friend", (FIRST, "score.need"): 4}, "reject", ""),
    ],
)
def test_a_decision_is_taken_back_and_the_finding_waits_again(
    small: SmallRound, typed: dict[tuple[str, str], str | float | None], decision: str, value: str
) -> None:
    small.merge(fill(small.blank(ASHE), typed))
    before, numbers = standing(small), waiting(small)
    assert numbers
    with small.open() as place:
        change = decide(place, numbers[0], decision, "As agreed by phone.", value)
        decided = standing_in(place)
        assert change.reverse is not None
        back = change.reverse()
        assert waiting_in(place) == numbers
        assert back.reverse is not None
        back.reverse()
        assert standing_in(place) == decided
        undo_decisions(place, numbers[:1])
        with place.store.reading() as work:
            told = [(e.deed, e.about.note, e.reason) for e in events(work) if e.deed is not Deed.BLANKS]
    word = "set" if decision == "set" else f"{decision}ed"
    assert told == [(Deed.MERGED, "", ""), *[(Deed.REOPENED, word, "As agreed by phone.")] * 2]
    assert (standing(small), waiting(small)) == (before, numbers)


def standing_in(place: Workplace) -> dict[object, object]:
    with place.store.reading() as work:
        return {(each.application, each.field): each.standing for each in work.entries.all_details()}


def test_a_rank_accepted_as_scores_is_taken_back_with_the_findings_that_came_of_it(small: SmallRound) -> None:
    typed: dict[tuple[str, str], str | float | None] = {
        (reference, "score.need"): at for at, reference in enumerate(REFERENCES, start=1)
    }
    small.merge(fill(small.blank(ASHE), typed))
    before, numbers = standing(small), waiting(small)
    with small.open() as place:
        decide(place, numbers[0], "accept", "She means it.")
    made = waiting(small)
    assert len(made) == 2  # 6 and 7 lie outside the scale
    with small.open() as place:
        decide(place, made[0], "reject", "Not a score.")
        with pytest.raises(InputError, match="can't be taken back"):
            undo_decisions(place, numbers)
        undo_decisions(place, made[:1])
        undo_decisions(place, numbers)
    assert (standing(small), waiting(small)) == (before, numbers)


def test_all_safe_mends_are_taken_back_together(small: SmallRound) -> None:
    small.merge(fill(small.blank(ASHE), {(FIRST, "score.need"): "4 ", (SECOND, "score.need"): "O"}))
    before, numbers = standing(small), waiting(small)
    with small.open() as place:
        change = accept_all_safe(place)
        assert change.reverse is not None
        change.reverse()
    assert (standing(small), waiting(small)) == (before, numbers)


def test_a_decision_on_which_a_later_scoresheet_stands_stays(small: SmallRound) -> None:
    small.merge(fill(small.blank(ASHE), {(FIRST, "score.need"): "3 or 4"}))
    (number,) = waiting(small)
    with small.open() as place:
        decide(place, number, "set", "She said 3.", "3")
    small.merge(fill(small.blank(ASHE), {(FIRST, "score.need"): 4}, minutes=5))
    with small.open() as place, pytest.raises(InputError) as error:
        undo_decisions(place, [number])
    assert error.value.detail == "A later scoresheet was compared with it: return-0.xlsx."


def test_a_finding_that_nobody_decided_has_nothing_to_take_back(small: SmallRound) -> None:
    small.merge(fill(small.blank(ASHE), {(FIRST, "score.need"): "3 or 4", (FIRST, str(CONFLICT)): ""}))
    with small.open() as place, pytest.raises(InputError, match="no decision on finding"):
        undo_decisions(place, waiting_in(place))


def waiting_in(place: Workplace) -> list[int]:
    return [kept.finding_id for kept in findings_waiting(place)]

"""A scoresheet that a member filled in with LibreOffice: the real program, not our own writing."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from dd_panel.domain.findings import Kind
from dd_panel.domain.identifiers import CONFLICT, MemberId, comment_field, score_field
from dd_panel.domain.identifiers import CriterionKey as Key
from dd_panel.services.results.ranking import see_ranking
from dd_panel.services.returns.merging import FileReport, merge_returns, read_incoming
from dd_panel.services.returns.moderating import make_second_look
from tests.libreoffice import LibreOffice
from tests.panelwork import ASHE, OKORO, REFERENCES, SmallRound, fill, fill_all, small_round


def test_what_libreoffice_saved_merges_with_the_right_scores(tmp_path: Path, libreoffice: LibreOffice) -> None:
    small = small_round(tmp_path)
    blank = tmp_path / "blank.xlsx"
    blank.write_bytes(small.blank(ASHE))
    typed: dict[tuple[str, str], str | float] = {}
    for row in range(3, 10):
        typed["Scores", f"H{row}"] = (row % 5) + 1
        typed["Scores", f"J{row}"] = 2.5
        typed["Scores", f"I{row}"] = f"Because of\nline {row}; “quotes” & = signs"
    typed["Scores", "J4"] = "cannot judge"

    saved = libreoffice.fill_in(blank, typed, tmp_path / "saved.xlsx")
    report = small.merge(saved.read_bytes())

    assert [(each.status, each.findings) for each in report.files] == [("merged", ())]
    assert (report.receipt.scored, report.receipt.cannot_judge) == (13, 1)
    with small.open() as place, place.store.reading() as work:
        entries = work.entries.of_member(ASHE)
    for row, reference in enumerate(REFERENCES, start=3):
        assert entries[reference][score_field(Key("need"))] == str((row % 5) + 1)
        assert entries[reference][score_field(Key("plan"))] == ("cannot judge" if row == 4 else "2.5")
        assert entries[reference][comment_field(Key("need"))] == f"Because of\nline {row}; “quotes” & = signs"
        assert CONFLICT not in entries[reference]
    again = small.merge(saved.read_bytes())
    assert [each.status for each in again.files] == ["already-received"]


# -- what people do to a sheet, done by the program itself ---

NEED, PLAN = score_field(Key("need")), score_field(Key("plan"))
DIFFERENT = {reference: str(row % 5 + 1) for row, reference in enumerate(REFERENCES, start=3)}
"""A score for each application that differs from its neighbours', so that no exchange goes unseen."""


def filled(small: SmallRound, member: MemberId = ASHE) -> Path:
    """A member's scoresheet with a score for every application."""
    out = small.path.parent / "filled.xlsx"
    typed: dict[tuple[str, str], str | float | None] = {}
    for reference, score in DIFFERENT.items():
        typed |= {(reference, "score.need"): int(score), (reference, "score.plan"): 2.5}
    out.write_bytes(fill(small.blank(member), typed))
    return out


def merged(small: SmallRound, file: Path) -> FileReport:
    with small.open() as place:
        (report,) = merge_returns(place, [read_incoming(file)]).files
    return report


def kinds(report: FileReport) -> list[Kind]:
    return [each.finding.kind for each in report.findings if each.finding.kind is not Kind.COMMENT_MISSING]


def needs(small: SmallRound) -> dict[str, str]:
    with small.open() as place, place.store.reading() as work:
        entries = work.entries.of_member(ASHE)
    return {reference: entries.get(reference, {}).get(NEED, "") for reference in REFERENCES}


@pytest.mark.parametrize("ending", ["xlsx", "ods", "csv"])
def test_whole_rows_sorted_in_libreoffice_and_saved_in_any_format_keep_their_scores(
    tmp_path: Path, libreoffice: LibreOffice, ending: str
) -> None:
    small = small_round(tmp_path)
    deeds: list[list[object]] = [["unprotect", "Scores"], ["sort", "Scores", "A3:S9", 7, False]]

    saved = libreoffice.work_on(filled(small), deeds, tmp_path / f"sorted.{ending}")
    if ending == "csv":
        _keys, _heads, *rows = csv.reader(io.StringIO(saved.read_text("utf-8")))
        assert [row[7] for row in rows[:7]] == sorted(DIFFERENT.values(), reverse=True)
    report = merged(small, saved)

    assert (kinds(report), report.member) == ([], ASHE)
    assert needs(small) == DIFFERENT


def test_scores_sorted_without_their_rows_in_libreoffice_are_asked_about_where_titles_moved(
    tmp_path: Path, libreoffice: LibreOffice
) -> None:
    """Reference and title sorted, hidden key and scores left behind."""
    small = small_round(tmp_path)
    deeds: list[list[object]] = [
        ["unprotect", "Scores"],
        ["sort", "Scores", "A3:A9", 0, False],
        ["sort", "Scores", "D3:D9", 0, False],
    ]

    report = merged(small, libreoffice.work_on(filled(small), deeds, tmp_path / "half.xlsx"))

    assert set(kinds(report)) <= {Kind.ROW_MISMATCH, Kind.TITLE_MISMATCH}
    held = {each.finding.held[0].application for each in report.findings if each.finding.held}
    assert {reference: score for reference, score in needs(small).items() if score} == {
        reference: score for reference, score in DIFFERENT.items() if reference not in held
    }
    assert len(held) >= len(REFERENCES) - 1


def test_what_libreoffice_pastes_over_the_list_of_choices_is_checked_on_the_way_in(
    tmp_path: Path, libreoffice: LibreOffice
) -> None:
    small = small_round(tmp_path)
    deeds: list[list[object]] = [
        ["unprotect", "Scores"],
        ["type", "Scores", "Z20", "4 - good"],
        ["type", "Scores", "Z21", 9],
        ["paste", "Scores", "Z20:Z21", "H3"],
        ["type", "Scores", "Z20", ""],
    ]

    report = merged(small, libreoffice.work_on(filled(small), deeds, tmp_path / "pasted.xlsx"))

    assert sorted(kinds(report)) == [Kind.OUT_OF_RANGE, Kind.UNKNOWN_LEVEL]
    assert {reference: score for reference, score in needs(small).items() if score} == {
        reference: score for reference, score in DIFFERENT.items() if reference not in REFERENCES[:2]
    }


def test_columns_moved_and_inserted_in_libreoffice_are_found_by_their_keys(
    tmp_path: Path, libreoffice: LibreOffice
) -> None:
    small = small_round(tmp_path)
    deeds: list[list[object]] = [
        ["unprotect", "Scores"],
        ["insert columns", "Scores", 4, 2],
        ["move", "Scores", "J1:J9", "AE1"],
        ["type", "Scores", "E2", "My notes"],
    ]

    report = merged(small, libreoffice.work_on(filled(small), deeds, tmp_path / "moved.xlsx"))

    assert kinds(report) == []
    assert needs(small) == DIFFERENT


@pytest.mark.parametrize("area", ["A1:S9", "A2:S9"], ids=["with the hidden keys", "from the headings on"])
def test_rows_copied_into_a_new_workbook_with_libreoffice_still_say_whose_they_are(
    tmp_path: Path, libreoffice: LibreOffice, area: str
) -> None:
    small = small_round(tmp_path)

    report = merged(small, libreoffice.copy_out(filled(small), "Scores", area, tmp_path / "copied.xlsx"))

    assert (report.member, kinds(report)) == (ASHE, [])
    assert needs(small) == DIFFERENT


def test_two_members_put_into_one_workbook_with_libreoffice_under_other_names_are_two_returns(
    tmp_path: Path, libreoffice: LibreOffice
) -> None:
    small = small_round(tmp_path)
    ashe, okoro = filled(small), tmp_path / "okoro.xlsx"
    okoro.write_bytes(fill_all(small.blank(OKORO), need=3))
    together = libreoffice.put_together([ashe, okoro], tmp_path / "together.ods")
    renamed = libreoffice.work_on(together, [["rename", "Scores", "Margaret"]], tmp_path / "renamed.xlsx")

    with small.open() as place:
        reports = merge_returns(place, [read_incoming(renamed)]).files

    assert [(each.member, kinds(each)) for each in reports] == [(ASHE, []), (OKORO, [])]
    assert needs(small) == DIFFERENT


def test_a_second_look_filled_in_with_libreoffice_counts_beside_the_first_score(
    tmp_path: Path, libreoffice: LibreOffice
) -> None:
    small = small_round(tmp_path)
    merged(small, filled(small))
    small.merge(fill_all(small.blank(OKORO), need=1))
    again = tmp_path / "again.xlsx"
    with small.open() as place:
        make_second_look(place, ASHE, REFERENCES[:2], again)
    typed: dict[tuple[str, str], str | float] = {
        ("Second look", "H3"): 5,
        ("Second look", "I3"): "The annex says so.",
        ("Second look", "M4"): "cannot judge",
        ("Second look", "N4"): "No plan was sent.",
    }

    report = merged(small, libreoffice.fill_in(again, typed, tmp_path / "back.xlsx"))

    assert (report.status, report.findings, report.taken) == ("merged", (), 4)
    with small.open() as place:
        lines = {line.application.reference: line for line in see_ranking(place).lines}
    first, second = (
        next(each for each in lines[reference].reviews if each.member == ASHE) for reference in REFERENCES[:2]
    )
    assert (first.scores[Key("need")].mark, first.first[Key("need")].score.mark) == (5, int(DIFFERENT[REFERENCES[0]]))
    assert (second.scores[Key("plan")].state, second.comments[Key("plan")]) == ("cannot judge", "No plan was sent.")

"""The panel of the example meets: twelve items, two who leave the room, three agreed scores, a draw that is refused.

In the middle the power fails. What was said before is there afterwards, and the minutes hold all of it.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import MemberId, Reference
from dd_panel.domain.rounds import LONDON
from dd_panel.services.demonstration import run_demo
from dd_panel.services.meeting import conducting as meeting
from dd_panel.services.meeting import decisions
from dd_panel.services.meeting.minuting import write_meeting_minutes
from dd_panel.services.meeting.signing import sign_off
from dd_panel.services.results.consolidating import consolidate
from dd_panel.services.results.ranking import see_outlook
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store

MORNING = datetime(2014, 3, 3, 9, 30, tzinfo=LONDON)
ITEMS = 12

KILLED = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from dd_panel.domain.identifiers import Reference
from dd_panel.services.meeting import decisions
from dd_panel.services.meeting import conducting as meeting
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
path, reference, when = Path(sys.argv[1]), sys.argv[2], datetime.fromisoformat(sys.argv[3])
place = Workplace(open_store(path), lambda: when, "Chair")
meeting.go_to(place, Reference(reference))
decisions.agree_total(place, reference, "3.4", "The pension question is settled.")
meeting.note(place, Reference(reference), "Noted just before the lights went out.")
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example round with its scoresheets merged."""
    return run_demo(tmp_path_factory.mktemp("demo"), lambda: MORNING - timedelta(days=1)).round_file


@pytest.fixture(scope="module")
def clock() -> Iterator[datetime]:
    """A minute goes by at every look."""
    return (MORNING + timedelta(minutes=number) for number in range(10_000))


def opened(path: Path, clock: Iterator[datetime]) -> Workplace:
    return Workplace(open_store(path), lambda: next(clock), "Chair")


def leave_for(place: Workplace, item: Reference) -> list[MemberId]:
    """Let those with a conflict go outside; until then the item is locked."""
    members = list(meeting.see_meeting(place).must_leave(item))
    for member in members:
        with pytest.raises(InputError, match="is still in the room"):
            meeting.note(place, item, "Too early.")
        meeting.confirm_recusal(place, item, member)
    return members


def prepare(place: Workplace) -> list[Reference]:
    """Note who came, and put twelve items on the agenda: those with conflicts, the suggested ones, then others."""
    panel = list(meeting.see_meeting(place).ranking.members)
    meeting.note_presence(place, panel[:-1], "present")
    meeting.note_presence(place, panel[-1:], "apologies")
    view = meeting.see_meeting(place)
    barred = [item for item, members in view.conflicts.items() if set(members) & view.meeting.present]
    suggested = [each.application for each in meeting.suggested_agenda(see_outlook(place))]
    agenda = list(dict.fromkeys([*barred, *suggested, *view.lines]))[:ITEMS]
    meeting.set_agenda(place, agenda)
    return agenda


def first_half(place: Workplace, agenda: list[Reference]) -> int:
    """Six items; gives how often somebody left the room. An item is decided on before they are called back."""
    often = 0
    for number, item in enumerate(agenda[:6], start=1):
        meeting.go_to(place, item)
        outside = leave_for(place, item)
        meeting.note(place, item, f"Item {number} was discussed.")
        if number in {3, 4}:
            decisions.agree_total(place, item, "3.5", f"Views met half-way on item {number}.")
        for member in outside:
            decisions.decide_on(place, item, "decline")
            meeting.call_back(place, item, member)
            often += 1
    return often


def decide(place: Workplace) -> None:
    """One above the line gives its place to one below it; the rest follows the ranking."""
    view = meeting.see_meeting(place)
    free = [(key, side) for key, side in view.sides.items() if key not in view.meeting.decisions]
    above = [key for key, side in free if side == "in"][-1]
    below = next(key for key, side in free if side == "out")
    decisions.decide_on(place, above, "reserve", reason="Its partner withdrew.")
    decisions.decide_on(place, below, "fund", reason="It takes the place that is free.")
    assert decisions.follow_ranking(place, reserves=4).left == ()
    sign_off(place, "A. Chair")


def test_the_whole_meeting(example: Path, clock: Iterator[datetime], tmp_path: Path) -> None:
    place = opened(example, clock)
    before = [line.ranked for line in meeting.see_meeting(place).ranking.lines]
    agenda = prepare(place)
    assert first_half(place, agenda) == 2
    with pytest.raises(InputError, match="announced no draw by lot"):
        decisions.draw_lot(place)
    place.store.close()

    killed = [sys.executable, "-c", KILLED, str(example), agenda[6], next(clock).isoformat()]
    assert subprocess.run(killed, check=False).returncode == -9

    place = opened(example, clock)
    view = meeting.see_meeting(place)
    assert view.meeting.current == agenda[6]
    assert view.meeting.notes[agenda[6]].text == "Noted just before the lights went out."
    for number, item in enumerate(agenda[7:], start=8):
        meeting.go_to(place, item)
        meeting.note(place, item, f"Item {number} was discussed.")
    decide(place)

    view = meeting.see_meeting(place)
    outcomes = [each.outcome for each in view.meeting.decisions.values()]
    assert [outcomes.count(each) for each in ("fund", "reserve", "decline")] == [10, 4, 10]
    assert view.support_given <= (view.ranking.rules.fund or 0)
    assert view.meeting.is_signed
    # Nothing that was agreed has touched what the members gave.
    assert [line.ranked for line in view.ranking.lines] == before
    the_minutes_hold_it(place, agenda, tmp_path)
    the_workbook_holds_it(place, agenda, tmp_path)
    place.store.close()


def the_minutes_hold_it(place: Workplace, agenda: list[Reference], folder: Path) -> None:
    out = folder / "minutes.docx"
    view = write_meeting_minutes(place, out)
    document = Document(str(out))
    lines = [each.text for each in document.paragraphs]
    lines += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    text = "\n".join(lines)
    for item in agenda:
        assert item in text
    for number in (1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12):
        assert f"Item {number} was discussed." in text
    assert "Noted just before the lights went out." in text
    assert text.count("left the room at") == len(view.meeting.recusals) == 2
    for reason in ("Views met half-way on item 3.", "The pension question is settled.", "Its partner withdrew."):
        assert reason in text
    assert "Version 1 was signed by A. Chair" in text
    assert "apologies" in text


def the_workbook_holds_it(place: Workplace, agenda: list[Reference], folder: Path) -> None:
    out = folder / "result.xlsx"
    done = consolidate(place, out)
    assert {"Discussed and agreed", "Decisions", "Change log"} <= set(done.sheets)
    book = openpyxl.load_workbook(out, data_only=True)
    decided = [row[0] for row in book["Decisions"].iter_rows(values_only=True)]
    assert [decided.count(each) for each in ("Funded", "Reserve", "Declined")] == [10, 4, 10]
    mix = {str(row[0]): str(row[1]) for row in book["Summary"].iter_rows(max_col=2, values_only=True)}
    assert len(mix["Funded by region"].split(", ")) > 1
    agreed = [row[4] for row in book["Discussed and agreed"].iter_rows(min_row=2, values_only=True)]
    assert sorted(str(each) for each in agreed if each is not None) == ["3.4", "3.5", "3.5"]
    said = {str(row[2]) for row in book["Change log"].iter_rows(min_row=2, values_only=True)}
    assert "Decision: reserve" in said
    assert any(each.startswith("Out of the room") for each in said)
    assert f"Agenda: {', '.join(agenda)}" in said

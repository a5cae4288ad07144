"""Undo and redo call the same verbs a person does, and a step that fails harms nothing else."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from dd_panel.domain.errors import DDPanelError, LockedError, StorageError, VersionConflictError
from dd_panel.services.change import Change
from dd_panel.ui.jobs import Jobs
from dd_panel.ui.undo import UndoHistory
from tests.ui.programs import wait_until

pytestmark = pytest.mark.usefixtures("qapp")


class Sheet:
    """A few scores with the verb that sets one; `broken` makes the verb fail."""

    def __init__(self) -> None:
        self.scores: dict[str, int | None] = {}
        self.broken: Exception | None = None

    def set(self, name: str, score: int | None) -> Callable[[], Change]:
        def verb() -> Change:
            if self.broken is not None:
                raise self.broken
            before = self.scores.get(name)
            self.scores[name] = score
            return Change(frozenset({name}), f"{name} {score}", self.set(name, before))

        return verb


class Told:
    def __init__(self, history: UndoHistory) -> None:
        self.changed: list[frozenset[str]] = []
        self.words: list[str] = []
        self.failed: list[DDPanelError] = []
        history.changed.connect(self.changed.append)
        history.told.connect(self.words.append)
        history.failed.connect(self.failed.append)


@pytest.fixture
def history() -> UndoHistory:
    return UndoHistory()


def test_a_score_is_set_taken_back_and_set_again(history: UndoHistory) -> None:
    sheet, told = Sheet(), Told(history)
    history.perform(sheet.set("Finance", 3))
    history.perform(sheet.set("Finance", 4))
    seen = []
    for turn in (history.undo, history.undo, history.redo, history.redo, history.undo):
        turn()
        seen.append(sheet.scores["Finance"])
    assert seen == [3, None, 3, 4, 3]
    assert told.changed == [frozenset({"Finance"})] * 7
    assert told.words[0] == "Undone: Finance 4"
    assert told.words[2] == "Redone: Finance 3"


def left(history: UndoHistory) -> list[str]:
    """What undo takes back, step by step, until there is nothing left."""
    told: list[str] = []
    history.told.connect(told.append)
    while "Nothing to undo." not in told:
        history.undo()
    history.told.disconnect(told.append)
    return told[:-1]


def undone(history: UndoHistory) -> list[str]:
    """The same for what redo does again."""
    told: list[str] = []
    history.told.connect(told.append)
    while "Nothing to redo." not in told:
        history.redo()
    history.told.disconnect(told.append)
    return told[:-1]


def test_with_nothing_to_undo_a_sentence_says_so(history: UndoHistory) -> None:
    told = Told(history)
    history.undo()
    history.redo()
    assert told.words == ["Nothing to undo.", "Nothing to redo."]
    assert told.changed == []


def test_a_new_step_takes_the_place_of_those_undone(history: UndoHistory) -> None:
    sheet = Sheet()
    history.perform(sheet.set("Finance", 3))
    history.undo()
    history.perform(sheet.set("Finance", 5))
    assert (undone(history), left(history)) == ([], ["Undone: Finance 5"])


def test_a_verb_that_fails_leaves_no_step_behind(history: UndoHistory) -> None:
    sheet, told = Sheet(), Told(history)
    history.perform(sheet.set("Finance", 3))
    sheet.broken = VersionConflictError("Somebody else changed this score", "", "Look at it again.")
    assert history.perform(sheet.set("Finance", 4)) is None
    assert told.failed == [sheet.broken]
    sheet.broken = None
    history.undo()
    assert sheet.scores["Finance"] is None


def test_an_undo_that_fails_is_told_and_dropped(history: UndoHistory) -> None:
    sheet, told = Sheet(), Told(history)
    history.perform(sheet.set("Finance", 3))
    history.perform(sheet.set("Leadership", 4))
    sheet.broken = VersionConflictError("Somebody else changed this score")
    history.undo()
    assert told.failed == [sheet.broken]
    assert sheet.scores == {"Finance": 3, "Leadership": 4}
    sheet.broken = None
    history.undo()
    assert sheet.scores == {"Finance": None, "Leadership": 4}
    assert left(history) == []


def test_a_redo_that_fails_is_told_and_dropped(history: UndoHistory) -> None:
    sheet, told = Sheet(), Told(history)
    history.perform(sheet.set("Finance", 3))
    history.undo()
    sheet.broken = VersionConflictError("Somebody else changed this score")
    history.redo()
    assert told.failed == [sheet.broken]
    assert undone(history) == []


@pytest.mark.parametrize("trouble", [StorageError("The disk is full."), LockedError("Another program has the file.")])
def test_what_the_disk_refused_can_be_taken_back_later(history: UndoHistory, trouble: DDPanelError) -> None:
    sheet, told = Sheet(), Told(history)
    history.perform(sheet.set("Finance", 3))
    history.perform(sheet.set("Finance", 4))
    sheet.broken = trouble
    history.undo()
    assert (told.failed, sheet.scores) == ([trouble], {"Finance": 4})
    sheet.broken = None
    history.undo()
    assert sheet.scores == {"Finance": 3}
    sheet.broken = trouble
    history.redo()
    sheet.broken = None
    history.redo()
    assert sheet.scores == {"Finance": 4}


def test_a_fault_is_not_swallowed(history: UndoHistory) -> None:
    sheet = Sheet()
    history.perform(sheet.set("Finance", 3))
    sheet.broken = RuntimeError("a fault")
    with pytest.raises(RuntimeError, match="a fault"):
        history.undo()
    with pytest.raises(RuntimeError, match="a fault"):
        history.perform(sheet.set("Finance", 4))
    assert left(history) == []


def test_after_what_nothing_can_take_back_nothing_earlier_can_be_taken_back(history: UndoHistory) -> None:
    sheet, told = Sheet(), Told(history)
    history.perform(sheet.set("Finance", 3))
    history.perform(lambda: Change(frozenset({"round"}), "Merged 8 scoresheets"))
    assert left(history) == []
    assert told.changed[-1] == frozenset({"round"})


def test_a_step_without_a_way_forward_is_dropped_after_its_undo(history: UndoHistory) -> None:
    sheet = Sheet()

    def one_way() -> Change:
        sheet.scores["Finance"] = 3

        def back() -> Change:
            sheet.scores["Finance"] = None
            return Change(frozenset({"Finance"}), "Finance cleared")

        return Change(frozenset({"Finance"}), "Finance 3", back)

    history.perform(one_way)
    history.undo()
    assert sheet.scores["Finance"] is None
    told = Told(history)
    history.redo()
    assert sheet.scores["Finance"] is None
    assert told.words == ["Nothing to redo."]


def test_another_file_starts_with_an_empty_history(history: UndoHistory) -> None:
    history.perform(Sheet().set("Finance", 3))
    history.clear()
    assert left(history) == []


# -- beside the window ----------------------------------------------------------------------------------------------


class Slow:
    """A verb that may take long, and waits until it is let go; it says on which thread it was done."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.may_go = threading.Event()
        self.threads: list[bool] = []

    def merge(self) -> Change:
        return self._set("Merge", 1, self.take_back)

    def take_back(self) -> Change:
        return self._set("Merge", None, self.merge)

    def _set(self, name: str, score: int | None, back: Callable[[], Change]) -> Change:
        assert self.may_go.wait(10)
        self.threads.append(threading.current_thread() is threading.main_thread())
        change = self.sheet.set(name, score)()
        return Change(change.touched, change.summary, back, long=True)


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    jobs = Jobs()
    yield jobs
    assert jobs.wait()


@pytest.fixture
def beside(jobs: Jobs) -> UndoHistory:
    return UndoHistory(jobs)


def idle(history: UndoHistory) -> None:
    wait_until(lambda: not history.busy)


def test_what_takes_long_is_done_undone_and_redone_beside_the_window(beside: UndoHistory) -> None:
    sheet, told = Sheet(), Told(beside)
    slow, then, working = Slow(sheet), list[str](), list[str]()
    beside.working.connect(lambda: working.append("working"))
    beside.perform_beside(slow.merge, lambda change: then.append(change.summary))
    assert beside.busy
    assert (sheet.scores, then, told.changed, working) == ({}, [], [], ["working"])
    slow.may_go.set()
    idle(beside)
    assert (sheet.scores, then) == ({"Merge": 1}, ["Merge 1"])
    for turn, score in ((beside.undo, None), (beside.redo, 1), (beside.undo, None)):
        turn()
        idle(beside)
        assert sheet.scores == {"Merge": score}
    assert slow.threads == [False] * 4
    assert told.changed == [frozenset({"Merge"})] * 4
    assert told.words == ["Undone: Merge 1", "Redone: Merge 1", "Undone: Merge 1"]


def test_a_short_step_is_turned_at_once_all_the_same(beside: UndoHistory) -> None:
    sheet = Sheet()
    beside.perform(sheet.set("Finance", 3))
    beside.undo()
    assert not beside.busy
    assert sheet.scores == {"Finance": None}


def test_one_step_at_a_time_is_done_beside_the_window_and_that_is_told(beside: UndoHistory) -> None:
    sheet, told = Sheet(), Told(beside)
    slow, then = Slow(sheet), list[object]()
    beside.perform(sheet.set("Finance", 3))
    beside.perform_beside(slow.merge, then.append)
    beside.undo()
    beside.redo()
    beside.perform_beside(slow.merge, then.append)
    assert told.words == ["One moment: the last step is not done yet."] * 3
    assert sheet.scores == {"Finance": 3}
    slow.may_go.set()
    idle(beside)
    assert (len(then), len(slow.threads)) == (1, 1)


def test_what_was_done_meanwhile_takes_the_place_of_what_was_being_undone(beside: UndoHistory) -> None:
    sheet = Sheet()
    slow = Slow(sheet)
    slow.may_go.set()
    beside.perform_beside(slow.merge, lambda _change: None)
    idle(beside)
    slow.may_go.clear()
    beside.undo()
    beside.perform(sheet.set("Finance", 3))
    slow.may_go.set()
    idle(beside)
    assert sheet.scores == {"Merge": None, "Finance": 3}
    assert (undone(beside), left(beside)) == ([], ["Undone: Finance 3"])


def test_a_trouble_beside_the_window_is_told_and_leaves_no_step(beside: UndoHistory) -> None:
    sheet, told = Sheet(), Told(beside)
    slow, then = Slow(sheet), list[object]()
    slow.may_go.set()
    sheet.broken = VersionConflictError("Somebody else changed this score")
    beside.perform_beside(slow.merge, then.append)
    idle(beside)
    assert (told.failed, told.words, then) == ([sheet.broken], ["Nothing was changed."], [])
    assert left(beside) == []


def test_a_step_of_a_file_that_was_closed_is_done_and_forgotten(beside: UndoHistory) -> None:
    sheet, told = Sheet(), Told(beside)
    slow, then = Slow(sheet), list[object]()
    beside.perform_beside(slow.merge, then.append)
    beside.leave()
    beside.clear()  # as the next file does that is opened
    slow.may_go.set()
    idle(beside)
    assert sheet.scores == {"Merge": 1}
    assert (told.changed, told.words, then) == ([], [], [])
    assert left(beside) == []


def test_what_fails_in_a_file_that_was_closed_is_not_told_of_the_next_one(beside: UndoHistory) -> None:
    sheet, told = Sheet(), Told(beside)
    slow, then = Slow(sheet), list[object]()
    beside.perform_beside(slow.merge, then.append)
    beside.leave()
    sheet.broken = StorageError("The disk is full.")  # whoever closes that file says so
    slow.may_go.set()
    idle(beside)
    assert (told.failed, told.words, then) == ([], [], [])


def test_a_step_under_way_is_shown_though_it_can_not_be_taken_back_any_more(beside: UndoHistory) -> None:
    sheet, told = Sheet(), Told(beside)
    slow, then = Slow(sheet), list[object]()
    beside.perform_beside(slow.merge, then.append)
    beside.clear()
    slow.may_go.set()
    idle(beside)
    assert (told.changed, told.words) == ([frozenset({"Merge"})], ["Merge 1"])
    assert (then, left(beside)) == ([], [])
    sheet.broken = StorageError("The disk is full.")
    beside.perform_beside(slow.merge, then.append)
    beside.clear()
    idle(beside)
    assert told.failed == [sheet.broken]
    assert told.words[-1] == "Nothing was changed."

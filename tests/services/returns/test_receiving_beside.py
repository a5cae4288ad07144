"""Files read in helper processes say what they say when they are read here, whatever becomes of the helpers."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from dd_panel.domain.findings import Finding, Kind
from dd_panel.services.returns import receiving_beside
from dd_panel.services.returns.receiving import Examined, Incoming
from dd_panel.services.returns.receiving_beside import READY, WORTH_IT, examine_all, helpers_for
from dd_panel.services.returns.taking_in import MERGED, TakingIn
from dd_panel.services.workplace import CancelledError, never
from tests.panelwork import ASHE, NOON, OKORO, REFERENCES, RULES, SmallRound, fill, fill_all, saved_at, small_round

DAMAGED = Incoming("damaged.xlsx", b"PK\x03\x04 and no more")
NOT_THERE = Incoming("gone.xlsx", b"", Finding(Kind.UNREADABLE, found="gone.xlsx", detail="It is not there"))


@pytest.fixture
def files(small: SmallRound, tmp_path: Path) -> tuple[Incoming, ...]:
    (tmp_path / "other").mkdir()
    other = small_round(tmp_path / "other", replace(RULES, reference="OTHER"))
    blank = small.blank(ASHE)
    return (
        Incoming("ashe.xlsx", fill_all(blank)),
        DAMAGED,
        Incoming("doubtful.xlsx", fill(blank, {(REFERENCES[0], "score.need"): "3 or 4"})),
        NOT_THERE,
        Incoming("okoro.xlsx", fill_all(small.blank(OKORO))),
        Incoming("other.xlsx", other.blank(ASHE)),
    )


def examined(small: SmallRound, files: tuple[Incoming, ...], helpers: int) -> list[tuple[Examined, ...]]:
    with small.open() as place, place.store.writing() as work:
        expectations = TakingIn(place, work).expectations
    with closing(examine_all(files, expectations, helpers, never)) as found:
        return list(found)


def no_process_is_left() -> bool:
    try:
        return os.waitpid(-1, os.WNOHANG) is None
    except ChildProcessError:
        return True


def test_helpers_find_what_is_found_here_in_the_order_of_the_files(
    small: SmallRound, files: tuple[Incoming, ...]
) -> None:
    here = examined(small, files, helpers=0)

    assert examined(small, files * 3, helpers=2) == here * 3
    assert [found.refusal and found.refusal.kind for (found,) in here] == [
        None,
        Kind.UNREADABLE,
        None,
        Kind.UNREADABLE,
        None,
        Kind.WRONG_ROUND,
    ]
    assert no_process_is_left()


@pytest.mark.parametrize("program", ["/nowhere/python", "/bin/false", "/bin/cat"])
def test_where_no_helper_works_the_files_are_read_here(
    small: SmallRound, files: tuple[Incoming, ...], monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    here = examined(small, files, helpers=0)

    monkeypatch.setattr(sys, "executable", program)
    assert examined(small, files, helpers=2) == here


def test_what_a_helper_left_unsaid_when_it_died_is_read_here(
    small: SmallRound, files: tuple[Incoming, ...], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    here = examined(small, files, helpers=0)
    dying = tmp_path / "python"
    # The pipe ends in the middle of an answer, as when the system kills a process.
    dying.write_text(
        f'#!/bin/bash\nexec "{sys.executable}" "$@" > >(dd bs=1 count=3000 2>/dev/null)\n', encoding="utf-8"
    )
    dying.chmod(0o755)

    monkeypatch.setattr(sys, "executable", str(dying))
    assert examined(small, files * 2, helpers=2) == here * 2
    assert no_process_is_left()


def test_a_locked_round_takes_in_what_helpers_read(
    files: tuple[Incoming, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "locked").mkdir()
    locked = small_round(tmp_path / "locked", passphrase="three slow trains")
    ashe, okoro = files[0].content, files[4].content
    many = [saved_at(ashe, NOON + timedelta(minutes=number)) for number in range(7)]
    monkeypatch.setattr(receiving_beside, "WORTH_IT", 1)
    assert helpers_for([Incoming("ashe.xlsx", content) for content in (*many, okoro)]) > 0

    report = locked.merge(*many, okoro)

    assert [each.status for each in report.files] == [MERGED] * 8
    assert (report.receipt.scored, report.receipt.adds_up) == (28, True)
    assert no_process_is_left()


@pytest.mark.parametrize("helpers", [0, 2])
def test_cancel_ends_the_reading_and_every_helper(small: SmallRound, files: tuple[Incoming, ...], helpers: int) -> None:
    with small.open() as place, place.store.writing() as work:
        expectations = TakingIn(place, work).expectations
    asked: Iterator[bool] = iter([False, False, True, True, True])

    found = examine_all(files, expectations, helpers, lambda: next(asked, True))
    with pytest.raises(CancelledError):
        list(found)
    assert no_process_is_left()


def test_a_few_files_are_read_here(files: tuple[Incoming, ...]) -> None:
    large = Incoming("large.xlsx", bytes(WORTH_IT))

    assert helpers_for(files * 20) == 0
    assert helpers_for((large,)) == 0
    assert helpers_for((large, *files * 2)) == helpers_for((large, *files * 100)) <= 3


def asleep_at_first(folder: Path) -> str:
    """A Python that, when it is started for the first time, says that it can begin and never answers anything."""
    path = folder / "python"
    path.write_text(
        f"#!/bin/bash\n"
        f'if mkdir "$0.started" 2>/dev/null; then printf "{READY.decode()}"; exec sleep 1000; fi\n'
        f'exec "{sys.executable}" "$@"\n',
        encoding="utf-8",
    )
    path.chmod(0o755)
    return str(path)


def test_a_file_whose_helper_never_answers_is_refused_and_the_others_are_read(
    small: SmallRound, files: tuple[Incoming, ...], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    here = examined(small, files, helpers=0)

    monkeypatch.setattr(sys, "executable", asleep_at_first(tmp_path))
    monkeypatch.setattr(receiving_beside, "WAIT_SECONDS", 1.0)
    ((first,), *others) = examined(small, files, helpers=1)

    assert first.refusal is not None
    assert (first.refusal.kind, first.refusal.found) == (Kind.UNREADABLE, "ashe.xlsx")
    assert first.refusal.sentence == (
        "The file can't be read: it took longer than any scoresheet should; try it once more."
        " Check the name, or ask the member to save it again as a workbook."
    )
    assert others == here[1:]
    assert no_process_is_left()


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system does not count the work of a process")
def test_a_file_that_takes_too_much_work_is_refused_however_little_time_has_passed(
    small: SmallRound, files: tuple[Incoming, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving_beside, "WORK_SECONDS", 0.001)
    ((first,), *_others) = examined(small, files[:2], helpers=1)

    assert first.refusal is not None
    assert "took longer" in first.refusal.sentence
    assert no_process_is_left()


def test_cancel_is_heard_while_a_helper_does_not_answer(
    small: SmallRound, files: tuple[Incoming, ...], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with small.open() as place, place.store.writing() as work:
        expectations = TakingIn(place, work).expectations
    monkeypatch.setattr(sys, "executable", asleep_at_first(tmp_path))
    asked: Iterator[bool] = iter([False, False])

    with pytest.raises(CancelledError):
        list(examine_all(files, expectations, 1, lambda: next(asked, True)))
    assert no_process_is_left()

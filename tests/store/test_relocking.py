"""A store that is there gets a passphrase, another one, or none; it is whole at every moment."""

from __future__ import annotations

import signal
import sys
import threading
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path

import pytest

from dd_panel.domain.errors import InputError, LockedError, PassphraseError
from dd_panel.store import connections, relocking
from dd_panel.store.files import create, open_store
from dd_panel.store.header import read_header
from dd_panel.store.relocking import GoesOn, StoppedError, relock
from dd_panel.store.store import FileKind
from tests.store.work import MONDAY, beside, other_process, people_and_applications, put, standing

FIRST, SECOND = "three slow trains", "four fast ferries"

LOCK_AND_WAIT = """
import sys
from pathlib import Path
from dd_panel.store.relocking import relock
from tests.store.work import MONDAY
def wait(done, _total):
    if not done:
        return True
    print("half written", flush=True)
    return bool(sys.stdin.readline())
relock(Path(sys.argv[1]), None, "three slow trains", MONDAY, wait)
"""


def on(_done: int, _total: int) -> bool:
    return True


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    path = tmp_path / "plain.ddround"
    with create(path, FileKind.ROUND, MONDAY) as store:
        people_and_applications(store)
        put(store, "4")
        with store.writing() as work:
            for number in range(300):
                content = bytes([number % 256]) * (3_000 + number)
                work.applications.put_blob(sha256(content).hexdigest(), content)
    return path


def whole(path: Path, passphrase: str | None) -> str | None:
    """The score that stands in it, where all of it is sound and it can still be written."""
    with open_store(path, passphrase) as store:
        found = standing(store)
        assert store.damage() == []
        put(store, "4")
    assert beside(path) == {path.name}
    return found


def test_a_store_is_locked_gets_another_passphrase_and_none(plain: Path) -> None:
    key = relock(plain, None, FIRST, MONDAY, on)
    with open_store(plain, key) as store:
        assert standing(store) == "4"
    assert b"Member M1" not in plain.read_bytes()
    assert whole(plain, FIRST) == "4"
    relock(plain, FIRST, SECOND, MONDAY, on)
    with pytest.raises(PassphraseError):
        open_store(plain, FIRST)
    assert whole(plain, SECOND) == "4"
    assert relock(plain, SECOND, None, MONDAY, on) is None
    assert read_header(plain).locked is False
    assert whole(plain, None) == "4"


def test_what_stood_there_unlocked_is_written_over(plain: Path) -> None:
    with plain.open("rb") as old:
        assert b"Member M1" in old.read()
        relock(plain, None, FIRST, MONDAY, on)
        old.seek(0)
        assert old.read().strip(b"\0") == b""


def test_a_wrong_passphrase_or_a_stop_changes_nothing(plain: Path) -> None:
    relock(plain, None, FIRST, MONDAY, on)
    before = plain.read_bytes()
    with pytest.raises(PassphraseError, match="does not open"):
        relock(plain, SECOND, None, MONDAY, on)
    with pytest.raises(PassphraseError, match="is locked"):
        relock(plain, None, SECOND, MONDAY, on)
    assert (plain.read_bytes(), beside(plain)) == (before, {plain.name})
    told: list[tuple[int, int]] = []
    for stops in (lambda done, total: 2 * done < total, lambda done, total: done < total):

        def goes_on(done: int, total: int, stops: GoesOn = stops) -> bool:
            told.append((done, total))
            return stops(done, total)

        with pytest.raises(StoppedError):
            relock(plain, FIRST, SECOND, MONDAY, goes_on)
        assert whole(plain, FIRST) == "4"
    assert len({done for done, _total in told}) > 3


def test_a_store_that_is_open_and_a_file_of_another_kind_are_refused(plain: Path, tmp_path: Path) -> None:
    with open_store(plain), pytest.raises(LockedError):
        relock(plain, None, FIRST, MONDAY, on)
    other = tmp_path / "notes.ddround"
    other.write_text("no store")
    with pytest.raises(InputError, match="neither a round nor a review"):
        relock(other, None, FIRST, MONDAY, on)
    other.unlink()
    assert whole(plain, None) == "4"


def test_somebody_who_reads_for_a_moment_is_waited_for(plain: Path) -> None:
    with ExitStack() as left_open:
        reader = left_open.enter_context(open_store(plain, writing=False))
        left_open.enter_context(reader.reading())
        leaves = threading.Timer(0.3, left_open.close)
        leaves.start()
        relock(plain, None, FIRST, MONDAY, on)
        leaves.join()
    assert whole(plain, FIRST) == "4"


@pytest.mark.parametrize(("present", "wanted"), [(None, FIRST), (FIRST, None)])
def test_a_store_that_somebody_reads_is_left_alone(
    plain: Path, present: str | None, wanted: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "PATIENCE", 0.05)
    monkeypatch.setattr(relocking, "PATIENCE", 0.05)
    if present is not None:
        relock(plain, None, present, MONDAY, on)
        assert whole(plain, present) == "4"
    with open_store(plain, present, writing=False) as reader, reader.reading() as work:
        assert len(work.panel.members()) == 2
        with open_store(plain, present) as store:
            put(store, "3")
        with pytest.raises(LockedError, match="is being used by another program"):
            relock(plain, present, wanted, MONDAY, on)
        assert len(work.panel.members()) == 2
    assert whole(plain, present) == "3"
    relock(plain, present, wanted, MONDAY, on)
    assert whole(plain, wanted) == "4"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights, and links only for administrators")
def test_a_link_leads_to_the_new_file_too_and_nobody_else_may_read_it(plain: Path, tmp_path: Path) -> None:
    plain.chmod(0o600)
    (tmp_path / "desk").mkdir()
    link = tmp_path / "desk" / "round.ddround"
    link.symlink_to(plain)
    relock(link, None, FIRST, MONDAY, on)
    assert link.is_symlink()
    assert plain.stat().st_mode & 0o777 == 0o600
    with open_store(plain, FIRST) as store:
        assert standing(store) == "4"


def test_a_program_killed_while_it_locks_leaves_the_whole_file(plain: Path) -> None:
    with other_process(LOCK_AND_WAIT, plain) as (process, said):
        assert said.readline() == "half written\n"
        process.send_signal(signal.SIGKILL)
        process.wait()
    with open_store(plain) as store:
        assert (standing(store), store.kind) == ("4", FileKind.ROUND)
    relock(plain, None, FIRST, MONDAY, on)
    assert whole(plain, FIRST) == "4"

"""Working out who reads what, and reading a mailbox, against the plainest way to do the same."""

from __future__ import annotations

import json
import mailbox
import random
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from dd_panel.domain.applications import Application
from dd_panel.domain.identifiers import MemberId, Reference
from dd_panel.domain.panel import Member
from dd_panel.services.assignment.assigning import Situation, Wishes
from dd_panel.services.assignment.desk import Desk
from dd_panel.services.assignment.plan import Proposal, propose
from dd_panel.services.round.setting_up import create_round
from tests.bench.measuring import Row
from tests.bench.rounds import NOON, rules
from tests.builders import a_round
from tests.letters import a_letter, an_mbox, gather

TOPICS = tuple(f"topic {number}" for number in range(12))


def a_situation(applications: int, members: int) -> Situation:
    """A round with up to three topics for each application and member; one pair in twenty is barred."""
    drawn = random.Random(1)

    def topics() -> tuple[str, ...]:
        return tuple(drawn.sample(TOPICS, drawn.randint(1, 3)))

    bids = tuple(
        Application(Reference(f"DD-{number:04}"), f"Authority {number}", topics=topics())
        for number in range(applications)
    )
    panel = tuple(Member(MemberId(f"PM{number:02}"), f"Member {number}", topics=topics()) for number in range(members))
    pairs = ((who.member_id, what.reference) for who in panel for what in bids)
    bars = {pair: "barred" for pair in pairs if drawn.random() < 1 / 20}
    return Situation(a_round(), bids, panel, {}, bars, frozenset())


def who_reads_what(_folder: Path, pairs: int) -> list[Row]:
    """300 applications × 30 members × 3 to the proved end; 1,000 × 60 with a gap that is said."""
    rows = []
    for applications, members, limit, times in ((300, 30, 2.0, pairs), (1000, 60, 20.0, min(pairs, 2))):
        situation = a_situation(applications, members)
        measured = []
        proposal: Proposal | None = None
        for _pair in range(times):
            started = time.perf_counter()
            proposal = propose(situation, Wishes())
            ours = time.perf_counter() - started
            measured.append((ours, _timed(partial(_largest_sum, situation))))
        note = "" if proposal is None else f"{applications} × {members}: gap {proposal.gap}, proved {proposal.proved}"
        name = f"who reads what, {applications} × {members} × 3"
        rows.append(Row(name, "the sum of fits alone", tuple(measured), limit, "s", "ours", note))
    return rows


def _largest_sum(situation: Situation) -> None:
    """The same reviews for the largest sum of fits, loads of any size: what is chosen where nothing is fair."""
    problem = Desk(situation, Wishes()).problem
    for row, need in enumerate(problem.needs):
        sorted(range(problem.fit.shape[1]), key=lambda each: -problem.fit[row, each])[: int(need)]


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def a_mailbox(folder: Path, pairs: int) -> list[Row]:
    """100 messages of 5 MB and 5,000 small ones, against Python's own mailbox with attachments decoded."""
    rows = []
    for name, count, size in (("100 messages of 5 MB", 100, 5_000_000), ("5,000 small messages", 5_000, 2_000)):
        content = random.Random(1).randbytes(size)
        letters = (
            a_letter(f"Place {number} Council", files=[(f"form {number}.bin", content)]) for number in range(count)
        )
        path = an_mbox(folder / f"{count}.mbox", letters)
        measured = tuple(
            (_timed(partial(gather, path)), _timed(partial(_decoded, path))) for _p in range(min(pairs, 3))
        )
        rows.append(Row(f"reading {name}", "Python’s mailbox, attachments decoded", measured, 1.5))
        held = _held(folder / f"{count}.ddround", path)
        rows.append(Row(f"memory to take in {name}", "the program before it", (held,), 200, "MB", "ours"))
    return rows


def _held(round_path: Path, box: Path) -> tuple[float, float]:
    """Bytes held at most while a mailbox is taken in, and before that, by a program of its own."""
    create_round(round_path, rules(), lambda: NOON).close()
    ended = subprocess.run(
        [sys.executable, "-m", "tests.bench.mailbox_memory", str(round_path), str(box)],
        capture_output=True,
        check=False,
    )
    if ended.returncode != 0:
        raise RuntimeError(ended.stderr.decode())
    told: dict[str, float] = json.loads(ended.stdout)
    return told["most"], told["before"]


def _decoded(path: Path) -> None:
    for message in mailbox.mbox(path):
        for part in message.walk():
            if not part.is_multipart():
                part.get_payload(decode=True)

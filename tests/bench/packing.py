"""Thirty packs of fifty megabytes, beside copying and hashing files of the same size."""

from __future__ import annotations

import hashlib
import random
import shutil
from dataclasses import replace
from pathlib import Path

from dd_panel.domain.applications import Attachment
from dd_panel.services.round.packing import make_packs
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from tests.bench.measuring import Row, in_turn, stopwatch
from tests.bench.rounds import NOON, Size, applications, assignments, make_round

ATTACHMENT = 5_000_000
SIZE = Size(applications=100, members=30)


def thirty_packs(folder: Path, pairs: int) -> list[Row]:
    """Each application has one attachment, and is in three of the packs."""
    path, packs = folder / "round.ddround", folder / "packs"
    make_round(path, replace(SIZE, applications=0))
    chance = random.Random(30)
    with open_store(path) as store:
        with store.writing() as work:
            for application in applications(SIZE.applications):
                content = chance.randbytes(ATTACHMENT)
                sha256 = hashlib.sha256(content).hexdigest()
                work.applications.put_blob(sha256, content)
                attached = Attachment("Business plan.pdf", sha256, ATTACHMENT)
                work.applications.add([replace(application, attachments=(attached,))])
            work.panel.assign(assignments(SIZE))
        place = Workplace(store, lambda: NOON, "secretariat")

        def ours() -> float:
            with stopwatch() as took:
                make_packs(place, packs)
            return took()

        def baseline() -> float:
            copies = folder / "copies"
            copies.mkdir(exist_ok=True)
            with stopwatch() as took:
                for pack in sorted(packs.iterdir()):
                    copy = shutil.copyfile(pack, copies / pack.name)
                    with copy.open("rb") as file:
                        hashlib.file_digest(file, "sha256")
            return took()

        measured = in_turn(ours, baseline, min(pairs, 3))
    total = sum(each.stat().st_size for each in packs.iterdir())
    note = f"30 packs of {total / 30 / 1e6:.0f} MB each, proven and signed."
    return [Row("30 packs of 50 MB", "copying and hashing the same", measured, 1.3, "s", note=note)]

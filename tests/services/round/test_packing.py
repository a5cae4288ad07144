"""Packs for a whole panel: each whole, proven and the member's own, or not there."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest

from dd_panel.domain.applications import Application, Attachment
from dd_panel.domain.errors import InputError, StorageError
from dd_panel.domain.identifiers import MemberId, Reference
from dd_panel.domain.panel import Assignment, Member
from dd_panel.exchange.pack import read_pack
from dd_panel.services.round.packing import make_packs, unpack
from dd_panel.services.workplace import CancelledError, Workplace
from dd_panel.store.files import open_store
from tests.exampledesk import clock
from tests.panelwork import ASHE, OKORO, SmallRound, small_round

PASSPHRASE = "three slow trains"


def with_a_plan(small: SmallRound) -> Path:
    """The round with one more application, whose attachment goes to one of the two members."""
    plan = b"The plan"
    sha256 = hashlib.sha256(plan).hexdigest()
    late = Application(Reference("DD-099"), "Latham", attachments=(Attachment("Plan.txt", sha256, len(plan)),))
    with open_store(small.path) as store, store.writing() as work:
        work.applications.put_blob(sha256, plan)
        work.applications.add([late])
        work.panel.assign([Assignment(OKORO, late.reference, order=99)])
    return small.path


def test_each_member_gets_a_pack_of_their_own_and_its_fingerprint_is_told(tmp_path: Path) -> None:
    with open_store(small_round(tmp_path).path) as store:
        made = make_packs(Workplace(store, clock, "secretariat"), tmp_path / "packs")

    assert [each.member for each in made] == [ASHE, OKORO]
    for each in made:
        assert each.sha256 == hashlib.sha256(each.path.read_bytes()).hexdigest()
        assert read_pack(each.path).member.member_id == each.member


def test_several_locked_packs_are_made_at_once(tmp_path: Path) -> None:
    with open_store(small_round(tmp_path).path) as store:
        made = make_packs(Workplace(store, clock, "secretariat"), tmp_path / "packs", passphrase=PASSPHRASE)
    for each in made:
        assert each.sha256 == hashlib.sha256(each.path.read_bytes()).hexdigest()
        assert read_pack(each.path, PASSPHRASE).member.member_id == each.member


def test_two_members_whose_ids_make_one_file_name_get_a_pack_each(tmp_path: Path) -> None:
    small = small_round(tmp_path)
    alike = [MemberId("PM/9"), MemberId("PM-9")]
    with open_store(small.path) as store:
        with store.writing() as work:
            reference = work.applications.references()[0]
            work.panel.add_members([Member(each, each) for each in alike])
            work.panel.assign([Assignment(each, reference, order=1) for each in alike])
        made = make_packs(Workplace(store, clock, "secretariat"), tmp_path / "packs")

    assert {read_pack(each.path).member.member_id for each in made} == {ASHE, OKORO, *alike}


@pytest.mark.parametrize("step", range(5))
def test_cancelled_before_any_step_no_half_pack_is_left(tmp_path: Path, step: int) -> None:
    asked = count()
    with open_store(with_a_plan(small_round(tmp_path))) as store, pytest.raises(CancelledError):
        make_packs(Workplace(store, clock, "secretariat"), tmp_path / "packs", cancelled=lambda: next(asked) == step)

    # Two packs are begun, one attachment goes into them, and they are put into their places.
    assert (tmp_path / "packs").exists() <= (step > 2)
    for path in tmp_path.glob("packs/*"):
        assert read_pack(path).signer


def test_what_comes_next_is_told_and_how_much_is_done(tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    with open_store(with_a_plan(small_round(tmp_path))) as store:
        place = Workplace(store, clock, "secretariat")
        make_packs(place, tmp_path / "packs", progress=lambda *step: told.append(step))

    assert [(done, total) for done, total, _next in told] == [(done, 5) for done in range(5)]
    assert told[2][2] == "Plan.txt"
    assert told[0][2] == told[3][2] != told[1][2] == told[4][2]


def test_an_attachment_altered_in_the_store_stops_the_packing_and_leaves_the_packs_that_are_there(
    tmp_path: Path,
) -> None:
    path = with_a_plan(small_round(tmp_path))
    with open_store(path) as store:
        made = make_packs(Workplace(store, clock, "secretariat"), tmp_path / "packs")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE blobs SET content = ?", (b"A plan!!",))

    with open_store(path) as store:
        place = Workplace(store, clock, "secretariat")
        with pytest.raises(StorageError, match=r"^Plan\.txt, which came with DD-099, is damaged in this store"):
            make_packs(place, tmp_path / "new")
        with pytest.raises(StorageError, match="damaged"):
            make_packs(place, tmp_path / "packs")
    assert not (tmp_path / "new").exists()
    assert [each.sha256 for each in made] == [hashlib.sha256(each.path.read_bytes()).hexdigest() for each in made]


def test_somebody_unknown_is_said(tmp_path: Path) -> None:
    with open_store(small_round(tmp_path).path) as store, pytest.raises(InputError, match="is no member of this panel"):
        make_packs(Workplace(store, clock, "secretariat"), tmp_path, MemberId("PM99"))


@pytest.mark.skipif(sys.platform != "linux", reason="only there can a name be in an old alphabet")
def test_a_pack_whose_name_is_in_an_old_alphabet_becomes_a_review_like_any_other(tmp_path: Path) -> None:
    with small_round(tmp_path).open() as place:
        made = make_packs(place, tmp_path / "packs", ASHE)[0].path
    renamed = made.rename(tmp_path / os.fsdecode(b"M\xe4rz.ddpack"))
    assert unpack(renamed, tmp_path / "mine.ddreview", clock).member.member_id == ASHE

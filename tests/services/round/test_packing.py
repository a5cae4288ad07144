"""Packs for a whole panel: each whole, proven and the member's own, or not there."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from dd_panel.domain.applications import Application, Attachment
from dd_panel.domain.errors import InputError, StorageError
from dd_panel.domain.identifiers import MemberId, Reference
from dd_panel.domain.panel import Assignment
from dd_panel.exchange.pack import read_pack
from dd_panel.services.round.packing import make_packs
from dd_panel.services.workplace import CancelledError, Workplace
from dd_panel.store.files import open_store
from tests.exampledesk import clock
from tests.panelwork import ASHE, OKORO, small_round

PASSPHRASE = "three slow trains"


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


def test_cancelled_no_half_pack_is_left(tmp_path: Path) -> None:
    with open_store(small_round(tmp_path).path) as store, pytest.raises(CancelledError):
        make_packs(Workplace(store, clock, "secretariat"), tmp_path / "packs", cancelled=lambda: True)
    assert not (tmp_path / "packs").exists()


def test_an_attachment_altered_in_the_store_stops_the_packing(tmp_path: Path) -> None:
    small, plan = small_round(tmp_path), b"The plan"
    sha256 = hashlib.sha256(plan).hexdigest()
    late = Application(Reference("DD-099"), "Latham", attachments=(Attachment("Plan.txt", sha256, len(plan)),))
    with open_store(small.path) as store, store.writing() as work:
        work.applications.put_blob(sha256, plan)
        work.applications.add([late])
        work.panel.assign([Assignment(OKORO, late.reference, order=99)])
    with closing(sqlite3.connect(small.path)) as connection, connection:
        connection.execute("UPDATE blobs SET content = ? WHERE sha256 = ?", (b"A plan!!", sha256))

    with open_store(small.path) as store, pytest.raises(StorageError, match="damaged"):
        make_packs(Workplace(store, clock, "secretariat"), tmp_path / "packs")
    assert [each.name for each in (tmp_path / "packs").iterdir() if OKORO in each.name] == []


def test_somebody_unknown_is_said(tmp_path: Path) -> None:
    with open_store(small_round(tmp_path).path) as store, pytest.raises(InputError, match="is no member of this panel"):
        make_packs(Workplace(store, clock, "secretariat"), tmp_path, MemberId("PM99"))

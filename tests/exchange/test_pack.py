"""A review pack travels from the secretariat to a member, and every accident on the way is noticed."""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dd_panel.domain.applications import Application
from dd_panel.domain.errors import DDPanelError, InputError, VersionConflictError
from dd_panel.domain.identifiers import Field, Reference, comment_field, score_field
from dd_panel.domain.rubric_change import Crossing
from dd_panel.exchange.pack import is_pack, layout, read_pack
from dd_panel.exchange.pack.contents import Given
from tests.packs import BID, CARE, COSTS, LIBRARY, MEMBER, NEVER_SENT, PLAN, a_pack, sealed, write_pack


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    path = tmp_path / "DD14-M03.ddpack"
    write_pack(path, a_pack())
    return path


def rebuilt(path: Path, parts: dict[str, bytes | None], *, compression: int = zipfile.ZIP_STORED) -> Path:
    """A forged pack: parts replaced, added or (None) left out, the list of contents as it was, the seal put right."""
    forged = path.with_name("forged.ddpack")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(forged, "w", compression) as new:
        contents = {name: old.read(name) for name in old.namelist()}
        for name, content in {**contents, **parts}.items():
            if content is not None:
                stored = zipfile.ZIP_STORED if name == layout.MANIFEST else compression
                new.writestr(name, content, compress_type=stored)
        new.comment = bytes(layout.SEAL_LENGTH)
    forged.write_bytes(sealed(forged.read_bytes()))
    return forged


def with_manifest(path: Path, **changes: object) -> Path:
    with zipfile.ZipFile(path) as archive:
        manifest = json.loads(archive.read(layout.MANIFEST))
    changed = json.dumps({**manifest, **changes}, ensure_ascii=False, separators=(",", ":"))
    return rebuilt(path, {layout.MANIFEST: changed.encode()})


# -- there and back -----------------------------------------------------------------------------------------------


def test_a_member_finds_in_the_pack_what_the_secretariat_put_in(packed: Path) -> None:
    sent, received = a_pack(), read_pack(packed)

    assert received.rules == sent.rules
    assert received.rules.rubric.version == sent.rules.rubric.version
    assert received.member == MEMBER
    assert received.assignments == sent.assignments
    assert received.applications[:2] == (LIBRARY, CARE)
    assert received.conflicts == sent.conflicts
    assert received.made == sent.made
    assert b"".join(received.blobs(LIBRARY.attachments[0].sha256)) == PLAN
    assert b"".join(received.blobs(LIBRARY.attachments[1].sha256)) == COSTS


def test_of_a_conflicted_application_only_the_title_and_the_bidders_leave_the_office(packed: Path) -> None:
    shown = read_pack(packed).applications[2]

    assert shown == Application(
        BID.reference, BID.lead_authority, BID.partners, title="Ambleton Borough Council – Libraries"
    )
    assert NEVER_SENT not in packed.read_bytes()
    assert packed.read_bytes().count(b"Nine libraries") == 1
    assert b"the rival bid" not in packed.read_bytes()
    with pytest.raises(KeyError):
        next(read_pack(packed).blobs(hashlib.sha256(NEVER_SENT).hexdigest()))


def test_the_same_contents_give_the_same_bytes_and_an_attachment_used_twice_lies_there_once(tmp_path: Path) -> None:
    twice = replace(CARE, attachments=LIBRARY.attachments)
    pack = replace(a_pack(), applications=(LIBRARY, twice, BID))
    write_pack(tmp_path / "one.ddpack", pack)
    write_pack(tmp_path / "two.ddpack", pack)

    assert (tmp_path / "one.ddpack").read_bytes() == (tmp_path / "two.ddpack").read_bytes()
    assert (tmp_path / "one.ddpack").read_bytes().count(PLAN) == 1


def test_any_zip_program_can_look_inside(packed: Path) -> None:
    with zipfile.ZipFile(packed) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[:2] == ["manifest.json", "applications/1.json"]
        assert json.loads(archive.read("applications/1.json"))["lead_authority"] == "Ambleton Borough Council"


def test_a_pack_written_again_replaces_the_old_one_and_nothing_else(packed: Path, tmp_path: Path) -> None:
    write_pack(packed, replace(a_pack(), conflicts=()))
    assert read_pack(packed).conflicts == ()

    letter = tmp_path / "letter.ddpack"
    letter.write_text("Dear colleague")
    with pytest.raises(InputError):
        write_pack(letter, a_pack())
    assert letter.read_text() == "Dear colleague"


def test_a_folder_in_an_attachments_name_is_dropped(tmp_path: Path) -> None:
    sly = replace(LIBRARY, attachments=(replace(LIBRARY.attachments[0], name="..\\..\\start up/Plan.pdf"),))
    write_pack(tmp_path / "sly.ddpack", replace(a_pack(), applications=(sly, CARE, BID)))

    assert read_pack(tmp_path / "sly.ddpack").applications[0].attachments[0].name == "Plan.pdf"


# -- accidents ----------------------------------------------------------------------------------------------------


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(data=st.data())
def test_one_changed_byte_anywhere_is_noticed(packed: Path, data: st.DataObject) -> None:
    whole = packed.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1) | st.integers(len(whole) - 200, len(whole) - 1))
    bit = data.draw(st.integers(0, 7))
    hurt = packed.with_name("hurt.ddpack")
    hurt.write_bytes(whole[:place] + bytes([whole[place] ^ (1 << bit)]) + whole[place + 1 :])

    with pytest.raises(DDPanelError):
        read_pack(hurt)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(data=st.data())
def test_a_forger_who_mends_the_seal_meets_a_sentence_and_no_crash(packed: Path, data: st.DataObject) -> None:
    whole = bytearray(packed.read_bytes())
    for _round in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1 - layout.SEAL_LENGTH))] = data.draw(st.integers(0, 255))
    forged = packed.with_name("forged.ddpack")
    forged.write_bytes(sealed(bytes(whole)))

    try:
        pack = read_pack(forged)
        for attachment in pack.applications[0].attachments:
            b"".join(pack.blobs(attachment.sha256))
    except DDPanelError as refused:
        assert refused.title and refused.remedy  # noqa: PT017, PT018 - refused in words, or harmless; never a crash


@pytest.mark.parametrize("kept", [0, 3, 60, 500, -1, -64, -200])
def test_a_pack_cut_short_is_refused(packed: Path, kept: int) -> None:
    packed.write_bytes(packed.read_bytes()[:kept])

    with pytest.raises(InputError, match=r"is damaged|is not a review pack"):
        read_pack(packed)


def test_bytes_added_at_either_end_are_noticed(packed: Path) -> None:
    whole = packed.read_bytes()
    packed.write_bytes(whole + b"\n")
    with pytest.raises(InputError, match="is damaged"):
        read_pack(packed)
    packed.write_bytes(b"\n" + whole)
    with pytest.raises(InputError, match="is not a review pack"):
        read_pack(packed)


def test_other_files_are_no_packs(tmp_path: Path, packed: Path) -> None:
    with zipfile.ZipFile(tmp_path / "book.xlsx", "w") as book:
        book.writestr("[Content_Types].xml", "<Types/>")
    (tmp_path / "notes.txt").write_text("notes")

    for name in ("book.xlsx", "notes.txt"):
        assert not is_pack(tmp_path / name)
        with pytest.raises(InputError, match="is not a review pack"):
            read_pack(tmp_path / name)
    assert is_pack(packed)
    assert not is_pack(tmp_path)
    assert not is_pack(tmp_path / "missing.ddpack")
    with pytest.raises(InputError, match="There is no file"):
        read_pack(tmp_path / "missing.ddpack")
    with pytest.raises(InputError, match="is a folder"):
        read_pack(tmp_path)


def test_a_pack_of_a_newer_program_asks_for_the_newer_program(packed: Path) -> None:
    newer = with_manifest(packed, version=3, mood="new")
    assert is_pack(newer)
    with pytest.raises(VersionConflictError, match="newer version"):
        read_pack(newer)

    newer.write_bytes(newer.read_bytes()[: -layout.SEAL_LENGTH] + b"another kind of seal" * 4)
    with pytest.raises(VersionConflictError, match="newer version"):
        read_pack(newer)


@pytest.mark.parametrize(
    "parts",
    [
        {"applications/1.json": b'{"reference":"DD-001","lead_authority":"Somebody else"}'},
        {"applications/1.json": None},
        {"applications/9.json": b"{}"},
        {"../../start.sh": b"echo"},
        {layout.blob_part(hashlib.sha256(PLAN).hexdigest()): b"%PDF another plan"},
        {layout.MANIFEST: b'{"format":"dd_panel review pack","version":2,' + b'"a":[' * 50_000},
        {layout.MANIFEST: b'{"format":"dd_panel review pack","version":2,"made":NaN}'},
        {layout.MANIFEST: b'{"format":"dd_panel review pack","version":2,"mode":"\\ud800"}'},
        {layout.MANIFEST: b'{"format":"dd_panel review pack","version":2,"made":' + b"9" * 9999 + b"}"},
    ],
)
def test_forged_parts_are_refused_even_under_a_fitting_seal(packed: Path, parts: dict[str, bytes | None]) -> None:
    with pytest.raises(InputError, match="is damaged"):
        read_pack(rebuilt(packed, parts))


@pytest.mark.parametrize(
    "changes",
    [
        {"made": "yesterday"},
        {"made": None},
        {"member": {"member_id": ""}},
        {"member": {"member_id": "M03", "role": "king"}},
        {"member": ["M03"]},
        {"round": {"name": "Another"}},
        {"assignments": [{"application": "DD-999"}]},
        {"assignments": [{"application": "DD-001"}, {"application": "DD-001"}]},
        {"conflicts": [{"application": "DD-999", "text": ""}]},
        {"applications": []},
        {"blobs": [{"part": "blobs/x", "sha256": "x", "size": -1}]},
        {"extra": 1},
    ],
)
def test_a_forged_list_of_contents_is_refused(packed: Path, changes: dict[str, object]) -> None:
    with pytest.raises(InputError, match="is damaged"):
        read_pack(with_manifest(packed, **changes))


def test_compressed_and_doubled_parts_are_refused_unread(packed: Path) -> None:
    bomb = rebuilt(packed, {"applications/1.json": b"0" * 50_000_000}, compression=zipfile.ZIP_DEFLATED)
    with pytest.raises(InputError, match="is damaged"):
        read_pack(bomb)

    with zipfile.ZipFile(packed, "a") as archive:
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("applications/1.json", b"{}")
        archive.comment = bytes(layout.SEAL_LENGTH)
    packed.write_bytes(sealed(packed.read_bytes()))
    with pytest.raises(InputError, match="is damaged"):
        read_pack(packed)


def test_a_pack_swapped_while_it_is_open_gives_no_other_attachment(packed: Path) -> None:
    pack = read_pack(packed)
    packed.write_bytes(packed.read_bytes().replace(PLAN, PLAN[::-1]))

    with pytest.raises(InputError, match="is damaged"):
        b"".join(pack.blobs(LIBRARY.attachments[0].sha256))


def test_a_pack_tells_how_scores_go_across_and_what_was_sent_back(tmp_path: Path) -> None:
    pack = a_pack()
    key, *_others = pack.rules.rubric.keys
    crossings = (Crossing("earlier", "later", (key,)), Crossing("later", pack.rules.rubric.version, ()))
    given = (
        Given(LIBRARY.reference, score_field(key), "4"),
        Given(LIBRARY.reference, comment_field(key), "=1+1, they say"),
    )
    path = tmp_path / "later.ddpack"
    write_pack(path, replace(pack, crossings=crossings, given=given))
    found = read_pack(path)
    assert (found.crossings, found.given) == (crossings, given)


@pytest.mark.parametrize(
    ("reference", "field"),
    [("DD-009", "score.need"), ("DD-001", "score.nowhere"), ("DD-001", "notes"), ("DD-001", "conflict")],
)
def test_a_pack_that_gives_what_it_may_not_is_refused(tmp_path: Path, reference: str, field: str) -> None:
    given = Given(Reference(reference), Field(field), "4")
    path = tmp_path / "wrong.ddpack"
    write_pack(path, replace(a_pack(), crossings=(Crossing("a", "b", ()),), given=(given,)))
    with pytest.raises(InputError, match="is damaged"):
        read_pack(path)

"""Files in files: archives and what Outlook packs are unpacked one level deep, and what means harm stays shut."""

from __future__ import annotations

import struct
import zipfile
from binascii import a2b_base64
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dd_panel.exchange.intake.arrivals import Forwarded
from dd_panel.exchange.intake.packed_items import packed_mail
from dd_panel.exchange.intake.parcels import MOST_TAKEN_OUT, taken_out
from dd_panel.exchange.intake.tnef import read_packed
from tests.documents import docx_of, paragraph
from tests.letters import a_letter, contents, gather, read_one
from tests.outlook import SENT, attribute, by_newer_outlooks, by_older_outlooks, winmail

ASKED = ("Our bid: café", "Dear panel,\nhere it is.", "Jo Field", "jo@arden.example")
FORM = docx_of(paragraph("Why?", "Heading1") + paragraph("Because."))


def zip_of(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return target.getvalue()


def test_what_outlook_packed_is_kept_unpacked_and_read(tmp_path: Path) -> None:
    packed = winmail([("Expression of interest – café.docx", FORM), ("costs.csv", b"a,b")])
    arrival = read_one(tmp_path, a_letter(files=[("winmail.dat", packed)]))

    assert contents(arrival) == {
        "winmail.dat": packed,
        "Expression of interest – café.docx": FORM,
        "costs.csv": b"a,b",
    }
    assert [form.file for form in arrival.forms] == ["Expression of interest – café.docx"]
    assert arrival.doubts == ()
    assert "was unpacked: Expression of interest – café.docx, costs.csv." in arrival.remarks[0]


@pytest.mark.parametrize(
    ("packed", "files", "said"),
    [
        (b"\x78\x9f\x3e\x22\x01\x00", 1, "no attachment was found in it"),
        (winmail([("a.pdf", b"%PDF-1.7 form")])[:-40], 2, "was damaged on its way"),
        (winmail([("a.pdf", b"%PDF-1.7 form")])[:75], 1, "was damaged on its way"),
        (winmail([("a.pdf", b"%PDF-1.7 form")], item=True), 2, "holds an item of Outlook"),
        (b"no parcel at all", 1, "was damaged on its way"),
    ],
)
def test_what_does_not_come_out_of_outlooks_parcel_is_said(
    tmp_path: Path, packed: bytes, files: int, said: str
) -> None:
    arrival = read_one(tmp_path, a_letter(files=[("winmail.dat", packed)]))

    assert contents(arrival)["winmail.dat"] == packed
    assert len(arrival.files) == files
    assert said in arrival.doubts[0]


@given(st.data())
def test_no_bytes_upset_the_reader_of_outlooks_parcels(data: st.DataObject) -> None:
    within = winmail([("a.csv", b"a")], about=[*by_newer_outlooks(*ASKED), *by_older_outlooks(*ASKED)])
    packed = bytearray(winmail([("form.docx", b"words"), ("b.csv", b"")], item=True, letters=[("Bid", within)]))
    for _change in range(data.draw(st.integers(1, 4))):
        packed[data.draw(st.integers(4, len(packed) - 1))] = data.draw(st.integers(0, 255))
    torn = bytes(packed[: data.draw(st.integers(0, len(packed)))])

    assert all(0 <= each.start <= each.end <= len(torn) for each in read_packed(torn).files)
    for inner in taken_out(torn):
        inner.take_out(torn)


@pytest.mark.parametrize("about", [by_newer_outlooks, by_older_outlooks])
def test_a_message_within_what_outlook_packed_is_kept_opened_and_read(
    tmp_path: Path, about: Callable[[str, str, str, str], list[bytes]]
) -> None:
    letter = winmail([("form.docx", FORM)], about=about(*ASKED))
    packed = winmail([("costs.csv", b"a,b")], letters=[("Our bid", letter)])
    arrival = read_one(tmp_path, a_letter(files=[("winmail.dat", packed)]))

    found = contents(arrival)
    assert list(found) == ["winmail.dat", "costs.csv", "Our bid.eml", "form.docx"]
    assert found["form.docx"] == FORM
    assert [form.file for form in arrival.forms] == ["form.docx"]
    assert arrival.forwarded == (Forwarded(ASKED[0], ASKED[2], ASKED[3], ASKED[1]),)
    assert arrival.doubts == ()
    assert "was unpacked: costs.csv, Our bid.eml." in arrival.remarks[0]


def test_the_time_of_a_packed_message_is_in_its_e_mail() -> None:
    mail, whole = packed_mail(winmail([], about=by_older_outlooks(*ASKED)))
    assert whole
    assert b"\r\nDate: Sun, 09 Feb 2014 16:38:05 +0000\r\n" in mail


@pytest.mark.parametrize("wrong", [bytes(14), struct.pack("<7H", 1, 2, 9, 16, 38, 5, 0), bytes(3), b"\xff" * 14])
def test_a_packed_message_of_no_time_has_none(wrong: bytes) -> None:
    mail, whole = packed_mail(winmail([], about=[attribute(SENT, wrong)]))
    assert whole
    assert b"Date:" not in mail


def test_messages_within_packed_messages_are_opened_as_deep_as_honest_ones_lie(tmp_path: Path) -> None:
    letter = winmail([("deepest.csv", b"deep")], about=by_newer_outlooks(*ASKED))
    for depth in range(40):
        letter = winmail([], letters=[(f"Letter {depth}", letter)])
    arrival = read_one(tmp_path, a_letter(files=[("winmail.dat", letter)]))

    assert any(b"deep" in content for content in contents(arrival).values())
    assert len(arrival.files) < 40


def test_a_packed_message_that_was_cut_short_is_said_and_what_is_left_is_kept(tmp_path: Path) -> None:
    letter = winmail([("a.csv", b"a"), ("b.csv", b"b" * 500)], about=by_newer_outlooks(*ASKED))[:-400]
    packed = winmail([], letters=[("Our bid.msg", winmail([], letters=[("Forwarded", letter)]))])
    arrival = read_one(tmp_path, a_letter(files=[("winmail.dat", packed)]))

    assert contents(arrival)["a.csv"] == b"a"
    assert "The message is malformed or was cut short; it is kept whole as well." in arrival.doubts


def test_an_object_within_a_packed_message_is_said(tmp_path: Path) -> None:
    packed = winmail([], letters=[("Our bid", winmail([], item=True, about=by_newer_outlooks(*ASKED)))])
    arrival = read_one(tmp_path, a_letter(files=[("winmail.dat", packed)]))

    assert any("belongs to an item of Outlook and can't be taken out here" in doubt for doubt in arrival.doubts)


def test_in_a_folder_a_packed_message_is_kept_as_an_e_mail_with_its_files_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "sent" / "DD14-007"
    folder.mkdir(parents=True)
    letter = winmail([("form.docx", FORM)], about=by_newer_outlooks(*ASKED))
    (folder / "winmail.dat").write_bytes(winmail([], letters=[("Our bid", letter)]))
    (arrival,) = gather(folder.parent).arrivals

    assert list(contents(arrival)) == ["winmail.dat", "Our bid.eml", "form.docx"]
    assert [form.file for form in arrival.forms] == ["form.docx"]


def test_files_are_taken_out_of_an_archive_and_read(tmp_path: Path) -> None:
    members = {
        "EOI/Form.docx": FORM,
        "../../etc/plan.pdf": b"%PDF-plan",
        "__MACOSX/EOI/._Form.docx": b"left behind",
        "EOI/.DS_Store": b"left behind",
    }
    arrival = read_one(tmp_path, a_letter(files=[("bid.zip", zip_of(members)), ("Form.docx", b"another")]))

    assert contents(arrival) == {
        "bid.zip": zip_of(members),
        "Form.docx": FORM,
        "plan.pdf": b"%PDF-plan",
        "Form (2).docx": b"another",
    }
    assert [form.file for form in arrival.forms] == ["Form.docx"]
    said = "bid.zip is an archive of 2 files, which were unpacked: EOI/Form.docx, ../../etc/plan.pdf."
    assert arrival.remarks[0] == said


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_in_an_archive_are_both_kept(tmp_path: Path) -> None:
    target = BytesIO(zip_of({"Form.docx": FORM}))
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("Form.docx", b"another")
    arrival = read_one(tmp_path, a_letter(files=[("bid.zip", target.getvalue())]))

    assert contents(arrival) == {"bid.zip": target.getvalue(), "Form.docx": FORM, "Form (2).docx": b"another"}


def test_an_archive_is_unwrapped_once_for_all_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    members = {f"{number}.txt": str(number).encode() for number in range(100)}
    unwrapped: list[int] = []

    def counted(wrapped: bytes) -> tuple[bytes, bool]:
        unwrapped.append(len(wrapped))
        return a2b_base64(wrapped), True

    monkeypatch.setattr("dd_panel.exchange.intake.parts._from_base64", counted)
    arrival = read_one(tmp_path, a_letter(files=[("bid.zip", zip_of(members))]))

    assert len(arrival.files) == 101
    assert len(unwrapped) == 1


def test_what_is_said_to_be_unpacked_was_unpacked(tmp_path: Path) -> None:
    one, two = winmail([("a.csv", b"a")]), winmail([("b.csv", b"b")])
    tour = zip_of({"doc.kml": b"<kml/>"})
    arrival = read_one(tmp_path, a_letter(files=[("winmail.dat", one), ("winmail.dat", two), ("tour.kmz", tour)]))

    assert {"a.csv", "b.csv"} < set(contents(arrival))
    assert [remark.split(": ")[1] for remark in arrival.remarks] == ["a.csv.", "b.csv."]


def test_what_a_mac_leaves_in_an_archive_keeps_none_of_its_files_shut(tmp_path: Path) -> None:
    names = [f"plan {number}.txt" for number in range(MOST_TAKEN_OUT)]
    beside = {f"__MACOSX/._{name}": b"x" for name in names}
    read = read_one(tmp_path, a_letter(files=[("bid.zip", zip_of(dict.fromkeys(names, b"A plan.") | beside))]))
    assert {*names} < set(contents(read))
    assert any("an archive of 200 files, which were unpacked" in remark for remark in read.remarks)


def test_bombs_torn_locked_and_nested_archives_stay_shut(tmp_path: Path) -> None:
    whole = zip_of({"form.docx": b"words"})
    locked = bytearray(whole)
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    inner = {"inner.zip": whole, "a.txt": b"a"}
    files = [
        ("bomb.zip", zip_of({"zeros.bin": bytes(30_000_000)})),
        ("torn.zip", zip_of({"form.docx": b"words" * 99})[:-30]),
        ("locked.zip", bytes(locked)),
        ("many.zip", zip_of({f"{number}.txt": b"" for number in range(201)})),
        ("outer.zip", zip_of(inner)),
    ]
    arrival = read_one(tmp_path, a_letter(files=files))

    assert contents(arrival) == dict(files) | inner
    assert [doubt.split(" It lists")[0] for doubt in arrival.doubts if "(0 bytes)" not in doubt] == [
        "bomb.zip says that it unpacks to 28 MB; it is kept and should not be unpacked.",
        "torn.zip is a damaged archive.",
        "locked.zip is an archive with a password.",
        "many.zip is an archive of 201 files and 0 MB, too much to unpack here.",
        "outer.zip holds archives of its own, which stay shut: inner.zip.",
    ]
    assert not [remark for remark in arrival.remarks if remark.startswith("inner.zip")]


def test_a_file_that_was_damaged_within_its_archive_is_said(tmp_path: Path) -> None:
    packed = zip_of({"form.txt": b"words of the form"}, zipfile.ZIP_STORED).replace(b"words of", b"other of")
    arrival = read_one(tmp_path, a_letter(files=[("bid.zip", packed)]))

    assert contents(arrival)["form.txt"] == b""
    assert "form.txt was damaged on its way and may be incomplete." in arrival.doubts


def test_an_archive_in_a_folder_is_unpacked_as_well(tmp_path: Path) -> None:
    folder, packed = tmp_path / "DD14-007", zip_of({"Form.docx": FORM})
    folder.mkdir()
    (folder / "bid.zip").write_bytes(packed)
    (folder / "plan.pdf").write_bytes(b"%PDF-plan")
    inner = zip_of({"a.txt": b"a"})
    (folder / "outer.zip").write_bytes(outer := zip_of({"inner.zip": inner}))

    (arrival,) = gather(tmp_path).arrivals

    opened = {"bid.zip": packed, "Form.docx": FORM, "plan.pdf": b"%PDF-plan"}
    assert contents(arrival) == opened | {"outer.zip": outer, "inner.zip": inner}
    assert [form.file for form in arrival.forms] == ["Form.docx"]
    assert arrival.doubts == ("outer.zip holds archives of its own, which stay shut: inner.zip.",)
    assert not [remark for remark in arrival.remarks if remark.startswith("inner.zip")]


def test_parcels_of_outlook_in_folders_of_a_folder_keep_every_file_under_its_own_name(tmp_path: Path) -> None:
    folder, packed = tmp_path / "DD14-007", winmail([("costs.csv", b"a,b")])
    for name in ("first", "second"):
        (folder / name).mkdir(parents=True)
        (folder / name / "winmail.dat").write_bytes(packed)
        (folder / name / "words.txt").write_bytes(name.encode())

    (arrival,) = gather(tmp_path).arrivals

    assert contents(arrival) == {
        "first - winmail.dat": packed,
        "costs.csv": b"a,b",
        "first - words.txt": b"first",
        "second - winmail.dat": packed,
        "costs (2).csv": b"a,b",
        "second - words.txt": b"second",
    }

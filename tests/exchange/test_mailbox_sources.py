"""Where applications come from: mailboxes of any size, saved messages, and folders as people keep them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dd_panel.domain.errors import InputError
from dd_panel.exchange.intake.mbox import stretches_of
from tests.letters import a_letter, an_eml, an_mbox, contents, gather, raw_letter

SEPARATOR = b"From jo@example.org Mon Feb 10 16:38:00 2014"


def test_a_mailbox_gives_its_messages_in_order(tmp_path: Path) -> None:
    letters = [a_letter(f"Council {number}", files=[("form.pdf", bytes([number]) * 99)]) for number in range(5)]
    gathered = gather(an_mbox(tmp_path / "inbox.mbox", letters))

    assert [arrival.source for arrival in gathered.arrivals] == [f"inbox.mbox, message {n}" for n in range(1, 6)]
    assert [contents(arrival)["form.pdf"][:1] for arrival in gathered.arrivals] == [bytes([n]) for n in range(5)]


def test_a_sentence_that_begins_with_from_is_no_new_message(tmp_path: Path) -> None:
    body = "Dear panel,\n\nFrom here on we plan.\nFrom what we know: it works.\n>From us\n>>From them\n"
    one = raw_letter(SEPARATOR, "From: a@b.c", "Subject: one", "", "Dear panel,", "", "From here on we plan.",
                     "From what we know: it works.", ">From us", ">>From them", "")  # fmt: skip
    two = raw_letter(SEPARATOR, "From: d@e.f", "Subject: two", "", "Hello", "")
    (tmp_path / "inbox").write_bytes(one + two)

    gathered = gather(tmp_path / "inbox")

    assert [arrival.subject for arrival in gathered.arrivals] == ["one", "two"]
    assert gathered.arrivals[0].text == body.replace(">From us", "From us").replace(">>From", ">From").strip()


def test_marks_before_from_belong_to_mailboxes_alone(tmp_path: Path) -> None:
    raw = raw_letter("From: a@b.c", "", "Hello", ">From us")
    assert gather(an_eml(tmp_path / "a.eml", raw)).arrivals[0].text == "Hello\n>From us"


@pytest.mark.parametrize("ending", [b"\n", b"\r\n"])
@pytest.mark.parametrize(
    "separator",
    [
        SEPARATOR,
        b"From - Mon Feb 10 16:38:00 2014",
        b"From 1459876543@xxx Mon Feb 10 16:38:00 +0000 2014",
        b"From MAILER-DAEMON Mon Feb 10 16:38:00 2014",
        b'From "Jo Field" Mon, 10 Feb 2014 16:38:00',
    ],
)
def test_mailboxes_of_many_programs_are_read(tmp_path: Path, separator: bytes, ending: bytes) -> None:
    message = raw_letter("From: a@b.c", "Subject: one", "", "Hello", "", ending=ending)
    (tmp_path / "in.mbox").write_bytes((separator + ending + message) * 3)

    gathered = gather(tmp_path / "in.mbox")

    assert [(arrival.subject, arrival.text) for arrival in gathered.arrivals] == [("one", "Hello")] * 3


LINES = st.sampled_from(["", "a", "From me", "From: x", "From jo Mon Feb 10 16:38:00 2014", "F" * 40])


@given(
    bodies=st.lists(st.lists(LINES, max_size=12).map("\n".join), min_size=1, max_size=8),
    piece=st.integers(min_value=1, max_value=5000),
    padding=st.integers(min_value=0, max_value=5000),
)
def test_pieces_read_from_the_disk_cut_no_message(
    tmp_path_factory: pytest.TempPathFactory, bodies: list[str], piece: int, padding: int
) -> None:
    letters = [raw_letter("From: a@b.c", f"Subject: {'s' * padding}", "", body) for body in bodies]
    path = an_mbox(tmp_path_factory.mktemp("box") / "in.mbox", letters)

    found = [stretch.read().split(b"\n\n", 1)[1].strip().decode() for stretch in stretches_of(path, piece)]
    assert found == [body.strip() for body in bodies]


def test_a_folder_of_folders_is_one_application_each(tmp_path: Path) -> None:
    for name in ("DD14-001", "DD14-002 Tarrow", ".hidden"):
        (tmp_path / name / "Annexes").mkdir(parents=True)
        (tmp_path / name / "Form.pdf").write_bytes(name.encode())
        (tmp_path / name / "Annexes" / "map.png").write_bytes(b"map")
        (tmp_path / name / "Thumbs.db").write_bytes(b"left behind")
    (tmp_path / "DD14-003").mkdir()

    gathered = gather(tmp_path)

    assert [arrival.label for arrival in gathered.arrivals] == ["DD14-001", "DD14-002 Tarrow"]
    assert contents(gathered.arrivals[0]) == {"Annexes - map.png": b"map", "Form.pdf": b"DD14-001"}
    assert [(each.source, each.reason) for each in gathered.aside] == [("folder DD14-003", "The folder is empty.")]


def test_the_newest_message_in_a_folder_says_who_sent_it(tmp_path: Path) -> None:
    folder = tmp_path / "DD14-007"
    folder.mkdir()
    an_eml(folder / "a.eml", a_letter("Tarrow Council", files=[("form.pdf", b"new"), ("also.pdf", b"saved")]))
    an_eml(folder / "b.eml", a_letter("Tarrow Council", subject="Old", received="Mon, 3 Feb 2014 16:38:00 +0000"))
    (folder / "also.pdf").write_bytes(b"saved")

    (arrival,) = gather(folder).arrivals or gather(tmp_path).arrivals

    assert [file.name for file in arrival.files] == ["a.eml", "also.pdf", "b.eml", "form.pdf"]
    assert arrival.subject == "Expression of interest from Tarrow Council"
    assert contents(arrival)["form.pdf"] == b"new"


def test_a_folder_with_documents_beside_its_folders_is_one_application(tmp_path: Path) -> None:
    folder = tmp_path / "Leeds bid"
    (folder / "Annexes").mkdir(parents=True)
    (folder / "Form.docx").write_bytes(b"form")
    (folder / "Annexes" / "budget.xlsx").write_bytes(b"sums")

    gathered = gather(folder)

    assert [arrival.label for arrival in gathered.arrivals] == ["Leeds bid"]
    assert gathered.remarks == ["Leeds bid was read as one application, because it holds documents beside its folders."]


def test_a_folder_of_saved_messages_is_a_mailbox(tmp_path: Path) -> None:
    for number in range(3):
        an_eml(tmp_path / f"{number}.eml", a_letter(f"Council {number}"))

    assert [arrival.source for arrival in gather(tmp_path).arrivals] == ["0.eml", "1.eml", "2.eml"]


def test_what_apple_mail_exports_is_a_mailbox(tmp_path: Path) -> None:
    exported = tmp_path / "EOIs.mbox"
    exported.mkdir()
    an_mbox(exported / "mbox", [a_letter("Tarrow Council"), a_letter("Northmere Council")])
    (exported / "table_of_contents").write_bytes(b"\x00\x00\x10\x05")

    for chosen in (exported, tmp_path):
        assert [each.source for each in gather(chosen).arrivals] == ["EOIs.mbox, message 1", "EOIs.mbox, message 2"]


def test_an_empty_mailbox_that_apple_mail_exported_is_refused(tmp_path: Path) -> None:
    (tmp_path / "EOIs.mbox").mkdir()
    (tmp_path / "EOIs.mbox" / "mbox").write_bytes(b"")
    with pytest.raises(InputError, match=r"EOIs\.mbox holds no message"):
        gather(tmp_path / "EOIs.mbox")


@pytest.mark.parametrize("length", ["{}\n", "{}      \r\n", "999999\n", ""])
def test_apple_mails_own_files_are_messages(tmp_path: Path, length: str) -> None:
    letter = a_letter("Tarrow Council", text="From Tarrow.\n").as_bytes()
    notes = b'<?xml version="1.0"?>\n<plist version="1.0"></plist>\n' if "{}" in length else b""
    (tmp_path / "7.emlx").write_bytes(length.format(len(letter)).encode() + letter + notes)

    (arrival,) = gather(tmp_path).arrivals

    assert (arrival.subject, arrival.text) == ("Expression of interest from Tarrow Council", "From Tarrow.")


def test_what_thunderbird_keeps_beside_a_mailbox_is_no_message(tmp_path: Path) -> None:
    an_eml(tmp_path / "Tarrow.eml", a_letter("Tarrow Council"))
    (tmp_path / "Tarrow.msf").write_bytes(b"what Thunderbird knows of a mailbox")

    gathered = gather(tmp_path)

    assert [each.source for each in gathered.arrivals] == ["Tarrow.eml"]
    assert gathered.aside == []


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("bid.pdf", b"%PDF-1.7", "Put it into a folder named by the application's reference"),
        ("photo.heic", b"photo", "Give registers as .xlsx or .csv"),
        ("mail.pst", b"!BDN", "Export the messages as .eml or .mbox"),
        ("empty.mbox", b"", "Export the mailbox again"),
        ("gone.mbox", None, "There is no file"),
    ],
)
def test_other_files_are_refused_with_a_remedy(tmp_path: Path, name: str, content: bytes | None, said: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError) as refused:
        gather(tmp_path / name)
    assert said in str(refused.value)


def test_a_file_of_no_use_among_others_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "bid.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "photo.heic").write_bytes(b"photo")
    letter = an_eml(tmp_path / "bid.eml", a_letter("Tarrow Council"))

    gathered = gather(tmp_path / "bid.pdf", letter, tmp_path / "photo.heic")

    assert [each.source for each in gathered.arrivals] == ["bid.eml"]
    assert [each.source for each in gathered.aside] == ["bid.pdf", "photo.heic"]
    assert "bid.pdf is no register, folder, e-mail or mailbox. Put it into a folder" in gathered.aside[0].reason


def test_a_register_or_mailbox_with_a_fault_among_others_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    an_eml(folder / "bid.eml", a_letter("Tarrow Council"))
    (folder / "old.mbox").touch()
    (tmp_path / "empty.csv").write_text("Reference,Lead authority\n")
    (tmp_path / "other.csv").write_text("Ref,Lead\nA1,Arden\n")
    (tmp_path / "good.csv").write_text("Reference,Lead authority\nA2,Crane\n")

    gathered = gather(folder, *(tmp_path / f"{name}.csv" for name in ("empty", "other", "good")))

    assert [each.source for each in gathered.arrivals] == ["bid.eml"]
    assert [row.application.reference for row in gathered.rows] == ["A2"]
    assert {each.source: each.reason for each in gathered.aside} == {
        "old.mbox": "old.mbox holds no message. Export the mailbox again, as .mbox.",
        "empty.csv": "empty.csv has its headings, and nothing below them. Fill in a row for each entry, or check which "
        "file was meant.",
        "other.csv": "other.csv lacks the columns “Reference”, “Lead authority”. Its headings are “Ref”, “Lead”. "
        "Add what is missing to the heading row; the order of the columns doesn't matter.",
    }
    with pytest.raises(InputError, match="There is no file"):
        gather(tmp_path / "good.csv", tmp_path / "missing.csv")


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is empty"):
        gather(tmp_path)


MEASURED = """
import resource, sys
from pathlib import Path
from dd_panel.exchange.intake import read_sources
gathered = read_sources([Path(sys.argv[1])])
sizes = [len(content) for arrival in gathered.arrivals for content in arrival.contents()]
print(len(sizes), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


@pytest.mark.soak
@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured the way Linux counts it")
def test_a_mailbox_larger_than_the_memory_allowed_is_streamed(tmp_path: Path) -> None:
    path = tmp_path / "big.mbox"
    raw = a_letter(files=[("scan.pdf", bytes(range(256)) * 20_000)]).as_bytes()
    with path.open("wb") as file:
        for _number in range(100):
            file.write(SEPARATOR + b"\n" + raw + b"\n")

    starter = [sys.executable, "-c", "import subprocess, sys; sys.exit(subprocess.call(sys.argv[1:]))"]
    command = [*starter, sys.executable, "-c", MEASURED, str(path)]
    count, megabytes = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()

    assert count == "200"
    assert int(megabytes) < 200

"""Reminders and questions become drafts that a mail program can open; nothing is sent."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from dd_panel.domain.errors import InputError
from dd_panel.domain.panel import Member
from dd_panel.services.drafts import address_of
from dd_panel.services.journal import asked_when, events, reminded_when
from dd_panel.services.returns.asking import ask, remind
from dd_panel.services.returns.deciding import decide, findings_waiting
from dd_panel.services.returns.merging import Incoming, merge_returns
from dd_panel.services.returns.originals import not_received, save_original
from dd_panel.services.returns.overview import see_returns
from dd_panel.services.returns.taking_back import take_back_merge
from tests.panelwork import ASHE, NOON, OKORO, PANEL, REFERENCES, SmallRound, fill, fill_all, small_round

FIRST, SECOND = REFERENCES[:2]


@pytest.fixture
def small(tmp_path: Path) -> SmallRound:
    return small_round(tmp_path, members=[Member(ASHE, "Margaret Ashe", email="m.ashe@example.org"), PANEL[1]])


def read(path: Path) -> EmailMessage:
    content = path.read_bytes()
    assert b"\n" not in content.replace(b"\r\n", b"")
    message = message_from_bytes(content, policy=default)
    assert isinstance(message, EmailMessage)
    assert message["X-Unsent"] == "1"
    assert message.get_content_type() == "text/plain"
    return message


def test_who_is_outstanding_gets_a_reminder_and_the_time_is_kept(small: SmallRound, tmp_path: Path) -> None:
    with small.open() as place:
        drafts = remind(place, tmp_path / "drafts")
        view = see_returns(place)
    assert [path.name for path in drafts.paths] == ["SM1 reminder Margaret Ashe.eml", "SM1 reminder David Okoro.eml"]
    first, second = (read(path) for path in drafts.paths)
    assert (first["To"], first["Subject"]) == ("Margaret Ashe <m.ashe@example.org>", "SM1: your scoresheet")
    assert "Dear Margaret Ashe," in first.get_content()
    assert "7 applications are assigned to you." in first.get_content()
    assert second["To"] is None
    assert drafts.without_address == ("David Okoro",)
    assert [each.reminded for each in view.members] == [NOON, NOON]


def test_whoever_has_sent_a_scoresheet_is_not_reminded(small: SmallRound, tmp_path: Path) -> None:
    small.merge(fill_all(small.blank(ASHE)))
    with small.open() as place:
        assert [path.name for path in remind(place, tmp_path).paths] == ["SM1 reminder David Okoro.eml"]
        with place.store.reading() as work:
            assert set(reminded_when(events(work))) == {OKORO}
    small.merge(fill_all(small.blank(OKORO)))
    with small.open() as place, pytest.raises(InputError, match="Nobody is outstanding"):
        remind(place, tmp_path)


def test_a_question_says_what_was_found_and_never_what_is_right(small: SmallRound, tmp_path: Path) -> None:
    small.merge(fill(small.blank(ASHE), {(FIRST, "score.need"): "3 or 4", (SECOND, "score.plan"): 9}))
    with small.open() as place:
        numbers = [kept.finding_id for kept in findings_waiting(place)]
        (path,) = ask(place, numbers, tmp_path).paths
        with place.store.reading() as work:
            assert asked_when(events(work)) == dict.fromkeys(numbers, NOON)
        assert see_returns(place).waiting == 2
    text = read(path).get_content()
    assert "2 things in it are not clear to us" in text
    assert "1. DD-001 Northmere Council, Case for change, Scores!" in text
    assert "We found “3 or 4”. Which score do you mean? (0 to 5 in steps of 1, or cannot judge)" in text
    assert "We found “9”. Which score do you mean? (0 to 5 in steps of 0.5, or cannot judge)" in text


def test_asking_is_taken_back_and_done_again(small: SmallRound, tmp_path: Path) -> None:
    small.merge(fill(small.blank(ASHE), {(FIRST, "score.need"): "3 or 4"}))
    with small.open() as place:
        (kept,) = findings_waiting(place)
        change = ask(place, [kept.finding_id], tmp_path).change
        assert change.reverse is not None
        back = change.reverse()
        assert see_returns(place).asked == {}
        assert back.reverse is not None
        back.reverse()
        assert set(see_returns(place).asked) == {kept.finding_id}


def test_a_missing_comment_can_be_asked_for_though_it_holds_nothing_back(small: SmallRound, tmp_path: Path) -> None:
    report = small.merge(fill(small.blank(ASHE), {(FIRST, "score.need"): 1}))
    (found,) = report.files[0].findings
    assert found.number is not None
    with small.open() as place:
        (path,) = ask(place, [found.number], tmp_path).paths
    assert "This score needs a comment and has none." in read(path).get_content()


def test_what_concerns_form_alone_or_is_decided_is_no_question(small: SmallRound, tmp_path: Path) -> None:
    small.merge(fill(small.blank(ASHE), {(FIRST, "score.need"): "4 ", (SECOND, "score.need"): "3 or 4"}))
    with small.open() as place:
        numbers = [kept.finding_id for kept in findings_waiting(place)]
        decide(place, numbers[1], "reject", "As it was.")
        for number in numbers:
            with pytest.raises(InputError, match="no question for the member"):
                ask(place, [number], tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_a_draft_never_takes_the_place_of_a_file_that_is_there(small: SmallRound, tmp_path: Path) -> None:
    with small.open() as place:
        remind(place, tmp_path)
        (tmp_path / "SM1 reminder David Okoro.eml").write_text("mine")
        names = [path.name for path in remind(place, tmp_path).paths]
    assert names == ["SM1 reminder Margaret Ashe 2.eml", "SM1 reminder David Okoro 2.eml"]
    assert (tmp_path / "SM1 reminder David Okoro.eml").read_text() == "mine"


@pytest.mark.parametrize("email", ["", "nobody", "a b@c", "@x.org", "ä@x.org", "x@y.org\nBcc: z@y.org", "x@y, z@y"])
def test_an_address_that_no_letter_can_carry_is_left_out(email: str) -> None:
    assert address_of("Margaret\nAshe", email) is None


def test_names_of_every_kind_stand_in_the_head_of_a_letter(tmp_path: Path) -> None:
    member = Member(ASHE, "Zoë O’Hara, DBE\n", email="zoe@example.org")
    with small_round(tmp_path, members=[member, PANEL[1]]).open() as place:
        path = remind(place, tmp_path).paths[0]
    (to,) = read(path)["To"].addresses
    assert (to.display_name, to.addr_spec) == ("Zoë O’Hara, DBE", "zoe@example.org")


def test_the_original_of_a_return_is_saved_byte_for_byte(small: SmallRound, tmp_path: Path) -> None:
    sheet = fill_all(small.blank(ASHE))
    report = small.merge(sheet)
    out = tmp_path / "back" / "ashe.xlsx"
    with small.open() as place:
        save_original(place, 1, out)
        save_original(place, 1, out)
        assert out.read_bytes() == sheet
        out.write_bytes(b"mine")
        with pytest.raises(InputError, match="holds something else"):
            save_original(place, 1, out)
        with pytest.raises(InputError, match="no such scoresheet"):
            save_original(place, 9, tmp_path / "none.xlsx")
        assert report.event is not None
        take_back_merge(place, report.event)
        save_original(place, 1, tmp_path / "again.xlsx")


def test_only_files_that_were_never_received_are_new(small: SmallRound, tmp_path: Path) -> None:
    known, new = tmp_path / "known.xlsx", tmp_path / "new.xlsx"
    known.write_bytes(fill_all(small.blank(ASHE)))
    new.write_bytes(fill_all(small.blank(OKORO)))
    report = small.merge(known.read_bytes())
    with small.open() as place:
        assert not_received(place, [known, new, tmp_path / "gone.xlsx"]) == (new,)
        assert report.event is not None
        take_back_merge(place, report.event)
        assert not_received(place, [known, new]) == (known, new)


def test_everything_that_was_done_stands_in_the_log(small: SmallRound, tmp_path: Path) -> None:
    sheet = fill(small.blank(ASHE), {(FIRST, "score.need"): "3-4"})
    with small.open() as place:
        report = merge_returns(place, [Incoming("ashe.xlsx", sheet)])
        ask(place, [kept.finding_id for kept in findings_waiting(place)], tmp_path)
        remind(place, tmp_path)
        (line,) = [each for each in see_returns(place).log if each.merge is not None]
        assert (line.merge, line.return_id) == (report.event, 1)
        assert report.event is not None
        take_back_merge(place, report.event, "The wrong file.")
        said = [(each.who, each.what, each.file, each.reason) for each in see_returns(place).log]
    cell = next(what for _who, what, _file, _reason in said if what.startswith("Question")).rpartition(": ")[2]
    assert cell.startswith("Scores!")
    assert sorted(said) == [
        ("secretariat", "Blank scoresheets made for PM01", "", ""),
        ("secretariat", "Merge of 1 scoresheet taken back", "ashe.xlsx", "The wrong file."),
        ("secretariat", f"Question to Margaret Ashe written: {cell}", "ashe.xlsx", ""),
        ("secretariat", "Received; its merge was taken back, and the file is kept", "ashe.xlsx", ""),
        ("secretariat", "Reminder to David Okoro written", "", ""),
    ]

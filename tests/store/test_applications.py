"""Applications come back as they were taken in."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dd_panel.domain.applications import Answer, Application, Attachment
from dd_panel.domain.errors import InputError, StorageError
from dd_panel.domain.identifiers import Reference
from dd_panel.domain.rounds import LONDON
from dd_panel.store.blobs import PIECE
from dd_panel.store.store import Store
from tests.builders import an_application
from tests.store.work import DD1, fingerprint

WHOLE = Application(
    reference=Reference("EOI/7"),
    lead_authority="Brighton & Hove City Council",
    partners=("East Sussex County Council", "Fire “and” Rescue"),
    title="=1+1 is not a title",
    service="Libraries",
    model="mutual",
    support_sought=100_000,
    sponsor="The Leader",
    contact="A. Person",
    email="a.person@example.org",
    received=datetime(2014, 2, 10, 16, 59, 30, tzinfo=LONDON),
    topics=("libraries", "culture"),
    answers=(Answer("Why?", "Because.\r\n\n– and “so”\t\x00 on"), Answer("Why?", ""), Answer("How?", "ℵ 🏛")),
    attachments=(Attachment("plan.pdf", "ab" * 32, 12), Attachment("plan.pdf", "cd" * 32, 0)),
)


def test_an_application_comes_back_whole(store: Store) -> None:
    with store.writing() as work:
        work.applications.add([WHOLE])
    with store.reading() as work:
        assert work.applications.get(Reference("EOI/7")) == WHOLE
        assert work.applications.all()[-1] == WHOLE
        assert work.applications.all()[0] == an_application("DD-001")


def test_summaries_leave_the_answers_out_and_nothing_else(store: Store) -> None:
    with store.writing() as work:
        work.applications.add([WHOLE])
        summaries = work.applications.summaries()
        assert work.applications.summary(Reference("eoi/7")) == summaries[-1]
        with pytest.raises(KeyError):
            work.applications.summary(Reference("EOI/8"))
    assert [summary.reference for summary in summaries] == ["DD-001", "DD-002", "DD-003", "EOI/7"]
    assert summaries[-1].answers == ()
    assert summaries[-1].attachments == WHOLE.attachments
    assert summaries[-1].partners == WHOLE.partners


def test_the_order_is_that_of_addition(store: Store) -> None:
    with store.writing() as work:
        work.applications.add([an_application("ZZ-9"), an_application("AA-1")])
        assert work.applications.references()[-2:] == ("ZZ-9", "AA-1")


@pytest.mark.parametrize("written", ["dd-001", " DD-001 ", "Dd-001"])
def test_a_reference_is_found_in_any_case(store: Store, written: str) -> None:
    with store.reading() as work:
        assert work.applications.get(Reference(written)).reference == DD1


def test_an_unknown_reference_is_a_key_error(store: Store) -> None:
    with store.reading() as work, pytest.raises(KeyError):
        work.applications.get(Reference("DD-999"))


def test_a_reference_twice_is_refused_and_nothing_is_added(store: Store) -> None:
    with pytest.raises(InputError, match="dd-002 is in use already"), store.writing() as work:
        work.applications.add([an_application("NEW-1"), an_application("dd-002")])
    with pytest.raises(InputError, match="new-1 is in use already"), store.writing() as work:
        work.applications.add([an_application("NEW-1"), an_application("new-1")])
    with store.reading() as work:
        assert len(work.applications.references()) == 3


def test_an_attachment_is_kept_once_and_comes_back(store: Store) -> None:
    content = bytes(range(256))
    with store.writing() as work:
        work.applications.put_blob(fingerprint(content), content)
        work.applications.put_blob(fingerprint(content).upper(), content)
        work.applications.put_blob(fingerprint(b""), b"")
    with store.reading() as work:
        assert work.applications.blob(fingerprint(content)) == content
        assert work.applications.blob(fingerprint(b"")) == b""
        with pytest.raises(KeyError):
            work.applications.blob("00" * 32)


def test_an_attachment_in_pieces_is_the_same_and_is_held_a_piece_at_a_time(store: Store) -> None:
    content = bytes(range(256)) * (PIECE // 128) + b"the end"
    with store.writing() as work:
        work.applications.put_blob(fingerprint(content), content)
    with store.reading() as work:
        pieces = list(work.applications.blob_pieces(fingerprint(content).upper()))
        assert b"".join(pieces) == content
        assert list(map(len, pieces)) == [PIECE, PIECE, len(b"the end")]
        with pytest.raises(KeyError):
            next(work.applications.blob_pieces("00" * 32))


def test_a_wrong_fingerprint_is_not_kept(store: Store) -> None:
    with store.writing() as work, pytest.raises(ValueError, match="not the fingerprint"):
        work.applications.put_blob("00" * 32, b"something else")


def test_an_altered_attachment_is_never_handed_out(store: Store, altered: str) -> None:
    with store.reading() as work, pytest.raises(StorageError, match="is damaged"):
        work.applications.blob(altered)
    with store.reading() as work, pytest.raises(StorageError, match="is damaged"):
        list(work.applications.blob_pieces(altered))
    assert store.damage() == [f"A kept file no longer has its fingerprint {altered}."]


@pytest.fixture
def altered(store: Store) -> str:
    import sqlite3

    sha256 = fingerprint(b"a plan")
    with store.writing() as work:
        work.applications.put_blob(sha256, b"a plan")
    intruder = sqlite3.connect(store.path)
    with intruder:
        intruder.execute("UPDATE blobs SET content = ?", (b"a plot",))
    intruder.close()
    return sha256


ZONES = st.sampled_from([LONDON, timezone(timedelta(hours=-7)), timezone(timedelta(hours=5, minutes=45))])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=ZONES, allow_imaginary=False),  # noqa: DTZ001
    st.text(st.characters(exclude_categories=["Cs"])),
    st.none() | st.integers(-(2**63), 2**63 - 1),
)
def test_times_texts_and_numbers_come_back_equal(store: Store, moment: datetime, text: str, number: int | None) -> None:
    reference = Reference(f"H-{len(_references(store))}")
    with store.writing() as work:
        work.applications.add(
            [Application(reference, text, partners=(text, ""), received=moment, support_sought=number)]
        )
    with store.reading() as work:
        found = work.applications.get(reference)
    assert (found.lead_authority, found.partners, found.support_sought) == (text, (text, ""), number)
    assert found.received is not None
    assert found.received.timestamp() == moment.timestamp()
    assert found.received.tzinfo is LONDON


def _references(store: Store) -> tuple[Reference, ...]:
    with store.reading() as work:
        return work.applications.references()


def test_a_time_without_its_zone_is_not_kept(store: Store) -> None:
    naive = datetime(2014, 2, 10)  # noqa: DTZ001 - that is the point
    with store.writing() as work, pytest.raises(ValueError, match="without its zone"):
        work.applications.add([Application(Reference("N-1"), "Leeds", received=naive)])

"""Packs of a whole panel are written together: what several of them hold is read once, and all are whole or none is."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dd_panel.domain.applications import Application, Attachment
from dd_panel.domain.errors import InputError, StorageError
from dd_panel.domain.identifiers import MemberId, Reference
from dd_panel.domain.panel import Assignment
from dd_panel.exchange.pack import Pack, read_pack, write_packs
from tests.packs import SECRET, a_pack

CONTENTS = {hashlib.sha256(content).hexdigest(): content for content in (bytes([number]) * 1000 for number in range(6))}
APPLICATIONS = [
    Application(Reference(f"DD-{number:03}"), "Ambleton", attachments=(Attachment("Plan.pdf", sha256, 1000),))
    for number, sha256 in enumerate(CONTENTS)
]


class Kept:
    """Where attachments are kept; counts how often each was read."""

    def __init__(self) -> None:
        self.read: Counter[str] = Counter()

    def __call__(self, sha256: str) -> Iterator[bytes]:
        self.read[sha256] += 1
        content = CONTENTS[sha256]
        yield from (content[:1], b"", content[1:999], content[999:])


def packs_in(folder: Path, kept: Kept, members: int) -> dict[Path, Pack]:
    """Three applications for each member, each of them for several members."""
    packs: dict[Path, Pack] = {}
    for number in range(members):
        mine = tuple(APPLICATIONS[(number * place) % len(APPLICATIONS)] for place in (1, 2, 3))
        mine = tuple({each.reference: each for each in mine}.values())
        member = replace(a_pack().member, member_id=MemberId(f"PM{number}"))
        packs[folder / f"{number}.ddpack"] = replace(
            a_pack(),
            member=member,
            applications=mine,
            assignments=tuple(Assignment(member.member_id, each.reference) for each in mine),
            conflicts=(),
            blobs=kept,
        )
    return packs


def untold(_done: int, _total: int, _next: str) -> None:
    """Nobody listens."""


def test_each_attachment_is_read_once_and_lies_in_every_pack_that_wants_it(tmp_path: Path) -> None:
    kept = Kept()
    packs = packs_in(tmp_path, kept, 7)
    made = write_packs(packs, SECRET, told=untold)

    assert set(kept.read) == set(CONTENTS)
    assert set(kept.read.values()) == {1}
    for path, pack in packs.items():
        assert made[path] == hashlib.sha256(path.read_bytes()).hexdigest()
        found = read_pack(path)
        assert found.applications == pack.applications
        for application in found.applications:
            (attachment,) = application.attachments
            assert b"".join(found.blobs(attachment.sha256)) == CONTENTS[attachment.sha256]


def test_more_packs_than_may_be_open_at_once_are_all_made(tmp_path: Path) -> None:
    kept, told = Kept(), []
    packs = packs_in(tmp_path, kept, 65)
    made = write_packs(packs, SECRET, told=lambda *step: told.append(step))

    assert list(made) == list(packs)
    assert all(made[path] == hashlib.sha256(path.read_bytes()).hexdigest() for path in packs)
    assert [done for done, _total, _next in told] == list(range(told[0][1]))


def test_attachments_larger_than_what_may_wait_are_written_whole(tmp_path: Path) -> None:
    piece = bytes(1 << 20)
    sizes = [33, 1, 34]  # megabytes; 32 may wait
    digests = [hashlib.sha256(piece * size).hexdigest() for size in sizes]
    pack = replace(
        a_pack(),
        applications=tuple(
            replace(APPLICATIONS[place], attachments=(Attachment("Plan.pdf", digest, size * len(piece)),))
            for place, (digest, size) in enumerate(zip(digests, sizes, strict=True))
        ),
        assignments=(),
        conflicts=(),
        blobs=lambda sha256: iter([piece] * sizes[digests.index(sha256)]),
    )
    path = tmp_path / "large.ddpack"
    write_packs({path: pack}, SECRET, told=untold)

    assert read_pack(path).applications == pack.applications  # each part is proved by its SHA-256


def test_the_same_pack_is_written_alone_and_among_others(tmp_path: Path) -> None:
    packs = packs_in(tmp_path, Kept(), 5)
    made = write_packs(packs, SECRET, told=untold)

    for number, (path, pack) in enumerate(packs.items()):
        alone = tmp_path / "alone" / f"{number}.ddpack"
        assert write_packs({alone: pack}, SECRET, told=untold)[alone] == made[path]


def test_a_file_that_is_no_pack_stays_and_no_other_is_written(tmp_path: Path) -> None:
    packs = packs_in(tmp_path, Kept(), 5)
    letter = list(packs)[3]
    letter.write_text("Dear colleague")

    with pytest.raises(InputError, match=letter.name):
        write_packs(packs, SECRET, told=untold)
    assert [each.read_text() for each in tmp_path.iterdir()] == ["Dear colleague"]


def test_an_attachment_that_fails_at_its_end_goes_into_no_pack(tmp_path: Path) -> None:
    class Damaged(Kept):
        def __call__(self, sha256: str) -> Iterator[bytes]:
            yield from super().__call__(sha256)
            if sha256 == max(CONTENTS):
                raise StorageError("A file kept in this store is damaged.")

    with pytest.raises(StorageError, match="damaged"):
        write_packs(packs_in(tmp_path, Damaged(), 7), SECRET, told=untold)
    assert list(tmp_path.iterdir()) == []


def test_nothing_to_write_is_nothing_written() -> None:
    assert write_packs({}, SECRET, told=untold) == {}

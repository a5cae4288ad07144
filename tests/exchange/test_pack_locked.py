"""A pack is signed, and locked where the secretariat wishes: nobody else can make one, or look into it."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dd_panel.domain.errors import DDPanelError, InputError, PassphraseError, VersionConflictError
from dd_panel.exchange.pack import (
    fingerprint,
    is_locked_pack,
    is_pack,
    layout,
    locking,
    public_key,
    read_pack,
    same_fingerprint,
)
from tests.packs import LIBRARY, PLAN, SECRET, a_pack, sealed, write_pack

PASSPHRASE = "four café tables"


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("packs") / "DD14-M03.ddpack"
    write_pack(path, a_pack(), PASSPHRASE)
    return path


# -- signed -------------------------------------------------------------------------------------------------------


def test_a_pack_says_whose_key_signed_it(tmp_path: Path) -> None:
    write_pack(tmp_path / "a.ddpack", a_pack())

    assert read_pack(tmp_path / "a.ddpack").signer == public_key(SECRET)


def test_a_pack_that_somebody_else_makes_bears_another_key(tmp_path: Path) -> None:
    path = tmp_path / "a.ddpack"
    write_pack(path, a_pack())
    path.write_bytes(sealed(path.read_bytes(), bytes(32)))

    assert read_pack(path).signer == public_key(bytes(32)) != public_key(SECRET)


def test_another_ones_key_under_the_same_signature_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "a.ddpack"
    write_pack(path, a_pack())
    whole = path.read_bytes()
    path.write_bytes(whole.replace(public_key(SECRET).hex().encode(), public_key(bytes(32)).hex().encode()))

    with pytest.raises(InputError, match="is damaged"):
        read_pack(path)


def test_an_unsigned_pack_of_an_earlier_program_is_refused_with_a_remedy(tmp_path: Path) -> None:
    path = tmp_path / "a.ddpack"
    write_pack(path, a_pack())
    path.write_bytes(path.read_bytes().replace(b'"version":2,', b'"version":1,', 1))

    with pytest.raises(VersionConflictError, match="earlier version") as refused:
        read_pack(path)
    assert "not signed" in refused.value.detail


def test_a_fingerprint_can_be_read_out_and_typed_in() -> None:
    shown = fingerprint(public_key(SECRET))

    assert [len(group) for group in shown.split("-")] == [4, 4, 4, 4]
    assert same_fingerprint(shown, shown.lower().replace("-", " "))
    assert not same_fingerprint(shown, fingerprint(public_key(bytes(32))))


# -- locked -------------------------------------------------------------------------------------------------------


def test_with_the_passphrase_a_locked_pack_is_like_any_other(locked: Path) -> None:
    pack = read_pack(locked, PASSPHRASE)

    assert is_pack(locked)
    assert is_locked_pack(locked)
    assert pack.applications[0] == LIBRARY
    assert b"".join(pack.blobs(LIBRARY.attachments[0].sha256)) == PLAN


def test_the_same_letters_open_it_on_every_keyboard(locked: Path) -> None:
    decomposed = PASSPHRASE.replace("é", "e\N{COMBINING ACUTE ACCENT}")

    assert read_pack(locked, decomposed).member == a_pack().member


def test_without_the_passphrase_nothing_can_be_read(locked: Path) -> None:
    content = locked.read_bytes()

    for readable in (b"Ambleton", b"manifest", b"PDF", b"DD-001", b"Brook", layout.SEAL_BEGINS):
        assert readable not in content
    with pytest.raises(PassphraseError, match="is locked"):
        read_pack(locked)


def test_a_wrong_passphrase_is_said_at_once(locked: Path) -> None:
    with pytest.raises(PassphraseError, match="not the passphrase") as refused:
        read_pack(locked, PASSPHRASE.title())
    assert "Type it again" in refused.value.remedy


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(data=st.data())
def test_one_changed_byte_of_a_locked_pack_is_noticed(locked: Path, tmp_path: Path, data: st.DataObject) -> None:
    whole = locked.read_bytes()
    place = data.draw(st.integers(0, locking.LENGTH) | st.integers(0, len(whole) - 1))
    hurt = tmp_path / "hurt.ddpack"
    hurt.write_bytes(whole[:place] + bytes([whole[place] ^ (1 << data.draw(st.integers(0, 7)))]) + whole[place + 1 :])

    with pytest.raises(DDPanelError):
        read_pack(hurt, PASSPHRASE)


@pytest.mark.parametrize("kept", [20, locking.LENGTH, locking.LENGTH + 5, -1, -16, -200])
def test_a_locked_pack_cut_short_is_damaged(locked: Path, tmp_path: Path, kept: int) -> None:
    cut = tmp_path / "cut.ddpack"
    cut.write_bytes(locked.read_bytes()[:kept])

    with pytest.raises(InputError, match="is damaged"):
        read_pack(cut, PASSPHRASE)


# -- the lock itself ----------------------------------------------------------------------------------------------


def locked_up(*pieces: bytes) -> bytes:
    out = io.BytesIO()
    lock = locking.Locking(out, PASSPHRASE)
    for piece in pieces:
        lock.write(piece)
    assert lock.close() == hashlib.sha256(out.getvalue()).hexdigest()
    return out.getvalue()


def unlocked(content: bytes) -> locking.Unlocked:
    file = io.BytesIO(content)
    return locking.Unlocked(file, locking.key_of(file, PASSPHRASE))


@pytest.mark.parametrize("length", [0, 1, locking.PIECE - 1, locking.PIECE, locking.PIECE + 1, 2 * locking.PIECE])
def test_content_of_any_length_comes_back(length: int) -> None:
    content = bytes(range(256)) * (length // 256) + bytes(length % 256)

    assert io.BufferedReader(unlocked(locked_up(content))).read() == content


def test_it_matters_not_in_which_pieces_content_comes() -> None:
    content = bytes(range(256)) * 9000

    for cut in (1, locking.PIECE - 1, locking.PIECE, locking.PIECE + 1):
        assert io.BufferedReader(unlocked(locked_up(content[:cut], b"", content[cut:]))).read() == content


def test_pieces_can_be_neither_exchanged_nor_left_out() -> None:
    whole, length = locked_up(bytes(3 * locking.PIECE)), locking.PIECE + 16
    header, body = whole[: locking.LENGTH], whole[locking.LENGTH :]
    first, second, third = (body[at : at + length] for at in (0, length, 2 * length))

    for wrong in (second + first + third, first + second, first + third, first + second + third + third):
        with pytest.raises(ValueError, match="not those that were locked"):
            io.BufferedReader(unlocked(header + wrong)).read()


def test_a_forged_lock_can_not_take_the_laptops_memory() -> None:
    header = locking._Header(1 << 30, 3, bytes(16), bytes(32)).written()  # noqa: SLF001 - only a forger writes one

    with pytest.raises(ValueError, match="unknown kind"):
        unlocked(header + locked_up(b"")[locking.LENGTH :])

"""Sealed values: bound to their row, of few lengths, refused when a single bit differs (promises S21, S22)."""

import os
from typing import Any

import pytest

from accounts import crypto
from accounts.crypto import Unreadable, seal, seal_with, unseal, unseal_with
from accounts.keys import KeyRing

VALUE = {"name": "Müller-Ö", "birth": "1970-01-01", "note": "„Zitat“ 😀"}
ROW: dict[str, Any] = {"label": "training.Need", "pk": "7"}
OLD, NEW = os.urandom(32), os.urandom(32)


def test_a_value_comes_back_as_it_was() -> None:
    assert unseal("need", seal("need", VALUE, **ROW), **ROW) == VALUE


@pytest.mark.acceptance("security", "S21")
def test_a_value_opens_in_its_own_row_only() -> None:
    sealed = seal("need", VALUE, **ROW)
    for other in ({**ROW, "pk": "8"}, {**ROW, "label": "training.Booking"}):
        with pytest.raises(Unreadable):
            unseal("need", sealed, **other)
    with pytest.raises(Unreadable):
        unseal("mfa", sealed, **ROW)


@pytest.mark.acceptance("security", "S21")
def test_every_flipped_bit_and_every_cut_is_refused() -> None:
    sealed = seal("need", VALUE, **ROW)
    refused = 0
    damaged = [sealed[:at] for at in range(len(sealed))]
    damaged += [sealed[:at] + bytes([sealed[at] ^ (1 << at % 8)]) + sealed[at + 1 :] for at in range(len(sealed))]
    for value in [*damaged, sealed + b"x", b"", b"Z2" + sealed[2:]]:
        with pytest.raises(Unreadable):
            unseal("need", value, **ROW)
        refused += 1
    assert refused == 2 * len(sealed) + 3


@pytest.mark.acceptance("security", "S22")
def test_a_thousand_equal_persons_look_different_and_have_few_lengths() -> None:
    sealed = [seal("need", VALUE, label="training.Need", pk=number) for number in range(1_000)]
    assert len(set(sealed)) == 1_000
    assert len({value[-200:] for value in sealed}) == 1_000
    assert len({len(value) for value in sealed}) == 1


@pytest.mark.acceptance("security", "S22")
def test_persons_of_many_lengths_have_at_most_four_lengths_sealed() -> None:
    lengths = {len(seal("need", {"name": "x" * size}, **ROW)) for size in range(900)}
    assert len(lengths) <= 4


def test_what_an_older_key_sealed_still_opens_and_a_lost_key_reads_as_unreadable() -> None:
    old, both = KeyRing({"a1": OLD}, "a1"), KeyRing({"a1": OLD, "a2": NEW}, "a2")
    sealed = seal_with(old, VALUE, **ROW)
    assert unseal_with(both, sealed, **ROW) == VALUE
    assert b"a2" in seal_with(both, VALUE, **ROW)
    with pytest.raises(Unreadable):
        unseal_with(KeyRing({"a2": NEW}, "a2"), sealed, **ROW)


@pytest.mark.acceptance("security", "S22")
def test_without_padding_the_lengths_would_tell_the_names_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crypto, "BLOCK", 1)
    assert len({len(seal("need", {"name": "x" * size}, **ROW)) for size in range(900)}) == 900


@pytest.mark.acceptance("security", "S21")
def test_without_associated_data_a_value_would_open_in_another_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crypto, "associated", lambda label, pk: b"")
    assert unseal("need", seal("need", VALUE, **ROW), **{**ROW, "pk": "8"}) == VALUE

"""Facts with one home: the form of a SIRET and a SIREN, what a day is, the numbers of CPPStatut, the extra returns."""

from __future__ import annotations

from datetime import date

import pytest

from edi.model.dates import day
from edi.model.identifiers import SIREN, SIRET, is_siren, is_siret
from edi.model.judgement import sha256_of, sha256_of_files
from edi.model.outcome import RETURN_KINDS
from edi.returns.kinds import KINDS


@pytest.mark.parametrize("text", ["9" * 13, "9" * 15, "9" * 14 + "\n", "9" * 13 + "a", "٩" * 14, " " + "9" * 13, ""])
def test_what_is_not_14_digits_is_no_siret(text: str) -> None:
    assert not is_siret(text)
    assert not SIRET.fullmatch(text)


def test_a_siret_and_a_siren_have_their_length() -> None:
    assert is_siret("9" * 14)
    assert SIRET.fullmatch("9" * 14)
    assert is_siren("9" * 9)
    assert SIREN.fullmatch("9" * 9)
    assert not is_siren("9" * 14)


@pytest.mark.parametrize("text", ["20260131", "2026-W05-6", "2026-02-30", "2026-1-31", " 2026-01-31", "٢٠٢٦-01-31", ""])
def test_what_is_no_day(text: str) -> None:
    assert day(text) is None


def test_a_day() -> None:
    assert day("2024-02-29") == date(2024, 2, 29)


def test_every_return_a_partner_may_want_is_written_by_somebody() -> None:
    assert tuple(row.kind for row in KINDS) == RETURN_KINDS


def test_the_hash_of_files_is_of_their_names_bytes_and_order() -> None:
    files = [("a", b"1"), ("b", b"2")]
    assert (
        len({sha256_of_files(files), sha256_of_files(files[::-1]), sha256_of_files([("a", b"1b"), ("b", b"2")])}) == 3
    )
    assert sha256_of_files(()) == sha256_of()

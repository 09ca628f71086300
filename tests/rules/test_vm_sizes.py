"""Names of VM sizes, taken apart."""

from __future__ import annotations

import re
from datetime import date

import pytest

from batchmodels.rules.analysis import vm_size_table
from batchmodels.rules.analysis.vm_sizes import VMSize, is_unsupported, known_sizes, meaning, retired, size_named


@pytest.mark.parametrize(
    ("name", "cores"),
    [
        ("Standard_D2s_v3", 2),
        ("STANDARD_D64S_V3", 64),
        ("standard_e4-2s_v3", 2),
        ("Standard_M416-208s_v2", 208),
        ("Standard_DS1_v2", 1),
        ("Standard_DS13_v2", 8),
        ("Standard_DS13-4_v2", 4),
        ("Standard_D15_v2", 20),
        ("Standard_DS15_v2", 20),
        ("Standard_D14_v2_Promo", 16),
        ("Standard_D13", 8),
        ("Standard_GS5", 32),
        ("Standard_GS5-8", 8),
        ("Standard_G3", 8),
        ("Standard_A5", 2),
        ("Standard_A11", 16),
        ("Standard_A4_v2", 4),
        ("Basic_A3", 4),
        ("Standard_F16s", 16),
        ("Standard_HB120-16rs_v3", 16),
        ("Standard_NC24ads_A100_v4", 24),
        ("Standard_ND40rs_v2", 40),
        ("Standard_D4s_v9", 4),
        ("Standard_E8-2ads_v9", 2),
        *((f"Basic_A{number}", cores) for number, cores in zip(range(5), (1, 1, 2, 4, 8), strict=True)),
        *(
            (f"Standard_A{number}", cores)
            for number, cores in zip(range(12), (1, 1, 2, 4, 8, 2, 4, 8, 8, 16, 8, 16), strict=True)
        ),
        *((f"Standard_D{number}", cores) for number, cores in zip((1, 2, 3, 4), (1, 2, 4, 8), strict=True)),
        *((f"Standard_DS{number}", cores) for number, cores in zip((11, 12, 13, 14), (2, 4, 8, 16), strict=True)),
        *((f"Standard_D{number}_v2", cores) for number, cores in zip((1, 2, 3, 4, 5), (1, 2, 4, 8, 16), strict=True)),
        *((f"Standard_D{number}_v2", cores) for number, cores in zip((11, 12, 13), (2, 4, 8), strict=True)),
        *((f"Standard_G{number}", cores) for number, cores in zip(range(1, 6), (2, 4, 8, 16, 32), strict=True)),
    ],
)
def test_the_number_of_cores(name: str, cores: int) -> None:
    size = size_named(name)
    assert size is not None
    assert size.cores == cores


@pytest.mark.parametrize(
    "name", ["", "s", "Standard_", "Standard_D4s_v4x", "Standard_X2", "Basic_D2_v9", "D2s_v3", "Standard_D2s_v9" + "9" * 60]
)
def test_an_unknown_name(name: str) -> None:
    assert size_named(name) is None


def test_a_size_of_a_newer_series_keeps_its_name() -> None:
    size = size_named("Standard_D4s_v9")
    assert size is not None
    assert (size.name, size.series) == ("Standard_D4s_v9", "D#s_v9")


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Standard_DC4as_v5", ("DC", "as", 5)),
        ("Basic_A1", ("A", "", 1)),
        ("Standard_NC4as_T4_v3", ("NC", "as", 3)),
        ("Standard_DS3_v2_Promo", ("DS", "", 2)),
        ("Standard_M64s", ("M", "s", 1)),
    ],
)
def test_the_parts_of_a_name(name: str, parts: tuple[str, str, int]) -> None:
    size = size_named(name)
    assert size is not None
    assert (size.family, size.features, size.version) == parts


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("STANDARD_DS64_v3", "Standard_D64s_v3"),
        ("Standard_DAS4_v5", "Standard_D4as_v5"),
        ("Standard_D64_v3s", "Standard_D64s_v3"),
        ("Standard_D2s_v2", "Standard_DS2_v2"),
        ("Standard_D4sd_v5", "Standard_D4ds_v5"),
        ("D4s_v5", "Standard_D4s_v5"),
        ("d4sv5", "Standard_D4s_v5"),
        ("Standard D4s v5", "Standard_D4s_v5"),
        ("Standard-E8-4s-v5", "Standard_E8-4s_v5"),
        ("Standart_F4s_v2", "Standard_F4s_v2"),
        ("Standrad_F4s_v2", "Standard_F4s_v2"),
        ("NC4as_T4_v3", "Standard_NC4as_T4_v3"),
        ("Standard_HB120rsv3", "Standard_HB120rs_v3"),
    ],
)
def test_what_is_meant(name: str, meant: str) -> None:
    found = meaning(name)
    assert found is not None
    assert found.size is not None
    assert (found.size.name, found.cloud_service, found.numbers) == (meant, False, ())


@pytest.mark.parametrize("name", ["small", "Medium", "LARGE", "ExtraLarge", "ExtraSmall", "A1", "a5", "A11"])
def test_sizes_of_cloud_services(name: str) -> None:
    found = meaning(name)
    assert found is not None
    assert (found.size, found.cloud_service, found.numbers) == (None, True, ())


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("Standard_D3s_v5", (2, 4, 8, 16, 32, 48, 64, 96)),
        ("standard_d6_v3", (2, 4, 8, 16, 32, 48, 64)),
        ("Standard_DS6_v2", (1, 2, 3, 4, 5, 11, 12, 13, 14, 15)),
        ("Standard_A3_v2", (1, 2, 4, 8)),
    ],
)
def test_numbers_that_a_series_lacks(name: str, numbers: tuple[int, ...]) -> None:
    found = meaning(name)
    assert found is not None
    assert (found.size, found.cloud_service, found.numbers) == (None, False, numbers)


@pytest.mark.parametrize(
    ("name", "versions"),
    [
        ("Standard_D2as_v3", ("Standard_D2as_v4", "Standard_D2as_v5", "Standard_D2as_v6", "Standard_D2as_v7")),
        ("standard_e4ads_v4", ("Standard_E4ads_v5", "Standard_E4ads_v6", "Standard_E4ads_v7")),
        ("Standard_F2as_v2", ("Standard_F2as_v6", "Standard_F2as_v7")),
    ],
)
def test_versions_that_a_series_lacks(name: str, versions: tuple[str, ...]) -> None:
    found = meaning(name)
    assert found is not None
    assert (found.size, found.cloud_service, found.numbers, found.versions) == (None, False, (), versions)


@pytest.mark.parametrize(
    "name",
    [
        "Standard_D2xyz_v3",
        "Standard_L8as_v2",
        "Standard_NC4as_T4_v2",
        "Standard_D2s_v3",
        "standard_d2s_v3",
        "s",
        "x",
        "pool",
        "Standard_D3s_v6",
        "Standard_D2s_v9",
        "Standard_NC5ads_A10_v4",
        "Standard_M65s_v3",
        "Standard_E5-3s_v5",
        "Standard_E105is_v5",
        "Foo_D2s_v3",
        "A123",
        "Standard_D3s_v5" + " " * 50,
    ],
)
def test_names_that_nobody_can_judge(name: str) -> None:
    assert meaning(name) is None


def test_every_known_size_is_right() -> None:
    sizes = known_sizes()
    assert len(sizes) > 1400
    assert [name for name in sizes if meaning(name) is not None] == []
    assert [size.name for size in sizes.values() if size_named(size.name) != size] == []
    assert [size.name for size in sizes.values() if not size.cores] == []


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("Standard_A8", date(2021, 3, 1)),
        ("Standard_A7", date(2024, 8, 31)),
        ("Standard_A11", date(2021, 3, 1)),
        ("Basic_A1", date(2024, 8, 31)),
        ("Standard_H16mr", date(2022, 8, 31)),
        ("Standard_NC6", date(2023, 9, 6)),
        ("Standard_NC6s_v3", date(2025, 9, 30)),
        ("Standard_NV4as_v4", date(2026, 9, 30)),
        ("Standard_DS3_v2", date(2028, 5, 1)),
        ("Standard_F4s_v2", date(2028, 11, 15)),
    ],
)
def test_the_day_of_a_retirement(name: str, day: date) -> None:
    size = size_named(name)
    assert size is not None
    assert retired(size, day) == day
    assert retired(size, date.fromordinal(day.toordinal() - 1)) is None


def test_most_sizes_are_not_retired() -> None:
    late = date(2100, 1, 1)
    assert [name for name in ("Standard_D2s_v3", "Standard_B2s_v2") if retired(_size(name), late)] == []


def test_retired_and_unsupported_series_exist() -> None:
    series = {row.split()[0] for row in re.split(r";|\n", vm_size_table.SERIES) if row.strip()}
    named = {each for text in vm_size_table.RETIRED.values() for each in text.split() if "#" in each}
    named |= {each for each in vm_size_table.UNSUPPORTED.split() if "#" in each}
    assert named - series <= {"NC#r_Promo"}
    assert set(vm_size_table.CORES) <= series


@pytest.mark.parametrize(
    ("name", "unsupported"),
    [
        ("Standard_B2ms", True),
        ("Standard_B2ls_v2", True),
        ("Standard_A0", True),
        ("Basic_A0", True),
        ("Standard_E64is_v3", True),
        ("Standard_A1", False),
        ("Basic_A1", False),
        ("Standard_E64s_v3", False),
    ],
)
def test_sizes_that_batch_does_not_support(name: str, unsupported: bool) -> None:
    assert is_unsupported(_size(name)) is unsupported


def _size(name: str) -> VMSize:
    found = size_named(name)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("Standard_DS4s_v3", "Standard_D4s_v3"),
        ("Standard_D4ss_v3", "Standard_D4s_v3"),
        ("standard_ds3s_v2", "Standard_DS3_v2"),
        ("Standard_D8dds_v4", "Standard_D8ds_v4"),
        ("Standard_Es8s_v4", "Standard_E8s_v4"),
        ("Standard_F8ss_v2", "Standard_F8s_v2"),
        ("Standard_D4xs_v3", "Standard_D4s_v3"),
    ],
)
def test_a_letter_too_many(name: str, size: str) -> None:
    meant = meaning(name)
    assert meant is not None
    assert meant.size is not None
    assert meant.size.name == size


@pytest.mark.parametrize(
    "name",
    [
        "Standard_X4s_v3",
        "Standard_DC4ss_v5",
        "Standard_NC6ss_v3",
        "Standard_B2sss",
        "Standard_FX4s_v2",
        "Standard_D4ss_v9",
        "Standard_D4l_v5",  # D4_v5 or D4ls_v5
    ],
)
def test_no_similar_size_that_is_certain(name: str) -> None:
    assert meaning(name) is None

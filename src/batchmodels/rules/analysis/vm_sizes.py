"""Names of VM sizes, taken apart: series, number of cores, and what a wrong name may mean."""

from __future__ import annotations

import functools
import re
from collections import Counter
from datetime import date

import msgspec

from ...spelling import near, plain
from .vm_size_table import CLOUD_SERVICE_SIZES, CORES, RETIRED, SERIES, UNSUPPORTED

_NAME = re.compile(
    r"(?P<prefix>standard|basic)_(?P<family>[a-z]+?)(?P<number>\d+)(?:-(?P<cores>\d+))?(?P<rest>[a-z]*(?:_\w+)?)"
)
_PARTS = re.compile(r"(?:standard|basic)?([a-z]*)(\d+)([a-z]*?)(?:v(\d+)([a-z]*))?")
_CLOUD_SERVICE = re.compile(r"a\d{1,2}")
_LONGEST = 60  # characters; no name of a size is longer
_SIMILAR = 0.85
_CLOSED_FAMILIES = frozenset(("a", "d", "ds", "e", "f", "l"))
_COMPLETE_FAMILIES = frozenset(("d", "e", "f"))
_GENERAL_FAMILIES = frozenset(("D", "DS", "E", "F"))
_CLOSED_SERIES = frozenset(
    (
        *("b#ls", "b#ms", "b#s", "hb#rs_v2", "hb#rs_v3", "hc#rs", "m#ms", "m#s", "nc#", "nc#ads_a100_v4", "nc#as_t4_v3"),
        *("nc#s_v3", "nv#ads_a10_v5", "nv#as_v4", "nv#s_v3"),
    )
)
"""Series of other families to which Azure adds no more sizes."""

_FOREIGN = re.compile(r"[a-z]\d+[a-z]*\.\d*\w+|[a-z]\d+[a-z]?-[a-z]+-\d+|\d+ ?v?(?:cpus?|cores?)\b.*")
"""Names of sizes of other clouds, and numbers of cores."""

_FEATURES = frozenset("adls")
_CLOSED = 5  # the newest version of these families to which Azure adds no more sizes

_FIRST_WITHOUT_DISKS = 4
"""The first version of these families with sizes that have no temporary disk."""


class VMSize(msgspec.Struct, frozen=True):
    """One size.

    Attributes:
        name: Its name, as Azure writes it.
        series: Its series, with ``#`` in place of the number.
        number: The number in its name.
        cores: The number of its cores; None if unknown.
    """

    name: str
    series: str
    number: int
    cores: int | None

    @property
    def family(self) -> str:
        """The letters before the number: ``DC`` of ``DC#as_v5``."""
        return self.series.partition("#")[0].removeprefix("Basic_")

    @property
    def features(self) -> str:
        """The letters after the number: ``as`` of ``DC#as_v5``."""
        return self.series.partition("#")[2].partition("_")[0]

    @property
    def version(self) -> int:
        """The version of the series: 5 of ``DC#as_v5``, 1 without one."""
        found = re.search(r"_v(\d+)", self.series)
        return int(found[1]) if found else 1


def has_temporary_disk(size: VMSize) -> bool:
    """Return whether a size certainly has a temporary disk: one of the general families, of an older version or with a d."""
    return size.family in _GENERAL_FAMILIES and (size.version < _FIRST_WITHOUT_DISKS or "d" in size.features)


class Meant(msgspec.Struct, frozen=True):
    """What is wrong with a name that is no size.

    Attributes:
        size: The size that is meant; None if unknown.
        numbers: The numbers that the series has, if only the number is wrong.
        versions: The sizes with this number of other versions of the series, if only the version is wrong.
        cloud_service: Whether it is a size of Cloud Services.
    """

    size: VMSize | None = None
    numbers: tuple[int, ...] = ()
    versions: tuple[str, ...] = ()
    cloud_service: bool = False


def size_named(name: str) -> VMSize | None:
    """Return the size with this name, whatever the case of its letters; None if the name is unknown."""
    found = known_sizes().get(name.lower())
    return found if found or len(name) > _LONGEST else _unlisted(name)


def meaning(name: str) -> Meant | None:
    """Return what is wrong with the name of a size; None if nothing is, or if unknown."""
    lower = name.lower()
    if len(name) > _LONGEST or lower in known_sizes():
        return None
    if lower in CLOUD_SERVICE_SIZES or _CLOUD_SERVICE.fullmatch(lower):
        return Meant(cloud_service=True)
    found = _spelled_alike(lower) or _rearranged(plain(name))
    if found:
        return Meant(found)
    series = _series_of(lower)
    numbers = _numbers().get(series, ())
    family = series.partition("#")[0]
    if series in _CLOSED_SERIES and numbers:
        return Meant(numbers=numbers)
    if _FOREIGN.fullmatch(lower):
        return Meant()
    if not _is_closed(family) or _is_newer(lower):
        size = None if numbers else _with_missing_letters(plain(name))
        return Meant(size) if size else None
    if len(numbers) > 2:  # noqa: PLR2004  # because small series may grow
        return Meant(numbers=numbers)
    others = _other_versions(lower) if not numbers and family in _COMPLETE_FAMILIES else ()
    if others:
        return Meant(versions=others)
    similar = _one_letter_off(plain(name)) if not numbers else None
    return Meant(similar) if similar else None


def _one_letter_off(letters: str) -> VMSize | None:
    """Return the only size whose name lacks one letter, or has one more: ``D4s_v3`` for ``DS4s_v3``.

    A letter that is there twice is more likely than others to be the wrong one.
    """
    found = _PARTS.fullmatch(letters)
    if not found:
        return None
    own, number, version = _letters_of(found)
    shorter = {own[:at] + own[at + 1 :]: own.count(letter) > 1 for at, letter in enumerate(own)}
    twice = [size for less, repeated in shorter.items() if repeated for size in _sizes_of(less, number, version)]
    longer = {"".join(sorted(own + letter)) for letter in _FEATURES}
    others = [size for each in {**shorter, **dict.fromkeys(longer)} for size in _sizes_of(each, number, version)]
    return next((sizes[0] for sizes in (twice, others) if len(sizes) == 1), None)


def _with_missing_letters(letters: str) -> VMSize | None:
    """Return the only size whose name has the same number and version, and more letters: ``HB120rs_v3`` for ``HB120_v3``."""
    versioned = [size for name, size in _by_plain_name().items() if re.fullmatch(rf"{re.escape(letters)}v\d+", name)]
    if len(versioned) == 1:
        return versioned[0]
    found = _PARTS.fullmatch(letters)
    if not found:
        return None
    own, number, version = _letters_of(found)
    longer = [
        size
        for (theirs, their_number, their_version), sizes in _by_letters().items()
        if (their_number, their_version) == (number, version) and not Counter(own) - Counter(theirs)
        for size in sizes
        if size.family.lower() == found[1] and "-" not in size.name
    ]
    return longer[0] if len(longer) == 1 else None


def _sizes_of(letters: str, number: str, version: str) -> list[VMSize]:
    """Return the sizes with these letters, in any order, and of the general families."""
    return [size for size in _by_letters().get((letters, number, version), []) if size.family in _GENERAL_FAMILIES]


def _is_closed(family: str) -> bool:
    """Return whether Azure adds no sizes to a family, perhaps with letters before the number that belong after it."""
    return family in _CLOSED_FAMILIES or (family[:1] in _COMPLETE_FAMILIES and set(family[1:]) <= _FEATURES)


def _other_versions(lower: str) -> tuple[str, ...]:
    """Return the sizes whose names differ in the version alone."""
    start = re.sub(r"_v\d+$", "", lower)
    return tuple(size.name for name, size in known_sizes().items() if re.fullmatch(rf"{re.escape(start)}_v\d+", name))


def retired(size: VMSize, today: date) -> date | None:
    """Return the date at which Azure retired a size; None if it hasn't, by today."""
    day = _retirements().get(f"{size.series} {size.number}") or _retirements().get(size.series)
    return day if day and day <= today else None


def is_unsupported(size: VMSize) -> bool:
    """Return whether Batch doesn't support a size that Azure has."""
    return bool({size.series, size.name.removeprefix("Standard_")} & set(UNSUPPORTED.split()))


def _spelled_alike(lower: str) -> VMSize | None:
    """Return the size whose name differs in separators, in a missing prefix, or in a misspelled one."""
    sizes = _by_plain_name()
    letters = plain(lower)
    prefix, _, rest = lower.partition("_")
    misspelled = rest and near(prefix, ["standard", "basic"], 1, _SIMILAR)
    return (
        sizes.get(letters)
        or sizes.get(f"standard{letters}")
        or (sizes.get(plain(f"{misspelled[0]}{rest}")) if misspelled else None)
    )


def _rearranged(letters: str) -> VMSize | None:
    """Return the only size with the same letters in another order: ``D64s_v3`` for ``DS64_v3``."""
    found = _PARTS.fullmatch(letters)
    if not found:
        return None
    similar = _by_letters().get(_letters_of(found), [])
    return similar[0] if len(similar) == 1 else None


def _unlisted(name: str) -> VMSize | None:
    """Return a size that isn't in the table but has a regular name of a newer series."""
    lower = name.lower()
    found = _NAME.fullmatch(lower)
    if not found or found["prefix"] != "standard" or not _is_newer(lower):
        return None
    return VMSize(
        name, f"{found['family'].upper()}#{found['rest']}", int(found["number"]), int(found["cores"] or found["number"])
    )


def _series_of(lower: str) -> str:
    found = _NAME.fullmatch(lower)
    if not found or found["cores"] or found["prefix"] != "standard":
        return ""
    return f"{found['family']}#{found['rest']}"


def _is_newer(lower: str) -> bool:
    """Return whether a name has a version that Azure may still add sizes to."""
    found = re.search(r"_v(\d+)$", lower)
    return found is not None and int(found[1]) > _CLOSED


@functools.cache
def known_sizes() -> dict[str, VMSize]:
    """Every size by its name in lower case."""
    sizes: dict[str, VMSize] = {}
    for series, numbers in _rows():
        for each in numbers:
            number, _, cores = each.partition("-")
            name = series.replace("#", each) if series.startswith("Basic_") else f"Standard_{series.replace('#', each)}"
            table = CORES.get(series) or CORES.get(re.sub(r"^(D|G)S|_Promo$", lambda match: match[1] or "", series))
            known = table.get(int(number)) if table else int(number)
            sizes[name.lower()] = VMSize(name, series, int(number), int(cores) if cores else known)
    return sizes


@functools.cache
def _numbers() -> dict[str, tuple[int, ...]]:
    """The numbers of every series, by the series in lower case, without the sizes with constrained cores."""
    return {series.lower(): tuple(int(each) for each in numbers if "-" not in each) for series, numbers in _rows()}


@functools.cache
def _by_plain_name() -> dict[str, VMSize]:
    return {plain(size.name): size for size in known_sizes().values()}


@functools.cache
def _by_letters() -> dict[tuple[str, str, str], list[VMSize]]:
    """The sizes by the letters, the number and the version in their names."""
    similar: dict[tuple[str, str, str], list[VMSize]] = {}
    for name, size in _by_plain_name().items():
        found = _PARTS.fullmatch(name)
        if found:
            similar.setdefault(_letters_of(found), []).append(size)
    return similar


def _letters_of(found: re.Match[str]) -> tuple[str, str, str]:
    before, number, after, version, last = found.groups()
    return "".join(sorted(f"{before}{after}{last or ''}")), number, version or ""


@functools.cache
def _retirements() -> dict[str, date]:
    """The dates of retirement by series, or by series and number."""
    dates: dict[str, date] = {}
    for day, text in RETIRED.items():
        for series, first, last in re.findall(r"(\S*#\S*)(?: (\d+)-(\d+))?", text):
            numbers = range(int(first), int(last) + 1) if first else ()
            dates.update(dict.fromkeys([f"{series} {number}" for number in numbers] or [series], day))
    return dates


def _rows() -> list[tuple[str, list[str]]]:
    rows = [row.split() for row in re.split(r";|\n", SERIES) if row.strip()]
    return [(series, numbers) for series, *numbers in rows]

"""The API versions of the Batch service that this library supports, the oldest first."""

__all__ = ["API_VERSIONS"]

API_VERSIONS: tuple[str, ...] = (
    "2015-12-01.2.2",
    "2016-02-01.3.0",
    "2016-07-01.3.1",
    "2017-01-01.4.0",
    "2017-05-01.5.0",
    "2017-06-01.5.1",
    "2017-09-01.6.0",
    "2018-03-01.6.1",
    "2018-08-01.7.0",
    "2018-12-01.8.0",
    "2019-06-01.9.0",
    "2019-08-01.10.0",
    "2020-03-01.11.0",
    "2020-09-01.12.0",
    "2021-06-01.14.0",
    "2022-01-01.15.0",
    "2022-10-01.16.0",
    "2023-05-01.17.0",
    "2023-11-01.18.0",
    "2024-02-01.19.0",
    "2024-07-01.20.0",
    "2025-06-01",
)
"""The values for ``serialize(api_version=...)``. ``Since`` and ``Until`` of an attribute or an enumeration value name the first
version with it and the first one without it; without them, all versions have it.

Before 2018-12-01.8.0 the service had members without an attribute here, such as ``blobSource`` and ``runElevated``. They are
kept and sent back like all unknown members.
"""

_DATE = 10  # characters of a date: 2024-07-01


def full_version(text: str) -> str:
    """Return the API version that a text names by its date alone, as ARM's versions do; any other text as it is."""
    found = [each for each in API_VERSIONS if each.startswith(f"{text}.")]
    return found[0] if len(text) == _DATE and len(found) == 1 else text

"""The names of the functions of Resource Manager, for hints at misspellings."""

from __future__ import annotations

from ...spelling import nearest

_NAMES = (
    *("array", "concat", "contains", "createArray", "empty", "first", "indexFromEnd", "indexOf", "intersection", "last"),
    *("lastIndexOf", "length", "max", "min", "range", "skip", "take", "tryGet", "tryIndexFromEnd", "union"),
    *("parseCidr", "cidrSubnet", "cidrHost", "coalesce", "equals", "less", "lessOrEquals", "greater", "greaterOrEquals"),
    *("dateTimeAdd", "dateTimeFromEpoch", "dateTimeToEpoch", "utcNow", "deployer", "deployment", "environment", "parameters"),
    *("variables", "fail", "filter", "groupBy", "map", "mapValues", "reduce", "sort", "toObject", "lambda", "lambdaVariables"),
    *("and", "bool", "false", "if", "not", "or", "true", "add", "copyIndex", "div", "float", "int", "mod", "mul", "sub"),
    *("createObject", "items", "json", "null", "objectKeys", "shallowMerge", "extensionResourceId", "getSecret", "listKeys"),
    *("listAccountSas", "listServiceSas", "listSecrets", "pickZones", "providers", "reference", "references", "resourceId"),
    *("subscriptionResourceId", "managementGroupResourceId", "tenantResourceId", "toLogicalZone", "toLogicalZones"),
    *("toPhysicalZone", "toPhysicalZones", "managementGroup", "resourceGroup", "subscription", "tenant", "base64"),
    *("base64ToJson", "base64ToString", "dataUri", "dataUriToString", "endsWith", "format", "guid", "join", "newGuid"),
    *("padLeft", "replace", "split", "startsWith", "string", "substring", "toLower", "toUpper", "trim", "uniqueString"),
    *("uri", "uriComponent", "uriComponentToString", "externalInput", "extension", "extensions"),
)

_KNOWN = {each.lower(): each for each in _NAMES}
_SHARE = 0.85  # of a misspelled name's letters that are right


def meant_function(name: str) -> str | None:
    """Return the function that a misspelled name means; None for a function, and for a name that isn't similar to any.

    Args:
        name: The name in lower case.
    """
    if name in _KNOWN or "." in name or name.startswith("list"):
        return None
    near = nearest(name, _KNOWN, _SHARE)
    return None if near is None else _KNOWN[near]

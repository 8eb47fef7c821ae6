"""The order of Hindi names: ICU's sort keys, stored and indexed."""

from __future__ import annotations

import icu

_COLLATOR = icu.Collator.createInstance(icu.Locale("hi"))


def sort_key(name: str) -> bytes:
    """Return the bytes by which a name stands in a Hindi register or dictionary."""
    return bytes(_COLLATOR.getSortKey(name))

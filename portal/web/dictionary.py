"""Compression dictionaries (RFC 9842): what the pages of a language have in common.

A browser that holds one gets each page as what is new in it: `Content-Encoding: dcz`. They are made
when the program starts, of files of the program alone; the same files give the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import threading
from functools import lru_cache

import zstandard
from flask import Flask

from portal.web.assets import Asset, Assets
from portal.web.dictionary_text import text_of
from portal.web.locale import LANGUAGES, language

LEVEL = 9
#: What each body in `dcz` begins with, before the hash of its dictionary.
MAGIC = bytes.fromhex("5e2a4d1820000000")
HEADERS = (("Use-As-Dictionary", 'match="/*"'),)


class Dictionary:
    """One dictionary, as browsers hold it; `available` is how a browser says that it does."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.digest = hashlib.sha256(raw).digest()
        self.available = f":{base64.b64encode(self.digest).decode()}:"
        self._lock = threading.Lock()
        self._prepared: zstandard.ZstdCompressionDict | None = None

    def compressed(self, body: bytes) -> bytes:
        """The body in `dcz`: magic bytes, hash, and one zstd frame against this dictionary."""
        # a compressor may not be shared by threads, what is prepared may
        packer = zstandard.ZstdCompressor(level=LEVEL, dict_data=self._ready())
        return MAGIC + self.digest + packer.compress(body)

    def _ready(self) -> zstandard.ZstdCompressionDict:
        with self._lock:
            if self._prepared is None:
                found = zstandard.ZstdCompressionDict(
                    self.raw, dict_type=zstandard.DICT_TYPE_RAWCONTENT
                )
                found.precompute_compress(level=LEVEL)
                self._prepared = found
            return self._prepared


class Dictionaries:
    """One dictionary for each language, and the addresses they are served at."""

    def __init__(self, assets: Assets) -> None:
        self._by_available: dict[str, Dictionary] = {}
        self._by_language: dict[str, Dictionary] = {}
        self._urls: dict[str, str] = {}
        known = (("inline_css", str(assets.inline_css)), ("net.js", assets.url("net.js")))
        for one in LANGUAGES:
            made = _made(one, known)
            asset = Asset.of(f"d-{one}.txt", made.raw, "text/plain", HEADERS)
            assets.add(f"d-{one}.txt", asset)
            self._by_available[made.available] = self._by_language[one] = made
            self._urls[one] = asset.url

    def held(self, available: str) -> Dictionary | None:
        """The dictionary of an `Available-Dictionary`; None for one that isn't ours, or not now."""
        return self._by_available.get(available.strip())

    def named(self, language: str) -> Dictionary:
        """The dictionary of a language; KeyError for one that pages don't speak."""
        return self._by_language[language]

    def url(self) -> str:
        """The address of the dictionary for this page's language."""
        return self._urls[language()]


@lru_cache(maxsize=8)
def _made(language: str, known: tuple[tuple[str, str], ...]) -> Dictionary:
    return Dictionary(text_of(language, {"language": language, **dict(known)}).encode())


def init_app(app: Flask) -> None:
    """Make the dictionaries, and give templates `dictionary_url()`. Needs `assets.init_app`."""
    found = Dictionaries(app.extensions["rokad_assets"])
    app.extensions["rokad_dictionaries"] = found
    app.add_template_global(found.url, "dictionary_url")

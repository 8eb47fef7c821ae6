"""Measure and print: python -m bench [posting] [pages] [weights] [proof] [demo] [lookup] [orders]
    [eligibility] [services] [reports] [day] [--full] [--names DIR]

Without names, everything, within fifteen minutes. The tables also go to var/bench.md.
"""

from __future__ import annotations

import argparse
import sys
import time
from importlib import import_module

from bench.table import machine
from portal.settings import ROOT

SECTIONS = (
    "posting", "pages", "weights", "proof", "demo", "lookup", "orders", "eligibility", "services",
    "reports", "day",
)  # fmt: skip


def main() -> None:
    """Run the sections asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("sections", nargs="*", help=", ".join(SECTIONS))
    parser.add_argument(
        "--full",
        action="store_true",
        help="more of it: see figures.md",
    )
    parser.add_argument("--names", metavar="DIR", help="a folder of names to search for")
    asked = parser.parse_args()
    if unknown := set(asked.sections) - set(SECTIONS):
        parser.error(f"there is no section {', '.join(sorted(unknown))}")
    began = time.monotonic()
    found = [f"# Bench\n\n`{' '.join(['python -m bench', *sys.argv[1:]])}`\n\n{machine()}\n"]
    print(found[0])
    for name in asked.sections or SECTIONS:
        section = import_module(f"bench.{name}")
        options = {"is_full": asked.full} if name in {"proof", "lookup", "orders"} else {}
        if name == "lookup":
            options["names_dir"] = asked.names
        for table in section.tables(**options):
            found.append(table.text())
            print(found[-1], flush=True)
    found.append(f"The run took {time.monotonic() - began:.0f} s.\n")
    print(found[-1])
    (ROOT / "var").mkdir(exist_ok=True)
    (ROOT / "var/bench.md").write_text("\n".join(found), encoding="utf-8")


if __name__ == "__main__":
    main()

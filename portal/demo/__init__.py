"""The demo: made-up societies at believable work, for showing, testing and measuring."""

from portal.demo.build import (
    DemoOptions,
    DemoSummary,
    KeysRememberAnother,
    build_demo,
    has_demo,
)
from portal.demo.speed import measure_build
from portal.demo.staff import PASSWORD, signins

__all__ = [
    "PASSWORD",
    "DemoOptions",
    "DemoSummary",
    "KeysRememberAnother",
    "build_demo",
    "has_demo",
    "measure_build",
    "signins",
]

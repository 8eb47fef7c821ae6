"""A QR code as a drawing within the page: no second request, no style attribute."""

from __future__ import annotations

import segno
from markupsafe import Markup


def qr_svg(text: str, scale: int = 3) -> Markup:
    """Draw a text as an inline SVG with its quiet zone; ``scale`` pixels a module."""
    code = segno.make(text, error="m", micro=False, boost_error=False)
    drawing = code.svg_inline(scale=scale, border=4, svgclass=None, lineclass=None)
    return Markup(drawing)  # noqa: S704 - drawn by the library, the text is only its pattern


def qr_filling(text: str) -> Markup:
    """Draw a text as an inline SVG that the stylesheet gives its size; two modules stay quiet
    around it, the paper does the rest."""
    code = segno.make(text, error="m", micro=False, boost_error=False)
    drawing = code.svg_inline(border=2, svgclass=None, lineclass=None, omitsize=True)
    return Markup(drawing)  # noqa: S704 - drawn by the library, the text is only its pattern

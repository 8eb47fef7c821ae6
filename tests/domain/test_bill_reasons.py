"""What a code of the network means at the counter."""

from __future__ import annotations

import pytest

from portal.domain.bill_reasons import Again, advice


@pytest.mark.parametrize(
    ("code", "text", "again"),
    [
        ("BFR001", "", Again.NEVER),
        ("BFR004", "", Again.NEVER),
        ("BFR008", "", Again.LATER),
        ("BRR005", "", Again.LATER),
        ("duplicate-ref-id", "", Again.WAIT),
        ("internal-server-error", "", Again.WAIT),
        ("E211", "", Again.REFETCH),
        ("VE010", "", Again.NEVER),
        ("ERR007", "Insufficient Funds in account", Again.LATER),
        ("ERR009", "Customer not found", Again.NEVER),
        ("ERR002", "Service unavailable", Again.LATER),
        ("BPR017", "What nobody wrote down", Again.DEPENDS),
        ("", "", Again.DEPENDS),
    ],
)
def test_a_code_says_whether_to_try_again(code: str, text: str, again: Again) -> None:
    found = advice(code, text)
    assert found.again is again
    assert found.message

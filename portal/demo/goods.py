"""What is sold and done at the counters of each region and season, with usual prices in paise."""

from __future__ import annotations

from typing import NamedTuple


class Ware(NamedTuple):
    """Something sold by the piece: its unit, its price in paise, and how much people take."""

    name: str
    unit: str
    price: int
    least: int
    most: int


class Work(NamedTuple):
    """A small service for a fee, in rupees to choose from."""

    name: str
    rupees: tuple[int, ...]


def season_of(month: int) -> str:
    """Say which farming season a month is in: rabi, kharif or lean."""
    if month in (10, 11, 12, 1):
        return "rabi"
    return "kharif" if month in (6, 7, 8, 9) else "lean"


UREA = Ware("यूरिया", "बोरी", 266_50, 2, 8)
DAP = Ware("डीएपी", "बोरी", 1_350_00, 1, 4)
NPK = Ware("एनपीके 12:32:16", "बोरी", 1_720_00, 1, 3)
SUPER = Ware("सुपर फास्फेट", "बोरी", 465_00, 1, 5)
POTASH = Ware("पोटाश", "बोरी", 1_535_00, 1, 2)
FERTILISERS = {
    "rabi": (UREA, UREA, UREA, DAP, DAP, NPK, SUPER),
    "kharif": (UREA, UREA, DAP, SUPER, SUPER, POTASH, NPK),
    "lean": (UREA, UREA, SUPER),
}
SEEDS = {
    ("MP", "rabi"): (
        Ware("गेहूं बीज जीडब्ल्यू-322", "बोरी", 1_640_00, 1, 3),
        Ware("चना बीज आरवीजी-202", "बोरी", 2_490_00, 1, 2),
    ),
    ("MP", "kharif"): (
        Ware("सोयाबीन बीज जेएस-9560", "बोरी", 2_610_00, 1, 3),
        Ware("बीटी कपास बीज", "पैकेट", 901_00, 1, 5),
        Ware("मक्का बीज", "थैली", 1_180_00, 1, 2),
    ),
    ("MP", "lean"): (Ware("मूंग बीज", "थैली", 960_00, 1, 2),),
    ("BR", "rabi"): (
        Ware("गेहूं बीज एचडी-2967", "बोरी", 1_520_00, 1, 3),
        Ware("मसूर बीज", "थैली", 740_00, 1, 2),
    ),
    ("BR", "kharif"): (
        Ware("धान बीज एमटीयू-7029", "थैली", 430_00, 1, 4),
        Ware("अरहर बीज", "थैली", 390_00, 1, 2),
    ),
    ("BR", "lean"): (Ware("मूंग बीज", "थैली", 610_00, 1, 2),),
    ("UK", "rabi"): (
        Ware("गेहूं बीज वीएल-953", "थैली", 820_00, 1, 2),
        Ware("मटर बीज", "थैली", 450_00, 1, 2),
    ),
    ("UK", "kharif"): (
        Ware("धान बीज पंत-12", "थैली", 460_00, 1, 2),
        Ware("मंडुआ बीज", "थैली", 210_00, 1, 2),
    ),
    ("UK", "lean"): (Ware("सब्जी बीज", "पैकेट", 60_00, 2, 6),),
}
PESTICIDES = (
    Ware("इमिडाक्लोप्रिड 100 मिली", "शीशी", 160_00, 1, 3),
    Ware("क्लोरोपायरीफॉस 1 लीटर", "बोतल", 420_00, 1, 2),
    Ware("पेंडीमेथालिन 1 लीटर", "बोतल", 540_00, 1, 2),
    Ware("मैन्कोजेब 1 किलो", "पैकेट", 430_00, 1, 2),
    Ware("नीम तेल 1 लीटर", "बोतल", 350_00, 1, 2),
)
RATIONS = {
    "MP": (Ware("नमक", "किलो", 1_00, 30, 95), Ware("चीनी", "किलो", 20_00, 6, 24)),
    "UK": (Ware("गेहूं", "किलो", 8_60, 40, 140), Ware("चावल", "किलो", 11_00, 30, 120)),
    "BR": (),
}
CONSUMER_GOODS = (
    Ware("साबुन", "नग", 35_00, 1, 6),
    Ware("सरसों तेल 1 लीटर", "नग", 165_00, 1, 3),
    Ware("चाय पत्ती 250 ग्राम", "नग", 110_00, 1, 2),
    Ware("टॉर्च", "नग", 180_00, 1, 1),
    Ware("तिरपाल", "नग", 850_00, 1, 1),
)
MACHINES = (
    Ware("रोटावेटर", "घंटा", 700_00, 1, 4),
    Ware("थ्रेशर", "घंटा", 600_00, 1, 4),
    Ware("सीड ड्रिल", "घंटा", 650_00, 1, 3),
)
WORKS = (
    Work("फोटोकॉपी", (4, 6, 8, 10, 12, 20)),
    Work("आधार-बैंक लिंक की स्थिति देखी, प्रिंट", (10, 20)),
    Work("पीएम किसान ई-केवाईसी", (30,)),
    Work("आयुष्मान कार्ड प्रिंट", (30, 50)),
    Work("पासबुक फोटोकॉपी और फार्म", (20, 25)),
    Work("फसल बीमा फार्म भरा", (30, 40)),
    Work("रंगीन प्रिंट और लेमिनेशन", (30, 40, 60)),
    Work("पेंशन फार्म भरा, दो प्रिंट", (40,)),
    Work("पैन कार्ड आवेदन", (120,)),
)
LOCAL_WORKS = {
    "MP": (
        Work("समग्र ई-केवाईसी", (30,)),
        Work("खसरा और बी-1 की नकल", (30, 45, 60)),
        Work("किसान रजिस्ट्री (फार्मर आईडी)", (40,)),
    ),
    "BR": (
        Work("एलपीसी आवेदन", (50,)),
        Work("जाति और आवासीय प्रमाण पत्र आवेदन", (60,)),
        Work("जमाबंदी का प्रिंट", (20, 30)),
    ),
    "UK": (
        Work("परिवार रजिस्टर की नकल", (30,)),
        Work("स्थायी निवास आवेदन", (50,)),
        Work("खतौनी का प्रिंट", (30, 40)),
    ),
}
BANKS = ("भारतीय स्टेट बैंक", "बैंक ऑफ इंडिया", "ग्रामीण बैंक", "पंजाब नेशनल बैंक")
WHOLESALERS = {
    "MP": "राज्य सहकारी विपणन संघ, खरगोन",
    "BR": "बिस्कोमान, बांका",
    "UK": "सहकारी विपणन संघ, अल्मोड़ा",
}
OFFICE_EXPENSES = (
    (4310, "प्रिंटर टोनर भराई", (350, 380, 420)),
    (4310, "कंप्यूटर की सफाई और कीबोर्ड", (450, 650)),
    (4319, "अंगूठा मशीन की केबल", (180, 220)),
    (4319, "काउंटर के लिए बैटरी पानी", (120, 160)),
    (4316, "संचालक मंडल बैठक, दरी और कुर्सी", (300, 500)),
)
#: How often each task comes up among a day's entries, by season.
TASK_WEIGHTS = {
    "rabi": {
        "cash_deposit_savings": 11, "cash_withdraw_savings": 7, "rd_instalment": 4,
        "share_receipt": 2, "kcc_repay": 5, "member_visit": 3,
        "csc_service_fee": 30, "fert_sale_cash": 22, "agri_sale_cash": 6, "seed_sale_cash": 9,
        "pesticide_sale_cash": 3, "pds_sale": 7, "consumer_sale": 3, "kcc_interest": 5,
        "aeps_withdraw": 8, "aeps_deposit": 2, "carriage_labour": 3, "stationery_paid": 2,
        "gunny_sale": 1, "machine_hire": 4, "membership_fees": 2, "misc_income": 1,
        "travel_expense": 2, "office_expense": 1, "repairs_paid": 1,
    },
    "kharif": {
        "cash_deposit_savings": 9, "cash_withdraw_savings": 9, "rd_instalment": 4,
        "share_receipt": 2, "kcc_repay": 3, "member_visit": 3,
        "csc_service_fee": 30, "fert_sale_cash": 18, "agri_sale_cash": 7, "seed_sale_cash": 10,
        "pesticide_sale_cash": 8, "pds_sale": 7, "consumer_sale": 3, "kcc_interest": 2,
        "aeps_withdraw": 8, "aeps_deposit": 2, "carriage_labour": 3, "stationery_paid": 2,
        "gunny_sale": 1, "machine_hire": 3, "membership_fees": 3, "misc_income": 1,
        "travel_expense": 2, "office_expense": 1, "repairs_paid": 1,
    },
    "lean": {
        "cash_deposit_savings": 10, "cash_withdraw_savings": 7, "rd_instalment": 4,
        "share_receipt": 2, "kcc_repay": 12, "member_visit": 3,
        "csc_service_fee": 34, "fert_sale_cash": 6, "seed_sale_cash": 2,
        "pesticide_sale_cash": 2, "pds_sale": 8, "consumer_sale": 4, "kcc_interest": 16,
        "aeps_withdraw": 10, "aeps_deposit": 2,
        "carriage_labour": 1, "stationery_paid": 2, "gunny_sale": 5, "machine_hire": 4,
        "membership_fees": 2, "misc_income": 2, "travel_expense": 2, "office_expense": 2,
        "repairs_paid": 1,
    },
}  # fmt: skip
#: These come at most once a day.
ONCE_A_DAY = frozenset({
    "pds_sale", "carriage_labour", "stationery_paid", "travel_expense", "office_expense",
    "repairs_paid", "gunny_sale", "misc_income",
})  # fmt: skip

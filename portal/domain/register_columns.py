"""The columns of the files that are read in, and the many names people give them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.domain.refusals import N_
from portal.domain.text import clean, search_key

KINDS = ("members", "accounts", "days")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key (always accepted as its name), its titles, and names seen in the wild.

    ``hint`` is a message id that says what belongs in it, ``example`` one cell of a template.
    """

    key: str
    title_hi: str
    title_en: str
    hint: str
    example: str
    aliases: tuple[str, ...] = ()
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Matched:
    """Which column stands where. ``unknown`` and ``repeated`` are titles as sent."""

    at: dict[str, int]
    unknown: tuple[str, ...]
    repeated: tuple[str, ...]
    missing: tuple[Column, ...]


def _column(
    key: str, titles: str, hint: str, example: str = "", *aliases: str, is_required: bool = False
) -> Column:
    title_hi, title_en = titles.split("|")
    return Column(key, title_hi, title_en, hint, example, aliases, is_required)


_MEMBER_NO = _column(
    "member_no", "सदस्य संख्या|Member number",
    N_("Digits, letters and dashes, at most 12; each number once."), "101",
    "सदस्य क्रमांक", "सदस्यता क्रमांक", "सदस्यता संख्या", "सदस्य नंबर", "सदस्य नं", "सदस्य सं",
    "सदस्य कोड", "member no", "membership no", "membership number", "member id", "member code",
    "mem no", "memno", "memberno", is_required=True,
)  # fmt: skip
_ON = N_("Day, month and year: 15-08-2019.")
_RUPEES = N_("Rupees, without a minus sign; empty is nothing.")
_PAISE = N_("Whole paise: 50000 is five hundred rupees.")

_MEMBERS = (
    _MEMBER_NO,
    _column("name_hi", "नाम (हिन्दी)|Name in Hindi", N_("In Hindi letters (Unicode)."),
            "सुनीता देवी",
            "नाम", "सदस्य का नाम", "नाम हिंदी", "नाम हिंदी में", "किसान का नाम", "name",
            "name hindi",
            "hindi name", "member name", "farmer name", "name of member", is_required=True),
    _column("name_en", "नाम (अंग्रेज़ी)|Name in English",
            N_("As on the Aadhaar card or passbook, in English letters."), "Sunita Devi",
            "english name", "name english", "अंग्रेजी नाम", "नाम अंग्रेजी में", "नाम रोमन",
            "roman name",
            "आधार के अनुसार नाम", "name as per aadhaar", "name as per aadhar"),
    _column("guardian_hi", "पिता/पति का नाम|Father or husband",
            N_("Name of father, husband or mother, in Hindi letters."), "रमेश यादव",
            "पिता का नाम", "पति का नाम", "पिता पति", "पिता", "पति", "अभिभावक", "अभिभावक का नाम",
            "guardian", "guardian name", "father", "father name", "fathers name", "father s name",
            "husband name", "father husband", "father husband name", "father s husband s name"),
    _column("relation", "संबंध|Relation",
            N_("What the named one is: father, husband, mother or guardian."), "पति", "रिश्ता",
            "नाता", "relationship", "s o w o d o", "relation type"),
    _column("village_hi", "गाँव|Village", N_("In Hindi letters (Unicode)."), "रामपुर",
            "ग्राम", "ग्राम का नाम", "गाँव का नाम", "मौजा", "village", "village name", "gram",
            "पता",
            "address"),
    _column("mobile", "मोबाइल|Mobile", N_("Ten digits, beginning with 6 to 9."), "9876543210",
            "मोबाइल नंबर", "मोबाइल नं", "मोबाइल संख्या", "मो नं", "फोन", "फोन नंबर", "दूरभाष",
            "mobile no", "mobile number", "phone", "phone no", "contact no", "contact number"),
    _column("aadhaar_last4", "आधार के अंतिम चार अंक|Last four digits of Aadhaar",
            N_("Only the last four digits; never the whole number."), "4321",
            "आधार अंतिम 4", "आधार अंतिम चार", "आधार के अंतिम 4 अंक", "आधार", "आधार संख्या",
            "आधार नंबर",
            "आधार नं", "aadhaar", "aadhar", "aadhaar no", "aadhar no", "aadhaar number",
            "aadhar number", "uid", "uid no", "aadhar last 4", "aadhaar last 4", "aadhar last4"),
    _column("share_paise", "अंश राशि (पैसे)|Share money in paise", _PAISE, "",
            "अंश पैसे", "share amount paise"),
    _column("share_rupees", "अंश राशि (रुपये)|Share money in rupees", _RUPEES, "500",
            "अंश राशि", "अंश पूंजी", "अंशपूंजी", "अंश", "हिस्सा राशि", "शेयर", "शेयर राशि", "share",
            "share amount", "share capital", "share money", "shares", "share rs"),
    _column("savings_rupees", "बचत राशि (रुपये)|Savings in rupees", _RUPEES, "",
            "बचत", "बचत राशि", "बचत जमा", "savings", "saving", "savings amount", "deposit"),
    _column("known_as", "प्रचलित नाम|Known as", N_("Another name the person is called by."), "",
            "उपनाम", "उर्फ", "पुकार नाम", "alias", "nick name", "nickname"),
    _column("sex", "लिंग|Sex", N_("Woman, man or other."), "महिला", "gender", "स्त्री पुरुष"),
    _column("birth_on", "जन्म तिथि|Date of birth",
            N_("Day, month and year: 15-08-1980, or the year alone."), "15-08-1980",
            "जन्म दिनांक", "जन्मतिथि", "जन्म वर्ष", "dob", "birth date", "year of birth"),
    _column("category", "वर्ग|Category", N_("General, OBC, SC, ST or minority."), "",
            "जाति वर्ग", "श्रेणी", "सामाजिक वर्ग", "caste category", "social category", "caste"),
    _column("member_class", "सदस्य प्रकार|Kind of member", N_("Regular, nominal or associate."),
            "साधारण", "सदस्यता का प्रकार", "सदस्यता प्रकार", "member class", "member type",
            "membership type"),
    _column("joined_on", "सदस्यता दिनांक|Member since", _ON, "01-04-2019",
            "सदस्यता तिथि", "प्रवेश दिनांक", "प्रवेश तिथि", "joined", "joining date",
            "date of joining",
            "membership date", "date of membership", "admission date"),
    _column("resolution_no", "प्रस्ताव संख्या|Resolution number",
            N_("Number of the committee's resolution."), "", "प्रस्ताव क्रमांक", "प्रस्ताव नं",
            "resolution", "resolution no"),
    _column("land_ha", "भूमि (हेक्टेयर)|Land in hectares", N_("Hectares, like 1.25."), "",
            "भूमि", "रकबा", "रकबा हेक्टेयर", "जमीन", "land", "land hectare", "land area",
            "area ha"),
    _column("land_acre", "भूमि (एकड़)|Land in acres", N_("Acres, like 2.5."), "",
            "रकबा एकड़", "जमीन एकड़", "land acres", "acre", "acres"),
    _column("farmer_type", "किसान प्रकार|Kind of farmer",
            N_("Marginal, small, large, tenant, labourer, artisan or other."), "",
            "कृषक प्रकार", "किसान का प्रकार", "farmer category", "type of farmer"),
    _column("nominee", "नामिती|Nominee", N_("Who receives the money after death."), "",
            "नॉमिनी", "नॉमिनी का नाम", "नामांकित", "नामिती का नाम", "nominee name"),
    _column("nominee_relation", "नामिती से संबंध|Relation of the nominee",
            N_("What the nominee is to the member, like son or wife."), "",
            "नॉमिनी से संबंध", "नॉमिनी संबंध", "nominee relationship", "relation with nominee"),
    _column("status", "स्थिति|Status", N_("Active, ceased or deceased; empty is active."), "सक्रिय",
            "सदस्यता की स्थिति", "member status"),
)  # fmt: skip

_ACCOUNTS = (
    _MEMBER_NO,
    _column("kind", "खाता प्रकार|Kind of account",
            N_("Savings, fixed, recurring, daily, thrift, group, matured or loan."), "बचत",
            "खाते का प्रकार", "account kind", "account type", "type", is_required=True),
    _column("account_no", "खाता संख्या|Account number",
            N_("Digits, letters and dashes, at most 20; each number once."), "SB-101",
            "खाता क्रमांक", "खाता नंबर", "खाता नं", "account", "account no", "a c no", "ac no",
            is_required=True),
    _column("head", "मद|Head", N_("For loans: the code of the loan's head, like 2411."), "",
            "मद कोड", "head code", "खाता मद"),
    _column("opened_on", "खाता खोलने की तिथि|Opened on", _ON, "01-04-2019",
            "खोलने की तिथि", "खुलने की तिथि", "ऋण तिथि", "ऋण दिनांक", "opening date",
            "date of opening",
            "loan date", is_required=True),
    _column("balance_rupees", "शेष (रुपये)|Balance in rupees", _RUPEES, "2500",
            "शेष", "शेष राशि", "बकाया", "बकाया राशि", "balance", "closing balance", "outstanding"),
    _column("balance_paise", "शेष (पैसे)|Balance in paise", _PAISE, ""),
    _column("amount_rupees", "राशि (रुपये)|Amount in rupees",
            N_("Instalment, fixed deposit or sanctioned loan, in rupees."), "",
            "किस्त", "instalment", "installment", "स्वीकृत राशि", "जमा राशि", "sanctioned amount",
            "loan amount", "instalment rupees", "amount"),
    _column("rate", "ब्याज दर (%)|Interest rate (%)", N_("Per cent a year, like 7.5."), "",
            "ब्याज दर", "दर", "ब्याज प्रतिशत", "interest rate", "rate of interest", "roi"),
    _column("months", "अवधि (माह)|Term in months", N_("Whole months."), "",
            "अवधि", "माह", "term", "period"),
    _column("due_on", "देय तिथि|Due on", _ON, "", "परिपक्वता तिथि", "परिपक्वता दिनांक", "due date",
            "maturity date", "अंतिम तिथि"),
    _column("season", "मौसम|Season", N_("Crop season of a crop loan, like kharif 2025."), "",
            "फसल", "सीजन", "crop season"),
)  # fmt: skip

_DAYS = (
    _column("day", "दिनांक|Day", _ON, "15-04-2019", "तिथि", "तारीख", "date", "voucher date",
            is_required=True),
    _column("slip_no", "वाउचर संख्या|Slip number",
            N_("The number on the old voucher, at most 20 signs."), "1", "वाउचर नं", "वाउचर नंबर",
            "पर्ची संख्या", "पर्ची नं",
            "voucher no", "slip", "v no", "vr no"),
    _column("task", "काम|Task",
            N_("Code or short code of the task; or fill both heads instead."), "51", "काम कोड",
            "task code", "work"),
    _column("debit_head", "नामे मद|Debit head", N_("Code of the head that is debited."), "",
            "नामे", "debit", "dr head", "dr"),
    _column("credit_head", "जमा मद|Credit head", N_("Code of the head that is credited."), "",
            "जमा", "credit", "cr head", "cr"),
    _column("amount", "राशि (रुपये)|Amount in rupees", N_("Rupees, above nothing."), "250",
            "राशि", "रकम", "amount rs", "amount rupees", "rupees", is_required=True),
    _column("mode", "भुगतान माध्यम|Mode", N_("Cash, cheque, UPI or transfer; empty is cash."),
            "नकद",
            "माध्यम", "payment mode"),
    _column("party", "पक्षकार|Party", N_("Who gave or received the money."), "", "किससे किसको",
            "नाम",
            "name", "received from", "paid to"),
    _column("member_no", "सदस्य संख्या|Member number",
            N_("The number of a member of the register."), "", *_MEMBER_NO.aliases),
    _column("narration", "विवरण|Narration", N_("What the money was for."), "स्टेशनरी",
            "कैफियत", "particulars", "details", "description", "remark", "remarks"),
)  # fmt: skip

COLUMNS: dict[str, tuple[Column, ...]] = dict(zip(KINDS, (_MEMBERS, _ACCOUNTS, _DAYS), strict=True))

FOUND_TITLES = ("जाँच में मिला", "Found in the check")
SUGGESTION_TITLES = ("सुझाव", "Suggestion")
"""Columns that a report adds to the sender's rows, so that it can be mended and sent again."""

_NOT_OFFERED = frozenset({"share_paise", "balance_paise", "land_acre"})

# Columns that every list has and no register needs.
_PASSED_OVER = frozenset(map(search_key, (
    "क्र", "क्र सं", "क्रम", "क्रम संख्या", "क्रमांक", "क्र संख्या", "s no", "sno", "sr no", "srno",
    "sl no", "slno", "serial", "serial no", "s n", "sn", "#", *FOUND_TITLES, *SUGGESTION_TITLES,
)))  # fmt: skip


def _names_of(column: Column) -> set[str]:
    words = (column.key, column.title_hi, column.title_en, *column.aliases)
    return {search_key(word) for word in words}


_BY_NAME = {
    kind: {name: column.key for column in columns for name in _names_of(column)}
    for kind, columns in COLUMNS.items()
}


def key_of(kind: str, title: str) -> str:
    """The column of this kind of file that a title means, or '' for none.

    Letter case, punctuation and the usual differences of Hindi spelling don't matter.
    """
    return _BY_NAME[kind].get(search_key(title), "")


def known_titles(kind: str, cells: Sequence[str]) -> int:
    """How many different columns a row would name if it were the header."""
    return len({key_of(kind, cell) for cell in cells if cell} - {""})


def matched(kind: str, header: Sequence[str]) -> Matched:
    """Say which column stands where; of two of one kind the first counts."""
    at: dict[str, int] = {}
    unknown, repeated = [], []
    for place, title in enumerate(header):
        key = key_of(kind, title)
        if key in at:
            repeated.append(clean(title))
        elif key:
            at[key] = place
        elif clean(title) and search_key(title) not in _PASSED_OVER:
            unknown.append(clean(title))
    missing = tuple(one for one in COLUMNS[kind] if one.is_required and one.key not in at)
    return Matched(at, tuple(unknown), tuple(repeated), missing)


def offered(kind: str) -> list[Column]:
    """The columns of a template: one way of writing each thing."""
    return [column for column in COLUMNS[kind] if column.key not in _NOT_OFFERED]


def titles_of(kind: str, in_hindi: bool) -> dict[str, str]:
    """The title of each column in Hindi or English, by its key."""
    return {one.key: one.title_hi if in_hindi else one.title_en for one in COLUMNS[kind]}


def is_example(at: dict[str, int], examples: dict[str, str], cells: Sequence[str]) -> bool:
    """Whether a row is the template's example, left standing."""
    return all(
        (clean(cells[place]) if place < len(cells) else "") == examples[key]
        for key, place in at.items()
    )

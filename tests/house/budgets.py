"""What an answer may weigh (bytes of its body as brotli sends it) and cost (SQL statements).

An answer not named here falls under the defaults. Raising a figure is a decision, not a repair.
"""

from __future__ import annotations

PAGE = 2_500
BARE = 1_900
SAVED = 900
HEADERS = 600
CLEARING = 60  # when somebody signs out: what the computer forgets
BEHALF = 110  # the strip above each page while somebody works on another's behalf
COOKIE = 80  # once, when a session or a language begins
PRACTICE = 500  # the strip of practice, and its society in each link and form
PRACTICE_STATEMENTS = 1  # which society is practised in
SIGN_IN_WITH_EVERYTHING = 4_000

# The same pages for a browser that holds the dictionary of its language.
WITH_DICTIONARY = 400
BOOK_WITH_DICTIONARY = 1_800
SAVED_WITH_DICTIONARY = 300
SEARCH_WITH_DICTIONARY = 700
# A bill and a visit tell more of the customer's own than other pages do.
BILL_WITH_DICTIONARY = 500

# Whole pages by endpoint where the longest of them (all 60 heads or tasks, six free lines, every
# field with its error) weighs more than the rest; test_weights.py holds the common ones to PAGE.
PAGES = {
    "home.home": 2_650,  # a late day, all that waits or alarms; test_weights.py holds it to PAGE
    "aeps.wrong_form": 2_550,  # the same, filled in
    "aeps.new_form": 2_600,  # eight fields and three answers in words
    "aeps.new": 2_750,  # and each with its error
    "aeps.wrong": 2_700,
    "surprise_counts.count": 2_650,  # eleven kinds of money, who stands by, and what is wrong
    "tills.settle": 2_600,  # with an error at its field
    "charge.one": 3_300,  # all that changes hands, up to eighty lines of things on one list
    "charge.sign": 3_400,
    "charge.paper": 3_300,
    "charge_forms.things_form": 3_300,  # a line for each stamp, book, device and paper
    "charge_forms.write": 3_500,
    "charge_forms.take_form": 3_300,  # a tick and a line for each thing
    "charge_forms.take": 3_500,
    "books.cash_book": 4_500,
    "books.day_book": 4_500,
    "books.ledger": 4_500,
    "wallet_payments.payments": 2_900,  # twenty heads to choose from and the latest payments
    "wallet_payments.begin": 3_000,
    "wallet_payments.payment": 3_900,  # with the sealed message to the CSC, which no one can press
    "books.trial_balance": 5_500,  # every head of the books in six columns
    "paper.voucher": 1_500,
    "receipts.visit": 3_000,  # eight bills; tests/views hold one bill to 1,500
    "receipts.aeps": 1_500,
    "receipt_check.look": 1_200,
    "receipt_check.ask": 1_200,
    "status.status": 1_500,  # with papers to bring and where to ask
    "member_record.edit_form": 3_050,  # nominees, papers and the words of consent
    "member_record.edit": 3_200,
    "member_record.new": 2_800,
    "member_record.new_form": 2_600,  # all of a person, with the words of consent
    "members.search": 2_700,  # with the four who came lately and eight by name
    "customers.new_form": 2_700,  # with what may be asked for the reports
    "customers.new": 2_950,  # and each with its error
    "customers.about": 2_650,
    "register_book.book": 4_500,  # on paper; on the screen it is a list like others
    "membership.death_form": 2_700,
    "membership.death": 2_900,
    "accounts.open_form": 2_800,  # eleven kinds of loan to choose from
    "accounts.open_account": 3_000,
    "accounts.close": 2_700,
    "entry.entry_form": 3_000,  # nine amounts of a member's visit
    "entry.enter": 3_200,  # nine amounts of a member's visit, each with its error
    "entry.tasks": 4_300,  # all 80 tasks, those of members among them
    "corrections.correct_form": 4_000,
    "corrections.correct": 4_000,
    "member_page.member": 3_000,  # what the villager asks for, ten entries and a dozen accounts
    "member_page.slip": 1_500,
    "passbook.passbook": 2_000,  # a leaf or two; a passbook of five pages is printed anew rarely
    "passbook.account": 4_500,  # a statement's page of fifty lines, as a book's
    "passbook.shares": 4_500,
    "registers.shares": 5_000,  # fifty members and their shares
    "registers.deposits": 5_000,
    "registers.loans": 5_000,
    "registers.confirmations": 6_000,  # a paper: fifty slips to be cut apart
    "visits.visit": 3_100,  # with the picture of a UPI payment; tests/views hold a basket lower
    "visits.pay": 3_300,
    "visits.take_out": 2_700,
    "visit_fees.add_fee": 2_600,  # with an error at its field and what was typed
    "looks.log": 4_000,
    "fee_returns.came_back": 2_700,  # with an error at its field and what was typed
    "remittances.send_on": 2_700,
    "reports.services": 4_500,  # twenty services and as many places; on paper all of them
    "reports.people": 2_800,  # 26 kinds of people, members and others
    "reports.pending": 4_500,
    "pensions.eligibility": 3_100,  # fourteen questions and what seventeen schemes make of them
    "rule_changes.change_form": 3_700,  # all conditions of a rule, in a state's office
    "rule_changes.propose": 4_600,  # five ways into a scheme, each with its errors
    "rule_changes.change": 3_000,  # a rule before and after, and for whom it makes a difference
    "rule_changes.decide": 3_000,
    "schemes.check": 2_650,  # for those signed in each scheme leads to an application
    "schemes.scheme": 2_550,  # a rule with its table of ages, for those signed in
    "bills.biller_form": 2_700,  # with the numbers that a household paid for last time
    "biller_menu.menu": 2_750,
    "bills.ask": 2_700,
    "orders.order": 2_600,  # a bill with early and late amounts, a fee, and an amount of one's own
    "orders.choose": 2_700,  # the bill, what stands against it, and why it is paid all the same
    "services.service": 2_600,  # one with several billers and papers
    "services.services": 2_700,  # with the ten used last; test_weights.py holds it to PAGE without
    "service_settings.one": 2_700,  # what was set before, beside both forms
    "service_settings.change": 2_900,
    "consents.new_form": 2_700,  # the words of consent, and once more to be read aloud
    "consents.new": 2_800,
    "consents.listed": 3_500,  # thirty people's answers
    "comparison.day": 3_500,  # up to twenty differences, each with what is to be done
    "comparison.days": 3_000,  # fourteen days with six counts each, and what is alarming
    "complaints.raise_it": 2_700,  # eight kinds to choose from, and what is wrong with the form
    "applications.listed": 2_700,  # ten people with what for and whose turn; a dozen in the demo
    "applications.one": 3_200,  # all about one: steps, money, answers, papers, whom to ask, history
    "application_begin.begin": 2_650,  # with errors at its fields and what was typed
    "application_begin.change_form": 2_600,  # filled in; tests/views hold empty ones to PAGE
    "application_begin.change": 2_900,  # nine fields, each with its error
    "application_papers.papers": 2_650,  # two dozen pictures above the form of one more
    "application_papers.add": 2_750,  # with an error at its field and what was ticked
    "behalf.begin": 2_800,  # the same once more, with the form that is kept meanwhile
    "attachments.papers": 2_600,  # a dozen pictures above the form of one more
    "attachments.attach": 2_750,  # with an error at its field and what was ticked
    "come_back.new": 2_600,  # with an error at its field and what was typed
    "counter.settings": 2_700,  # nine fields; seldom opened
    "counter.change": 2_900,
    "proposals.rules": 2_800,  # the limits that hold, each with its reason, and the form
    "proposals.set_rule": 3_000,
    "proposals.one": 2_600,  # tests/views hold a plain one to 2,350
    "proposals.decide": 2_700,
    "officer.the_round": 3_500,
    "order_watch.watch": 3_500,  # fifty payments of a district on its worst day
    "counter_register.register": 4_500,  # thirty lines and the sums; on paper all of the day
    "imports.job": 3_500,  # fifteen findings, each with its cell, reason and suggestion
    "imports.take": 3_500,
    "wallet_matching.compare": 4_500,  # both balances, and every difference with what to do
    "wallet_matching.line": 2_700,  # eight entries that it may be
    "wallet_matching.explain": 2_900,
    "reopenings.ask_form": 2_650,  # the kinds of entries of the day and the usual ones
    "rules.rules": 2_650,  # every scheme of a state with the source of its rule
    "outage_slips.draw": 2_550,  # names the slips that are missing
    "outage_slips.settle": 2_550,
    "wallet_payments.change": 2_550,  # what happened to the payment, step by step
    "reopenings.decide": 2_700,  # all of the request again, with the error
    "reopenings.one_request": 3_500,  # with every entry that came
    "reopenings.ask": 3_000,  # with the kinds of entries that were sought
    "statements.statement": 4_500,  # forty lines of a statement
    "statements.send": 3_500,  # fifteen lines that can't be read, each with its reason
    "pensioner_record.new_form": 2_950,  # thirteen fields, with every pension of the state
    "pensioner_record.new": 3_250,
    "pensioner_record.edit_form": 2_950,
    "pensioner_record.edit": 3_250,
    "pension_payments.pay": 2_600,  # a year of months, and what stands against it
    "life_certificates.record": 2_750,  # all there is of a certificate, and what is wrong with it
    "pension_complaints.begin": 2_750,
    "pension_complaints.one": 2_800,  # the trail, and what was heard now
    "pension_complaints.follow": 3_000,
    "pension_payments.month_register": 4_500,  # twenty lines; on paper all of the month
    "pensioner_calls.on_paper": 4_500,
    "pensioner_calls.calls": 3_000,  # thirty villages
    "pensioners.register": 2_750,  # ten people, and what waits to be done
    "pension_complaints.begin_form": 2_650,
    "pensioners.one": 2_800,  # with certificates, payments and what was done
    "grid.sheet_form": 3_000,  # twenty lines of five fields, and the codes
    "grid.send_sheet": 3_900,  # each line in words, and all that was typed; twenty names or errors
    "day.close": 3_000,
    "day.close_form": 3_000,  # ten pieces of work that are still open at the counter
    "officer.day": 2_900,
    "officer.decide": 2_900,
    "opening_balances.form_page": 6_500,
    "opening_balances.enter": 6_500,
    "free_voucher.head_list": 4_500,
    "year_edge.state": 2_700,  # ten adjustments, what waits, and both trial balances
    "year_edge.move": 2_700,  # the same, with what keeps it from being locked
    "year_edge.adjustment_form": 2_700,  # six free lines, as the free voucher
    "year_edge.adjust": 2_850,  # and each with its error
    "free_voucher.free_form": 2_700,
    "free_voucher.enter_free": 2_750,  # and each line with its error
}

# The short answer to a script, by endpoint.
PIECES = {
    "entry.enter": SAVED,
    "free_voucher.enter_free": SAVED,
}

READ_STATEMENTS = 14
WRITE_STATEMENTS = 30
STATEMENTS = {
    "GET register_book.book": 30,  # all of it as CSV, four hundred members at a time
    "POST membership.admit": 38,  # the record, its version, the journal and the index in one
    "POST aeps.wrong": 60,  # a correction of its voucher, and its record
    "POST corrections.correct": 65,  # two vouchers or three, their ties and their accounts
    "POST opening_balances.enter": 50,  # posts, allots to registers, closes and seals in one
    "GET review.review": 15,  # the day, its checks and who worked on it, in one snapshot
    "GET counter_register.register": 15,
    "GET pensioners.one": 16,  # for whoever works on behalf of others: whether one does just now
    "GET home.home": 20,  # what is open at the counter, alarming, reopened, adjusted; practice
    "GET books.cash_book": 16,
    "GET books.day_book": 16,
    "GET officer.the_round": 17,  # what waits for the officer as second person
    "GET officer.day": 19,  # the count that covers a day without one, and a reopening
    "GET day.close_form": 26,  # once a day, with all that is still open, and what waits or lapses
    "GET backlog.uncounted_form": 16,  # the slips of an outage that are missing among them
    "POST backlog.close_uncounted": 32,  # closes and seals, slips and tills looked at before
    "GET reports.services": 18,  # one for each kind of work, for any number of societies
    "GET seals.seal": 18,  # and who closed the day
    "GET registers.shares": 60,  # as CSV it notes a look at each member, 200 a statement
    "GET registers.deposits": 60,
    "GET registers.loans": 60,
    "GET proposals.one": 20,  # who may decide, whose it is and what they have, the look noted
    "GET wallet_payments.payments": 16,  # and what of it waits for a second person
    "POST proposals.decide": 70,  # a correction of two vouchers or three, and who agreed
    "POST accounts.close": 40,  # the payment, the closing, and the look at what is held
    "POST day.close": 48,  # what it settles, the seal, a difference, and days that it covers
    "POST remittances.send_on": 110,  # twenty premiums, each application moves on
    "POST practice.begin": 130,  # makes a whole society: register, accounts, books, pensioners
    "POST practice.reset": 135,
    "POST visits.pay": 120,  # three bills and two fees, each with its own voucher
    "POST backlog.catch_up": 100,  # a row and an act for each of fourteen days
    "POST grid.send_sheet": 600,  # twenty vouchers in one transaction
    "POST day.open_day": 1_000,  # a row and an act for each day since the last, months of them too
}


def most_bytes(endpoint: str, method: str, status: int, *, is_bare: bool) -> int:
    """Say how many bytes this answer may have."""
    if is_bare:
        is_saved = method == "POST" and status == 200
        return PIECES.get(endpoint, BARE) if is_saved else max(BARE, PAGES.get(endpoint, 0))
    most = PAGES.get(endpoint, PAGE)
    return max(most, PAGE) if status >= 400 else most


def most_statements(endpoint: str, method: str) -> int:
    """Say how many SQL statements this request may run."""
    reads = method in ("GET", "HEAD")
    default = READ_STATEMENTS if reads else WRITE_STATEMENTS
    return STATEMENTS.get(f"{'GET' if reads else method} {endpoint}", default)

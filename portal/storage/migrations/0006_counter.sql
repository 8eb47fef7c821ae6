-- The counter whole: billers as the operating unit gives them, visits with their items and receipts,
-- statements of the wallet and the collection accounts, complaints, the daily comparison with the
-- operating unit, what is paid through the CSC's own wallet, and messages.
CREATE TABLE biller (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  category TEXT NOT NULL,
  is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
  body TEXT NOT NULL,
  their_stamp TEXT NOT NULL,
  seen_at INTEGER NOT NULL
) WITHOUT ROWID;
-- Each reading of the whole master; ended_at NULL is one that is going on or broke off.
CREATE TABLE biller_reading (
  id INTEGER PRIMARY KEY,
  began_at INTEGER NOT NULL,
  ended_at INTEGER,
  seen INTEGER NOT NULL DEFAULT 0,
  added INTEGER NOT NULL DEFAULT 0,
  changed INTEGER NOT NULL DEFAULT 0,
  gone INTEGER NOT NULL DEFAULT 0,
  problem TEXT NOT NULL DEFAULT ''
);
-- A society's counter as others know it; agent_id and what follows are as registered with the network,
-- empty where the portal's own agent is named.
CREATE TABLE counter (
  society_id INTEGER PRIMARY KEY REFERENCES society (id),
  csc_id TEXT NOT NULL DEFAULT '',
  phone TEXT NOT NULL DEFAULT '',
  upi_address TEXT NOT NULL DEFAULT '',
  upi_name TEXT NOT NULL DEFAULT '',
  agent_id TEXT NOT NULL DEFAULT '',
  terminal_id TEXT NOT NULL DEFAULT '',
  agent_mobile TEXT NOT NULL DEFAULT '',
  geocode TEXT NOT NULL DEFAULT '',
  postal_code TEXT NOT NULL DEFAULT '',
  set_at INTEGER NOT NULL,
  set_by INTEGER NOT NULL REFERENCES person (id)
);
-- One villager's business at the counter: the items live by themselves, the money is taken once.
CREATE TABLE visit (
  society_id INTEGER NOT NULL REFERENCES society (id),
  id INTEGER NOT NULL CHECK (id > 0),
  version INTEGER NOT NULL CHECK (version > 0),
  state TEXT NOT NULL CHECK (state IN ('open', 'paid')),
  began_on TEXT NOT NULL,
  began_at INTEGER NOT NULL,
  began_by INTEGER NOT NULL,
  on_behalf_of INTEGER,
  register INTEGER CHECK (register IN (0, 1)),
  record_id INTEGER,
  name TEXT NOT NULL DEFAULT '',
  mobile TEXT NOT NULL DEFAULT '',
  mode TEXT NOT NULL DEFAULT '' CHECK (mode IN ('', 'cash', 'upi')),
  reference TEXT NOT NULL DEFAULT '',
  payer_address TEXT NOT NULL DEFAULT '',
  total_paise INTEGER NOT NULL DEFAULT 0 CHECK (total_paise >= 0),
  given_paise INTEGER CHECK (given_paise >= total_paise),
  paid_on TEXT NOT NULL DEFAULT '',
  paid_at INTEGER,
  paid_by INTEGER,
  PRIMARY KEY (society_id, id),
  CHECK ((register IS NULL) = (record_id IS NULL)),
  CHECK ((state = 'paid') = (paid_at IS NOT NULL))
);
CREATE INDEX visit_by_day ON visit (society_id, began_on, id);
CREATE INDEX visit_paid ON visit (society_id, paid_on, id) WHERE state = 'paid';
CREATE UNIQUE INDEX visit_upi_once ON visit (society_id, reference)
  WHERE mode = 'upi' AND reference <> '';
-- What is paid in a visit beside bills: own_paise is our income, passed_paise goes on to others.
CREATE TABLE visit_fee (
  society_id INTEGER NOT NULL,
  visit_id INTEGER NOT NULL,
  no INTEGER NOT NULL CHECK (no > 0),
  service_id TEXT NOT NULL DEFAULT '',
  what TEXT NOT NULL,
  own_paise INTEGER NOT NULL CHECK (own_paise >= 0),
  passed_paise INTEGER NOT NULL CHECK (passed_paise >= 0),
  voucher_id INTEGER,
  PRIMARY KEY (society_id, visit_id, no),
  CHECK (own_paise + passed_paise > 0),
  FOREIGN KEY (society_id, visit_id) REFERENCES visit (society_id, id),
  FOREIGN KEY (society_id, voucher_id) REFERENCES voucher (society_id, id)
);
CREATE TABLE receipt (
  code TEXT PRIMARY KEY,
  society_id INTEGER NOT NULL REFERENCES society (id),
  kind TEXT NOT NULL CHECK (kind IN ('visit', 'aeps')),
  record_id INTEGER NOT NULL,
  made_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX receipt_once ON receipt (society_id, kind, record_id);
-- append-only: receipt
CREATE TABLE receipt_print (
  code TEXT NOT NULL REFERENCES receipt (code),
  no INTEGER NOT NULL CHECK (no > 0),
  size TEXT NOT NULL CHECK (size IN ('58', '80', 'a5')),
  printed_at INTEGER NOT NULL,
  printed_by INTEGER NOT NULL,
  PRIMARY KEY (code, no)
);
-- append-only: receipt_print
-- How often an address of the public pages was asked in a minute, by a keyed hash of who asked.
CREATE TABLE public_look (
  who TEXT NOT NULL,
  minute INTEGER NOT NULL,
  times INTEGER NOT NULL CHECK (times > 0),
  PRIMARY KEY (who, minute)
);
ALTER TABLE bill_order ADD COLUMN visit_id INTEGER;
ALTER TABLE bill_order ADD COLUMN pay_mode TEXT NOT NULL DEFAULT 'cash'
  CHECK (pay_mode IN ('cash', 'upi'));
ALTER TABLE bill_order ADD COLUMN pay_account TEXT NOT NULL DEFAULT '';
ALTER TABLE bill_order ADD COLUMN agent TEXT NOT NULL DEFAULT '';
-- What the customer gave is written down once for the whole visit.
ALTER TABLE bill_order DROP COLUMN given_paise;
CREATE INDEX bill_order_by_visit ON bill_order (society_id, visit_id, id)
  WHERE visit_id IS NOT NULL;
CREATE INDEX bill_order_by_number ON bill_order (connection_key, ordered_at)
  WHERE cash_voucher_id IS NOT NULL;
CREATE INDEX bill_order_by_sending ON bill_order (first_sent_at) WHERE first_sent_at IS NOT NULL;
CREATE INDEX bill_order_overdue ON bill_order (ordered_at)
  WHERE state IN ('cash_taken', 'submitting', 'processing', 'unknown', 'credit_adjustment');
-- Held by whoever takes money for a connection, so that two societies take turns.
CREATE TABLE connection_turn (
  connection_key TEXT PRIMARY KEY,
  taken_at INTEGER NOT NULL
);
-- The payment that stood against it may be another society's. Nothing could be written here before.
DROP TABLE bill_override;
CREATE TABLE bill_override (
  society_id INTEGER NOT NULL,
  order_id INTEGER NOT NULL,
  other_society_id INTEGER NOT NULL,
  other_id INTEGER NOT NULL,
  reason TEXT NOT NULL,
  done_at INTEGER NOT NULL,
  done_by INTEGER NOT NULL,
  PRIMARY KEY (society_id, order_id),
  FOREIGN KEY (society_id, order_id) REFERENCES bill_order (society_id, id),
  FOREIGN KEY (other_society_id, other_id) REFERENCES bill_order (society_id, id)
);
-- append-only: bill_override
-- Cash that moved on the bank's device, as its slip says; only a sure outcome moved cash here.
CREATE TABLE aeps_record (
  society_id INTEGER NOT NULL REFERENCES society (id),
  id INTEGER NOT NULL CHECK (id > 0),
  version INTEGER NOT NULL CHECK (version > 0),
  kind TEXT NOT NULL CHECK (kind IN ('withdrawal', 'deposit', 'balance')),
  outcome TEXT NOT NULL CHECK (outcome IN ('done', 'declined', 'uncertain')),
  amount_paise INTEGER NOT NULL CHECK (amount_paise >= 0),
  rrn TEXT NOT NULL,
  last_four TEXT NOT NULL,
  bank TEXT NOT NULL,
  name TEXT NOT NULL,
  mobile TEXT NOT NULL DEFAULT '',
  register INTEGER CHECK (register IN (0, 1)),
  record_id INTEGER,
  day_on TEXT NOT NULL,
  recorded_at INTEGER NOT NULL,
  recorded_by INTEGER NOT NULL,
  on_behalf_of INTEGER,
  voucher_id INTEGER,
  settled_as TEXT NOT NULL DEFAULT '',
  settled_note TEXT NOT NULL DEFAULT '',
  settled_at INTEGER,
  settled_by INTEGER,
  PRIMARY KEY (society_id, id),
  CHECK ((register IS NULL) = (record_id IS NULL)),
  FOREIGN KEY (society_id, voucher_id) REFERENCES voucher (society_id, id)
);
CREATE UNIQUE INDEX aeps_slip_once ON aeps_record (society_id, rrn);
CREATE INDEX aeps_by_day ON aeps_record (society_id, day_on, id);
CREATE INDEX aeps_uncertain ON aeps_record (society_id, id)
  WHERE outcome = 'uncertain' AND settled_at IS NULL;
-- What another keeper of our money says: of the wallet (2204), UPI (2205) or AePS (2206).
CREATE TABLE statement (
  society_id INTEGER NOT NULL REFERENCES society (id),
  id INTEGER NOT NULL CHECK (id > 0),
  head INTEGER NOT NULL CHECK (head IN (2204, 2205, 2206)),
  file_name TEXT NOT NULL,
  digest TEXT NOT NULL,
  first_on TEXT NOT NULL,
  last_on TEXT NOT NULL,
  opening_paise INTEGER,
  closing_paise INTEGER,
  taken_at INTEGER NOT NULL,
  taken_by INTEGER NOT NULL,
  PRIMARY KEY (society_id, id)
);
CREATE UNIQUE INDEX statement_once ON statement (society_id, head, digest);
CREATE TABLE statement_line (
  society_id INTEGER NOT NULL,
  head INTEGER NOT NULL,
  id INTEGER NOT NULL CHECK (id > 0),
  version INTEGER NOT NULL CHECK (version > 0),
  statement_id INTEGER NOT NULL,
  line_no INTEGER NOT NULL,
  moved_on TEXT NOT NULL,
  moved_time TEXT NOT NULL DEFAULT '',
  paise INTEGER NOT NULL CHECK (paise <> 0),
  balance_paise INTEGER,
  reference TEXT NOT NULL,
  narration TEXT NOT NULL,
  found_as TEXT NOT NULL DEFAULT '',
  order_id INTEGER,
  voucher_id INTEGER,
  note TEXT NOT NULL DEFAULT '',
  matched_at INTEGER,
  matched_by INTEGER,
  PRIMARY KEY (society_id, head, id),
  FOREIGN KEY (society_id, statement_id) REFERENCES statement (society_id, id),
  FOREIGN KEY (society_id, order_id) REFERENCES bill_order (society_id, id),
  FOREIGN KEY (society_id, voucher_id) REFERENCES voucher (society_id, id)
);
CREATE INDEX statement_line_by_day ON statement_line (society_id, head, moved_on, id);
CREATE INDEX statement_line_by_reference ON statement_line (society_id, head, reference);
CREATE INDEX statement_line_open ON statement_line (society_id, head, id) WHERE found_as = '';
CREATE TABLE bill_complaint (
  society_id INTEGER NOT NULL,
  id INTEGER NOT NULL CHECK (id > 0),
  version INTEGER NOT NULL CHECK (version > 0),
  order_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  said TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('to_lodge', 'lodging', 'unsure', 'waiting', 'not_lodged',
    'assigned', 'resolved', 'rejected', 'refund_due', 'refunded')),
  ref_id TEXT NOT NULL DEFAULT '',
  dispute_id TEXT NOT NULL DEFAULT '',
  assigned_to TEXT NOT NULL DEFAULT '',
  remarks TEXT NOT NULL DEFAULT '',
  answer_by_on TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL DEFAULT '',
  raised_on TEXT NOT NULL,
  raised_at INTEGER NOT NULL,
  raised_by INTEGER NOT NULL,
  state_at INTEGER NOT NULL,
  next_at INTEGER,
  tries INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0),
  PRIMARY KEY (society_id, id),
  FOREIGN KEY (society_id, order_id) REFERENCES bill_order (society_id, id)
);
CREATE UNIQUE INDEX bill_complaint_one_open ON bill_complaint (society_id, order_id)
  WHERE state IN ('to_lodge', 'lodging', 'unsure', 'waiting', 'assigned', 'refund_due');
CREATE INDEX bill_complaint_by_order ON bill_complaint (society_id, order_id, id);
CREATE INDEX bill_complaint_due ON bill_complaint (next_at) WHERE next_at IS NOT NULL;
CREATE TABLE complaint_event (
  society_id INTEGER NOT NULL,
  complaint_id INTEGER NOT NULL,
  version INTEGER NOT NULL,
  state TEXT NOT NULL,
  said TEXT NOT NULL DEFAULT '',
  done_at INTEGER NOT NULL,
  done_by INTEGER,
  PRIMARY KEY (society_id, complaint_id, version),
  FOREIGN KEY (society_id, complaint_id) REFERENCES bill_complaint (society_id, id)
);
-- append-only: complaint_event
-- A day of ours held against the operating unit's list; the newest run of a day counts.
CREATE TABLE comparison (
  id INTEGER PRIMARY KEY,
  paid_on TEXT NOT NULL,
  compared_at INTEGER NOT NULL,
  problem TEXT NOT NULL DEFAULT ''
);
CREATE INDEX comparison_by_day ON comparison (paid_on, id);
-- append-only: comparison
-- society_id NULL in what follows: no society of ours has such a payment.
CREATE TABLE comparison_count (
  comparison_id INTEGER NOT NULL REFERENCES comparison (id),
  society_id INTEGER NOT NULL REFERENCES society (id),
  matched INTEGER NOT NULL,
  ours_only INTEGER NOT NULL,
  theirs_only INTEGER NOT NULL,
  amount_differs INTEGER NOT NULL,
  state_differs INTEGER NOT NULL,
  adjusted INTEGER NOT NULL,
  PRIMARY KEY (comparison_id, society_id)
);
CREATE INDEX comparison_count_by_society ON comparison_count (society_id, comparison_id);
-- append-only: comparison_count
CREATE TABLE comparison_item (
  comparison_id INTEGER NOT NULL REFERENCES comparison (id),
  no INTEGER NOT NULL,
  society_id INTEGER REFERENCES society (id),
  order_id INTEGER,
  class TEXT NOT NULL CHECK (class IN ('ours_only', 'theirs_only', 'amount_differs',
    'state_differs', 'adjusted')),
  payment_ref_id TEXT NOT NULL,
  our_state TEXT NOT NULL DEFAULT '',
  their_state TEXT NOT NULL DEFAULT '',
  our_paise INTEGER,
  their_paise INTEGER,
  PRIMARY KEY (comparison_id, no)
);
CREATE INDEX comparison_item_by_society ON comparison_item (society_id, comparison_id);
-- append-only: comparison_item
-- Who is who at the CSC.
CREATE TABLE csc_person (
  csc_id TEXT PRIMARY KEY,
  person_id INTEGER NOT NULL UNIQUE REFERENCES person (id),
  linked_at INTEGER NOT NULL,
  linked_by INTEGER NOT NULL REFERENCES person (id)
) WITHOUT ROWID;
-- What is paid out of the CSC's wallet on the CSC's own page.
CREATE TABLE wallet_payment (
  society_id INTEGER NOT NULL REFERENCES society (id),
  id INTEGER NOT NULL CHECK (id > 0),
  version INTEGER NOT NULL CHECK (version > 0),
  merchant_txn TEXT NOT NULL,
  csc_id TEXT NOT NULL,
  product_id TEXT NOT NULL,
  head INTEGER NOT NULL REFERENCES head (code),
  what TEXT NOT NULL,
  amount_paise INTEGER NOT NULL CHECK (amount_paise > 0),
  state TEXT NOT NULL CHECK (state IN ('begun', 'returned', 'unknown', 'paid', 'failed',
    'reversed')),
  csc_txn TEXT NOT NULL DEFAULT '',
  said TEXT NOT NULL DEFAULT '',
  begun_on TEXT NOT NULL,
  begun_at INTEGER NOT NULL,
  begun_by INTEGER NOT NULL,
  state_at INTEGER NOT NULL,
  next_at INTEGER,
  tries INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0),
  voucher_id INTEGER,
  return_voucher_id INTEGER,
  PRIMARY KEY (society_id, id),
  FOREIGN KEY (society_id, voucher_id) REFERENCES voucher (society_id, id),
  FOREIGN KEY (society_id, return_voucher_id) REFERENCES voucher (society_id, id)
);
CREATE UNIQUE INDEX wallet_payment_once ON wallet_payment (society_id, merchant_txn);
CREATE INDEX wallet_payment_due ON wallet_payment (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX wallet_payment_to_post ON wallet_payment (society_id, id)
  WHERE state = 'paid' AND voucher_id IS NULL;
CREATE TABLE wallet_payment_event (
  society_id INTEGER NOT NULL,
  payment_id INTEGER NOT NULL,
  version INTEGER NOT NULL,
  state TEXT NOT NULL,
  said TEXT NOT NULL DEFAULT '',
  done_at INTEGER NOT NULL,
  done_by INTEGER,
  PRIMARY KEY (society_id, payment_id, version),
  FOREIGN KEY (society_id, payment_id) REFERENCES wallet_payment (society_id, id)
);
-- append-only: wallet_payment_event
-- Short messages to customers, sent by the worker.
CREATE TABLE message (
  id INTEGER PRIMARY KEY,
  society_id INTEGER NOT NULL REFERENCES society (id),
  kind TEXT NOT NULL,
  about TEXT NOT NULL,
  mobile TEXT NOT NULL,
  body TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'refused', 'unsure')),
  tries INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0),
  next_at INTEGER,
  their_ref TEXT NOT NULL DEFAULT '',
  said TEXT NOT NULL DEFAULT '',
  made_at INTEGER NOT NULL,
  made_by INTEGER NOT NULL
);
CREATE INDEX message_due ON message (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX message_by_mobile ON message (mobile, made_at);
CREATE INDEX message_about ON message (society_id, about, id);

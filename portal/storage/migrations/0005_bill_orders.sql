-- Bill payments of the counter: orders with their history, why a second payment was allowed, and the
-- connections of a household. register and record_id say whose: 0 members, 1 walk-in customers.
CREATE TABLE bill_order (
  society_id INTEGER NOT NULL REFERENCES society (id),
  id INTEGER NOT NULL CHECK (id > 0),
  version INTEGER NOT NULL CHECK (version > 0),
  payment_ref_id TEXT NOT NULL,
  biller_id TEXT NOT NULL,
  biller_name TEXT NOT NULL,
  params TEXT NOT NULL,
  connection_key TEXT NOT NULL,
  mobile TEXT NOT NULL,
  payer_name TEXT NOT NULL,
  asked_on TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  created_by INTEGER NOT NULL,
  state_at INTEGER NOT NULL,
  on_behalf_of INTEGER,
  register INTEGER CHECK (register IN (0, 1)),
  record_id INTEGER,
  service_id TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL CHECK (state IN ('draft', 'fetching', 'fetched', 'fetch_failed', 'cash_taken',
    'submitting', 'processing', 'unknown', 'success', 'failed', 'refund_due', 'refunded',
    'credit_adjustment')),
  fetch_ref TEXT NOT NULL DEFAULT '',
  fetched_at INTEGER,
  fetched TEXT NOT NULL DEFAULT '',
  bills TEXT NOT NULL DEFAULT '[]',
  option TEXT NOT NULL DEFAULT '',
  plan_id TEXT NOT NULL DEFAULT '',
  amount_paise INTEGER NOT NULL DEFAULT 0 CHECK (amount_paise >= 0),
  fee_paise INTEGER NOT NULL DEFAULT 0 CHECK (fee_paise >= 0),
  own_fee_paise INTEGER NOT NULL DEFAULT 0 CHECK (own_fee_paise >= 0),
  cash_paise INTEGER NOT NULL DEFAULT 0 CHECK (cash_paise >= 0),
  given_paise INTEGER CHECK (given_paise >= cash_paise),
  reserved_paise INTEGER NOT NULL DEFAULT 0 CHECK (reserved_paise >= 0),
  pay_ref TEXT NOT NULL DEFAULT '',
  transaction_id TEXT NOT NULL DEFAULT '',
  approval_no TEXT NOT NULL DEFAULT '',
  failure_code TEXT NOT NULL DEFAULT '',
  failure_text TEXT NOT NULL DEFAULT '',
  sends INTEGER NOT NULL DEFAULT 0 CHECK (sends >= 0),
  tries INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0),
  next_at INTEGER,
  ordered_at INTEGER,
  first_sent_at INTEGER,
  last_sent_at INTEGER,
  opened_on TEXT NOT NULL DEFAULT '',
  settled_on TEXT NOT NULL DEFAULT '',
  cash_voucher_id INTEGER,
  outcome_voucher_id INTEGER,
  refund_voucher_id INTEGER,
  PRIMARY KEY (society_id, id),
  CHECK ((register IS NULL) = (record_id IS NULL)),
  CHECK ((state IN ('draft', 'fetching', 'fetched', 'fetch_failed')) = (cash_voucher_id IS NULL)),
  CHECK ((state = 'refunded') = (refund_voucher_id IS NOT NULL)),
  FOREIGN KEY (society_id, cash_voucher_id) REFERENCES voucher (society_id, id),
  FOREIGN KEY (society_id, outcome_voucher_id) REFERENCES voucher (society_id, id),
  FOREIGN KEY (society_id, refund_voucher_id) REFERENCES voucher (society_id, id)
);
CREATE UNIQUE INDEX bill_order_reference_once ON bill_order (society_id, payment_ref_id);
CREATE UNIQUE INDEX bill_order_fetch_once ON bill_order (society_id, fetch_ref)
  WHERE fetch_ref <> '' AND cash_voucher_id IS NOT NULL;
CREATE INDEX bill_order_due ON bill_order (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX bill_order_open ON bill_order (society_id, state, id)
  WHERE state IN ('cash_taken', 'submitting', 'processing', 'unknown', 'failed', 'refund_due',
    'credit_adjustment');
CREATE INDEX bill_order_to_post ON bill_order (society_id, id)
  WHERE state = 'failed' OR (state = 'success' AND outcome_voucher_id IS NULL);
CREATE INDEX bill_order_by_connection ON bill_order (society_id, connection_key, id);
CREATE INDEX bill_order_by_day ON bill_order (society_id, asked_on, id);
CREATE INDEX bill_order_by_person ON bill_order (society_id, register, record_id, id);
-- Each change of an order, with what the other side said; done_by NULL is the worker.
CREATE TABLE order_event (
  society_id INTEGER NOT NULL,
  order_id INTEGER NOT NULL,
  version INTEGER NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  code TEXT NOT NULL DEFAULT '',
  said TEXT NOT NULL DEFAULT '',
  done_at INTEGER NOT NULL,
  done_by INTEGER,
  PRIMARY KEY (society_id, order_id, version),
  FOREIGN KEY (society_id, order_id) REFERENCES bill_order (society_id, id)
);
-- append-only: order_event
-- Why a bill was paid in spite of another payment for the same number.
CREATE TABLE bill_override (
  society_id INTEGER NOT NULL,
  order_id INTEGER NOT NULL,
  other_id INTEGER NOT NULL,
  reason TEXT NOT NULL,
  done_at INTEGER NOT NULL,
  done_by INTEGER NOT NULL,
  PRIMARY KEY (society_id, order_id),
  FOREIGN KEY (society_id, order_id) REFERENCES bill_order (society_id, id),
  FOREIGN KEY (society_id, other_id) REFERENCES bill_order (society_id, id)
);
-- append-only: bill_override
CREATE TABLE bill_connection (
  society_id INTEGER NOT NULL REFERENCES society (id),
  register INTEGER NOT NULL CHECK (register IN (0, 1)),
  record_id INTEGER NOT NULL,
  connection_key TEXT NOT NULL,
  biller_id TEXT NOT NULL,
  params TEXT NOT NULL,
  service_id TEXT NOT NULL DEFAULT '',
  times INTEGER NOT NULL CHECK (times > 0),
  last_at INTEGER NOT NULL,
  is_kept INTEGER NOT NULL DEFAULT 1 CHECK (is_kept IN (0, 1)),
  PRIMARY KEY (society_id, register, record_id, connection_key)
);
-- What opening vouchers brought onto the heads of bill money before orders were kept.
INSERT INTO sub_balance (society_id, head, sub_id, paise)
SELECT e.society_id, e.head, 0, SUM(e.paise) FROM entry e JOIN head h ON h.code = e.head
WHERE e.sub_id IS NULL AND h.sub_ledger = 'csc'
GROUP BY e.society_id, e.head;

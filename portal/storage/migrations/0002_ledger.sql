-- The ledger: everything here is led by its society. Money is whole paise; on entries debit is
-- positive and credit negative, so that a voucher's entries add up to nothing.
CREATE TABLE book (
  society_id INTEGER NOT NULL REFERENCES society (id),
  last_voucher_id INTEGER NOT NULL DEFAULT 0,
  chain_hash BLOB NOT NULL,
  last_act_id INTEGER NOT NULL DEFAULT 0,
  act_hash BLOB NOT NULL,
  last_seal_no INTEGER NOT NULL DEFAULT 0,
  seal_hash BLOB NOT NULL,
  PRIMARY KEY (society_id)
);
CREATE TABLE voucher_number (
  society_id INTEGER NOT NULL,
  fy INTEGER NOT NULL,
  kind TEXT NOT NULL,
  last_no INTEGER NOT NULL,
  PRIMARY KEY (society_id, fy, kind)
);
CREATE TABLE day (
  society_id INTEGER NOT NULL REFERENCES society (id),
  day_on TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('working', 'holiday', 'idle', 'opening')),
  status TEXT NOT NULL CHECK (status IN ('open', 'counting', 'closed')),
  opened_at INTEGER NOT NULL,
  opened_by INTEGER NOT NULL,
  opened_on_behalf_of INTEGER,
  opening_paise INTEGER NOT NULL,
  counting_at INTEGER,
  counting_by INTEGER,
  counting_after_take INTEGER NOT NULL DEFAULT 0,
  accepted_take INTEGER,
  closed_at INTEGER,
  closed_by INTEGER,
  closed_on_behalf_of INTEGER,
  first_voucher_id INTEGER,
  last_voucher_id INTEGER,
  receipts_paise INTEGER,
  payments_paise INTEGER,
  closing_paise INTEGER,
  difference_paise INTEGER,
  review TEXT NOT NULL DEFAULT 'none'
    CHECK (review IN ('none', 'verified', 'sent_back', 'replied', 'spot_check')),
  reviewed_at INTEGER,
  PRIMARY KEY (society_id, day_on)
);
CREATE UNIQUE INDEX day_one_open ON day (society_id) WHERE status <> 'closed';
CREATE INDEX day_by_review ON day (society_id, review, day_on);
CREATE TABLE voucher (
  society_id INTEGER NOT NULL REFERENCES book (society_id),
  id INTEGER NOT NULL,
  fy INTEGER NOT NULL,
  kind TEXT NOT NULL,
  no INTEGER NOT NULL CHECK (no > 0),
  day_on TEXT NOT NULL,
  posted_at INTEGER NOT NULL,
  entered_by INTEGER NOT NULL,
  on_behalf_of INTEGER,
  approved_by INTEGER,
  task TEXT NOT NULL,
  mode TEXT NOT NULL CHECK (mode IN ('cash', 'cheque', 'upi', 'transfer', 'none')),
  reference TEXT NOT NULL DEFAULT '',
  reference_on TEXT NOT NULL DEFAULT '',
  paper_no TEXT NOT NULL DEFAULT '',
  till INTEGER,
  total_paise INTEGER NOT NULL CHECK (total_paise > 0),
  given_paise INTEGER CHECK (given_paise >= 0),
  reverses_id INTEGER,
  form_token TEXT NOT NULL,
  text_commitment BLOB NOT NULL,
  leaf_hash BLOB NOT NULL,
  chain_hash BLOB NOT NULL,
  hash_version INTEGER NOT NULL,
  PRIMARY KEY (society_id, id),
  FOREIGN KEY (society_id, day_on) REFERENCES day (society_id, day_on),
  FOREIGN KEY (society_id, reverses_id) REFERENCES voucher (society_id, id)
);
CREATE UNIQUE INDEX voucher_number_once ON voucher (society_id, fy, kind, no);
CREATE UNIQUE INDEX voucher_reversed_once ON voucher (society_id, reverses_id);
CREATE INDEX voucher_by_day ON voucher (society_id, day_on, id);
-- append-only: voucher
CREATE TABLE voucher_text (
  society_id INTEGER NOT NULL,
  voucher_id INTEGER NOT NULL,
  salt BLOB NOT NULL,
  party TEXT,
  narration TEXT,
  PRIMARY KEY (society_id, voucher_id),
  FOREIGN KEY (society_id, voucher_id) REFERENCES voucher (society_id, id)
);
-- append-only: voucher_text unless NEW.party IS NULL AND NEW.narration IS NULL
CREATE TABLE entry (
  society_id INTEGER NOT NULL,
  voucher_id INTEGER NOT NULL,
  line INTEGER NOT NULL,
  head INTEGER NOT NULL REFERENCES head (code),
  paise INTEGER NOT NULL CHECK (paise <> 0),
  sub_id INTEGER,
  day_on TEXT NOT NULL,
  PRIMARY KEY (society_id, voucher_id, line),
  FOREIGN KEY (society_id, voucher_id) REFERENCES voucher (society_id, id)
);
CREATE INDEX entry_by_head ON entry (society_id, head, day_on, voucher_id);
-- append-only: entry
CREATE TABLE head_balance (
  society_id INTEGER NOT NULL,
  head INTEGER NOT NULL,
  paise INTEGER NOT NULL,
  PRIMARY KEY (society_id, head)
);
CREATE TABLE sub_balance (
  society_id INTEGER NOT NULL,
  head INTEGER NOT NULL,
  sub_id INTEGER NOT NULL,
  paise INTEGER NOT NULL,
  PRIMARY KEY (society_id, head, sub_id)
);
CREATE TABLE head_total (
  society_id INTEGER NOT NULL,
  day_on TEXT NOT NULL,
  head INTEGER NOT NULL,
  debit_paise INTEGER NOT NULL CHECK (debit_paise >= 0),
  credit_paise INTEGER NOT NULL CHECK (credit_paise >= 0),
  PRIMARY KEY (society_id, day_on, head)
);
CREATE INDEX head_total_by_head ON head_total (society_id, head, day_on);
CREATE TABLE task_use (
  society_id INTEGER NOT NULL,
  task TEXT NOT NULL,
  times INTEGER NOT NULL,
  last_voucher_id INTEGER NOT NULL,
  PRIMARY KEY (society_id, task)
);
CREATE TABLE correction (
  society_id INTEGER NOT NULL,
  voucher_id INTEGER NOT NULL,
  original_id INTEGER NOT NULL,
  part TEXT NOT NULL CHECK (part IN ('reversal', 'replacement', 'clearing')),
  reason TEXT NOT NULL CHECK (reason IN ('wrong_head', 'wrong_amount', 'twice', 'not_ours')),
  remark TEXT NOT NULL,
  PRIMARY KEY (society_id, voucher_id),
  FOREIGN KEY (society_id, voucher_id) REFERENCES voucher (society_id, id),
  FOREIGN KEY (society_id, original_id) REFERENCES voucher (society_id, id)
);
CREATE INDEX correction_by_original ON correction (society_id, original_id);
-- append-only: correction
CREATE TABLE form_token (
  society_id INTEGER NOT NULL,
  token TEXT NOT NULL,
  person_id INTEGER NOT NULL,
  digest BLOB NOT NULL,
  location TEXT NOT NULL,
  voucher_id INTEGER,
  used_at INTEGER NOT NULL,
  PRIMARY KEY (society_id, token)
);
CREATE INDEX form_token_by_person ON form_token (person_id, used_at);
-- append-only: form_token
CREATE TABLE cash_count (
  society_id INTEGER NOT NULL,
  day_on TEXT NOT NULL,
  occasion TEXT NOT NULL CHECK (occasion IN ('morning', 'closing', 'surprise', 'handover')),
  take INTEGER NOT NULL CHECK (take > 0),
  till INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('note', 'coin')),
  denomination INTEGER NOT NULL,
  pieces INTEGER NOT NULL CHECK (pieces >= 0),
  counted_at INTEGER NOT NULL,
  counted_by INTEGER NOT NULL,
  PRIMARY KEY (society_id, day_on, occasion, take, till, kind, denomination)
);
-- append-only: cash_count
CREATE TABLE act (
  society_id INTEGER NOT NULL REFERENCES book (society_id),
  id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  day_on TEXT NOT NULL,
  done_at INTEGER NOT NULL,
  done_by INTEGER NOT NULL,
  on_behalf_of INTEGER,
  detail TEXT NOT NULL,
  leaf_hash BLOB NOT NULL,
  chain_hash BLOB NOT NULL,
  hash_version INTEGER NOT NULL,
  PRIMARY KEY (society_id, id)
);
CREATE INDEX act_by_day ON act (society_id, day_on, id);
-- append-only: act
CREATE TABLE seal (
  society_id INTEGER NOT NULL REFERENCES book (society_id),
  seal_no INTEGER NOT NULL CHECK (seal_no > 0),
  day_on TEXT NOT NULL,
  body TEXT NOT NULL,
  hash BLOB NOT NULL,
  previous_hash BLOB NOT NULL,
  signature BLOB NOT NULL,
  key_id TEXT NOT NULL,
  code TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  PRIMARY KEY (society_id, seal_no)
);
CREATE INDEX seal_by_day ON seal (society_id, day_on);
CREATE INDEX seal_by_code ON seal (code);
-- append-only: seal
CREATE TABLE proposal (
  society_id INTEGER NOT NULL,
  id INTEGER NOT NULL,
  day_on TEXT NOT NULL,
  task TEXT NOT NULL,
  body TEXT NOT NULL,
  total_paise INTEGER NOT NULL CHECK (total_paise > 0),
  proposed_at INTEGER NOT NULL,
  proposed_by INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'approved', 'refused', 'lapsed')),
  decided_at INTEGER,
  decided_by INTEGER,
  remark TEXT NOT NULL DEFAULT '',
  voucher_id INTEGER,
  PRIMARY KEY (society_id, id),
  FOREIGN KEY (society_id, day_on) REFERENCES day (society_id, day_on)
);
CREATE INDEX proposal_by_day ON proposal (society_id, day_on, state);
CREATE TABLE reopening (
  society_id INTEGER NOT NULL,
  id INTEGER NOT NULL,
  day_on TEXT NOT NULL,
  reopened_at INTEGER NOT NULL,
  reopened_by INTEGER NOT NULL,
  reason TEXT NOT NULL,
  seal_no INTEGER NOT NULL,
  PRIMARY KEY (society_id, id),
  FOREIGN KEY (society_id, seal_no) REFERENCES seal (society_id, seal_no)
);
CREATE INDEX reopening_by_day ON reopening (society_id, day_on);
-- append-only: reopening
CREATE TABLE attachment (
  society_id INTEGER NOT NULL,
  id INTEGER NOT NULL,
  voucher_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  media_type TEXT NOT NULL,
  content BLOB NOT NULL,
  sha256 BLOB NOT NULL,
  attached_at INTEGER NOT NULL,
  attached_by INTEGER NOT NULL,
  PRIMARY KEY (society_id, id),
  FOREIGN KEY (society_id, voucher_id) REFERENCES voucher (society_id, id)
);
CREATE INDEX attachment_by_voucher ON attachment (society_id, voucher_id);
-- append-only: attachment

-- Members, their accounts, walk-in customers, the search by name, and registers read in from files.
CREATE TABLE member (
  society_id INTEGER NOT NULL REFERENCES society (id),
  id INTEGER NOT NULL CHECK (id > 0),
  member_no TEXT,
  status TEXT NOT NULL
    CHECK (status IN ('applicant', 'active', 'ceased', 'deceased', 'refused')),
  member_class TEXT NOT NULL CHECK (member_class IN ('regular', 'nominal', 'associate')),
  name_hi TEXT NOT NULL,
  name_en TEXT NOT NULL DEFAULT '',
  known_as TEXT NOT NULL DEFAULT '',
  guardian_hi TEXT NOT NULL DEFAULT '',
  relation TEXT NOT NULL DEFAULT '',
  village_hi TEXT NOT NULL DEFAULT '',
  mobile TEXT NOT NULL DEFAULT '',
  mobile_reversed TEXT NOT NULL DEFAULT '',
  aadhaar_last4 TEXT NOT NULL DEFAULT '',
  aadhaar_consent_at INTEGER,
  sex TEXT NOT NULL DEFAULT '' CHECK (sex IN ('', 'F', 'M', 'O')),
  birth_on TEXT NOT NULL DEFAULT '',
  category TEXT NOT NULL DEFAULT '',
  land_are INTEGER CHECK (land_are >= 0),
  farmer_type TEXT NOT NULL DEFAULT '',
  joined_on TEXT NOT NULL DEFAULT '',
  resolution_no TEXT NOT NULL DEFAULT '',
  left_on TEXT NOT NULL DEFAULT '',
  leaving_resolution_no TEXT NOT NULL DEFAULT '',
  nominees TEXT NOT NULL DEFAULT '[]',
  heirs TEXT NOT NULL DEFAULT '[]',
  papers TEXT NOT NULL DEFAULT '[]',
  sort_key BLOB NOT NULL,
  version INTEGER NOT NULL CHECK (version > 0),
  added_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  PRIMARY KEY (society_id, id)
);
CREATE UNIQUE INDEX member_number_once ON member (society_id, member_no);
CREATE INDEX member_by_sort ON member (society_id, sort_key, id);
CREATE INDEX member_by_village ON member (society_id, village_hi, sort_key);
CREATE INDEX member_by_mobile ON member (society_id, mobile_reversed);
CREATE INDEX member_by_aadhaar ON member (society_id, aadhaar_last4);
-- Each state a member's record ever had. The words may be erased later; the commitment stays.
CREATE TABLE member_version (
  society_id INTEGER NOT NULL,
  member_id INTEGER NOT NULL,
  version INTEGER NOT NULL CHECK (version > 0),
  act_id INTEGER NOT NULL,
  what TEXT NOT NULL,
  commitment BLOB NOT NULL,
  salt BLOB NOT NULL,
  body TEXT,
  PRIMARY KEY (society_id, member_id, version),
  FOREIGN KEY (society_id, member_id) REFERENCES member (society_id, id),
  FOREIGN KEY (society_id, act_id) REFERENCES act (society_id, id)
);
CREATE INDEX member_version_by_act ON member_version (society_id, act_id, member_id);
-- append-only: member_version unless NEW.body IS NULL
CREATE TABLE member_image (
  society_id INTEGER NOT NULL,
  id INTEGER NOT NULL,
  member_id INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('photo', 'signature', 'thumb')),
  media_type TEXT NOT NULL,
  content BLOB,
  sha256 BLOB NOT NULL,
  act_id INTEGER NOT NULL,
  PRIMARY KEY (society_id, id),
  FOREIGN KEY (society_id, member_id) REFERENCES member (society_id, id),
  FOREIGN KEY (society_id, act_id) REFERENCES act (society_id, id)
);
CREATE INDEX member_image_by_member ON member_image (society_id, member_id, kind, id);
-- append-only: member_image unless NEW.content IS NULL
CREATE TABLE customer (
  society_id INTEGER NOT NULL REFERENCES society (id),
  id INTEGER NOT NULL CHECK (id > 0),
  name_hi TEXT NOT NULL,
  village_hi TEXT NOT NULL DEFAULT '',
  mobile TEXT NOT NULL DEFAULT '',
  mobile_reversed TEXT NOT NULL DEFAULT '',
  category TEXT NOT NULL DEFAULT '',
  sort_key BLOB NOT NULL,
  added_at INTEGER NOT NULL,
  added_by INTEGER NOT NULL,
  PRIMARY KEY (society_id, id)
);
CREATE INDEX customer_by_mobile ON customer (society_id, mobile_reversed);
-- How often and when last someone of a register (0 members, 1 walk-in customers) was served.
CREATE TABLE served (
  society_id INTEGER NOT NULL,
  register INTEGER NOT NULL CHECK (register IN (0, 1)),
  record_id INTEGER NOT NULL,
  times INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  PRIMARY KEY (society_id, register, record_id)
);
-- For whom a voucher was entered, where that is known.
CREATE TABLE voucher_for (
  society_id INTEGER NOT NULL,
  register INTEGER NOT NULL CHECK (register IN (0, 1)),
  record_id INTEGER NOT NULL,
  voucher_id INTEGER NOT NULL,
  PRIMARY KEY (society_id, register, record_id, voucher_id),
  FOREIGN KEY (society_id, voucher_id) REFERENCES voucher (society_id, id)
);
-- append-only: voucher_for
-- Accounts are the sub-ledgers of deposit and loan heads: an entry's sub_id is the account's id.
-- On heads of shares (member, applicant) an entry's sub_id is the member's id. Rate: hundredths of
-- a per cent a year.
CREATE TABLE account (
  society_id INTEGER NOT NULL,
  id INTEGER NOT NULL CHECK (id > 0),
  member_id INTEGER NOT NULL,
  kind TEXT NOT NULL
    CHECK (kind IN ('savings', 'fixed', 'recurring', 'daily', 'thrift', 'group', 'matured', 'loan')),
  head INTEGER NOT NULL REFERENCES head (code),
  account_no TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('open', 'closed')),
  opened_on TEXT NOT NULL,
  closed_on TEXT NOT NULL DEFAULT '',
  amount_paise INTEGER CHECK (amount_paise >= 0),
  rate_bp INTEGER CHECK (rate_bp >= 0),
  months INTEGER CHECK (months >= 0),
  due_on TEXT NOT NULL DEFAULT '',
  season TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (society_id, id),
  FOREIGN KEY (society_id, member_id) REFERENCES member (society_id, id)
);
CREATE UNIQUE INDEX account_number_once ON account (society_id, account_no);
CREATE INDEX account_by_member ON account (society_id, member_id, id);
CREATE INDEX account_by_head ON account (society_id, head, id);
CREATE INDEX entry_by_sub ON entry (society_id, head, sub_id, voucher_id);
-- What opening vouchers brought onto these heads before their registers were kept.
INSERT INTO sub_balance (society_id, head, sub_id, paise)
SELECT e.society_id, e.head, 0, SUM(e.paise) FROM entry e JOIN head h ON h.code = e.head
WHERE e.sub_id IS NULL AND h.sub_ledger IN ('member', 'applicant', 'deposit', 'loan')
GROUP BY e.society_id, e.head;
-- How far each passbook is printed: the last entry, and the page and line it stands on.
CREATE TABLE passbook_print (
  society_id INTEGER NOT NULL,
  account_id INTEGER NOT NULL,
  id INTEGER NOT NULL,
  last_voucher_id INTEGER NOT NULL,
  page INTEGER NOT NULL,
  line INTEGER NOT NULL,
  printed_at INTEGER NOT NULL,
  printed_by INTEGER NOT NULL,
  PRIMARY KEY (society_id, account_id, id),
  FOREIGN KEY (society_id, account_id) REFERENCES account (society_id, id)
);
-- append-only: passbook_print
CREATE INDEX look_log_by_society ON look_log (society_id, id);
CREATE INDEX look_log_by_subject ON look_log (society_id, subject, id);
-- Every token of a name that was ever stored, with its keys; it only grows.
CREATE TABLE name_vocab (
  id INTEGER PRIMARY KEY,
  token TEXT NOT NULL UNIQUE,
  ph TEXT NOT NULL,
  fine TEXT NOT NULL,
  skel TEXT NOT NULL
);
-- Whose name holds a token. Fields: 0 first name, 1 other name, 2 guardian, 3 village, 4 joined.
CREATE TABLE name_posting (
  vid INTEGER NOT NULL,
  society_id INTEGER NOT NULL,
  register INTEGER NOT NULL,
  field INTEGER NOT NULL,
  record_id INTEGER NOT NULL,
  PRIMARY KEY (vid, society_id, register, field, record_id)
) WITHOUT ROWID;
-- A file being read into a register, in batches; done_rows moves with each batch's rows.
CREATE TABLE import_job (
  society_id INTEGER NOT NULL REFERENCES society (id),
  id INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('members', 'accounts', 'days')),
  file_name TEXT NOT NULL,
  sha256 BLOB NOT NULL,
  content BLOB,
  choices TEXT NOT NULL DEFAULT '{}',
  state TEXT NOT NULL CHECK (state IN ('faulty', 'checked', 'running', 'done', 'stopped')),
  all_rows INTEGER NOT NULL,
  done_rows INTEGER NOT NULL DEFAULT 0,
  report TEXT NOT NULL,
  sent_at INTEGER NOT NULL,
  sent_by INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  PRIMARY KEY (society_id, id)
);
CREATE INDEX import_job_by_state ON import_job (state, society_id, id);
-- Opening balances of single members and accounts, until a voucher takes them into the books.
CREATE TABLE opening_item (
  society_id INTEGER NOT NULL,
  id INTEGER NOT NULL,
  job_id INTEGER NOT NULL,
  head INTEGER NOT NULL REFERENCES head (code),
  sub_id INTEGER NOT NULL,
  paise INTEGER NOT NULL CHECK (paise <> 0),
  voucher_id INTEGER,
  PRIMARY KEY (society_id, id),
  FOREIGN KEY (society_id, voucher_id) REFERENCES voucher (society_id, id)
);
CREATE INDEX opening_item_waiting ON opening_item (society_id, head) WHERE voucher_id IS NULL;
-- Vouchers and days taken over from older books; such days were not counted here.
ALTER TABLE day ADD COLUMN is_legacy INTEGER NOT NULL DEFAULT 0;
-- Facts about the store itself, such as the version of ICU that made the sort keys.
CREATE TABLE store_fact (
  name TEXT NOT NULL,
  fact TEXT NOT NULL,
  PRIMARY KEY (name)
);

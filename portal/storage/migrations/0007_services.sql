-- Services beside bills: rules changed by two persons, pensioners, applications of every kind with
-- their papers and their money, the queue at the counter, consents to the use of Aadhaar.

-- A change of a pension scheme's rules: rows as in config/pension_rules.csv, as JSON. Whoever
-- proposes one doesn't decide on it.
CREATE TABLE rule_change (
  id INTEGER PRIMARY KEY,
  scheme_id TEXT NOT NULL,
  state TEXT NOT NULL,
  valid_from_on TEXT NOT NULL,
  body TEXT NOT NULL,
  reason TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('proposed', 'approved', 'refused', 'withdrawn')),
  proposed_at INTEGER NOT NULL,
  proposed_by INTEGER NOT NULL REFERENCES person (id),
  decided_at INTEGER,
  decided_by INTEGER REFERENCES person (id),
  decided_why TEXT NOT NULL DEFAULT '',
  CHECK ((status = 'proposed') = (decided_at IS NULL)),
  CHECK (status NOT IN ('approved', 'refused') OR decided_by <> proposed_by)
);
CREATE UNIQUE INDEX rule_change_one_open ON rule_change (scheme_id, valid_from_on)
  WHERE status = 'proposed';
CREATE INDEX rule_change_approved ON rule_change (id) WHERE status = 'approved';
-- What more is known of a walk-in customer, where it was asked; as the register of members has it.
ALTER TABLE customer ADD COLUMN sex TEXT NOT NULL DEFAULT '' CHECK (sex IN ('', 'F', 'M', 'O'));
ALTER TABLE customer ADD COLUMN birth_on TEXT NOT NULL DEFAULT '';
ALTER TABLE customer ADD COLUMN farmer_type TEXT NOT NULL DEFAULT '';

-- Who draws a pension or an allowance, in a society's villages. birth_on may be a year alone.
CREATE TABLE pensioner (
  society_id INTEGER NOT NULL REFERENCES society (id),
  id INTEGER NOT NULL CHECK (id > 0),
  version INTEGER NOT NULL CHECK (version > 0),
  register INTEGER CHECK (register IN (0, 1)),
  record_id INTEGER,
  name_hi TEXT NOT NULL,
  guardian_hi TEXT NOT NULL DEFAULT '',
  village_hi TEXT NOT NULL DEFAULT '',
  mobile TEXT NOT NULL DEFAULT '',
  sex TEXT NOT NULL DEFAULT '' CHECK (sex IN ('', 'F', 'M', 'O')),
  birth_on TEXT NOT NULL DEFAULT '',
  scheme_id TEXT NOT NULL,
  authority TEXT NOT NULL DEFAULT '',
  benefit_no TEXT NOT NULL,
  bank TEXT NOT NULL DEFAULT '',
  account_last4 TEXT NOT NULL DEFAULT '',
  monthly_paise INTEGER CHECK (monthly_paise > 0),
  status TEXT NOT NULL CHECK (status IN ('sanctioned', 'paying', 'stopped', 'ended')),
  stop_reason TEXT NOT NULL DEFAULT '' CHECK (stop_reason IN ('', 'certificate_due', 'death',
    'aadhaar_not_seeded', 'bank', 'moved', 'office', 'other')),
  stop_note TEXT NOT NULL DEFAULT '',
  stopped_on TEXT NOT NULL DEFAULT '',
  died_on TEXT NOT NULL DEFAULT '',
  certificate_due_on TEXT NOT NULL DEFAULT '',
  application_id INTEGER,
  sort_key BLOB NOT NULL,
  added_at INTEGER NOT NULL,
  added_by INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  PRIMARY KEY (society_id, id),
  CHECK ((register IS NULL) = (record_id IS NULL)),
  CHECK ((status IN ('stopped', 'ended')) = (stop_reason <> ''))
);
CREATE UNIQUE INDEX pensioner_number_once ON pensioner (society_id, scheme_id, benefit_no);
CREATE INDEX pensioner_by_sort ON pensioner (society_id, sort_key, id);
CREATE INDEX pensioner_by_village ON pensioner (society_id, village_hi, sort_key);
CREATE INDEX pensioner_by_due ON pensioner (society_id, certificate_due_on, id);
CREATE TABLE pensioner_event (
  society_id INTEGER NOT NULL,
  pensioner_id INTEGER NOT NULL,
  version INTEGER NOT NULL CHECK (version > 0),
  what TEXT NOT NULL,
  status TEXT NOT NULL,
  said TEXT NOT NULL DEFAULT '',
  done_on TEXT NOT NULL,
  done_at INTEGER NOT NULL,
  done_by INTEGER NOT NULL,
  on_behalf_of INTEGER,
  PRIMARY KEY (society_id, pensioner_id, version),
  FOREIGN KEY (society_id, pensioner_id) REFERENCES pensioner (society_id, id)
);
-- append-only: pensioner_event
-- A life certificate: only its number and outcome, never what was measured. due_on is the date that
-- it answers; one accepted certificate for each.
CREATE TABLE life_certificate (
  society_id INTEGER NOT NULL,
  id INTEGER NOT NULL CHECK (id > 0),
  pensioner_id INTEGER NOT NULL,
  due_on TEXT NOT NULL,
  result TEXT NOT NULL CHECK (result IN ('accepted', 'waiting', 'rejected')),
  pramaan_id TEXT NOT NULL DEFAULT '',
  made_on TEXT NOT NULL,
  next_due_on TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL DEFAULT '',
  visit_id INTEGER,
  recorded_at INTEGER NOT NULL,
  recorded_by INTEGER NOT NULL,
  on_behalf_of INTEGER,
  settled_at INTEGER,
  settled_by INTEGER,
  PRIMARY KEY (society_id, id),
  FOREIGN KEY (society_id, pensioner_id) REFERENCES pensioner (society_id, id)
);
CREATE UNIQUE INDEX life_certificate_once ON life_certificate (society_id, pensioner_id, due_on)
  WHERE result <> 'rejected';
CREATE UNIQUE INDEX life_certificate_number_once ON life_certificate (society_id, pramaan_id)
  WHERE pramaan_id <> '';
-- A pension handed out at the counter from money that was sent for it (head 1605).
CREATE TABLE pension_payment (
  society_id INTEGER NOT NULL,
  pensioner_id INTEGER NOT NULL,
  month TEXT NOT NULL,
  no INTEGER NOT NULL CHECK (no > 0),
  paise INTEGER NOT NULL CHECK (paise > 0),
  voucher_id INTEGER NOT NULL,
  paid_on TEXT NOT NULL,
  paid_at INTEGER NOT NULL,
  paid_by INTEGER NOT NULL,
  PRIMARY KEY (society_id, pensioner_id, month, no),
  FOREIGN KEY (society_id, pensioner_id) REFERENCES pensioner (society_id, id),
  FOREIGN KEY (society_id, voucher_id) REFERENCES voucher (society_id, id)
);
-- append-only: pension_payment
-- "My money has not come": what was asked of whom, and what came of it.
CREATE TABLE pension_complaint (
  society_id INTEGER NOT NULL,
  id INTEGER NOT NULL CHECK (id > 0),
  version INTEGER NOT NULL CHECK (version > 0),
  pensioner_id INTEGER NOT NULL,
  first_month TEXT NOT NULL,
  said TEXT NOT NULL,
  asked_whom TEXT NOT NULL DEFAULT '',
  department_no TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL CHECK (state IN ('open', 'sent', 'solved', 'refused')),
  result TEXT NOT NULL DEFAULT '',
  remind_on TEXT NOT NULL DEFAULT '',
  raised_on TEXT NOT NULL,
  raised_at INTEGER NOT NULL,
  raised_by INTEGER NOT NULL,
  state_at INTEGER NOT NULL,
  PRIMARY KEY (society_id, id),
  FOREIGN KEY (society_id, pensioner_id) REFERENCES pensioner (society_id, id)
);
CREATE UNIQUE INDEX pension_complaint_one_open ON pension_complaint (society_id, pensioner_id)
  WHERE state IN ('open', 'sent');
CREATE TABLE pension_complaint_event (
  society_id INTEGER NOT NULL,
  complaint_id INTEGER NOT NULL,
  version INTEGER NOT NULL CHECK (version > 0),
  state TEXT NOT NULL,
  said TEXT NOT NULL DEFAULT '',
  done_at INTEGER NOT NULL,
  done_by INTEGER NOT NULL,
  PRIMARY KEY (society_id, complaint_id, version),
  FOREIGN KEY (society_id, complaint_id) REFERENCES pension_complaint (society_id, id)
);
-- append-only: pension_complaint_event

-- One person's application, booking, premium or look-up at the counter. answers and papers are JSON;
-- which fields, papers and steps there are stands in config/. The rule_ columns keep the version of a
-- pension rule that it was made under.
CREATE TABLE application (
  society_id INTEGER NOT NULL REFERENCES society (id),
  id INTEGER NOT NULL CHECK (id > 0),
  version INTEGER NOT NULL CHECK (version > 0),
  service_id TEXT NOT NULL,
  chain TEXT NOT NULL,
  state TEXT NOT NULL,
  register INTEGER CHECK (register IN (0, 1)),
  record_id INTEGER,
  name TEXT NOT NULL,
  guardian TEXT NOT NULL DEFAULT '',
  village TEXT NOT NULL DEFAULT '',
  mobile TEXT NOT NULL DEFAULT '',
  answers TEXT NOT NULL DEFAULT '{}',
  papers TEXT NOT NULL DEFAULT '{}',
  rule_scheme TEXT NOT NULL DEFAULT '',
  rule_from_on TEXT NOT NULL DEFAULT '',
  rule_note TEXT NOT NULL DEFAULT '',
  department_no TEXT NOT NULL DEFAULT '',
  result_no TEXT NOT NULL DEFAULT '',
  said TEXT NOT NULL DEFAULT '',
  remind_on TEXT NOT NULL DEFAULT '',
  keeper INTEGER NOT NULL REFERENCES person (id),
  visit_id INTEGER,
  began_on TEXT NOT NULL,
  began_at INTEGER NOT NULL,
  began_by INTEGER NOT NULL,
  on_behalf_of INTEGER,
  state_on TEXT NOT NULL,
  state_at INTEGER NOT NULL,
  ended_on TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (society_id, id),
  CHECK ((register IS NULL) = (record_id IS NULL))
);
CREATE UNIQUE INDEX application_department_number_once
  ON application (society_id, service_id, department_no) WHERE department_no <> '';
CREATE INDEX application_by_day ON application (society_id, began_on, id);
CREATE INDEX application_open ON application (society_id, state_on, id) WHERE ended_on = '';
CREATE INDEX application_by_person ON application (society_id, register, record_id, id)
  WHERE register IS NOT NULL;
CREATE TABLE application_event (
  society_id INTEGER NOT NULL,
  application_id INTEGER NOT NULL,
  version INTEGER NOT NULL CHECK (version > 0),
  what TEXT NOT NULL,
  state TEXT NOT NULL,
  said TEXT NOT NULL DEFAULT '',
  done_on TEXT NOT NULL,
  done_at INTEGER NOT NULL,
  done_by INTEGER NOT NULL,
  on_behalf_of INTEGER,
  PRIMARY KEY (society_id, application_id, version),
  FOREIGN KEY (society_id, application_id) REFERENCES application (society_id, id)
);
-- append-only: application_event
-- A paper's picture, made small and plain; removing one takes its content and leaves its hash.
CREATE TABLE application_paper (
  society_id INTEGER NOT NULL,
  id INTEGER NOT NULL CHECK (id > 0),
  application_id INTEGER NOT NULL,
  paper TEXT NOT NULL,
  media_type TEXT NOT NULL,
  content BLOB,
  sha256 BLOB NOT NULL,
  is_masked INTEGER NOT NULL CHECK (is_masked IN (0, 1)),
  added_at INTEGER NOT NULL,
  added_by INTEGER NOT NULL,
  PRIMARY KEY (society_id, id),
  FOREIGN KEY (society_id, application_id) REFERENCES application (society_id, id)
);
CREATE INDEX application_paper_by_application ON application_paper (society_id, application_id, id);
-- append-only: application_paper unless NEW.content IS NULL AND NEW.sha256 = OLD.sha256 AND NEW.is_masked = OLD.is_masked AND NEW.paper = OLD.paper AND NEW.application_id = OLD.application_id

-- The money of an application is an item of its visit: passed_head holds it for others (1601, 1603,
-- 1604), own_head is our income.
ALTER TABLE visit_fee ADD COLUMN application_id INTEGER;
ALTER TABLE visit_fee ADD COLUMN own_head INTEGER NOT NULL DEFAULT 3307;
ALTER TABLE visit_fee ADD COLUMN passed_head INTEGER NOT NULL DEFAULT 1601;
CREATE INDEX visit_fee_passed ON visit_fee (society_id, passed_head, visit_id, no)
  WHERE passed_paise > 0;
CREATE INDEX visit_fee_by_application ON visit_fee (society_id, application_id)
  WHERE application_id IS NOT NULL;
-- What was sent on to an office, insurer or carrier, out of the bank or the wallet.
CREATE TABLE remittance (
  society_id INTEGER NOT NULL REFERENCES society (id),
  id INTEGER NOT NULL CHECK (id > 0),
  head INTEGER NOT NULL REFERENCES head (code),
  from_head INTEGER NOT NULL REFERENCES head (code),
  paise INTEGER NOT NULL CHECK (paise > 0),
  party TEXT NOT NULL,
  reference TEXT NOT NULL,
  sent_on TEXT NOT NULL,
  sent_at INTEGER NOT NULL,
  sent_by INTEGER NOT NULL,
  on_behalf_of INTEGER,
  voucher_id INTEGER NOT NULL,
  PRIMARY KEY (society_id, id),
  FOREIGN KEY (society_id, voucher_id) REFERENCES voucher (society_id, id)
);
-- append-only: remittance
CREATE TABLE remittance_item (
  society_id INTEGER NOT NULL,
  visit_id INTEGER NOT NULL,
  fee_no INTEGER NOT NULL,
  remittance_id INTEGER NOT NULL,
  paise INTEGER NOT NULL CHECK (paise > 0),
  PRIMARY KEY (society_id, visit_id, fee_no),
  FOREIGN KEY (society_id, visit_id, fee_no) REFERENCES visit_fee (society_id, visit_id, no),
  FOREIGN KEY (society_id, remittance_id) REFERENCES remittance (society_id, id)
);
CREATE INDEX remittance_item_by_remittance ON remittance_item (society_id, remittance_id);
-- append-only: remittance_item
-- What goes back to a customer of a cancelled booking or a refused premium: due_paise is owed to
-- them (1602) from the moment it came back or was never sent on; kept_paise others kept.
CREATE TABLE fee_return (
  society_id INTEGER NOT NULL,
  visit_id INTEGER NOT NULL,
  fee_no INTEGER NOT NULL,
  version INTEGER NOT NULL CHECK (version > 0),
  state TEXT NOT NULL CHECK (state IN ('asked', 'due', 'given', 'lost')),
  was_sent INTEGER NOT NULL CHECK (was_sent IN (0, 1)),
  expected_paise INTEGER NOT NULL CHECK (expected_paise >= 0),
  due_paise INTEGER NOT NULL DEFAULT 0 CHECK (due_paise >= 0),
  kept_paise INTEGER NOT NULL DEFAULT 0 CHECK (kept_paise >= 0),
  said TEXT NOT NULL DEFAULT '',
  asked_on TEXT NOT NULL,
  asked_at INTEGER NOT NULL,
  asked_by INTEGER NOT NULL,
  due_voucher_id INTEGER,
  given_voucher_id INTEGER,
  given_at INTEGER,
  given_by INTEGER,
  PRIMARY KEY (society_id, visit_id, fee_no),
  FOREIGN KEY (society_id, visit_id, fee_no) REFERENCES visit_fee (society_id, visit_id, no),
  FOREIGN KEY (society_id, due_voucher_id) REFERENCES voucher (society_id, id),
  FOREIGN KEY (society_id, given_voucher_id) REFERENCES voucher (society_id, id)
);
CREATE INDEX fee_return_open ON fee_return (society_id, state) WHERE state IN ('asked', 'due');

-- Who waits at the counter today.
CREATE TABLE queue_token (
  society_id INTEGER NOT NULL REFERENCES society (id),
  day_on TEXT NOT NULL,
  no INTEGER NOT NULL CHECK (no > 0),
  version INTEGER NOT NULL CHECK (version > 0),
  state TEXT NOT NULL CHECK (state IN ('waiting', 'called', 'served', 'left')),
  name TEXT NOT NULL DEFAULT '',
  mobile TEXT NOT NULL DEFAULT '',
  service_id TEXT NOT NULL DEFAULT '',
  register INTEGER CHECK (register IN (0, 1)),
  record_id INTEGER,
  for_person INTEGER REFERENCES person (id),
  called_by INTEGER REFERENCES person (id),
  visit_id INTEGER,
  application_id INTEGER,
  said TEXT NOT NULL DEFAULT '',
  made_at INTEGER NOT NULL,
  made_by INTEGER NOT NULL,
  called_at INTEGER,
  ended_at INTEGER,
  PRIMARY KEY (society_id, day_on, no),
  CHECK ((register IS NULL) = (record_id IS NULL))
);
CREATE TABLE queue_event (
  society_id INTEGER NOT NULL,
  day_on TEXT NOT NULL,
  no INTEGER NOT NULL,
  version INTEGER NOT NULL CHECK (version > 0),
  what TEXT NOT NULL,
  to_person INTEGER,
  said TEXT NOT NULL DEFAULT '',
  done_at INTEGER NOT NULL,
  done_by INTEGER NOT NULL,
  PRIMARY KEY (society_id, day_on, no, version),
  FOREIGN KEY (society_id, day_on, no) REFERENCES queue_token (society_id, day_on, no)
);
-- append-only: queue_event
-- "Come back with these papers".
CREATE TABLE come_back (
  society_id INTEGER NOT NULL REFERENCES society (id),
  id INTEGER NOT NULL CHECK (id > 0),
  service_id TEXT NOT NULL,
  application_id INTEGER,
  name TEXT NOT NULL DEFAULT '',
  mobile TEXT NOT NULL DEFAULT '',
  papers TEXT NOT NULL,
  said TEXT NOT NULL DEFAULT '',
  come_on TEXT NOT NULL DEFAULT '',
  made_on TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  made_by INTEGER NOT NULL,
  PRIMARY KEY (society_id, id)
);
CREATE INDEX come_back_by_day ON come_back (society_id, come_on, id);
-- append-only: come_back

-- What somebody agreed to before their Aadhaar was used, in which words; never the number.
CREATE TABLE aadhaar_consent (
  society_id INTEGER NOT NULL REFERENCES society (id),
  id INTEGER NOT NULL CHECK (id > 0),
  purpose TEXT NOT NULL,
  service_id TEXT NOT NULL,
  application_id INTEGER,
  name TEXT NOT NULL,
  is_given INTEGER NOT NULL CHECK (is_given IN (0, 1)),
  was_spoken INTEGER NOT NULL CHECK (was_spoken IN (0, 1)),
  language TEXT NOT NULL,
  words TEXT NOT NULL,
  words_from_on TEXT NOT NULL,
  asked_on TEXT NOT NULL,
  asked_at INTEGER NOT NULL,
  asked_by INTEGER NOT NULL,
  on_behalf_of INTEGER,
  PRIMARY KEY (society_id, id)
);
CREATE INDEX aadhaar_consent_by_day ON aadhaar_consent (society_id, asked_on, id);
-- append-only: aadhaar_consent
CREATE TABLE aadhaar_check (
  society_id INTEGER NOT NULL,
  consent_id INTEGER NOT NULL,
  no INTEGER NOT NULL CHECK (no > 0),
  id_kind TEXT NOT NULL CHECK (id_kind IN ('aadhaar', 'vid')),
  last4 TEXT NOT NULL,
  result TEXT NOT NULL CHECK (result IN ('asking', 'match', 'no_match', 'no_answer', 'refused')),
  reference TEXT NOT NULL DEFAULT '',
  said TEXT NOT NULL DEFAULT '',
  sent_at INTEGER NOT NULL,
  sent_by INTEGER NOT NULL,
  ended_at INTEGER,
  PRIMARY KEY (society_id, consent_id, no),
  FOREIGN KEY (society_id, consent_id) REFERENCES aadhaar_consent (society_id, id)
);
-- What was entered by hand onto the heads of insurance premiums before applications were kept.
INSERT INTO sub_balance (society_id, head, sub_id, paise)
SELECT e.society_id, e.head, 0, SUM(e.paise) FROM entry e JOIN head h ON h.code = e.head
WHERE e.sub_id IS NULL AND h.sub_ledger = 'insurance'
GROUP BY e.society_id, e.head;

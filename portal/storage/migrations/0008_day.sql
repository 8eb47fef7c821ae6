-- The day whole: paper slips with their times, closures, second persons, reopening, tills, surprise
-- counts, charge handed over, the edge of a year, slips for outages, a society to practise in.

-- The time on the paper slip of a voucher that was typed later, and its line of the grid.
CREATE TABLE paper_slip (
  society_id INTEGER NOT NULL,
  voucher_id INTEGER NOT NULL,
  slip_time TEXT NOT NULL,
  grid_token TEXT NOT NULL,
  line INTEGER NOT NULL CHECK (line > 0),
  PRIMARY KEY (society_id, voucher_id),
  FOREIGN KEY (society_id, voucher_id) REFERENCES voucher (society_id, id)
);
-- append-only: paper_slip
-- Days on which all societies of a place are closed (election, flood), declared by an officer.
CREATE TABLE closure (
  id INTEGER PRIMARY KEY,
  place_id INTEGER NOT NULL REFERENCES place (id),
  first_on TEXT NOT NULL,
  last_on TEXT NOT NULL,
  name_hi TEXT NOT NULL,
  name_en TEXT NOT NULL DEFAULT '',
  declared_at INTEGER NOT NULL,
  declared_by INTEGER NOT NULL REFERENCES person (id),
  withdrawn_at INTEGER,
  withdrawn_by INTEGER REFERENCES person (id),
  CHECK (last_on >= first_on)
);
CREATE INDEX closure_by_place ON closure (place_id, first_on);
-- From which sum on how many second persons must agree; task '' is every task. The newest counts.
CREATE TABLE approval_rule (
  society_id INTEGER NOT NULL REFERENCES society (id),
  id INTEGER NOT NULL CHECK (id > 0),
  task TEXT NOT NULL,
  above_paise INTEGER NOT NULL CHECK (above_paise >= 0),
  persons INTEGER NOT NULL CHECK (persons BETWEEN 0 AND 3),
  reason TEXT NOT NULL,
  set_at INTEGER NOT NULL,
  set_by INTEGER NOT NULL REFERENCES person (id),
  PRIMARY KEY (society_id, id)
);
-- append-only: approval_rule
ALTER TABLE proposal ADD COLUMN on_behalf_of INTEGER;
ALTER TABLE proposal ADD COLUMN persons INTEGER NOT NULL DEFAULT 1;
CREATE INDEX proposal_waiting ON proposal (society_id, id) WHERE state = 'waiting';
CREATE TABLE proposal_approval (
  society_id INTEGER NOT NULL,
  proposal_id INTEGER NOT NULL,
  no INTEGER NOT NULL CHECK (no > 0),
  approved_at INTEGER NOT NULL,
  approved_by INTEGER NOT NULL REFERENCES person (id),
  proposed_by INTEGER NOT NULL,
  on_behalf_of INTEGER,
  PRIMARY KEY (society_id, proposal_id, no),
  CHECK (approved_by <> proposed_by),
  CHECK (on_behalf_of IS NULL OR approved_by <> on_behalf_of),
  FOREIGN KEY (society_id, proposal_id) REFERENCES proposal (society_id, id)
);
CREATE UNIQUE INDEX proposal_approved_once
  ON proposal_approval (society_id, proposal_id, approved_by);
-- append-only: proposal_approval
-- Who agreed last to a payment out of the wallet, for the voucher that it makes when it is paid.
ALTER TABLE wallet_payment ADD COLUMN approved_by INTEGER REFERENCES person (id);
-- Asking to reopen the last closed day for named tasks; granted by an officer for 24 hours at most.
CREATE TABLE reopening_request (
  society_id INTEGER NOT NULL REFERENCES society (id),
  id INTEGER NOT NULL CHECK (id > 0),
  day_on TEXT NOT NULL,
  seal_no INTEGER NOT NULL,
  tasks TEXT NOT NULL,
  reason TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('asked', 'granted', 'refused', 'withdrawn', 'ended')),
  asked_at INTEGER NOT NULL,
  asked_by INTEGER NOT NULL REFERENCES person (id),
  on_behalf_of INTEGER,
  decided_at INTEGER,
  decided_by INTEGER REFERENCES person (id),
  decided_why TEXT NOT NULL DEFAULT '',
  until_at INTEGER,
  ended_at INTEGER,
  new_seal_no INTEGER,
  PRIMARY KEY (society_id, id),
  CHECK (state NOT IN ('granted', 'refused') OR decided_by <> asked_by),
  FOREIGN KEY (society_id, day_on) REFERENCES day (society_id, day_on),
  FOREIGN KEY (society_id, seal_no) REFERENCES seal (society_id, seal_no)
);
CREATE UNIQUE INDEX reopening_request_one_open ON reopening_request (society_id)
  WHERE state IN ('asked', 'granted');
CREATE INDEX reopening_request_by_day ON reopening_request (society_id, day_on);
-- The tills of a society beside the main box: who has one, with how much, until when.
CREATE TABLE till (
  society_id INTEGER NOT NULL REFERENCES society (id),
  head INTEGER NOT NULL CHECK (head IN (2102, 2103)),
  is_used INTEGER NOT NULL CHECK (is_used IN (0, 1)),
  float_paise INTEGER NOT NULL CHECK (float_paise >= 0),
  open_until TEXT NOT NULL DEFAULT '',
  set_at INTEGER NOT NULL,
  set_by INTEGER NOT NULL REFERENCES person (id),
  PRIMARY KEY (society_id, head)
);
CREATE TABLE till_turn (
  society_id INTEGER NOT NULL,
  day_on TEXT NOT NULL,
  head INTEGER NOT NULL,
  no INTEGER NOT NULL CHECK (no > 0),
  status TEXT NOT NULL CHECK (status IN ('open', 'closed')),
  holder INTEGER NOT NULL REFERENCES person (id),
  opened_at INTEGER NOT NULL,
  opened_by INTEGER NOT NULL,
  opening_paise INTEGER NOT NULL CHECK (opening_paise >= 0),
  take INTEGER,
  book_paise INTEGER,
  counted_paise INTEGER CHECK (counted_paise >= 0),
  said TEXT NOT NULL DEFAULT '',
  closed_at INTEGER,
  closed_by INTEGER,
  PRIMARY KEY (society_id, day_on, head, no),
  FOREIGN KEY (society_id, head) REFERENCES till (society_id, head),
  FOREIGN KEY (society_id, day_on) REFERENCES day (society_id, day_on)
);
CREATE UNIQUE INDEX till_turn_one_open ON till_turn (society_id, head) WHERE status = 'open';
ALTER TABLE day ADD COLUMN box_closed_at INTEGER;
ALTER TABLE day ADD COLUMN box_closed_by INTEGER;
-- A count that nobody expected: what the book said, what was there, and who stood by.
CREATE TABLE surprise_count (
  society_id INTEGER NOT NULL,
  id INTEGER NOT NULL CHECK (id > 0),
  day_on TEXT NOT NULL,
  till INTEGER NOT NULL,
  take INTEGER NOT NULL,
  book_paise INTEGER NOT NULL,
  counted_paise INTEGER NOT NULL CHECK (counted_paise >= 0),
  said TEXT NOT NULL DEFAULT '',
  counted_at INTEGER NOT NULL,
  counted_by INTEGER NOT NULL REFERENCES person (id),
  stood_by INTEGER NOT NULL REFERENCES person (id),
  act_id INTEGER NOT NULL,
  PRIMARY KEY (society_id, id),
  FOREIGN KEY (society_id, day_on) REFERENCES day (society_id, day_on),
  FOREIGN KEY (society_id, act_id) REFERENCES act (society_id, id)
);
-- append-only: surprise_count
-- What one manager hands over to the next; body is JSON, done once both have signed.
CREATE TABLE charge_list (
  society_id INTEGER NOT NULL REFERENCES society (id),
  id INTEGER NOT NULL CHECK (id > 0),
  version INTEGER NOT NULL CHECK (version > 0),
  day_on TEXT NOT NULL,
  from_person INTEGER NOT NULL REFERENCES person (id),
  to_person INTEGER NOT NULL REFERENCES person (id),
  body TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('drafted', 'given', 'done', 'dropped')),
  made_at INTEGER NOT NULL,
  made_by INTEGER NOT NULL,
  given_at INTEGER,
  given_by INTEGER,
  taken_at INTEGER,
  taken_by INTEGER,
  said TEXT NOT NULL DEFAULT '',
  act_id INTEGER,
  PRIMARY KEY (society_id, id),
  CHECK (from_person <> to_person),
  CHECK (given_by IS NULL OR given_by = from_person),
  CHECK (taken_by IS NULL OR taken_by = to_person),
  CHECK ((state = 'done') = (taken_at IS NOT NULL)),
  CHECK (state <> 'given' OR given_by IS NOT NULL),
  CHECK (state <> 'done' OR (given_by IS NOT NULL AND taken_by IS NOT NULL AND act_id IS NOT NULL)),
  FOREIGN KEY (society_id, act_id) REFERENCES act (society_id, id)
);
CREATE UNIQUE INDEX charge_list_one_open ON charge_list (society_id)
  WHERE state IN ('drafted', 'given');
-- Entries without cash that belong to the year that has ended, dated 31 March while April runs;
-- once it is closed, nothing is dated in that year any more.
CREATE TABLE year_edge (
  society_id INTEGER NOT NULL REFERENCES society (id),
  fy INTEGER NOT NULL,
  day_on TEXT NOT NULL,
  until_on TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
  opened_at INTEGER NOT NULL,
  opened_by INTEGER NOT NULL,
  closed_at INTEGER,
  closed_by INTEGER,
  seal_no INTEGER,
  PRIMARY KEY (society_id, fy),
  CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
  CHECK ((state = 'closed') = (seal_no IS NOT NULL)),
  FOREIGN KEY (society_id, day_on) REFERENCES day (society_id, day_on),
  FOREIGN KEY (society_id, seal_no) REFERENCES seal (society_id, seal_no)
);
CREATE UNIQUE INDEX year_edge_one_open ON year_edge (society_id) WHERE state = 'open';
-- append-only: year_edge unless OLD.state = 'open' AND NEW.fy = OLD.fy AND NEW.day_on = OLD.day_on AND NEW.society_id = OLD.society_id
-- refuse: the_year_is_locked INSERT ON voucher WHEN NEW.kind <> 'adjustment' AND EXISTS (SELECT 1 FROM year_edge e WHERE e.society_id = NEW.society_id AND e.fy >= NEW.fy)
-- refuse: no_edge_is_open INSERT ON voucher WHEN NEW.kind = 'adjustment' AND NOT EXISTS (SELECT 1 FROM year_edge e WHERE e.society_id = NEW.society_id AND e.state = 'open' AND e.fy = NEW.fy AND e.day_on = NEW.day_on)
-- refuse: an_adjustment_moves_no_cash INSERT ON entry WHEN NEW.head BETWEEN 2100 AND 2299 AND EXISTS (SELECT 1 FROM voucher v WHERE v.society_id = NEW.society_id AND v.id = NEW.voucher_id AND v.kind = 'adjustment')
-- refuse: the_days_of_the_year_are_there INSERT ON day WHEN EXISTS (SELECT 1 FROM year_edge e WHERE e.society_id = NEW.society_id AND e.day_on >= NEW.day_on)
-- refuse: the_days_of_the_year_stay_closed UPDATE ON day WHEN NEW.status <> 'closed' AND EXISTS (SELECT 1 FROM year_edge e WHERE e.society_id = NEW.society_id AND e.day_on >= NEW.day_on)
-- Numbered slips that a society draws while it is online, for when it is not.
CREATE TABLE slip_batch (
  society_id INTEGER NOT NULL REFERENCES society (id),
  id INTEGER NOT NULL CHECK (id > 0),
  first_no INTEGER NOT NULL CHECK (first_no > 0),
  last_no INTEGER NOT NULL,
  drawn_on TEXT NOT NULL,
  drawn_at INTEGER NOT NULL,
  drawn_by INTEGER NOT NULL REFERENCES person (id),
  PRIMARY KEY (society_id, id),
  CHECK (last_no >= first_no)
);
-- append-only: slip_batch
CREATE TABLE outage_slip (
  society_id INTEGER NOT NULL,
  no INTEGER NOT NULL CHECK (no > 0),
  batch_id INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('free', 'entered', 'void', 'unused')),
  voucher_id INTEGER,
  said TEXT NOT NULL DEFAULT '',
  settled_on TEXT NOT NULL DEFAULT '',
  settled_at INTEGER,
  settled_by INTEGER,
  PRIMARY KEY (society_id, no),
  CHECK ((state = 'entered') = (voucher_id IS NOT NULL)),
  FOREIGN KEY (society_id, batch_id) REFERENCES slip_batch (society_id, id),
  FOREIGN KEY (society_id, voucher_id) REFERENCES voucher (society_id, id)
);
CREATE INDEX outage_slip_free ON outage_slip (society_id, no) WHERE state = 'free';
-- Who of the block works in a society on behalf of one of its people: why, and until when at most.
CREATE TABLE delegation (
  society_id INTEGER NOT NULL REFERENCES society (id),
  id INTEGER NOT NULL CHECK (id > 0),
  person_id INTEGER NOT NULL REFERENCES person (id),
  on_behalf_of INTEGER NOT NULL REFERENCES person (id),
  reason TEXT NOT NULL,
  said TEXT NOT NULL DEFAULT '',
  began_at INTEGER NOT NULL,
  until_at INTEGER NOT NULL,
  act_id INTEGER NOT NULL,
  PRIMARY KEY (society_id, id),
  CHECK (person_id <> on_behalf_of),
  CHECK (until_at > began_at),
  FOREIGN KEY (society_id, act_id) REFERENCES act (society_id, id)
);
CREATE INDEX delegation_by_person ON delegation (person_id, until_at);
-- append-only: delegation
-- One that ended before its time, by whom.
CREATE TABLE delegation_end (
  society_id INTEGER NOT NULL,
  delegation_id INTEGER NOT NULL,
  ended_at INTEGER NOT NULL,
  ended_by INTEGER NOT NULL REFERENCES person (id),
  act_id INTEGER NOT NULL,
  PRIMARY KEY (society_id, delegation_id),
  FOREIGN KEY (society_id, delegation_id) REFERENCES delegation (society_id, id),
  FOREIGN KEY (society_id, act_id) REFERENCES act (society_id, id)
);
-- append-only: delegation_end
-- A society to practise in belongs to the people of a real one; practising anew begins another.
ALTER TABLE society ADD COLUMN practice_for INTEGER REFERENCES society (id);
ALTER TABLE society ADD COLUMN retired_at INTEGER;
-- What reports read by day, and whose a voucher is.
CREATE INDEX wallet_payment_by_day ON wallet_payment (society_id, begun_on);
CREATE INDEX life_certificate_by_day ON life_certificate (society_id, made_on);
CREATE INDEX pension_payment_by_day ON pension_payment (society_id, paid_on);
CREATE INDEX voucher_for_by_voucher ON voucher_for (society_id, voucher_id);

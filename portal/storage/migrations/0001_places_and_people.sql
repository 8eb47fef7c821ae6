-- Reference: places, heads and tasks. Office: people, sessions, throttles. Societies.
CREATE TABLE schema_version (
  version INTEGER NOT NULL,
  name TEXT NOT NULL,
  applied_at INTEGER NOT NULL,
  PRIMARY KEY (version)
);
CREATE TABLE place (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  level TEXT NOT NULL,
  parent_id INTEGER REFERENCES place (id),
  name_hi TEXT NOT NULL,
  name_en TEXT NOT NULL
);
CREATE TABLE head (
  code INTEGER NOT NULL,
  parent INTEGER,
  name_hi TEXT NOT NULL,
  name_en TEXT NOT NULL,
  kind TEXT NOT NULL,
  is_group INTEGER NOT NULL,
  normal_side TEXT NOT NULL,
  cash_or_bank TEXT NOT NULL,
  sub_ledger TEXT NOT NULL,
  cas_code TEXT NOT NULL,
  PRIMARY KEY (code)
);
CREATE TABLE holiday (
  state_code TEXT NOT NULL,
  holiday_on TEXT NOT NULL,
  name_hi TEXT NOT NULL,
  name_en TEXT NOT NULL,
  PRIMARY KEY (state_code, holiday_on)
);
CREATE TABLE society (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  name_hi TEXT NOT NULL,
  name_en TEXT NOT NULL,
  block_id INTEGER NOT NULL REFERENCES place (id),
  district_id INTEGER NOT NULL REFERENCES place (id),
  division_id INTEGER REFERENCES place (id),
  state_id INTEGER NOT NULL REFERENCES place (id),
  branch_id INTEGER REFERENCES place (id),
  bank_id INTEGER REFERENCES place (id),
  state_code TEXT NOT NULL,
  weekly_off INTEGER CHECK (weekly_off BETWEEN 0 AND 6),
  cash_limit_paise INTEGER CHECK (cash_limit_paise > 0),
  cash_limit_days INTEGER NOT NULL DEFAULT 2,
  is_sample INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX society_by_block ON society (block_id);
CREATE INDEX society_by_district ON society (district_id);
CREATE TABLE person (
  id INTEGER PRIMARY KEY,
  username TEXT NOT NULL UNIQUE,
  name_hi TEXT NOT NULL,
  name_en TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  role TEXT NOT NULL,
  place_id INTEGER REFERENCES place (id),
  society_id INTEGER REFERENCES society (id),
  is_active INTEGER NOT NULL DEFAULT 1,
  has_deva_digits INTEGER NOT NULL DEFAULT 0,
  totp_secret TEXT,
  created_at INTEGER NOT NULL,
  CHECK (place_id IS NOT NULL OR society_id IS NOT NULL)
);
CREATE INDEX person_by_society ON person (society_id);
CREATE TABLE session (
  id_hash BLOB NOT NULL,
  person_id INTEGER NOT NULL REFERENCES person (id),
  created_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  address TEXT NOT NULL,
  PRIMARY KEY (id_hash)
);
CREATE INDEX session_by_person ON session (person_id);
CREATE TABLE sign_in_failure (
  kind TEXT NOT NULL CHECK (kind IN ('account', 'address')),
  name TEXT NOT NULL,
  failures INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  PRIMARY KEY (kind, name)
);
CREATE TABLE backup_code (
  person_id INTEGER NOT NULL REFERENCES person (id),
  code_hash TEXT NOT NULL,
  used_at INTEGER,
  PRIMARY KEY (person_id, code_hash)
);
CREATE TABLE look_log (
  id INTEGER PRIMARY KEY,
  person_id INTEGER NOT NULL,
  society_id INTEGER NOT NULL,
  subject TEXT NOT NULL,
  reason TEXT NOT NULL,
  looked_at INTEGER NOT NULL
);
-- append-only: look_log
CREATE TABLE duty (
  name TEXT NOT NULL,
  next_at INTEGER NOT NULL,
  last_at INTEGER,
  last_note TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (name)
);

-- The services of the counter: what there is, what each costs where and since when, what a district
-- has switched off, and what each society uses.
CREATE TABLE service (
  id TEXT PRIMARY KEY,
  category TEXT NOT NULL,
  name_hi TEXT NOT NULL,
  name_en TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('bill_payment', 'application', 'information', 'pension',
    'booking', 'banking', 'sale', 'member_task')),
  state_scope TEXT NOT NULL,
  biller_id TEXT NOT NULL DEFAULT '',
  is_listed INTEGER NOT NULL DEFAULT 1 CHECK (is_listed IN (0, 1))
);
-- What a service costs at a place from a date on; the newest row that is valid counts. place_id NULL
-- is everywhere, fee_paise NULL that no fee is known; set_by NULL is the list in config/.
CREATE TABLE service_fee (
  id INTEGER PRIMARY KEY,
  service_id TEXT NOT NULL REFERENCES service (id),
  place_id INTEGER REFERENCES place (id),
  fee_paise INTEGER CHECK (fee_paise >= 0),
  valid_from_on TEXT NOT NULL,
  source TEXT NOT NULL,
  set_by INTEGER REFERENCES person (id),
  set_at INTEGER,
  CHECK ((set_by IS NULL) = (set_at IS NULL)),
  CHECK ((set_by IS NULL) = (place_id IS NULL))
);
CREATE INDEX service_fee_by_service ON service_fee (service_id, place_id, valid_from_on, id);
CREATE INDEX service_fee_by_place ON service_fee (place_id, id);
-- append-only: service_fee
-- A place's services on and off; the newest row counts.
CREATE TABLE service_switch (
  id INTEGER PRIMARY KEY,
  service_id TEXT NOT NULL REFERENCES service (id),
  place_id INTEGER NOT NULL REFERENCES place (id),
  is_offered INTEGER NOT NULL CHECK (is_offered IN (0, 1)),
  reason TEXT NOT NULL,
  set_by INTEGER NOT NULL REFERENCES person (id),
  set_at INTEGER NOT NULL
);
CREATE INDEX service_switch_by_place ON service_switch (place_id, service_id, id);
-- append-only: service_switch
CREATE TABLE service_use (
  society_id INTEGER NOT NULL REFERENCES society (id),
  service_id TEXT NOT NULL REFERENCES service (id),
  times INTEGER NOT NULL CHECK (times > 0),
  last_at INTEGER NOT NULL,
  PRIMARY KEY (society_id, service_id)
);

"""Places of every level, and the societies within them."""

from __future__ import annotations

from peewee import AutoField, ForeignKeyField, IntegerField, Model, TextField

from portal.storage.engine import database, one_of, run, value

#: The societies that count. Those to practise in (and those that were practised in) stand in no
#: list, search, report or figure, so whatever looks at more than one society reads these.
REAL_SOCIETIES = "(SELECT * FROM society WHERE practice_for IS NULL)"
NOT_REAL = "(SELECT id FROM society WHERE practice_for IS NOT NULL)"
RETIRED = "(SELECT id FROM society WHERE retired_at IS NOT NULL)"
#: The column of ``society`` that each level of place reaches its societies by.
REACH = {
    "block": "block_id",
    "district": "district_id",
    "division": "division_id",
    "state": "state_id",
    "branch": "branch_id",
    "bank": "bank_id",
}


class Place(Model):
    """A nation, state, division, district, block, bank or branch."""

    id = AutoField()
    code = TextField()
    level = TextField()
    parent = ForeignKeyField("self", null=True, column_name="parent_id", backref="children")
    name_hi = TextField()
    name_en = TextField()

    class Meta:
        """Where it is stored."""

        database = database
        table_name = "place"


class Society(Model):
    """A primary agricultural credit society."""

    id = AutoField()
    code = TextField()
    name_hi = TextField()
    name_en = TextField()
    block = ForeignKeyField(Place, column_name="block_id", backref="+")
    district = ForeignKeyField(Place, column_name="district_id", backref="+")
    division = ForeignKeyField(Place, column_name="division_id", null=True, backref="+")
    state = ForeignKeyField(Place, column_name="state_id", backref="+")
    branch = ForeignKeyField(Place, column_name="branch_id", null=True, backref="+")
    bank = ForeignKeyField(Place, column_name="bank_id", null=True, backref="+")
    state_code = TextField()
    weekly_off = IntegerField(null=True)
    cash_limit_paise = IntegerField(null=True)
    cash_limit_days = IntegerField(default=2)
    is_sample = IntegerField(default=0)
    practice_for = IntegerField(null=True)
    retired_at = IntegerField(null=True)

    class Meta:
        """Where it is stored."""

        database = database
        table_name = "society"

    @property
    def is_practice(self) -> bool:
        """Whether it is only for practising in: nothing of it is real."""
        return self.practice_for is not None

    @property
    def ref_code(self) -> str:
        """Six capitals and digits for the references of payments; those of a practice tell it."""
        return str(self.code) if self.practice_for is None else f"X{self.id:05d}"[-6:]

    @property
    def real_id(self) -> int:
        """The key of the society whose people work here: its own, or the one it practises for."""
        return int(self.id if self.practice_for is None else self.practice_for)


def place(code: str) -> Place | None:
    """Return the place of this code, or None."""
    return one_of(Place, "SELECT * FROM place WHERE code = ?", code)


def place_by_id(place_id: int) -> Place | None:
    """Return the place of this key, or None."""
    return one_of(Place, "SELECT * FROM place WHERE id = ?", place_id)


def places_under(place_id: int) -> list[Place]:
    """List the places right below one."""
    return list(Place.select().where(Place.parent == place_id).order_by(Place.name_hi))


def society(code: str) -> Society | None:
    """Return the society of this code, or None."""
    return one_of(Society, "SELECT * FROM society WHERE code = ?", code)


def society_by_id(society_id: int) -> Society | None:
    """Return the society of this key, or None."""
    return one_of(Society, "SELECT * FROM society WHERE id = ?", society_id)


def societies_in(level: str, place_id: int) -> list[Society]:
    """List the real societies of a place of any level, by name; the nation has them all."""
    found = Society.select().order_by(Society.name_hi, Society.id)
    found = found.where(Society.practice_for.is_null())
    if level != "nation":
        found = found.where(getattr(Society, REACH[level].removesuffix("_id")) == place_id)
    return list(found)


def all_societies() -> list[Society]:
    """List every real society by code."""
    found = Society.select().order_by(Society.code)
    return list(found.where(Society.practice_for.is_null()))


def books_of_all() -> list[Society]:
    """List every society by code, also those to practise in: each has a book that is proved."""
    return list(Society.select().order_by(Society.code))


def practices_of(society_id: int) -> list[Society]:
    """List the societies that were begun to practise for a real one, the newest first."""
    found = Society.select().where(Society.practice_for == society_id)
    return list(found.order_by(Society.id.desc()))


def is_practice(society_id: int) -> bool:
    """Say whether a society is only for practising in."""
    found = value("SELECT practice_for FROM society WHERE id = ?", society_id)
    return found is not None


def retire(society_id: int, at: int) -> bool:
    """Put a society to practise in away; say whether it was still in use."""
    return run(
        "UPDATE society SET retired_at = ? WHERE id = ? AND practice_for IS NOT NULL "
        "AND retired_at IS NULL",
        at, society_id,
    ) == 1  # fmt: skip


def is_within(found: Society, level: str, place_id: int) -> bool:
    """Say whether a society lies within a place."""
    return level == "nation" or getattr(found, REACH[level]) == place_id

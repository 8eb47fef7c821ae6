"""The only floor that knows SQL: one engine, named queries by subject, migrations."""

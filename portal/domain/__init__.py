"""The rules of the trade in pure Python: no web, no database, no environment, no clock."""

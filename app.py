"""The application object for gunicorn and flask."""

from portal import create_app

app = create_app()

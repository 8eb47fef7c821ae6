"""A made-up CSC: its sign-in, its wallet's page and server, and a provider of short messages.

It speaks what portal/gateways/csc_*.py and sms.py are written for, with an envelope of its own
making, so that both sides prove each other. What goes wrong is chosen by the PIN that is typed, by
the last digits of a CSC ID or of a mobile number (scenarios.py). State lies in a file of its own.
"""

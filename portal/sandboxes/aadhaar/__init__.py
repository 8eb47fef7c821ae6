"""A made-up provider that checks Aadhaar numbers: nothing of it is anybody's.

It speaks what portal/gateways/aadhaar_check.py is written for. How an asking ends is chosen by the
last two digits of the number (scenarios.py). While it runs it remembers under which references it
was asked; never a number.
"""

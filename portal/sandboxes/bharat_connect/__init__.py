"""A made-up operating unit of Bharat Connect: an HTTP server with billers, bills and faults.

It speaks the interface that portal/gateways/bharat_connect.py is written for. What goes wrong is
chosen by the last three digits of the first parameter (scenarios.py); everything else follows from
the seed. It keeps its state in a file of its own and never succeeds twice for one bill.
"""

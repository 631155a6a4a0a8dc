"""Measures, one script each: every one prints one line of JSON."""

"""Trials of trust: what the product promises about who sees what, attacked at full size."""

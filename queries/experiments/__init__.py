"""Questions on experiments: the ledger, one of them, where it may spread, what its figures let one say."""

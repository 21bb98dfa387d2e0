"""One flow's bytes and one document: pure, no ledger, no folder."""

"""What members agreed to: the ledger, and the ways to take it back."""

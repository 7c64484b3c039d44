"""The audit: who gets matches, of which quality, and by whose decisions; by groups that members declared themselves."""

"""The command line: a verb a module; the contract's JSON."""

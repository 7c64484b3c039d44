"""Who suits whom, and why: affinity, hard rules, an optimal assignment, reasons in words."""

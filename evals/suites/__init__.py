"""The suites, a module each: `suite(progress)` opens what its task needs and cleans up."""

"""The examiner: suites, cases, baselines, reports, benchmarks."""

"""The words of mentoring as pydantic models; no I/O."""

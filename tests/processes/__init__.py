"""Several app processes behind one address, over one PostgreSQL and one Chroma server; all of them real."""

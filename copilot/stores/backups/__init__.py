"""A home copied: into a file, out of one, and from one database into another."""

"""The face for other programs: an HTTP API and an MCP server, both by personal tokens."""

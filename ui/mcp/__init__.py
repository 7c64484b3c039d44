"""An MCP server: the copilot's tools for assistants that members use elsewhere, with a personal token's permissions."""

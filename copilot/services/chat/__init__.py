"""The chat: a conversation that reaches the services as tools, with a chat model or without one."""

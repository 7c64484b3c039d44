"""The tools of the chat: each reaches one service, with the permissions of whoever asks and no others."""

"""The community's playbook: chapters from its own records, what members offer to it, and how each practice stands."""

"""The web app: a page a module, each row of them a workspace for one kind of person."""

"""An OpenID provider, asked through Authlib."""

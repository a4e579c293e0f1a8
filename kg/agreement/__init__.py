"""How far two codings of one text agree, and where they do not."""

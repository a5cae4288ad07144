"""How the files of earlier versions become files of this one, a step each; alembic loads the steps by path."""

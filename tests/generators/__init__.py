"""Small sites built by real generators: `make sites` adds the player to each of them."""

"""Small sites, built by real generators: `make sites` puts the player into each of them."""

"""How figures leave: each door draws every form and knows no figure by its id."""

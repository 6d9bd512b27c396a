"""How many people a text says were there, and the table that counts them."""

"""Requests that move, copy, fill, order or clean cells, and what goes along with them."""

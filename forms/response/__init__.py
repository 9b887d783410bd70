"""A response: read from Google's JSON, its way through the form, its key, and the entry made of it."""

from forms.response.read import Reader, network_key

__all__ = ["Reader", "network_key"]

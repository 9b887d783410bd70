"""The organisation: organisation.yaml and schools.csv, read and linted, and what belonged where on a day."""

from forms.organisation.load import load_organisation

__all__ = ["load_organisation"]

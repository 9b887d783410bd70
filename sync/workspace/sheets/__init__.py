"""Sheets v4: spreadsheets, their cells, and the requests that change them."""

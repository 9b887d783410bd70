"""A spreadsheet as people see it: Google's Spreadsheet resource with grid data, drawn as HTML and SVG.

Everything here is pure: `view.render` takes the resource and gives what the page's template needs.
Rows and columns count from 0, areas are half-open, sizes are pixels, colours are "#rrggbb".
"""

"""Charts of a spreadsheet as SVG: `figure.read_figure` reads Google's EmbeddedChart, `plot.draw` draws it."""

"""The demo: a term of plausible responses, sent through the public form page. `story.py` tells it."""

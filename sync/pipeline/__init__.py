"""Pull, check, summarise, publish, deliver: the story of one cycle. `cycle.py` tells it top to bottom."""

"""Which quantiles the practised network answers, and what lies between and beyond them."""

QUANTILES = (0.025, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.975)
"""What it answers for every step to come: bounds of the 80% and 95% intervals among them."""

MEDIAN = QUANTILES.index(0.5)

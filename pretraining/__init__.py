"""Made-up series, and the training of the practised network on them."""

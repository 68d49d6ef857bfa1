"""What Lookback costs: measured from the outside, as a person meets it."""

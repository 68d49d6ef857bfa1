"""The practised network: taught on made-up series, it forecasts at once."""

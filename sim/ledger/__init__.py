"""The ledger: forecasts that are dated, sealed by a hash, and scored when their day has come."""

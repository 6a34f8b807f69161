"""Working-day calendar, deadline policies, the clock ledger and the sweep."""

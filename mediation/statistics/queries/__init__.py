"""Reading returns, rates and badges, as frozen views."""

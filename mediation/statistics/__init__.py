"""Monthly and quarterly returns, rates and 三零 badges."""

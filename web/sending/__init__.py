"""Ways out of the house: SMTP, and the robots of 企业微信 groups."""

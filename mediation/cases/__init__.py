"""Disputes: intake, numbering, kind, risk, attempts level by level, closure."""

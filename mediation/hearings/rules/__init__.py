"""What makes a 屋场会 valid. No database, no clock."""

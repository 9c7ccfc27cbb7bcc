"""Days, times and numbers in Spanish: mar 24 nov 2026, 2:14 p.m., and 1,234.5 as around it."""

DATE_FORMAT = "D j b Y"
SHORT_DATE_FORMAT = "j b Y"
MONTH_DAY_FORMAT = "D j b"
DATETIME_FORMAT = "D j b, g:i a"
TIME_FORMAT = "g:i a"
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","

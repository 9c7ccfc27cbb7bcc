"""Days and times in English: Tue Nov 24, 2026, 2:14 p.m."""

DATE_FORMAT = "D M j, Y"
SHORT_DATE_FORMAT = "M j, Y"
MONTH_DAY_FORMAT = "D M j"
DATETIME_FORMAT = "D M j, g:i a"
TIME_FORMAT = "g:i a"

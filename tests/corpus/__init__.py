"""Known tables written out in many ways, and whether the file reader gives them back.

axes       the ways a file can differ, and which of them can't meet
covering   combinations of them: every allowed pair of levels, then any number more
calendars, known, orders   the tables: periods; names and values; order lines
dates, numbers, layouts, sheets, files   from a table and a combination to the bytes of a file
readings   whether a file truly has two readings
judge      what the reader makes of a file, beside the truth

Only `judge` knows of the reader: what is written and what is true is settled without its code.
"""

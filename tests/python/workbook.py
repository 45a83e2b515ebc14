"""Reads a workbook from standard input and prints its first sheet as JSON: an array of objects, as the table has rows."""

import datetime
import io
import json
import sys

import openpyxl


def value(cell):
    """A day has no time of day."""
    if isinstance(cell, datetime.datetime):
        is_day = cell.time() == datetime.time()
        return cell.date().isoformat() if is_day else cell.isoformat() + "Z"
    return cell


book = openpyxl.load_workbook(io.BytesIO(sys.stdin.buffer.read()))
sheet = book.worksheets[0]
header, *rows = sheet.iter_rows(values_only=True)
print(json.dumps([dict(zip(header, map(value, row))) for row in rows]))

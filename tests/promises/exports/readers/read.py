"""Reads a file as a program in Python does, and prints what is in it as JSON: `read.py csv|xlsx|ics FILE`."""

import csv
import json
import sys


def read_csv(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.reader(file, delimiter="\t" if path.endswith(".tsv") else ","))


def read_xlsx(path):
    from openpyxl import load_workbook

    return [{"name": sheet.title, **read_sheet(sheet)} for sheet in load_workbook(path).worksheets]


def read_sheet(sheet):
    # Formulas are of the type f.
    cells = [[[cell.data_type, plain(cell.value), cell.number_format] for cell in row] for row in sheet.iter_rows()]
    return {
        "cells": cells,
        "frozen": sheet.freeze_panes,
        "filtered": sheet.auto_filter.ref,
        "widths": [sheet.column_dimensions[cell.column_letter].width for cell in sheet[1]],
        "bold": [cell.font.bold for cell in sheet[1]],
        "charts": [read_chart(chart) for chart in sheet._charts],
    }


def read_chart(chart):
    series = [[one.cat.strRef.f if one.cat.strRef else one.cat.numRef.f, one.val.numRef.f] for one in chart.series]
    title = "".join(run.t for paragraph in chart.title.tx.rich.p for run in paragraph.r or [])
    return {"kind": type(chart).__name__, "title": title, "series": series}


def read_ics(path):
    from icalendar import Calendar

    with open(path, "rb") as file:
        calendar = Calendar.from_ical(file.read())
    return [
        {name: plain(value.dt) if hasattr(value, "dt") else plain(value) for name, value in event.items()}
        for event in calendar.walk("VEVENT")
    ]


def plain(value):
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value if value is None or isinstance(value, (bool, int, float)) else str(value)


kind, path = sys.argv[1:]
json.dump({"csv": read_csv, "xlsx": read_xlsx, "ics": read_ics}[kind](path), sys.stdout)

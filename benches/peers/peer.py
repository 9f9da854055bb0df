"""Works as Python programs do: `peer.py psycopg|sqlalchemy` loops over all contracts and prints what is due,
`peer.py import` imports new.csv into clients, prints how many rows they are, and takes it back;
`peer.py spreadsheet` writes the first 100,000 contracts to peer.xlsx, and prints how many rows they are.

Connects to $PEER_URL, then does its work once for each line of standard input.
"""

import os
import sys
from decimal import Decimal

QUERY = "select id, client_id, total_amount, amount_due, creation_date, signed_at, signed from contracts"
BATCH = 1000


def psycopg_loop(url):
    import psycopg
    from psycopg.rows import namedtuple_row

    connection = psycopg.connect(url, row_factory=namedtuple_row)

    def loop():
        due = Decimal(0)
        with connection.transaction(), connection.cursor("rows") as cursor:
            cursor.itersize = BATCH
            cursor.execute(QUERY)
            for contract in cursor:
                due += contract.amount_due
        return due

    return loop


def sqlalchemy_loop(url):
    from sqlalchemy import create_engine, select
    from sqlalchemy.ext.automap import automap_base
    from sqlalchemy.orm import Session

    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    base = automap_base()
    base.prepare(autoload_with=engine)
    contract = base.classes.contracts

    def loop():
        due = Decimal(0)
        with Session(engine) as session:
            for row in session.scalars(select(contract).execution_options(yield_per=BATCH)):
                due += row.amount_due
        return due

    return loop


def import_loop(url):
    import csv

    import psycopg

    connection = psycopg.connect(url)

    def loop():
        with open("new.csv", newline="", encoding="utf-8") as file:
            reader = csv.reader(file)
            columns = next(reader)
            insert = f"insert into clients ({', '.join(columns)}) values ({', '.join(['%s'] * len(columns))})"
            with connection.cursor() as cursor:
                cursor.executemany(insert, reader)
                count = cursor.rowcount
        connection.rollback()
        return count

    return loop


def spreadsheet_loop(url):
    import psycopg
    from openpyxl import Workbook

    connection = psycopg.connect(url)

    def naive(value):
        # A cell knows no zone.
        return value.replace(tzinfo=None) if hasattr(value, "tzinfo") else value

    def loop():
        book = Workbook(write_only=True)
        sheet = book.create_sheet("contracts")
        with connection.transaction(), connection.cursor("rows") as cursor:
            cursor.itersize = BATCH
            cursor.execute(f"{QUERY} order by id limit 100000")
            sheet.append([column.name for column in cursor.description])
            count = 0
            for contract in cursor:
                sheet.append([naive(value) for value in contract])
                count += 1
        book.save("peer.xlsx")
        return count

    return loop


loops = {
    "psycopg": psycopg_loop,
    "sqlalchemy": sqlalchemy_loop,
    "import": import_loop,
    "spreadsheet": spreadsheet_loop,
}
loop = loops[sys.argv[1]](os.environ["PEER_URL"])
print("ready", flush=True)
for _ in sys.stdin:
    print(loop(), flush=True)

"""The positions of all CCGs on a day, as a table."""

import os

import pandas

SERVICE = os.environ.get("CO_COMMISSIONING_URL", "http://127.0.0.1:8000")
TOKEN = os.environ.get("CO_COMMISSIONING_TOKEN")  # Where the service asks for one.

positions = pandas.read_csv(
    f"{SERVICE}/q/positions.csv?asOf=2016-04-01",
    storage_options={"Authorization": f"Bearer {TOKEN}"} if TOKEN else None,
    # Codes are no numbers, and "NA" would be one: only what is empty is missing.
    dtype={"odsCode": "string"},
    keep_default_na=False,
    na_values=[""],
    parse_dates=["begunFrom", "begunBy", "firstDay", "lastDay"],
)
print(positions.to_csv(index=False), end="")

"""All adoptions that are live, page by page, as a table."""

import os

import pandas
from gql import Client, GraphQLRequest
from gql.transport.requests import RequestsHTTPTransport

SERVICE = os.environ.get("CO_COMMISSIONING_URL", "http://127.0.0.1:8000")
TOKEN = os.environ.get("CO_COMMISSIONING_TOKEN")  # Where the service asks for one.

QUERY = """
query ($stage: Stage, $after: String) {
  adoptionRows(first: 100, after: $after, filter: { stage: { eq: $stage } }) {
    nodes { odsCode ccgName modelCode financialYear effectiveFrom evidenceCount }
    pageInfo { hasNextPage endCursor }
  }
}
"""

transport = RequestsHTTPTransport(
    url=f"{SERVICE}/graphql",
    headers={"Authorization": f"Bearer {TOKEN}"} if TOKEN else None,
)
rows = []
# The schema is fetched once, so that a mistake in the query is told before anything is asked.
with Client(transport=transport, fetch_schema_from_transport=True) as session:
    after = None
    while True:
        request = GraphQLRequest(QUERY, variable_values={"stage": "LIVE", "after": after})
        page = session.execute(request)["adoptionRows"]
        rows += page["nodes"]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]

adoptions = pandas.DataFrame(rows)
adoptions["effectiveFrom"] = pandas.to_datetime(adoptions["effectiveFrom"])
print(adoptions.to_csv(index=False), end="")

#!/usr/bin/env bash
# All adoptions that are live, page by page, as JSON in a line each.
set -euo pipefail
service=${CO_COMMISSIONING_URL:-http://127.0.0.1:8000}
token=${CO_COMMISSIONING_TOKEN:-} # Where the service asks for one.

query='query ($stage: Stage, $after: String) {
  adoptionRows(first: 100, after: $after, filter: { stage: { eq: $stage } }) {
    nodes { odsCode ccgName modelCode financialYear effectiveFrom evidenceCount }
    pageInfo { hasNextPage endCursor }
  }
}'

ask() {
    jq -n --arg query "$query" --argjson after "$1" '{$query, variables: {stage: "LIVE", $after}}' |
        curl -sS --fail-with-body --retry 3 "$service/graphql" --json @- ${token:+--oauth2-bearer "$token"}
}

after=null
while [[ -n $after ]]; do
    page=$(ask "$after")
    # Errors are told, and end it.
    jq -c 'if .errors then error(.errors | map(.message) | join(" ")) else .data.adoptionRows.nodes[] end' <<<"$page"
    after=$(jq '.data.adoptionRows.pageInfo | if .hasNextPage then .endCursor else empty end' <<<"$page")
done

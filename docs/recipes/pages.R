# All adoptions that are live, page by page, as a data frame.
library(httr2)

service <- Sys.getenv("CO_COMMISSIONING_URL", "http://127.0.0.1:8000")
token <- Sys.getenv("CO_COMMISSIONING_TOKEN") # Where the service asks for one.

query <- "
query ($stage: Stage, $after: String) {
  adoptionRows(first: 100, after: $after, filter: { stage: { eq: $stage } }) {
    nodes { odsCode ccgName modelCode financialYear effectiveFrom evidenceCount }
    pageInfo { hasNextPage endCursor }
  }
}"

ask <- function(variables) {
  asked <- request(paste0(service, "/graphql")) |>
    req_body_json(list(query = query, variables = variables)) |>
    # When the service is busy, it says how long to wait.
    req_retry(max_tries = 3)
  if (nzchar(token)) asked <- req_auth_bearer_token(asked, token)
  answer <- req_perform(asked) |> resp_body_json(simplifyVector = TRUE)
  if (!is.null(answer$errors)) stop(paste(answer$errors$message, collapse = "\n"))
  answer$data
}

pages <- list()
after <- NULL
repeat {
  page <- ask(list(stage = "LIVE", after = after))$adoptionRows
  pages <- c(pages, list(page$nodes))
  if (!page$pageInfo$hasNextPage) break
  after <- page$pageInfo$endCursor
}

adoptions <- do.call(rbind, pages)
adoptions$effectiveFrom <- as.Date(adoptions$effectiveFrom)
write.csv(adoptions, row.names = FALSE, na = "")

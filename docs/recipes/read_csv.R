# The positions of all CCGs on a day, as a data frame.
service <- Sys.getenv("CO_COMMISSIONING_URL", "http://127.0.0.1:8000")
token <- Sys.getenv("CO_COMMISSIONING_TOKEN") # Where the service asks for one.

positions <- read.csv(
  url(
    paste0(service, "/q/positions.csv?asOf=2016-04-01"),
    headers = if (nzchar(token)) c(Authorization = paste("Bearer", token)),
    encoding = "UTF-8"
  ),
  # Codes are no numbers, and only what is empty is missing.
  colClasses = c(odsCode = "character", isLive = "logical", firstDay = "Date", lastDay = "Date"),
  na.strings = ""
)
write.csv(positions, row.names = FALSE, na = "")

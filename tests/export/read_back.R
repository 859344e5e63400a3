# Rscript read_back.R FOLDER sav|dta OUT: every table as R's haven reads it: values, and of each variable label, labels and missing values.
suppressPackageStartupMessages(library(haven))
words <- commandArgs(trailingOnly = TRUE)
options(digits = 17)
told <- data.frame()
for (path in list.files(words[1], pattern = paste0("\\.", words[2], "$"), full.names = TRUE)) {
  table <- sub("\\..*$", "", basename(path))
  found <- if (words[2] == "sav") read_sav(path, user_na = TRUE) else read_dta(path)
  for (name in names(found)) {
    column <- found[[name]]
    missing <- if (words[2] == "sav") sum(unclass(column) %in% attr(column, "na_values")) else sum(is_tagged_na(unclass(column), "a"))
    labels <- attr(column, "labels")
    told <- rbind(told, data.frame(table = table, variable = name, label = as.character(attr(column, "label")), missing = missing,
      labels = paste(names(labels), collapse = "|")))
  }
  write.csv(as.data.frame(lapply(found, function(x) if (is.character(x)) x else as.numeric(zap_labels(zap_missing(x))))),
    file.path(words[3], paste0(table, ".csv")), row.names = FALSE)
}
write.csv(told, file.path(words[3], "told.csv"), row.names = FALSE)

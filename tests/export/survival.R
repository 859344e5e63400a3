# From an export to a survival curve: how long children stay at home, by scenario.
# Rscript survival.R FOLDER [sav|dta] > curve.csv
suppressPackageStartupMessages({ library(haven); library(survival) })
words <- commandArgs(trailingOnly = TRUE)
spells <- if (words[2] == "sav") read_sav(file.path(words[1], "spells.sav")) else read_dta(file.path(words[1], "spells.dta"))
stays <- subset(spells, before_branch_days == 0 & spell_no == stay_no)
curve <- survfit(Surv(after_branch_days, zap_labels(end_reason) > 0) ~ scenario, data = stays)
at <- summary(curve, times = c(0, 28, 91, 182), extend = TRUE)
write.csv(data.frame(scenario = sub("scenario=", "", at$strata), day = at$time, home = at$surv), row.names = FALSE)

# Golden values of a Gaussian hidden Markov model from the R package msm (Jackson 2011): the log likelihood of a sequence, and the
# probabilities of the states at the end of each prefix of it. Writes gaussian-hmm.json. Run here: Rscript generate-msm.R
library(msm)
library(expm)

set.seed(20260101)
transition <- matrix(c(0.95, 0.04, 0.01, 0.03, 0.94, 0.03, 0.02, 0.05, 0.93), 3, byrow = TRUE)
generator <- logm(transition)
start <- c(0.5, 0.3, 0.2)
means <- c(-1, 0.1, 1.2)
sds <- c(0.8, 0.3, 1.1)

n <- 60
state <- sample(3, 1, prob = start)
observations <- numeric(n)
for (t in 1:n) {
  if (t > 1) state <- sample(3, 1, prob = transition[state, ])
  observations[t] <- rnorm(1, means[state], sds[state])
}
observations <- round(observations, 6)

model <- function(count) {
  data <- data.frame(subject = 1, time = 1:count, x = observations[1:count])
  hmodel <- list(hmmNorm(means[1], sds[1]), hmmNorm(means[2], sds[2]), hmmNorm(means[3], sds[3]))
  msm(x ~ time, subject = subject, data = data, qmatrix = generator, hmodel = hmodel, initprobs = start, fixedpars = TRUE)
}

# smoothed at the last time is filtered
last <- function(count) {
  found <- viterbi.msm(model(count))
  as.numeric(found$pstate[count, ])
}
prefixes <- c(2, 3, 5, 10, 30, n)
text <- function(x) paste0("[", paste(sprintf("%.15g", x), collapse = ", "), "]")
rows <- function(m) paste0("[", paste(apply(m, 1, text), collapse = ", "), "]")
lines <- c(
  "{",
  paste0('  "start": ', text(start), ","),
  paste0('  "transition": ', rows(transition), ","),
  paste0('  "means": ', text(means), ","),
  paste0('  "deviations": ', text(sds), ","),
  paste0('  "observations": ', text(observations), ","),
  paste0('  "prefixes": ', text(prefixes), ","),
  paste0('  "logLikelihoods": ', text(sapply(prefixes, function(k) -model(k)$minus2loglik / 2)), ","),
  paste0('  "filtered": ', rows(t(sapply(prefixes, last)))),
  "}"
)
writeLines(lines, "gaussian-hmm.json")

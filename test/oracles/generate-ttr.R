# Takes the folder with the real data; writes vectors/ttr-*.json with what R's package TTR gives for functions that TA-Lib lacks.
#
#   apt-get install r-cran-ttr r-cran-jsonlite
#   Rscript test/oracles/generate-ttr.R ../shared/data
#   npm run format
#
# A key is the call of TTR. What stands in this file besides TTR is the definition that joins its functions.
suppressMessages(library(TTR))
library(jsonlite)

arguments <- commandArgs(trailingOnly = TRUE)
if (length(arguments) != 1) stop("usage: Rscript test/oracles/generate-ttr.R FOLDER_OF_REAL_DATA")
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)[1]))
samples <- 36
first_samples <- 8

read_set <- function(set) {
  file <- if (set$kind == "real") file.path(arguments[1], set$file) else file.path(here, set$file)
  rows <- read.csv(gzfile(file), stringsAsFactors = FALSE)
  if (!is.null(set$only)) rows <- rows[rows[[set$only$column]] == set$only$value, ]
  x <- as.data.frame(lapply(set$columns, function(name) as.numeric(rows[[name]])))
  x$session <- substr(rows[[set$session]], 1, 10)
  list(candles = x[complete.cases(x), ], sha256 = strsplit(system2("sha256sum", shQuote(file), stdout = TRUE), " ")[[1]][1])
}

before <- function(x, k = 1) c(rep(NA, k), head(x, -k))
hlc <- function(x) as.matrix(x[, c("high", "low", "close")])
hl <- function(x) as.matrix(x[, c("high", "low")])
ohlc <- function(x) as.matrix(x[, c("open", "high", "low", "close")])

# Length of the row of rises (positive) or falls (negative) that ends at each candle; 0 where the close stayed, none at the first.
streak <- function(close) {
  out <- numeric(length(close))
  for (t in seq_along(close)[-1]) {
    step <- sign(close[t] - close[t - 1])
    out[t] <- if (step == 0) 0 else if (sign(out[t - 1]) == step) out[t - 1] + step else step
  }
  replace(out, 1, NA)
}

# Share of the n values before that lie below the present one, in percent.
rank_among_earlier <- function(x, n) 100 * (runPercentRank(x, n + 1, exact.multiplier = 0) * (n + 1)) / n

# EMV divides by volume: each stretch of candles that have some is given alone, with the candle before it for the first move.
ease <- function(x, n) {
  out <- rep(NA, nrow(x))
  stretches <- rle(x$volume > 0)
  ends <- cumsum(stretches$lengths)
  for (k in which(stretches$values)) {
    rows <- max(1, ends[k] - stretches$lengths[k]):ends[k]
    volume <- pmax(x$volume[rows], 1)
    if (length(rows) > n) out[rows] <- EMV(hl(x[rows, ]), volume, n, vol.divisor = 10000)[, "maEMV"]
  }
  out
}

connors <- function(x, p, s, n) {
  rank <- rank_among_earlier(ROC(x$close, type = "discrete"), n)
  (RSI(x$close, p) + RSI(streak(x$close), s) + rank) / 3
}

# On the edge cases each window alone: the running sums of TTR leave a residue in a flat market.
ranged <- function(kind, x, n, calc) {
  if (kind == "real") return(volatility(ohlc(x), n, calc, 1))
  window <- function(t) volatility(ohlc(x[(t - n + 1):t, ]), n, calc, 1)[n]
  c(rep(NA, n - 1), vapply(n:nrow(x), window, numeric(1)))
}

calls <- function(kind) {
  p <- if (kind == "real") 20 else 5
  h <- if (kind == "real") 20 else 9
  d <- if (kind == "real") 20 else 6
  cv <- if (kind == "real") 10 else 4
  e <- if (kind == "real") 14 else 5
  crsi <- if (kind == "real") c(3, 2, 100) else c(3, 2, 10)
  named <- function(key, f, ...) setNames(list(f), sprintf(key, ...))
  volatilities <- lapply(if (kind == "real") c(10, 20) else 5, function(n) c(
    named('volatility(n=%d,calc="parkinson",N=1)', function(x) ranged(kind, x, n, "parkinson"), n),
    named('volatility(n=%d,calc="garman.klass",N=1)', function(x) ranged(kind, x, n, "garman.klass"), n),
    named('volatility(n=%d,calc="rogers.satchell",N=1)', function(x) ranged(kind, x, n, "rogers.satchell"), n)
  ))
  c(
    named("VWMA(n=%d)", function(x) VWMA(x$close, x$volume, p), p),
    named("HMA(n=%d)", function(x) HMA(x$close, h), h),
    named("CMF(n=%d)", function(x) CMF(hlc(x), x$volume, p), p),
    named("EMV(n=%d,vol.divisor=10000).maEMV", function(x) ease(x, e), e),
    named("100·chaikinVolatility(n=%d)", function(x) 100 * chaikinVolatility(hl(x), cv), cv),
    # TTR shifts the average into the past of the close; the same numbers are known `shift` candles later.
    named("DPO(n=%d) %d candles later", function(x) before(DPO(x$close, d), d / 2 + 1), d, d / 2 + 1),
    named("DonchianChannel(n=%d).mid", function(x) DonchianChannel(hl(x), p)[, "mid"], p),
    named("(RSI(%d) + RSI(%d) of streak + runPercentRank(%d)) / 3", function(x) connors(x, crsi[1], crsi[2], crsi[3]),
      crsi[1], crsi[2], crsi[3]),
    do.call(c, volatilities)
  )
}

# Of one session alone: the move over night is left out of the feature.
session_calls <- function(kind) {
  p <- if (kind == "real") 20 else 5
  windows <- if (kind == "real") c(5, 10, 20, 50, 100, 200) else 5
  deviations <- lapply(windows, function(n) function(x) runSD(ROC(x$close, type = "discrete"), n))
  names(deviations) <- sprintf("runSD(ROC,%d)", windows)
  yang_zhang <- list(function(x) volatility(ohlc(x), p, "yang.zhang", 1))
  c(deviations, setNames(yang_zhang, sprintf('volatility(n=%d,calc="yang.zhang",N=1)', p)))
}

kept <- function(kind, first, length) {
  all <- first:(length - 1)
  if (kind != "real" || length(all) <= samples) return(all)
  start <- first + first_samples
  rest <- samples - first_samples
  c(first:(start - 1), start + floor((0:(rest - 1)) * (length - 1 - start) / (rest - 1)))
}

# All digits of a double, where jsonlite stops at 15.
exact <- function(x) structure(paste0("[", paste(ifelse(is.na(x), "null", sprintf("%.17g", x)), collapse = ","), "]"), class = "json")

vector_of <- function(kind, values, offset = 0) {
  values <- as.numeric(values)
  values[!is.finite(values)] <- NA
  first <- which(!is.na(values))[1] - 1
  if (is.na(first)) return(list(first = unbox(-1), values = list()))
  list(first = unbox(first + offset), values = exact(values[kept(kind, first, length(values)) + 1]))
}

# A function that cannot begin in a window without numbers has no values there.
values_of <- function(f, x) tryCatch(f(x), error = function(e) rep(NA, nrow(x)))

for (set in fromJSON(file.path(here, "sets.json"), simplifyVector = FALSE)$sets) {
  x <- read_set(set)
  outputs <- lapply(calls(set$kind), function(f) vector_of(set$kind, values_of(f, x$candles)))
  days <- x$candles$session
  rows <- which(days == unique(days)[set$oneSession + 1])
  from <- rows[1] - 1
  session_outputs <- lapply(session_calls(set$kind), function(f) vector_of(set$kind, values_of(f, x$candles[rows, ]), from))
  result <- list(source = unbox(paste("R package TTR", packageVersion("TTR"))), set = unbox(set$name),
    sha256 = unbox(x$sha256), candles = unbox(nrow(x$candles)), session = list(from = unbox(from), candles = unbox(length(rows))),
    outputs = outputs, sessionOutputs = session_outputs)
  writeLines(toJSON(result, json_verbatim = TRUE),
    file.path(here, "vectors", paste0("ttr-", set$name, ".json")))
}

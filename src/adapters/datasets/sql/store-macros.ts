// The functions that every SQL session has beside the views, as SQL text.

/** Sao Paulo wall clock of microseconds UTC: a TIMESTAMP, which has no time zone and so is a text in answers. */
const LOCAL_TIME =
  "CREATE MACRO local_time(time_us) AS timezone('America/Sao_Paulo', make_timestamptz(CAST(time_us AS BIGINT)))";

/**
 * Trades of one instrument on one day, each with the quote that stood before it in the order of the source. Both sides are
 * filtered inside, so that only the two parts of that day are read.
 */
const QUOTED_TRADES = `CREATE MACRO quoted_trades(of_instrument, of_day) AS TABLE
  SELECT t.*, q.bid, q.ask, q.bid_size, q.ask_size, t.time_us - q.time_us AS quote_age_us
  FROM (FROM trades WHERE instrument = of_instrument AND day = CAST(of_day AS DATE)) AS t
  ASOF LEFT JOIN (FROM quotes WHERE instrument = of_instrument AND day = CAST(of_day AS DATE)) AS q
    ON t.instrument = q.instrument AND t."order" > q."order"
  ORDER BY t."order"`;

export const STORE_MACROS: readonly string[] = [LOCAL_TIME, QUOTED_TRADES];

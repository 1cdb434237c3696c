// Dates of the vendor, as records or text, in; milliseconds on the wall clock of the exchange since 1970, or FEED_NO_TIME, out.
#ifndef FEED_LOCAL_TIME_H
#define FEED_LOCAL_TIME_H

#include "message.h"

int64_t local_ms_of_system_time(const PdSystemTime *time);
/** `DD/MM/YYYY`, with or without ` HH:mm:SS`, with or without `.ZZZ` or `:ZZZ`. */
int64_t local_ms_of_text(FeedText text);
/** The same in single bytes. */
int64_t local_ms_of_ansi(const uint8_t *text, uint32_t bytes);

#endif

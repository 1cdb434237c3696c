// The hand that the player and the commands have on the exchange's clock.
#ifndef SIM_CLOCK_H
#define SIM_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

/** The clock shows `localMs` now and runs at this speed in thousandths of real time (0 = only forward with events). */
void sim_clock_anchor(int64_t localMs, int64_t speedThousandths);
/** Moves a clock that stands still forward to an event. */
void sim_clock_at_least(int64_t localMs);
/** The server's clock differs by so much from the market's (fault). */
void sim_clock_skew(int64_t ms);
bool sim_clock_is_anchored(void);

#endif

// The hand that the player and the commands have on the exchange's clock.
#ifndef SIM_CLOCK_H
#define SIM_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

/** The clock shows `localMs` now and runs at this speed in thousandths of real time (0 = only forward with events). */
void sim_clock_anchor(int64_t localMs, int64_t speedThousandths);
/** The same for a clock that showed it when the machine's monotonic clock showed `ns`: one clock over several processes. */
void sim_clock_anchor_at(int64_t localMs, int64_t ns, int64_t speedThousandths);
/** What it was last set to show; now where it never was. */
int64_t sim_clock_start_ms(void);
/** Moves a clock that stands still forward to an event. */
void sim_clock_at_least(int64_t localMs);
/** The server's clock differs by so much from the market's (fault). */
void sim_clock_skew(int64_t ms);
bool sim_clock_is_anchored(void);

#endif

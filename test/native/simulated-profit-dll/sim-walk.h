// Prices that walk by chance: the same seed and clock, the same market in every process, also for the time in which none was there.
#ifndef SIM_WALK_H
#define SIM_WALK_H

#include <stdbool.h>
#include <stdint.h>

#include "sim.h"

typedef void (*SimWalkStep)(SimAsset *asset, double bid, double ask, double price, int64_t quantity, void *context);

/** `walk TICKER SEED RATE TICKS [PRICE]`, `walk-jump TICKER TICKS`, `walk-end`. */
bool sim_walk_command(const char *line);
void sim_walk_stop(void);
/** What the walks did behind one moment of the exchange's clock, up to another. */
void sim_walk_between(int64_t fromMs, int64_t toMs, SimWalkStep step, void *context);

#endif

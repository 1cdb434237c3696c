// Faults that come by chance from the seed, counted in events so that a run can be repeated.
#ifndef SIM_CHAOS_H
#define SIM_CHAOS_H

#include "sim.h"

/** After every played record. */
void sim_chaos_step(SimAsset *asset, uint8_t kind);
/** Starts them: one in about `every` events. */
void sim_chaos_start(uint64_t seed, uint32_t every);
/** On the connector thread, when the tape is at its end: a connection that chance broke comes back. */
void sim_chaos_end(void);

#endif

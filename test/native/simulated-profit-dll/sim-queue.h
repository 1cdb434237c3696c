// The connector thread's hands: starting, ending, freezing and watching it.
#ifndef SIM_QUEUE_H
#define SIM_QUEUE_H

#include <stdbool.h>
#include <stdint.h>

#include "sim.h"

bool sim_queue_start(void);
/** Drops what is queued, delivers what was posted after the drop, and joins the thread. */
void sim_queue_drop(void);
void sim_queue_end(void);
/** Deliveries that wait now. */
uint32_t sim_queue_length(void);
/** Waits up to 20 ms for fewer than `limit` waiting deliveries; true when it is so. */
bool sim_queue_wait_below(uint32_t limit);
/** Like sim_post without delay, but before everything that waits. */
void sim_post_first(SimDeliver deliver, void *context, SimDeliver release);
/**
 * On the connector thread delivers at once, so that a fault that counts events takes effect at its event; else like sim_post. What it
 * delivers must not be asked for from inside a client's callback.
 */
void sim_now_or_post(SimDeliver deliver, void *context, SimDeliver release);
/** Since when the connector thread is in one delivery (monotonic ns), 0 when it is not. */
int64_t sim_queue_busy_since_ns(void);

#endif

// The watchdog's view of the connector thread.
#ifndef SIM_CONTROL_H
#define SIM_CONTROL_H

#include <stdbool.h>

/** One delivery has lasted longer than `set freeze-limit-ms`. */
bool sim_control_frozen(void);

#endif

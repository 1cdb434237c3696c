// What the commands write of settings, faults and chance; sim.h has what everyone reads.
#ifndef SIM_SETTINGS_H
#define SIM_SETTINGS_H

#include <stdint.h>

void sim_settings_set(const char *name, int64_t value);
void sim_settings_set_text(const char *name, const char *text);
/** Count -1 = for ever, 0 = off. */
void sim_settings_fault(const char *name, int64_t count, int64_t value);
void sim_seed(uint64_t seed);

#endif

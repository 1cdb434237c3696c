// Faults of the market side that commands and chance share; all on the connector thread.
#ifndef SIM_FAULTS_H
#define SIM_FAULTS_H

#include <stdbool.h>

#include "sim.h"

/** The connection to the market breaks: (2,0) now, and events are lost until it is back. */
void sim_market_lost(void);
/** (2,1), (2,2), (2,4), full books again, and the last trades once more (`set reconnect-duplicates N`). */
void sim_market_back(void);
/** Tells the last trades that were told of an asset again. */
void sim_repeat_trades(SimAsset *asset, uint64_t count);
/** The exchange corrects the last trade by so many ticks. */
void sim_edit_last(SimAsset *asset, double ticks);
bool sim_faults_command(const char *line);
/** Sleeps for `slow-accessor US` and `block NAME MS`. */
void sim_faults_accessor(void);
void sim_faults_block(const char *name);

#endif

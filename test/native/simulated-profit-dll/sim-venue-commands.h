// A command line of the order side, cut into words.
#ifndef SIM_VENUE_COMMANDS_H
#define SIM_VENUE_COMMANDS_H

#include "sim-venue.h"

enum { COMMAND_WORDS = 20 };

typedef struct {
  int32_t count;
  const char *word[COMMAND_WORDS];
} Words;

typedef struct {
  const char *name;
  /** Words behind the name that it needs. */
  int32_t needs;
  /** Runs under the lock; 0 = the words make no sense. */
  int (*run)(const Words *words);
} VenueCommand;

/** The n-th word as a number, else the fallback. */
int64_t command_number(const Words *words, int32_t index, int64_t fallback);
double command_price(const Words *words, int32_t index, double fallback);
/** `TICKER` or `TICKER:E`, exchange F when it is left out. */
VenueAsset *command_asset(const Words *words, int32_t index);

/** Runs a line under the lock; 0 = it makes no sense. */
int venue_run_line(const char *line);
/** keep-orders FILE: takes up the orders that are there, and keeps all from now on. */
int venue_keep_orders(const Words *words);
/** while-down LINE: a command about orders that happens between this process and the next. */
int venue_while_down(const Words *words);

/** order-log FILE: writes down what happens at the venue. */
int venue_order_log(const Words *words);

extern const VenueCommand VENUE_RULE_COMMANDS[];
extern const VenueCommand VENUE_FAULT_COMMANDS[];
extern const VenueCommand VENUE_ORDER_COMMANDS[];

#endif

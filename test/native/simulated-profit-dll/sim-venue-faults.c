// Commands that make the order side lie: rejections, lost, doubled and late callbacks, fills after a cancel, odd answers.
#include "sim-venue-commands.h"

#include <stdio.h>
#include <string.h>

/** A counter's command: NAME [COUNT], once when it is left out, -1 for ever. */
#define COUNTER(function, place)                          \
  static int function(const Words *words) {               \
    place = (int32_t)command_number(words, 1, 1);         \
    return 1;                                             \
  }

COUNTER(cancel_reject, sim_venue.engine.faults.cancelRejects)
COUNTER(change_reject, sim_venue.engine.faults.changeRejects)
COUNTER(fill_after_cancel, sim_venue.engine.faults.fillsAfterCancel)
COUNTER(fill_before_cancel, sim_venue.engine.faults.fillsBeforeCancel)
COUNTER(swallow_request, sim_venue.engine.faults.swallowRequests)
COUNTER(duplicate_callbacks, sim_venue.set.duplicates)
COUNTER(lose_callback, sim_venue.set.losses)
COUNTER(lose_result, sim_venue.set.resultLosses)
COUNTER(lose_order_history, sim_venue.set.historyLosses)
COUNTER(answer_local_id_0, sim_venue.set.resultsWithoutLocalId)

/** reject-next [RESULT] [STATUS] [COUNT]: at the server; 9 rejected by market and 8 rejected when left out. */
static int reject_next(const Words *words) {
  VenueFaults *faults = &sim_venue.engine.faults;
  faults->rejectResult = (int32_t)command_number(words, 1, RESULT_REJECTED_BY_MARKET);
  faults->rejectStatus = (int32_t)command_number(words, 2, STATUS_REJECTED);
  faults->rejectCount = (int32_t)command_number(words, 3, 1);
  return 1;
}

/** fail-next FUNCTION CODE [COUNT]: the call itself answers the NL_ code with this n. */
static int fail_next(const Words *words) {
  snprintf(sim_venue.set.failName, sizeof sim_venue.set.failName, "%s", words->word[1]);
  sim_venue.set.failCode = NL_CODE(command_number(words, 2, 1));
  sim_venue.set.failCount = (int32_t)command_number(words, 3, 1);
  return 1;
}

/** unknown-status [COUNT] [STATUS]: the next order states are told with a status no table has. */
static int unknown_status(const Words *words) {
  sim_venue.engine.faults.unknownCount = (int32_t)command_number(words, 1, 1);
  sim_venue.engine.faults.unknownStatus = (int32_t)command_number(words, 2, STATUS_UNKNOWN);
  return 1;
}

/** late-callbacks US [COUNT]: so much later than what the library knows already. */
static int late_callbacks(const Words *words) {
  sim_venue.set.lateUs = command_number(words, 1, 0);
  sim_venue.set.lateCount = (int32_t)command_number(words, 2, 1);
  return 1;
}

/** partial SIZE...: sizes of the next fills; 0 holds the order until `release`. */
static int partial(const Words *words) {
  VenueFaults *faults = &sim_venue.engine.faults;
  faults->sizeCount = 0;
  for (int32_t i = 1; i < words->count && faults->sizeCount < VENUE_SIZES; i++) {
    faults->sizes[faults->sizeCount++] = command_number(words, i, 0);
  }
  return faults->sizeCount > 0;
}

static int release_orders(const Words *words) {
  (void)words;
  venue_engine_release(&sim_venue.engine);
  return 1;
}

static int partial_cancel(const Words *words) {
  sim_venue.engine.faults.partialCancelStatus = (uint8_t)command_number(words, 1, STATUS_PARTIAL_CANCELLED);
  return 1;
}

/** broker RESULT...: routing states, 3 disconnected, 4 connecting, 5 connected. */
static int broker(const Words *words) {
  for (int32_t i = 1; i < words->count; i++) sim_post_state(1, (int32_t)command_number(words, i, 5), 0);
  return 1;
}

/** broker-away US: 3 and 4 now, 5 again so much later. */
static int broker_away(const Words *words) {
  sim_post_state(1, 3, 0);
  sim_post_state(1, 4, 0);
  sim_post_state(1, 5, command_number(words, 1, 0));
  return 1;
}

/** order-chaos SEED EVERY [MASK]: faults by chance, one in EVERY requests and notes; 0 ends it. */
static int order_chaos(const Words *words) {
  const uint32_t mask = (uint32_t)command_number(words, 3, 0);
  venue_chaos_start((uint64_t)command_number(words, 1, 1), (uint32_t)command_number(words, 2, 0), mask);
  return 1;
}

const VenueCommand VENUE_FAULT_COMMANDS[] = {
    {"order-chaos", 2, order_chaos},
    {"reject-next", 0, reject_next},
    {"fail-next", 2, fail_next},
    {"cancel-reject", 0, cancel_reject},
    {"change-reject", 0, change_reject},
    {"fill-after-cancel", 0, fill_after_cancel},
    {"fill-before-cancel", 0, fill_before_cancel},
    {"swallow-request", 0, swallow_request},
    {"duplicate-callbacks", 0, duplicate_callbacks},
    {"lose-callback", 0, lose_callback},
    {"lose-result", 0, lose_result},
    {"lose-order-history", 0, lose_order_history},
    {"answer-local-id-0", 0, answer_local_id_0},
    {"unknown-status", 0, unknown_status},
    {"late-callbacks", 1, late_callbacks},
    {"partial", 1, partial},
    {"release", 0, release_orders},
    {"partial-cancel", 0, partial_cancel},
    {"broker", 1, broker},
    {"broker-away", 1, broker_away},
    {NULL, 0, NULL},
};

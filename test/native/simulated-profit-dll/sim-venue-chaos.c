// Faults of the order side by chance, from a seed of its own: the same requests in the same order meet the same faults.
#include "sim-venue-commands.h"

static uint64_t state;
static uint32_t every;

/** splitmix64 (Steele, Lea, Flood 2014). */
static uint64_t draw(void) {
  uint64_t z = (state += 0x9E3779B97F4A7C15u);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

void venue_chaos_start(uint64_t seed, uint32_t everyTimes) {
  state = seed;
  every = everyTimes;
}

static int strikes(void) {
  if (every == 0 || draw() % every != 0) return 0;
  sim_count("order-chaos-faults", 1);
  return 1;
}

void venue_chaos_request(void) {
  VenueFaults *faults = &sim_venue.engine.faults;
  if (!strikes()) return;
  switch (draw() % 6) {
    case 0:
      faults->rejectCount = 1;
      faults->rejectResult = draw() % 2 == 0 ? RESULT_REJECTED_BY_BROKER : RESULT_REJECTED_BY_MARKET;
      faults->rejectStatus = STATUS_REJECTED;
      break;
    case 1: faults->cancelRejects = 1; break;
    case 2: faults->fillsBeforeCancel = 1; break;
    case 3: faults->fillsAfterCancel = 1; break;
    case 4:
      faults->sizeCount = 1;
      faults->sizes[0] = 1;
      break;
    default: sim_venue.set.resultsWithoutLocalId = 4; break;
  }
}

/** Whether an order's last word may be lost: a client could never know it then, so chance takes only words in between. */
void venue_chaos_note(const VenueNote *note) {
  if (!strikes()) return;
  const int isLast = note->kind == NOTE_ORDER && note->order.leaves == 0;
  switch (draw() % 5) {
    case 0: sim_venue.set.duplicates = 1; break;
    case 1:
      sim_venue.set.lateCount = 1;
      sim_venue.set.lateUs = (int64_t)(draw() % 20000);
      break;
    case 2: sim_venue.set.resultLosses = 1; break;
    case 3:
      if (!isLast && note->kind == NOTE_ORDER) sim_venue.set.losses = 1;
      break;
    default: sim_venue.set.resultsWithoutLocalId = 1; break;
  }
}

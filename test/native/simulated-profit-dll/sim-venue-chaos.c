// Faults of the order side by chance, from a seed of its own: the same requests in the same order meet the same faults.
#include "sim-venue-commands.h"

/** Bits of the mask: what chance may do beside what it always may. */
enum { CHAOS_LAST_WORDS = 1, CHAOS_UNKNOWN_STATUS = 2, CHAOS_SWALLOW = 4, CHAOS_AWAY = 8, CHAOS_SLOW = 16 };

static uint64_t state;
static uint32_t every, allowed;

/** splitmix64 (Steele, Lea, Flood 2014). */
static uint64_t draw(void) {
  uint64_t z = (state += 0x9E3779B97F4A7C15u);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

void venue_chaos_start(uint64_t seed, uint32_t everyTimes, uint32_t mask) {
  state = seed;
  every = everyTimes;
  allowed = mask;
}

static int strikes(void) {
  if (every == 0 || draw() % every != 0) return 0;
  sim_count("order-chaos-faults", 1);
  return 1;
}

/** Only where the mask asks for more than the plain faults; then one in four faults is one of these. */
static int strange_fault(void) {
  if (allowed == 0 || draw() % 4 != 0) return 0;
  const uint32_t which = 1u << (draw() % 5);
  if ((which & allowed) == 0) return 0;
  if (which == CHAOS_SWALLOW) sim_venue.engine.faults.swallowRequests = 1;
  else if (which == CHAOS_AWAY) {
    sim_post_state(1, 3, 0);
    sim_post_state(1, 4, 0);
    sim_post_state(1, 5, 20000 + (int64_t)(draw() % 200000));
  } else if (which == CHAOS_SLOW) sim_venue.set.delayUs = 500 + (int64_t)(draw() % 40000);
  else if (which == CHAOS_UNKNOWN_STATUS) {
    sim_venue.engine.faults.unknownCount = 1;
    sim_venue.engine.faults.unknownStatus = (int32_t)(90 + draw() % 100);
  } else return 0;
  return 1;
}

/** What brokers say; the last one is a text that nobody knows. */
static const char *reject_text(void) {
  static const char *const TEXTS[] = {"Tempo esgotado no servidor de ordens", "Preco fora do tunel de negociacao", "Servidor ocupado, tente novamente",
                                      "Ativo em leilao", "Falha 4711"};
  return TEXTS[draw() % (sizeof TEXTS / sizeof TEXTS[0])];
}

void venue_chaos_request(void) {
  VenueFaults *faults = &sim_venue.engine.faults;
  if (!strikes() || strange_fault()) return;
  switch (draw() % 6) {
    case 0:
      faults->rejectCount = 1;
      faults->rejectResult = draw() % 2 == 0 ? RESULT_REJECTED_BY_BROKER : RESULT_REJECTED_BY_MARKET;
      faults->rejectStatus = STATUS_REJECTED;
      faults->rejectText = reject_text();
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

/** Whether an order's last word may be lost: a client that does not ask could never know it then, so the mask must allow it. */
void venue_chaos_note(const VenueNote *note) {
  if (!strikes()) return;
  const int isLast = note->kind == NOTE_ORDER && note->order.leaves == 0 && (allowed & CHAOS_LAST_WORDS) == 0;
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

// The exchange's clock of the simulated ProfitDLL: civil dates, and local time from the tape or from the machine.
#include <stdatomic.h>

#include "sim-clock.h"
#include "sim-platform.h"
#include "sim.h"

#define DAY_MS 86400000LL
/** Brasilia has been three hours behind UTC all year since 2019. */
#define BRASILIA_MS (-3 * 3600000LL)

static int64_t days_from_civil(int64_t year, unsigned month, unsigned day) {
  year -= month <= 2;
  int64_t era = (year >= 0 ? year : year - 399) / 400;
  unsigned yoe = (unsigned)(year - era * 400);
  unsigned doy = (153 * (month + (month > 2 ? -3u : 9u)) + 2) / 5 + day - 1;
  return era * 146097 + (int64_t)(yoe * 365 + yoe / 4 - yoe / 100 + doy) - 719468;
}

PdSystemTime sim_system_time(int64_t localMs) {
  int64_t days = localMs / DAY_MS - (localMs % DAY_MS < 0);
  uint32_t ms = (uint32_t)(localMs - days * DAY_MS);
  int64_t z = days + 719468;
  int64_t era = (z >= 0 ? z : z - 146096) / 146097;
  unsigned doe = (unsigned)(z - era * 146097);
  unsigned yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  unsigned doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  unsigned mp = (5 * doy + 2) / 153;
  unsigned month = mp < 10 ? mp + 3 : mp - 9;
  PdSystemTime out = {
      .year = (uint16_t)((int64_t)yoe + era * 400 + (month <= 2)),
      .month = (uint16_t)month,
      .dayOfWeek = (uint16_t)(((days + 4) % 7 + 7) % 7),
      .day = (uint16_t)(doy - (153 * mp + 2) / 5 + 1),
      .hour = (uint16_t)(ms / 3600000),
      .minute = (uint16_t)(ms / 60000 % 60),
      .second = (uint16_t)(ms / 1000 % 60),
      .milliseconds = (uint16_t)(ms % 1000),
  };
  return out;
}

int64_t sim_local_ms(const PdSystemTime *t) {
  if (t == NULL || t->year < 1900 || t->month < 1 || t->month > 12 || t->day < 1 || t->day > 31) return -1;
  int64_t days = days_from_civil(t->year, t->month, t->day);
  return days * DAY_MS + t->hour * 3600000LL + t->minute * 60000LL + t->second * 1000LL + t->milliseconds;
}

/** Local time at the anchor, the machine's time of the anchor, and the speed in thousandths (0 = stands still between events). */
static _Atomic int64_t anchorLocalMs, anchorNs, speedMilli;
static atomic_bool anchored;
static _Atomic int64_t skewMs;

void sim_clock_anchor(int64_t localMs, int64_t speedThousandths) {
  sim_clock_anchor_at(localMs, sim_monotonic_ns(), speedThousandths);
}

void sim_clock_anchor_at(int64_t localMs, int64_t ns, int64_t speedThousandths) {
  atomic_store(&anchorLocalMs, localMs);
  atomic_store(&anchorNs, ns);
  atomic_store(&speedMilli, speedThousandths);
  atomic_store(&anchored, true);
}

void sim_clock_at_least(int64_t localMs) {
  if (atomic_load(&anchored) && atomic_load(&speedMilli) == 0 && localMs > atomic_load(&anchorLocalMs)) {
    atomic_store(&anchorLocalMs, localMs);
  }
}

void sim_clock_skew(int64_t ms) { atomic_store(&skewMs, ms); }

bool sim_clock_is_anchored(void) { return atomic_load(&anchored); }

int64_t sim_clock_start_ms(void) { return atomic_load(&anchored) ? atomic_load(&anchorLocalMs) : sim_now_local_ms(); }

int64_t sim_now_local_ms(void) {
  int64_t skew = atomic_load(&skewMs);
  if (!atomic_load(&anchored)) return sim_utc_ms() + BRASILIA_MS + skew;
  int64_t elapsedMs = (sim_monotonic_ns() - atomic_load(&anchorNs)) / 1000000;
  return atomic_load(&anchorLocalMs) + elapsedMs * atomic_load(&speedMilli) / 1000 + skew;
}

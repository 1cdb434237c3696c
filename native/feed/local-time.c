// The vendor's dates: SYSTEMTIME records and day-first text in, milliseconds of the exchange's wall clock out.
#include "local-time.h"

#define ANSI_BYTES_MAX 32
#define YEAR_MIN 1900
#define YEAR_MAX 2200

static int days_in_month(int32_t year, int32_t month) {
  static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const int isLeap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return days[month - 1] + (month == 2 && isLeap ? 1 : 0);
}

/** Days since 1970-01-01 of a valid date: whole years, their leap days, and the months of this year. */
static int64_t days_of(int32_t year, int32_t month, int32_t day) {
  const int64_t before = year - 1;
  int64_t days = before * 365 + before / 4 - before / 100 + before / 400 - 719162;
  for (int32_t past = 1; past < month; past++) days += days_in_month(year, past);
  return days + day - 1;
}

static int64_t local_ms(int32_t year, int32_t month, int32_t day, int32_t hour, int32_t minute, int32_t second, int32_t ms) {
  if (year < YEAR_MIN || year > YEAR_MAX || month < 1 || month > 12) return FEED_NO_TIME;
  if (day < 1 || day > days_in_month(year, month)) return FEED_NO_TIME;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 || ms < 0 || ms > 999) return FEED_NO_TIME;
  return (((days_of(year, month, day) * 24 + hour) * 60 + minute) * 60 + second) * 1000 + ms;
}

int64_t local_ms_of_system_time(const PdSystemTime *time) {
  return local_ms(time->year, time->month, time->day, time->hour, time->minute, time->second, time->milliseconds);
}

/** Reads up to `digits` digits; -1 when there is none. */
static int32_t number_at(const FeedText *text, uint32_t *at, uint32_t digits) {
  int32_t value = 0;
  uint32_t read = 0;
  while (read < digits && *at < text->count && text->units[*at] >= '0' && text->units[*at] <= '9') {
    value = value * 10 + (text->units[*at] - '0');
    *at += 1;
    read += 1;
  }
  return read == 0 ? -1 : value;
}

static int passes(const FeedText *text, uint32_t *at, PdChar16 either, PdChar16 or) {
  if (*at >= text->count || (text->units[*at] != either && text->units[*at] != or)) return 0;
  *at += 1;
  return 1;
}

int64_t local_ms_of_text(FeedText text) {
  uint32_t at = 0;
  int32_t time[4] = {0, 0, 0, 0};
  const int32_t day = number_at(&text, &at, 2);
  if (!passes(&text, &at, '/', '-')) return FEED_NO_TIME;
  const int32_t month = number_at(&text, &at, 2);
  if (!passes(&text, &at, '/', '-')) return FEED_NO_TIME;
  const int32_t year = number_at(&text, &at, 4);
  if (passes(&text, &at, ' ', 'T')) {
    for (int part = 0; part < 4; part++) {
      if (part > 0 && !passes(&text, &at, ':', part == 3 ? '.' : ':')) break;
      time[part] = number_at(&text, &at, part == 3 ? 3 : 2);
    }
  }
  return local_ms(year, month, day, time[0], time[1], time[2], time[3]);
}

int64_t local_ms_of_ansi(const uint8_t *text, uint32_t bytes) {
  PdChar16 units[ANSI_BYTES_MAX];
  if (bytes > ANSI_BYTES_MAX) return FEED_NO_TIME;
  for (uint32_t at = 0; at < bytes; at++) units[at] = text[at];
  const FeedText wide = {.units = units, .count = (uint16_t)bytes};
  return local_ms_of_text(wide);
}

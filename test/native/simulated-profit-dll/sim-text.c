// Text of the simulated ProfitDLL: UTF-8 to UTF-16 and back, dates, and the checks of exchange letters.
#include <stdio.h>
#include <string.h>

#include "sim.h"

static uint32_t next_code_point(const unsigned char **cursor) {
  const unsigned char *at = *cursor;
  uint32_t code = at[0];
  int more = code >= 0xF0 ? 3 : code >= 0xE0 ? 2 : code >= 0xC0 ? 1 : 0;
  if (more > 0) code &= 0x3Fu >> more;
  at++;
  for (; more > 0 && (*at & 0xC0) == 0x80; more--) code = (code << 6) | (*at++ & 0x3Fu);
  *cursor = at;
  return code;
}

int32_t sim_utf16(const char *utf8, PdChar16 *out, int32_t capacity) {
  const unsigned char *at = (const unsigned char *)(utf8 == NULL ? "" : utf8);
  int32_t units = 0, written = 0;
  while (*at != 0) {
    uint32_t code = next_code_point(&at);
    PdChar16 pair[2] = {(PdChar16)code, 0};
    int32_t wide = 1;
    if (code >= 0x10000) {
      pair[0] = (PdChar16)(0xD800 + ((code - 0x10000) >> 10));
      pair[1] = (PdChar16)(0xDC00 + ((code - 0x10000) & 0x3FF));
      wide = 2;
    }
    if (out != NULL && units == written && written + wide < capacity) {
      for (int32_t i = 0; i < wide; i++) out[written++] = pair[i];
    }
    units += wide;
  }
  if (out != NULL && capacity > 0) out[written] = 0;
  return units;
}

static uint32_t put_utf8(uint32_t code, char *out) {
  if (code < 0x80) {
    out[0] = (char)code;
    return 1;
  }
  if (code < 0x800) {
    out[0] = (char)(0xC0 | (code >> 6));
    out[1] = (char)(0x80 | (code & 0x3F));
    return 2;
  }
  if (code < 0x10000) {
    out[0] = (char)(0xE0 | (code >> 12));
    out[1] = (char)(0x80 | ((code >> 6) & 0x3F));
    out[2] = (char)(0x80 | (code & 0x3F));
    return 3;
  }
  out[0] = (char)(0xF0 | (code >> 18));
  out[1] = (char)(0x80 | ((code >> 12) & 0x3F));
  out[2] = (char)(0x80 | ((code >> 6) & 0x3F));
  out[3] = (char)(0x80 | (code & 0x3F));
  return 4;
}

bool sim_utf8(PdText text, char *out, uint32_t capacity) {
  if (capacity == 0) return false;
  out[0] = 0;
  if (text == NULL) return false;
  uint32_t used = 0;
  while (*text != 0) {
    uint32_t code = *text++;
    if (code >= 0xD800 && code < 0xDC00 && *text >= 0xDC00 && *text < 0xE000) {
      code = 0x10000 + ((code - 0xD800) << 10) + (*text++ - 0xDC00u);
    }
    char bytes[4];
    uint32_t wide = put_utf8(code, bytes);
    if (used + wide + 1 > capacity) {
      out[used] = 0;
      return false;
    }
    memcpy(out + used, bytes, wide);
    used += wide;
  }
  out[used] = 0;
  return true;
}

bool sim_text_equal(PdText text, const char *utf8) {
  char own[512];
  return sim_utf8(text, own, sizeof own) && strcmp(own, utf8) == 0;
}

int32_t sim_check_exchange(PdText exchange) {
  if (exchange == NULL) return NL_INVALID_ARGS;
  if (exchange[0] == 0 || exchange[1] != 0) return NL_EXCHANGE_UNKNOWN;
  return exchange[0] < 128 && strchr("ABDEFKMNOPXY", (char)exchange[0]) != NULL ? NL_OK : NL_EXCHANGE_UNKNOWN;
}

void sim_date_text(int64_t localMs, char *text) {
  PdSystemTime t = sim_system_time(localMs);
  char full[64];
  snprintf(full, sizeof full, "%02u/%02u/%04u %02u:%02u:%02u.%03u", t.day, t.month, t.year, t.hour, t.minute, t.second,
           t.milliseconds);
  memcpy(text, full, 23);
  text[23] = 0;
}

// What the two halves of the fake vendor share: text that dies, the callbacks of the client, and the end at a misuse.
#ifndef FAKE_VENDOR_H
#define FAKE_VENDOR_H

#include "../../../native/include/profit-dll.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/** The id or number that an accessor refuses. */
#define UNTRANSLATABLE 666

typedef struct {
  PdStateCallback state;
  PdAccountCallback account;
  PdDailyCallback daily;
  PdProgressCallback progress;
  PdTinyBookCallback tinyBook;
} LoginCallbacks;

extern LoginCallbacks fake_login;

void fake_misuse(const char *what);
/** A copy on the heap; fake_dead poisons and frees it once the callback has returned. */
PdChar16 *fake_text(const char *ascii);
void fake_dead(PdText dying);

#define SETTER(name, type, slot)                                                                                                   \
  static type slot;                                                                                                                \
  PROFIT_EXPORT int32_t name(type callback) {                                                                                      \
    slot = callback;                                                                                                               \
    return 0;                                                                                                                      \
  }

#endif

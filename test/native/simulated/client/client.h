// A plain C client of ProfitDLL for tests: it does what its words say, right or deliberately wrong, and prints what it saw.
#ifndef CLIENT_H
#define CLIENT_H

#include <stdbool.h>
#include <stdint.h>

#include "../../../../native/include/profit-dll.h"

/** True when the word stands on the command line. */
bool has(const char *word);
/** The text behind `name=` on the command line, or the fallback. */
const char *value_of(const char *name, const char *fallback);
void *import(const char *name);
/** One line of output, whole even when two threads speak. */
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));
/** UTF-16 from plain letters; eight results live at a time. */
PdText wide(const char *text);
/** Plain letters from UTF-16, at most 40; what is no plain letter becomes `?`. Eight results live at a time. */
const char *narrow(PdText text);
PdAssetIdentifier subject(void);
/** Waits up to so long for a line of the report to be at least `least`. */
bool wait_report(const char *name, long long least, int ms);
void nap_ms(int ms);

void trades_register(void);
void trades_finish(void);
/** Uses a handle that is long dead. */
void trades_use_late(void);
/** While the main thread is in a call of the library it is not free. */
void trades_main_free(bool free);
void offers_register(void);
void offers_finish(void);
void depth_register(void);
void history_register(void);
void history_run(void);
void calls_before(void);
void calls_while(void);

#endif

// The client's course: load, initialise, register, subscribe, wait for the tape to end, finalise.
#include "client.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../simulated-profit-dll/sim-platform.h"
#include "../../simulated-profit-dll/sim.h"
#ifndef _WIN32
#include <dlfcn.h>
#endif

static int argumentCount;
static char **arguments;
static SimMutex mutex = SIM_MUTEX;
static atomic_int lastStates[4];
#ifdef _WIN32
static HMODULE library;
#else
static void *library;
#endif

bool has(const char *word) {
  for (int i = 2; i < argumentCount; i++) {
    if (strcmp(arguments[i], word) == 0) return true;
  }
  return false;
}

const char *value_of(const char *name, const char *fallback) {
  size_t length = strlen(name);
  for (int i = 2; i < argumentCount; i++) {
    if (strncmp(arguments[i], name, length) == 0 && arguments[i][length] == '=') return arguments[i] + length + 1;
  }
  return fallback;
}

void *import(const char *name) {
#ifdef _WIN32
  void *found = (void *)(uintptr_t)GetProcAddress(library, name);
#else
  void *found = dlsym(library, name);
#endif
  if (found == NULL) {
    say("missing %s", name);
    exit(4);
  }
  return found;
}

void say(const char *format, ...) {
  va_list list;
  va_start(list, format);
  sim_mutex_lock(&mutex);
  vprintf(format, list);
  putchar('\n');
  fflush(stdout);
  sim_mutex_unlock(&mutex);
  va_end(list);
}

PdText wide(const char *text) {
  static PdChar16 results[8][128];
  static unsigned next;
  PdChar16 *out = results[next++ & 7];
  unsigned i = 0;
  for (; text[i] != 0 && i < 127; i++) out[i] = (unsigned char)text[i];
  out[i] = 0;
  return out;
}

const char *narrow(PdText text) {
  static _Thread_local char results[8][48];
  static _Thread_local unsigned next;
  char *out = results[next++ & 7];
  unsigned i = 0;
  if (text == NULL) return "null";
  for (; text[i] != 0 && i < 40; i++) out[i] = text[i] >= 32 && text[i] < 127 ? (char)text[i] : '?';
  out[i] = 0;
  return out;
}

PdAssetIdentifier subject(void) {
  PdAssetIdentifier id = {0};
  id.ticker = wide(value_of("asset", "WDOFUT"));
  id.exchange = wide(value_of("exchange", "F"));
  return id;
}

void nap_ms(int ms) { sim_sleep_us((int64_t)ms * 1000); }

bool wait_report(const char *name, long long least, int ms) {
  int32_t (*report)(char *, int32_t) = import("SimReport");
  static char text[65536];
  size_t length = strlen(name);
  for (int waited = 0; waited <= ms; waited += 2) {
    report(text, sizeof text);
    for (char *line = text; line != NULL && *line != 0; line = strchr(line, '\n') == NULL ? NULL : strchr(line, '\n') + 1) {
      if (strncmp(line, name, length) == 0 && line[length] == ' ' && atoll(line + length + 1) >= least) return true;
    }
    nap_ms(2);
  }
  say("timeout waiting for %s", name);
  return false;
}

static void on_state(int32_t type, int32_t result) {
  say("state %d %d", type, result);
  if (type >= 0 && type < 4) atomic_store(&lastStates[type], result);
}

static void on_health(int32_t status) { say("health %d", status); }

static void on_invalid(PdConnectorAsset asset) { say("invalid %s %s", narrow(asset->ticker), narrow(asset->exchange)); }

static void on_ticker_state(PdAsset asset, PdText date, int32_t state) {
  say("ticker-state %s %s %d", narrow(asset->ticker), narrow(date), state);
}

static int32_t start(void) {
  PdText key = wide(value_of("key", "KEY")), user = wide(value_of("user", "USER")), password = wide(value_of("password", "PASSWORD"));
  if (has("routing")) {
    int32_t (*login)(PdText, PdText, PdText, PdStateCallback, void *, void *, void *, void *, void *, void *, void *, void *, void *,
                     void *) = import("DLLInitializeLogin");
    return login(key, user, password, on_state, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
  }
  int32_t (*login)(PdText, PdText, PdText, PdStateCallback, void *, void *, void *, void *, void *, void *, void *) =
      import("DLLInitializeMarketLogin");
  return login(key, user, password, on_state, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
}

static void subscribe(void) {
  int32_t (*by_name)(PdText, PdText);
  PdAssetIdentifier id = subject();
  if (has("offers")) {
    by_name = import("SubscribeOfferBook");
    say("subscribe-offers %d", by_name(id.ticker, id.exchange));
  }
  if (has("depth")) {
    int32_t (*by_id)(const PdAssetIdentifier *) = import("SubscribePriceDepth");
    say("subscribe-depth %d", by_id(&id));
  }
  if (has("ticker")) {
    by_name = import("SubscribeTicker");
    say("subscribe %d", by_name(id.ticker, id.exchange));
  }
}

/** `command:` before the tape is waited for, `finally:` after it. */
static void commands(const char *when) {
  int32_t (*command)(const char *) = import("SimCommand");
  size_t length = strlen(when);
  for (int i = 2; i < argumentCount; i++) {
    if (strncmp(arguments[i], when, length) == 0) command(arguments[i] + length);
  }
}

/** As another process would: one line behind those that stand in the file. */
static void append(const char *line) {
  FILE *file = fopen("simulation-commands.txt", "ab");
  if (file == NULL) return;
  fprintf(file, "%s\n", line);
  fclose(file);
}

static void register_all(void) {
  ((int32_t(*)(PdHealthCallback))import("SetHealthCallback"))(on_health);
  ((int32_t(*)(PdInvalidTickerCallback))import("SetInvalidTickerCallback"))(on_invalid);
  ((int32_t(*)(PdChangeStateTickerCallback))import("SetChangeStateTickerCallback"))(on_ticker_state);
  trades_register();
  offers_register();
  depth_register();
  history_register();
}

int main(int count, char **texts) {
  argumentCount = count;
  arguments = texts;
  for (int i = 0; i < 4; i++) atomic_store(&lastStates[i], -1);
#ifdef _WIN32
  library = LoadLibraryA(texts[1]);
#else
  library = dlopen(texts[1], RTLD_NOW);
#endif
  if (library == NULL) return 5;
  if (has("before")) calls_before();
  int32_t started = start();
  say("initialise %d", started);
  if (started != 0) return 0;
  register_all();
  for (int waited = 0; waited < 2000 && atomic_load(&lastStates[2]) != 4 && !has("no-wait"); waited++) nap_ms(1);
  if (has("second")) say("second %d", start());
  subscribe();
  commands("command:");
  if (has("wait-for-main")) {
    PdAssetIdentifier id = subject();
    int32_t (*info)(PdText, PdText) = import("RequestTickerInfo");
    for (int i = 0; i < 20; i++) {
      trades_main_free(false);
      nap_ms(2);
      info(id.ticker, id.exchange);
      trades_main_free(true);
      nap_ms(1);
    }
    say("main-done 1");
  }
  if (has("tape")) wait_report("tape-ended", 1, atoi(value_of("patience", "5000")));
  if (has("burst")) wait_report("burst-ended", 1, 5000);
  commands("finally:");
  if (strcmp(value_of("append", ""), "") != 0) append(value_of("append", ""));
  nap_ms(atoi(value_of("linger", "20")));
  if (has("calls")) calls_while();
  history_run();
  if (has("no-finalise")) return 0;
  say("finalise %d", ((int32_t(*)(void))import("DLLFinalize"))());
  trades_finish();
  offers_finish();
  if (has("after")) calls_before();
  return 0;
}

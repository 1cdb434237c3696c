// Login: the state sequences that real sessions showed, with the wrong ones for wrong credentials.
#include <stdio.h>
#include <string.h>

#include "sim-life.h"
#include "sim.h"

static char wanted[3][256];
static bool checked;

/** `credentials KEY USER PASSWORD`: anything else is refused as the server refuses it. */
bool sim_login_command(const char *line) {
  if (sscanf(line, "credentials %255s %255s %255s", wanted[0], wanted[1], wanted[2]) != 3) return false;
  checked = true;
  return true;
}

typedef struct {
  int32_t type, result;
} Step;

static void tell(const Step *steps, int32_t count, int64_t *delayUs) {
  int64_t stepUs = sim_setting("login-step-us", 2000);
  for (int32_t i = 0; i < count; i++) {
    *delayUs += stepUs;
    sim_post_state(steps[i].type, steps[i].result, *delayUs);
  }
}

static void refuse(const Step *steps, int32_t count) {
  int64_t delayUs = 0;
  tell(steps, count, &delayUs);
}

void sim_login_begin(const char *key, const char *user, const char *password) {
  static const Step invalidKey[] = {{3, 1}};
  static const Step market[] = {{3, 0}, {0, 0}, {2, 1}, {2, 2}, {2, 4}};
  static const Step routing[] = {{3, 0}, {0, 0}, {1, 1}, {1, 2}, {2, 1}, {2, 2}, {1, 4}};
  static const Step afterBrokers[] = {{0, 0}, {2, 4}};
  static const Step broker[] = {{1, 5}};
  int64_t delayUs = 0;
  if (checked && strcmp(key, wanted[0]) != 0) return refuse(invalidKey, 1);
  if (sim_state.routing && !sim_setting("routing-licence", 1)) {
    sim_post_state(3, 1, sim_setting("licence-delay-ms", 20) * 1000);
    return;
  }
  if (checked && strcmp(user, wanted[1]) != 0) return refuse((Step[]){{3, 0}, {0, 1}}, 2);
  if (checked && strcmp(password, wanted[2]) != 0) {
    return refuse((Step[]){{3, 0}, {0, (int32_t)sim_setting("password-result", 2)}}, 2);
  }
  if (!sim_state.routing) return tell(market, 5, &delayUs);
  tell(routing, 7, &delayUs);
  for (int32_t i = 0; i < venue_brokers(); i++) tell(broker, 1, &delayUs);
  tell(afterBrokers, 2, &delayUs);
}

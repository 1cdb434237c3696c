// Reads command lines of the order side (`venue_command`): settings, accounts and what other files add about faults and orders.
#include "sim-venue-commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int64_t command_number(const Words *words, int32_t index, int64_t fallback) {
  return index < words->count ? strtoll(words->word[index], NULL, 0) : fallback;
}

double command_price(const Words *words, int32_t index, double fallback) {
  return index < words->count ? strtod(words->word[index], NULL) : fallback;
}

VenueAsset *command_asset(const Words *words, int32_t index) {
  if (index >= words->count) return NULL;
  char name[VENUE_TICKER];
  snprintf(name, sizeof name, "%s", words->word[index]);
  char *colon = strchr(name, ':');
  if (colon != NULL) *colon = 0;
  PdChar16 ticker[VENUE_TICKER];
  PdChar16 exchange[2] = {colon != NULL && colon[1] != 0 ? (PdChar16)colon[1] : 'F', 0};
  text16_ascii(ticker, VENUE_TICKER, name);
  return venue_asset(ticker, exchange);
}

/** broker-account BROKER NAME ACCOUNT TYPE OWNER...; a name's underscores stand for blanks. */
static int add_account(const Words *words) {
  VenueAccount *account = venue_account_add((int32_t)command_number(words, 1, 0), words->word[2], words->word[3], "", words->word[5]);
  if (account == NULL) return 0;
  account->type = (uint8_t)command_number(words, 4, 0);
  return 1;
}

/** sub-account BROKER MASTER SUB OWNER: its master becomes one. */
static int add_sub_account(const Words *words) {
  const int32_t brokerId = (int32_t)command_number(words, 1, 0);
  for (int32_t i = 0; i < sim_venue.accountCount; i++) {
    VenueAccount *master = &sim_venue.accounts[i];
    if (master->brokerId != brokerId || !sim_text_equal(master->accountId, words->word[2])) continue;
    VenueAccount *sub = venue_account_add(brokerId, "", words->word[2], words->word[3], words->word[4]);
    if (sub == NULL) return 0;
    master->type = 2;
    text16_copy(sub->brokerName, VENUE_NAME, master->brokerName);
    text16_copy(sub->owner, VENUE_OWNER, master->owner);
    sub->known = master->known;
    return 1;
  }
  return 0;
}

/** accounts none: forgets the built-in accounts; before the login. */
static int clear_accounts(const Words *words) {
  if (strcmp(words->word[1], "none") != 0) return 0;
  sim_venue.accountCount = 0;
  return 1;
}

/** versions RECORD MAXIMUM: SendOrder, ChangeOrder, CancelOrder, ZeroPosition, Order, OrderOut, TradingAccount, Position ... */
static int set_version(const Words *words) {
  for (int32_t i = 0; i < sim_venue.set.versionCount; i++) {
    if (strcmp(sim_venue.set.versions[i].name, words->word[1]) != 0) continue;
    sim_venue.set.versions[i].maximum = (int32_t)command_number(words, 2, 0);
    return 1;
  }
  if (sim_venue.set.versionCount == VENUE_MAX_VERSIONS) return 0;
  const int32_t index = sim_venue.set.versionCount++;
  snprintf(sim_venue.set.versions[index].name, sizeof sim_venue.set.versions[index].name, "%s", words->word[1]);
  sim_venue.set.versions[index].maximum = (int32_t)command_number(words, 2, 0);
  return 1;
}

/** routing-password TEXT [drop|reject]; drop: the request vanishes; the third wrong one locks it. */
static int set_password(const Words *words) {
  sim_utf16(words->word[1], sim_venue.set.routingPassword, VENUE_NAME);
  sim_venue.set.passwordRejects = words->count > 2 && strcmp(words->word[2], "reject") == 0;
  sim_venue.set.isPasswordLocked = 0;
  sim_venue.set.wrongPasswords = 0;
  return 1;
}

static int set_delay(const Words *words) {
  sim_venue.set.delayUs = command_number(words, 1, 0);
  return 1;
}

static int set_history_delay(const Words *words) {
  sim_venue.set.historyDelayUs = command_number(words, 1, 0);
  return 1;
}

static int set_day_trade(const Words *words) {
  sim_venue.set.requireDayTrade = command_number(words, 1, 0) != 0;
  return 1;
}

/** zero-flat CODE: the answer to zeroing without a position, as the n of its NL_ code (0xB no position, 3 invalid args). */
static int set_zero_flat(const Words *words) {
  sim_venue.set.zeroFlatCode = NL_CODE(command_number(words, 1, 3));
  return 1;
}

/** fresh: ends open orders in silence, forgets positions, faults and settings of orders; accounts and ids stay. */
static int start_fresh(const Words *words) {
  (void)words;
  Venue *venue = &sim_venue.engine;
  for (int32_t i = 0; i < venue->orderCount; i++) {
    VenueOrder *order = venue->orders[i];
    if (!venue_engine_is_open(order)) continue;
    order->live = 0;
    venue_engine_record(venue, order, "fresh", 0, 0);
  }
  for (int32_t i = 0; i < venue->assetCount; i++) venue_asset_refresh(venue->assets[i]);
  venue_defaults();
  sim_venue.positionCount = 0;
  return 1;
}

static const VenueCommand SETTINGS[] = {
    {"fresh", 0, start_fresh},
    {"broker-account", 5, add_account},
    {"sub-account", 4, add_sub_account},
    {"accounts", 1, clear_accounts},
    {"versions", 2, set_version},
    {"routing-password", 1, set_password},
    {"order-delay", 1, set_delay},
    {"order-history-delay", 1, set_history_delay},
    {"require-day-trade", 1, set_day_trade},
    {"zero-flat", 1, set_zero_flat},
    {NULL, 0, NULL},
};

static const VenueCommand *named(const VenueCommand *table, const char *name) {
  for (; table->name != NULL; table++) {
    if (strcmp(table->name, name) == 0) return table;
  }
  return NULL;
}

int venue_run_line(const char *line) {
  char copy[512];
  Words words = {0};
  snprintf(copy, sizeof copy, "%s", line);
  for (char *at = copy; *at != 0 && words.count < COMMAND_WORDS;) {
    while (*at == ' ' || *at == '\t' || *at == '\r' || *at == '\n') *at++ = 0;
    if (*at == 0) break;
    words.word[words.count++] = at;
    while (*at != 0 && *at != ' ' && *at != '\t' && *at != '\r' && *at != '\n') at++;
  }
  if (words.count == 0) return 0;
  const VenueCommand *command = named(SETTINGS, words.word[0]);
  if (command == NULL) command = named(VENUE_RULE_COMMANDS, words.word[0]);
  if (command == NULL) command = named(VENUE_FAULT_COMMANDS, words.word[0]);
  if (command == NULL) command = named(VENUE_ORDER_COMMANDS, words.word[0]);
  return command != NULL && words.count > command->needs && command->run(&words);
}

bool venue_command(const char *line) {
  if (sim_venue.view == NULL) return false;
  venue_lock();
  const int isUnderstood = venue_run_line(line);
  venue_unlock();
  return isUnderstood != 0;
}

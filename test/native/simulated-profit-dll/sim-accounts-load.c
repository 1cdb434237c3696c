// Makes accounts known when their broker connects, loads orders of earlier days, and says so by the account and history callbacks.
#include "sim-venue.h"

#include <string.h>

static const char *const LONG_OWNER =
    "Sociedade de Investimentos e Participa\xc3\xa7\xc3\xb5"
    "es Jos\xc3\xa9 da Concei\xc3\xa7\xc3\xa3o de Guimar\xc3\xa3"
    "es Magalh\xc3\xa3"
    "es, Filhos e Irm\xc3\xa3os do Com\xc3\xa9rcio Exterior de S\xc3\xa3o Lu\xc3\xads do Maranh\xc3\xa3o Limitada";

VenueAccount *venue_account_add(int32_t brokerId, const char *brokerName, const char *accountId, const char *subAccountId,
                                const char *owner) {
  if (sim_venue.accountCount == VENUE_MAX_ACCOUNTS) return NULL;
  VenueAccount *account = &sim_venue.accounts[sim_venue.accountCount++];
  memset(account, 0, sizeof *account);
  account->brokerId = brokerId;
  sim_utf16(brokerName, account->brokerName, VENUE_NAME);
  sim_utf16(accountId, account->accountId, VENUE_NAME);
  sim_utf16(subAccountId, account->subAccountId, VENUE_NAME);
  account->isSub = subAccountId[0] != 0;
  account->type = account->isSub ? 3 : 0;
  sim_utf16(owner, account->isSub ? account->subOwner : account->owner, VENUE_OWNER);
  return account;
}

void venue_accounts_reset(void) {
  venue_account_add(32003, "Simulador", "10001-7", "", "Conta do Simulador");
  VenueAccount *master = venue_account_add(1003, "XP Investimentos", "0000000000000000000000000000000000000000000000000900155", "",
                                           LONG_OWNER);
  master->type = 2;
  VenueAccount *sub = venue_account_add(1003, "XP Investimentos", "0000000000000000000000000000000000000000000000000900155",
                                        "SUB-1", "Carteira Um");
  text16_copy(sub->owner, VENUE_OWNER, master->owner);
}

typedef struct {
  int32_t account;
  int32_t brokerId;
  PdChar16 accountId[VENUE_NAME];
  PdChar16 subAccountId[VENUE_NAME];
  PdAccountIdentifier identifier;
  uint8_t isLost;
} HistoryLoad;

static void deliver_history(void *context) {
  HistoryLoad *load = context;
  if (load->isLost || sim_callbacks.orderHistory == NULL) return;
  load->identifier.brokerId = load->brokerId;
  load->identifier.accountId = load->accountId;
  load->identifier.subAccountId = load->subAccountId;
  sim_callbacks.orderHistory(&load->identifier);
}

static void load_history(void *context) {
  HistoryLoad *load = context;
  sim_lock();
  VenueAccount *account = &sim_venue.accounts[load->account];
  if (!account->historyLoaded || account->pendingFrom < account->loadedFrom) account->loadedFrom = account->pendingFrom;
  if (!account->historyLoaded || account->pendingTo > account->loadedTo) account->loadedTo = account->pendingTo;
  account->historyLoaded = 1;
  account->historyPending = 0;
  venue_position_apply_start(load->account);
  for (int32_t i = 0; i < sim_venue.engine.orderCount; i++) {
    VenueOrder *order = sim_venue.engine.orders[i];
    const int64_t day = venue_day(order->createdMs);
    if (!order->fromHistory || venue_account_of(order) != load->account) continue;
    if (sim_venue.view[i] != NULL || day < account->loadedFrom || day > account->loadedTo) continue;
    venue_deliver_state(order, 1);
  }
  sim_unlock();
}

/** The orders come first, then the callback that says that they are there: all with the same delay, hence in this order. */
static void finish_load(void *context) {
  const HistoryLoad *load = context;
  HistoryLoad *told = sim_context(sizeof *told);
  load_history(context);
  if (told == NULL) return;
  *told = *load;
  sim_post(deliver_history, told, sim_release, 0);
}

void venue_load_history(int32_t index, int64_t fromDay, int64_t toDay) {
  VenueAccount *account = &sim_venue.accounts[index];
  HistoryLoad *load = sim_context(sizeof *load);
  if (load == NULL) return;
  account->historyPending = 1;
  account->pendingFrom = fromDay;
  account->pendingTo = toDay;
  load->account = index;
  load->brokerId = account->brokerId;
  text16_copy(load->accountId, VENUE_NAME, account->accountId);
  text16_copy(load->subAccountId, VENUE_NAME, account->subAccountId);
  if (sim_venue.set.historyLosses > 0) {
    sim_venue.set.historyLosses--;
    load->isLost = 1;
  }
  sim_post(finish_load, load, sim_release, sim_venue.set.historyDelayUs);
}

typedef struct {
  int32_t brokerId;
} BrokerChange;

static void deliver_broker(void *context) {
  const BrokerChange *change = context;
  if (sim_callbacks.brokerAccountListChanged != NULL) sim_callbacks.brokerAccountListChanged(change->brokerId, 1);
}

typedef struct {
  VenueAccount account;
  PdAccountIdentifier identifier;
} AccountTold;

static void deliver_subs(void *context) {
  AccountTold *told = context;
  told->identifier.brokerId = told->account.brokerId;
  told->identifier.accountId = told->account.accountId;
  if (sim_callbacks.brokerSubAccountListChanged != NULL) sim_callbacks.brokerSubAccountListChanged(&told->identifier);
}

static void deliver_account_row(void *context) {
  const AccountTold *told = context;
  if (sim_callbacks.account == NULL) return;
  sim_callbacks.account(told->account.brokerId, told->account.brokerName, told->account.accountId, told->account.owner);
}

static void tell_account(const VenueAccount *account) {
  AccountTold *told = sim_context(sizeof *told);
  if (told == NULL) return;
  told->account = *account;
  if (account->isSub) {
    told->account.subAccountId[0] = 0;
    sim_post(deliver_subs, told, sim_release, 0);
  } else sim_post(deliver_account_row, told, sim_release, 0);
}

static void connect_broker(int32_t brokerId) {
  for (int32_t i = 0; i < sim_venue.accountCount; i++) {
    VenueAccount *account = &sim_venue.accounts[i];
    if (account->brokerId != brokerId) continue;
    const int isFirst = !account->known;
    account->known = 1;
    tell_account(account);
    if (isFirst && sim_state.histOrder) {
      const int64_t today = venue_day(sim_venue.engine.nowMs);
      venue_load_history(i, today, today);
      venue_post_position_list(i, NULL, sim_venue.engine.nextEventId++);
    }
  }
  BrokerChange *change = sim_context(sizeof *change);
  if (change == NULL) return;
  change->brokerId = brokerId;
  sim_post(deliver_broker, change, sim_release, 0);
}

void venue_accounts_connect(int everyBroker) {
  for (int32_t i = 0; i < sim_venue.accountCount; i++) {
    if (sim_venue.accounts[i].known) continue;
    connect_broker(sim_venue.accounts[i].brokerId);
    if (!everyBroker) return;
  }
}

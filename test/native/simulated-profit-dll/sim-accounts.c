// Accounts of the simulated ProfitDLL: masters, sub-accounts, brokers, names by the two-call pattern, the account callback.
#include "sim-venue.h"

#include <string.h>

/** Reads an account's texts from a client that may have left them out. */
static int is_account(const VenueAccount *account, int32_t brokerId, PdText accountId, PdText subAccountId) {
  return account->brokerId == brokerId && text16_equal(account->accountId, accountId) &&
         text16_equal(account->subAccountId, subAccountId);
}

int32_t venue_account(const PdAccountIdentifier *account) {
  for (int32_t i = 0; i < sim_venue.accountCount; i++) {
    if (!sim_venue.accounts[i].known) continue;
    if (is_account(&sim_venue.accounts[i], account->brokerId, account->accountId, account->subAccountId)) return i;
  }
  return -1;
}

int32_t venue_account_of(const VenueOrder *order) {
  for (int32_t i = 0; i < sim_venue.accountCount; i++) {
    if (is_account(&sim_venue.accounts[i], order->brokerId, order->accountId, order->subAccountId)) return i;
  }
  return -1;
}

enum { PICK_MASTERS = 0, PICK_BROKER = 1, PICK_SUBS = 2 };

static int is_picked(const VenueAccount *account, int pick, int32_t brokerId, PdText masterId) {
  if (!account->known) return 0;
  if (pick == PICK_MASTERS) return !account->isSub;
  if (pick == PICK_BROKER) return !account->isSub && account->brokerId == brokerId;
  return account->isSub && account->brokerId == brokerId && text16_equal(account->accountId, masterId);
}

static int32_t count_picked(int pick, int32_t brokerId, PdText masterId) {
  int32_t count = 0;
  sim_lock();
  for (int32_t i = 0; i < sim_venue.accountCount; i++) count += is_picked(&sim_venue.accounts[i], pick, brokerId, masterId);
  sim_unlock();
  return count;
}

typedef struct {
  int32_t from, to, count;
  PdAccountIdentifierOut *array;
} Page;

static int32_t copy_picked(int pick, int32_t brokerId, PdText masterId, Page page) {
  if (page.array == NULL || page.from < 0 || page.to < 0 || page.count < 0) return NL_INVALID_ARGS;
  int32_t seen = 0;
  int32_t copied = 0;
  sim_lock();
  for (int32_t i = 0; i < sim_venue.accountCount && copied < page.count; i++) {
    const VenueAccount *account = &sim_venue.accounts[i];
    if (!is_picked(account, pick, brokerId, masterId) || seen++ < page.from) continue;
    PdAccountIdentifierOut *out = &page.array[page.to + copied++];
    out->brokerId = account->brokerId;
    venue_out_field(out->accountId, &out->accountIdLength, account->accountId);
    venue_out_field(out->subAccountId, &out->subAccountIdLength, account->subAccountId);
    out->reserved = 0;
  }
  sim_unlock();
  return copied;
}

PROFIT_EXPORT int32_t GetAccountCount(void) {
  const int32_t entered = venue_enter("GetAccountCount");
  return entered != NL_OK ? entered : count_picked(PICK_MASTERS, 0, NULL);
}

PROFIT_EXPORT int32_t GetAccounts(int32_t from, int32_t to, int32_t count, PdAccountIdentifierOut *array) {
  const int32_t entered = venue_enter("GetAccounts");
  const Page page = {from, to, count, array};
  return entered != NL_OK ? entered : copy_picked(PICK_MASTERS, 0, NULL, page);
}

PROFIT_EXPORT int32_t GetAccountCountByBroker(int32_t brokerId) {
  const int32_t entered = venue_enter("GetAccountCountByBroker");
  return entered != NL_OK ? entered : count_picked(PICK_BROKER, brokerId, NULL);
}

PROFIT_EXPORT int32_t GetAccountsByBroker(int32_t brokerId, int32_t from, int32_t to, int32_t count, PdAccountIdentifierOut *array) {
  const int32_t entered = venue_enter("GetAccountsByBroker");
  const Page page = {from, to, count, array};
  return entered != NL_OK ? entered : copy_picked(PICK_BROKER, brokerId, NULL, page);
}

static int32_t enter_master(const char *name, const PdAccountIdentifier *master) {
  const int32_t entered = venue_enter(name);
  if (entered != NL_OK) return entered;
  if (master == NULL) return NL_INVALID_ARGS;
  if (master->version != 0) return NL_VERSION_NOT_SUPPORTED;
  if (sim_setting("sub-account-licence", 1) == 0) return NL_LICENSE_NOT_ALLOWED;
  sim_lock();
  const int32_t index = venue_account(master);
  const int32_t code = index < 0 ? NL_NOT_FOUND : sim_venue.accounts[index].type == 2 ? NL_OK : NL_NOT_MASTER_ACCOUNT;
  sim_unlock();
  return code;
}

PROFIT_EXPORT int32_t GetSubAccountCount(const PdAccountIdentifier *master) {
  const int32_t entered = enter_master("GetSubAccountCount", master);
  return entered != NL_OK ? entered : count_picked(PICK_SUBS, master->brokerId, master->accountId);
}

PROFIT_EXPORT int32_t GetSubAccounts(const PdAccountIdentifier *master, int32_t from, int32_t to, int32_t count,
                                     PdAccountIdentifierOut *array) {
  const int32_t entered = enter_master("GetSubAccounts", master);
  const Page page = {from, to, count, array};
  return entered != NL_OK ? entered : copy_picked(PICK_SUBS, master->brokerId, master->accountId, page);
}

PROFIT_EXPORT int32_t GetAccountDetails(PdTradingAccountOut *out) {
  const int32_t entered = venue_enter("GetAccountDetails");
  if (entered != NL_OK) return entered;
  if (out == NULL) return NL_INVALID_ARGS;
  int32_t code = venue_check_version("TradingAccount", out->version, 1);
  if (code != NL_OK || out->account.version != 0) return NL_VERSION_NOT_SUPPORTED;
  sim_lock();
  const int32_t index = venue_account(&out->account);
  if (index < 0) code = NL_NOT_FOUND;
  else {
    const VenueAccount *account = &sim_venue.accounts[index];
    venue_out_text(out->brokerName, &out->brokerNameLength, account->brokerName);
    venue_out_text(out->ownerName, &out->ownerNameLength, account->owner);
    venue_out_text(out->subOwnerName, &out->subOwnerNameLength, account->subOwner);
    out->flags = (account->isSub ? 1u : 0u) | 2u;
    if (out->version >= 1) out->accountType = account->type;
  }
  sim_unlock();
  return code;
}

static void deliver_account(void *context) {
  const VenueAccount *account = context;
  if (sim_callbacks.account == NULL) return;
  sim_callbacks.account(account->brokerId, account->brokerName, account->accountId, account->owner);
}

/** Replays what is known so far; a partial list before every broker has connected. */
PROFIT_EXPORT int32_t GetAccount(void) {
  const int32_t entered = venue_enter("GetAccount");
  if (entered != NL_OK) return entered;
  sim_lock();
  for (int32_t i = 0; i < sim_venue.accountCount; i++) {
    if (!sim_venue.accounts[i].known || sim_venue.accounts[i].isSub) continue;
    VenueAccount *copy = sim_context(sizeof *copy);
    if (copy == NULL) continue;
    *copy = sim_venue.accounts[i];
    sim_post(deliver_account, copy, sim_release, 0);
  }
  sim_unlock();
  return NL_OK;
}

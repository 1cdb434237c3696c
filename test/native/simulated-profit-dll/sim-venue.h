// What the files of the simulated order side share: the engine, what the client may know of it, accounts, settings, deliveries.
#ifndef SIM_VENUE_H
#define SIM_VENUE_H

#include <stddef.h>

#include "sim-venue-engine.h"
#include "sim.h"

enum { VENUE_MAX_ACCOUNTS = 64, VENUE_OWNER = 256, VENUE_MAX_POSITIONS = 512, VENUE_MAX_VERSIONS = 16 };

typedef struct {
  int32_t brokerId;
  PdChar16 brokerName[VENUE_NAME];
  PdChar16 accountId[VENUE_NAME];
  PdChar16 subAccountId[VENUE_NAME];
  PdChar16 owner[VENUE_OWNER];
  PdChar16 subOwner[VENUE_OWNER];
  /** Vendor's account type: 0 owner, 2 master, 3 sub-account ... */
  uint8_t type;
  uint8_t isSub;
  /** Its broker has connected: the library knows it. */
  uint8_t known;
  /** Orders and positions from before this session are loaded. */
  uint8_t historyLoaded;
  uint8_t historyPending;
  /** Local days whose orders are loaded, both ends included. */
  int64_t loadedFrom, loadedTo, pendingFrom, pendingTo;
} VenueAccount;

typedef struct {
  int64_t open;
  double openAverage;
  int64_t bought, sold;
  double boughtValue, soldValue;
} VenueHolding;

typedef struct {
  int32_t account;
  VenueAsset *asset;
  /** Consolidated, and the part of it that was tagged as day trade. */
  VenueHolding all, dayTrade;
  /** From before the session; counts when the history is loaded. */
  int64_t start;
  double startPrice;
  uint8_t startApplied;
  int64_t eventId;
} VenuePosition;

/** What commands set on the way between engine and client; the engine has faults of its own. */
typedef struct {
  struct {
    char name[24];
    int32_t maximum;
  } versions[VENUE_MAX_VERSIONS];
  int32_t versionCount;
  uint8_t passwordRejects, isPasswordLocked, requireDayTrade;
  int32_t wrongPasswords;
  int32_t zeroFlatCode;
  PdChar16 routingPassword[VENUE_NAME];
  int64_t delayUs, historyDelayUs, lateUs;
  int32_t duplicates, losses, lateCount, resultLosses, resultsWithoutLocalId, historyLosses;
  char failName[32];
  int32_t failCode, failCount;
} VenueSettings;

enum { VENUE_KEEP_LINES = 4, VENUE_KEEP_LINE = 128 };
/** Where orders outlive the process; empty = nowhere. The lines happen to them while no process is there. */
typedef struct {
  char file[260];
  char lines[VENUE_KEEP_LINES][VENUE_KEEP_LINE];
  int32_t lineCount;
} VenueKeep;

typedef struct {
  Venue engine;
  /** By the engine's index: the order as the client may see it; NULL = not told yet. */
  VenueOrder **view;
  VenueAccount accounts[VENUE_MAX_ACCOUNTS];
  int32_t accountCount;
  VenuePosition positions[VENUE_MAX_POSITIONS];
  int32_t positionCount;
  uint8_t brokerConnected, hasConnected;
  VenueSettings set;
  VenueKeep keep;
} VenueState;

extern VenueState sim_venue;

/** Takes the lock and sets the engine's time. */
void venue_lock(void);
void venue_unlock(void);
/** The engine's sink: puts a note into the connector's queue. */
void venue_deliver(void *context, const VenueNote *note);
/** The same for one order's present state, without a new event. */
void venue_deliver_state(VenueOrder *order, int isBulk);
/** Writes an order to where orders are kept; NULL: only what belongs to none. Under the lock. */
void venue_keep_write(const VenueOrder *order);
void venue_keep_close(void);
/** The engine's record: a line of the order log. Under the lock, as all of the log. */
void venue_log_order(void *context, const VenueOrder *order, const char *cause, double price, int64_t quantity);
/** A position that was set by hand. */
void venue_log_position(int32_t account, const VenueAsset *asset, int64_t quantity);
/** All positions as the log has them. */
void venue_log_held(void);
/** Something that belongs to no order: `start`, `routing`, `alive`, `end`. */
void venue_log_word(const char *cause, int64_t value);
void venue_log_close(void);
/** Faults by chance: one in so many requests and notes, 0 = none; bits of the mask as in the table of the README. Under the lock. */
void venue_chaos_start(uint64_t seed, uint32_t everyTimes, uint32_t mask);
void venue_chaos_request(void);
void venue_chaos_note(const VenueNote *note);
/** What every routing request begins with; also the scripted answer of `fail-next`. */
int32_t venue_enter(const char *name);
/** NL_OK when the record's version byte is accepted. */
int32_t venue_check_version(const char *record, uint8_t version, int32_t maximum);
/** The engine's asset with its grid and touch, or NULL where there is no such ticker. */
VenueAsset *venue_asset(PdText ticker, PdText exchange);
/** Grid, lot, limits and touch as the market has them. */
void venue_asset_refresh(VenueAsset *asset);
/** No faults, and the settings of orders as they are at the beginning. */
void venue_defaults(void);

/** Index of a known account, -1 when there is none. */
int32_t venue_account(const PdAccountIdentifier *account);
int32_t venue_account_of(const VenueOrder *order);
void venue_accounts_reset(void);
VenueAccount *venue_account_add(int32_t brokerId, const char *brokerName, const char *accountId, const char *subAccountId,
                                const char *owner);
/** The next broker (all after an outage) is there: its accounts, their history. */
void venue_accounts_connect(int everyBroker);
/** Queues the load of an account's orders of some days. */
void venue_load_history(int32_t account, int64_t fromDay, int64_t toDay);
void venue_post_position_list(int32_t account, VenueAsset *asset, int64_t eventId);

/** The client learns of an order's state: holdings grow by the growth of what was traded. Under the lock. */
void venue_view_take(const VenueOrder *order);
VenueOrder *venue_view_find(int64_t localId, PdText clOrdId);
VenuePosition *venue_position(int32_t account, VenueAsset *asset, int isMade);
void venue_position_set(VenuePosition *position, int64_t quantity, double price);
void venue_position_apply_start(int32_t account);

/** The two-call pattern: tells the length where there is no buffer, else copies, pads with blanks and ends the text. */
void venue_out_text(PdChar16 *target, int32_t *length, PdText text);
/** Writes a text into a fixed field and garbage behind it. */
void venue_out_field(PdChar16 *target, int32_t *length, PdText text);

int64_t venue_day(int64_t localMs);

#endif

// The inside of the simulated ProfitDLL: what its market side, its order side and its faults share.
//
// One connector thread delivers every callback from one ordered queue, as the vendor's library does. State of the market changes on that
// thread only, at delivery. Everything given to a client is poisoned when its callback returns.
#ifndef SIM_H
#define SIM_H

#include <stdbool.h>
#include <stdint.h>

#include "../../../native/include/profit-dll.h"

#ifdef _WIN32
#define SIM_PRINTF __attribute__((format(gnu_printf, 1, 2)))
#else
#define SIM_PRINTF __attribute__((format(printf, 1, 2)))
#endif

#define NL_OK 0
#define NL_CODE(n) ((int32_t)(0x80000000u + (uint32_t)(n)))
#define NL_INTERNAL_ERROR NL_CODE(0x01)
#define NL_NOT_INITIALIZED NL_CODE(0x02)
#define NL_INVALID_ARGS NL_CODE(0x03)
#define NL_WAITING_SERVER NL_CODE(0x04)
#define NL_NO_LOGIN NL_CODE(0x05)
#define NL_NO_LICENSE NL_CODE(0x06)
#define NL_OUT_OF_RANGE NL_CODE(0x09)
#define NL_MARKET_ONLY NL_CODE(0x0A)
#define NL_NO_POSITION NL_CODE(0x0B)
#define NL_NOT_FOUND NL_CODE(0x0C)
#define NL_VERSION_NOT_SUPPORTED NL_CODE(0x0D)
#define NL_EXCHANGE_UNKNOWN NL_CODE(0x0F)
#define NL_LICENSE_NOT_ALLOWED NL_CODE(0x12)
#define NL_ASSET_NO_DATA NL_CODE(0x15)
#define NL_INVALID_TICKER NL_CODE(0x1F)
#define NL_NOT_MASTER_ACCOUNT NL_CODE(0x20)
#define NL_NOT_IMPLEMENTED NL_CODE(0x25)
#define NL_HISTORY_PERIOD_LIMIT NL_CODE(0x2E)

// Callbacks of the client --------------------------------------------------------------------------------------------------------

/** Every callback, in one place; the exported setters and the slots of the initialisation write here. */
typedef struct {
  PdStateCallback state;
  PdHealthCallback health;
  PdProgressCallback progress;
  PdNewTradeCallback trade;
  PdTradeV2Callback tradeV2;
  PdHistoryTradeCallback historyTrade;
  PdTradeV2Callback historyTradeV2;
  PdDailyCallback daily;
  PdTheoreticalPriceCallback theoreticalPrice;
  PdTinyBookCallback tinyBook;
  PdChangeCotationCallback changeCotation;
  PdChangeStateTickerCallback changeStateTicker;
  PdOfferBookCallback offerBook;
  PdOfferBookV2Callback offerBookV2;
  PdPriceBookCallback priceBook;
  PdPriceBookV2Callback priceBookV2;
  PdPriceDepthCallback priceDepth;
  PdAdjustHistoryCallback adjustHistory;
  PdAdjustHistoryV2Callback adjustHistoryV2;
  PdAssetListCallback assetList;
  PdAssetListInfoCallback assetListInfo;
  PdAssetListInfoV2Callback assetListInfoV2;
  PdInvalidTickerCallback invalidTicker;
  PdAccountCallback account;
  PdAssetPositionListCallback assetPositionList;
  PdOrderHistoryV1Callback history;
  void *historyV2;
  PdOrderChangeCallback orderChange;
  void *orderChangeV2;
  PdOrderCallback order;
  PdOrderHistoryCallback orderHistory;
  PdBrokerAccountListCallback brokerAccountListChanged;
  PdBrokerSubAccountListCallback brokerSubAccountListChanged;
  PdTradingMessageResultCallback tradingMessageResult;
} SimCallbacks;

extern SimCallbacks sim_callbacks;

// The connector thread ------------------------------------------------------------------------------------------------------------

typedef void (*SimDeliver)(void *context);

/**
 * Puts a delivery into the queue of the connector thread, from any thread. Deliveries with the same delay keep their order.
 * `release` (may be null) is called after it, also when the library ends before it was delivered.
 */
void sim_post(SimDeliver deliver, void *context, SimDeliver release, int64_t delayUs);
/** True on the connector thread while it delivers. */
bool sim_in_callback(void);
/** Memory for a context of sim_post, zeroed. */
void *sim_context(uint32_t bytes);
/** Fills memory of sim_context with garbage and gives it back later: pointers a client kept into it show the garbage. */
void sim_release(void *context);
/** UTF-8 as UTF-16 in memory that lives until this delivery ends; only on the connector thread during a delivery. Null stays null. */
const PdChar16 *sim_text(const char *utf8);

/** One lock for all state that requests and deliveries share. Never held while a client's callback runs. */
void sim_lock(void);
void sim_unlock(void);

// Text ---------------------------------------------------------------------------------------------------------------------------

/** UTF-16 to UTF-8, always terminated; returns false when it was cut or null. */
bool sim_utf8(PdText text, char *out, uint32_t capacity);
/** UTF-8 to UTF-16, always terminated; returns the units of the whole text without terminator. */
int32_t sim_utf16(const char *utf8, PdChar16 *out, int32_t capacity);
bool sim_text_equal(PdText text, const char *utf8);

// Life ---------------------------------------------------------------------------------------------------------------------------

typedef struct {
  bool initialised;
  bool finalised;
  /** Initialised with routing. */
  bool routing;
  /** Last results told, by type: 0 login, 1 routing, 2 market data, 3 activation. -1 = none yet. */
  int32_t states[4];
  bool dayTrade;
  bool histOrder;
  bool logToDebug;
  /** Connection to the market: false while a disconnect lasts; market callbacks are then lost. */
  bool marketConnected;
} SimState;

extern SimState sim_state;

/**
 * Every request function begins with it: aborts in a callback, waits for a `block NAME MS` fault, answers NL_NOT_INITIALIZED before the
 * initialisation and after the end, else NL_OK.
 */
int32_t sim_enter_request(const char *name);
/** The same for accessor functions, which are allowed in callbacks. */
int32_t sim_enter_accessor(const char *name);
/** Queues a state for the client (connector thread sets sim_state.states, calls venue_on_state, then the client). */
void sim_post_state(int32_t type, int32_t result, int64_t delayUs);
/** Prints `SIMULATED PROFITDLL: <misuse>` and aborts. */
void sim_misuse(const char *format, ...) __attribute__((noreturn)) SIM_PRINTF;
/** Prints `simulated ProfitDLL: <text>` when `set verbose 1`. */
void sim_note(const char *format, ...) SIM_PRINTF;

// Settings, faults, counters, chance ---------------------------------------------------------------------------------------------

/** Number set by the command `set NAME VALUE`, else the fallback. */
int64_t sim_setting(const char *name, int64_t fallback);
/** Text set by `text NAME the rest of the line`, else the fallback. The pointer stays good. */
const char *sim_text_setting(const char *name, const char *fallback);
/** True when the command `fault NAME [COUNT]` is pending (COUNT -1 = for ever); takes one off the count. */
bool sim_fault(const char *name);
/** The value of `fault NAME COUNT VALUE`, 0 when none was given. */
int64_t sim_fault_value(const char *name);
/** Adds to a counter of the report. */
void sim_count(const char *name, int64_t more);
/** Sets a counter of the report. */
void sim_gauge(const char *name, int64_t value);
/** The next number of the seeded generator (`seed N`). */
uint64_t sim_random(void);

// Time ---------------------------------------------------------------------------------------------------------------------------

/** Monotonic nanoseconds of the machine. */
int64_t sim_monotonic_ns(void);
void sim_sleep_us(int64_t us);
/** The exchange's wall clock in ms since 1970-01-01 00:00 local: the tape's time while one plays, else real time in Brasilia. */
int64_t sim_now_local_ms(void);
PdSystemTime sim_system_time(int64_t localMs);
/** -1 for a record that holds no date. */
int64_t sim_local_ms(const PdSystemTime *time);
/** `DD/MM/YYYY HH:mm:SS.ZZZ`; `text` has room for 24. */
void sim_date_text(int64_t localMs, char *text);

// Assets -------------------------------------------------------------------------------------------------------------------------

typedef struct SimAsset {
  char ticker[24];
  char exchange;
  /** Smallest price step and lot; value in BRL of one point of one contract. */
  double tick;
  int64_t lot;
  double pointValue;
  int64_t minQuantity;
  int64_t maxQuantity;
  int32_t securityType;
  int32_t subType;
  /** The dated contract of a continuous name (WDOFUT), else null. Orders for a continuous name are refused. */
  struct SimAsset *dated;
  double bid;
  double ask;
  double last;
  /** 0 open, 4 auction, 6 closed ... (reference 4.6). */
  int32_t tickerState;
  struct SimMarket *market;
} SimAsset;

/** The asset of a vendor's ticker and exchange text, or null. */
SimAsset *sim_asset(PdText ticker, PdText exchange);
SimAsset *sim_asset_named(const char *ticker, char exchange);
/** NL_OK, NL_EXCHANGE_UNKNOWN for what is not one known letter, NL_INVALID_ARGS for null. */
int32_t sim_check_exchange(PdText exchange);

// The order side (sim-venue*.c) --------------------------------------------------------------------------------------------------

/** All hooks but venue_command and venue_brokers run on the connector thread. */
void venue_on_trade(SimAsset *asset, double price, int64_t quantity, int64_t localMs);
void venue_on_quote(SimAsset *asset, double bid, double ask);
/** The phase of a contract has changed, as the vendor's number. */
void venue_on_phase(SimAsset *asset, int32_t phase);
/** Now and then, so that whoever reads the order log knows until when this process lived. */
void venue_log_alive(void);
/** Before the client is told of a state; (1,5) is the moment for accounts and order history. */
void venue_on_state(int32_t type, int32_t result);
/** At initialisation, before the commands are read (any thread), and at the end. */
void venue_reset(void);
/** A command that the core does not know. True when it was understood. */
bool venue_command(const char *line);
/** Brokers that connect at a login with routing: that many states (1,5). */
int32_t venue_brokers(void);

#endif

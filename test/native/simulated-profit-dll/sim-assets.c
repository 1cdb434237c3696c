// The assets of the simulated exchange: contracts, continuous names, and the records by which callbacks name them.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim-market.h"

static SimAsset assets[SIM_ASSETS];
static SimMarket markets[SIM_ASSETS];
static atomic_uint assetCount;

SimAsset *sim_asset_named(const char *ticker, char exchange) {
  uint32_t count = atomic_load(&assetCount);
  for (uint32_t i = 0; i < count; i++) {
    if (assets[i].exchange == exchange && strcmp(assets[i].ticker, ticker) == 0) return &assets[i];
  }
  return NULL;
}

SimAsset *sim_asset(PdText ticker, PdText exchange) {
  char name[24];
  if (sim_check_exchange(exchange) != NL_OK || !sim_utf8(ticker, name, sizeof name)) return NULL;
  return sim_asset_named(name, (char)exchange[0]);
}

SimAsset *sim_asset_numbered(uint32_t number) {
  if (number == 0 || number > atomic_load(&assetCount)) sim_misuse("no asset has the number %u (mistake in a tape)", number);
  return &assets[number - 1];
}

uint32_t sim_asset_number(const SimAsset *asset) { return (uint32_t)(asset - assets) + 1; }
uint32_t sim_asset_count(void) { return atomic_load(&assetCount); }
SimAsset *sim_source(SimAsset *asset) { return asset->dated != NULL ? asset->dated : asset; }

SimAsset *sim_asset_add(const char *ticker, char exchange) {
  SimAsset *known = sim_asset_named(ticker, exchange);
  if (known != NULL) return known;
  uint32_t at = atomic_load(&assetCount);
  if (at == SIM_ASSETS) sim_misuse("more than %d assets", SIM_ASSETS);
  bool future = exchange == 'F';
  SimAsset *asset = &assets[at];
  *asset = (SimAsset){.exchange = exchange, .tick = future ? 0.5 : 0.01, .lot = future ? 1 : 100,
                      .pointValue = future ? 10 : 1, .minQuantity = future ? 1 : 100, .maxQuantity = future ? 3000 : 1000000,
                      .securityType = future ? 0 : 5, .subType = future ? 13 : 254, .bid = NAN, .ask = NAN, .last = NAN,
                      .market = &markets[at]};
  snprintf(asset->ticker, sizeof asset->ticker, "%s", ticker);
  snprintf(markets[at].description, sizeof markets[at].description, "Contrato %s", ticker);
  markets[at].theoreticalPrice = NAN;
  atomic_store(&assetCount, at + 1);
  return asset;
}

/** Garbage in the bytes that the vendor does not define. */
PdAssetIdentifier sim_asset_identifier(const SimAsset *asset) {
  char exchange[2] = {asset->exchange, 0};
  PdAssetIdentifier out;
  memset(&out, 0xDB, sizeof out);
  out.version = 0;
  out.ticker = sim_text(asset->ticker);
  out.exchange = sim_text(exchange);
  out.feedType = 0;
  return out;
}

PdAssetIdRec sim_asset_record(const SimAsset *asset) {
  char exchange[2] = {asset->exchange, 0};
  PdAssetIdRec out = {sim_text(asset->ticker), sim_text(exchange), 0};
  return out;
}

static void follow(const char *name, char exchange, SimAsset *dated) {
  SimAsset *continuous = sim_asset_add(name, exchange);
  if (continuous->dated != NULL) {
    // Rolled: the old contract no longer speaks under the continuous name.
    SimMarket *old = continuous->dated->market;
    for (int32_t i = 0; i < old->aliasCount; i++) {
      if (old->aliases[i] == continuous) old->aliases[i] = old->aliases[--old->aliasCount];
    }
  }
  if (dated->market->aliasCount == SIM_ALIASES) sim_misuse("more than %d continuous names of %s", SIM_ALIASES, dated->ticker);
  continuous->tick = dated->tick;
  continuous->lot = dated->lot;
  continuous->pointValue = dated->pointValue;
  continuous->dated = dated;
  dated->market->aliases[dated->market->aliasCount++] = continuous;
}

void sim_assets_default(void) {
  follow("WDOFUT", 'F', sim_asset_add("WDOV26", 'F'));
  SimAsset *share = sim_asset_add("PETR4", 'B');
  share->securityType = 5;
}

/** `asset TICKER EXCHANGE TICK LOT [POINT_VALUE]` and `continuous NAME EXCHANGE DATED`. */
bool sim_assets_command(const char *line) {
  char ticker[24], dated[24], exchange;
  double tick, pointValue = 0;
  long long lot;
  int fields = sscanf(line, "asset %23s %c %lf %lld %lf", ticker, &exchange, &tick, &lot, &pointValue);
  if (fields >= 4) {
    sim_lock();
    SimAsset *asset = sim_asset_add(ticker, exchange);
    asset->tick = tick;
    asset->lot = lot;
    asset->minQuantity = lot;
    if (fields == 5) asset->pointValue = pointValue;
    sim_unlock();
    return true;
  }
  if (sscanf(line, "continuous %23s %c %23s", ticker, &exchange, dated) == 3) {
    sim_lock();
    follow(ticker, exchange, sim_asset_add(dated, exchange));
    sim_unlock();
    return true;
  }
  return false;
}

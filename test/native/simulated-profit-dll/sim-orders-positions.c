// Position reads of the simulated ProfitDLL: one position by version of its record, and the assets with an open position.
#include "sim-venue.h"

static double average(double value, int64_t quantity) {
  return quantity > 0 ? value / (double)quantity : 0;
}

static void fill_position(PdTradingAccountPosition *out, const VenueHolding *holding, int64_t eventId) {
  out->openQuantity = holding->open < 0 ? -holding->open : holding->open;
  out->openAveragePrice = holding->openAverage;
  out->openSide = holding->open > 0 ? SIDE_BUY : holding->open < 0 ? SIDE_SELL : SIDE_NONE;
  out->dailyAverageSellPrice = average(holding->soldValue, holding->sold);
  out->dailySellQuantity = holding->sold;
  out->dailyAverageBuyPrice = average(holding->boughtValue, holding->bought);
  out->dailyBuyQuantity = holding->bought;
  out->dailyQuantityD1 = 0;
  out->dailyQuantityD2 = 0;
  out->dailyQuantityD3 = 0;
  out->dailyQuantityBlocked = 0;
  out->dailyQuantityPending = 0;
  out->dailyQuantityAllocated = 0;
  out->dailyQuantityProvisioned = 0;
  out->dailyQuantity = holding->bought - holding->sold;
  out->dailyQuantityAvailable = holding->open;
  if (out->version >= 2) out->eventId = eventId;
}

PROFIT_EXPORT int32_t GetPositionV2(PdTradingAccountPosition *out) {
  static const VenueHolding FLAT;
  int32_t code = venue_enter("GetPositionV2");
  if (code != NL_OK) return code;
  if (out == NULL) return NL_INVALID_ARGS;
  code = venue_check_version("Position", out->version, 2);
  if (code != NL_OK || out->account.version != 0 || out->asset.version != 0) return NL_VERSION_NOT_SUPPORTED;
  if (out->version >= 1 && out->positionType != 1 && out->positionType != 2) return NL_INVALID_ARGS;
  code = sim_check_exchange(out->asset.exchange);
  if (code != NL_OK) return code;
  const int isDayTrade = out->version >= 1 && out->positionType == 1;
  sim_lock();
  const int32_t account = venue_account(&out->account);
  VenueAsset *asset = venue_asset(out->asset.ticker, out->asset.exchange);
  if (account < 0) code = sim_venue.hasConnected ? NL_NOT_FOUND : NL_NO_LOGIN;
  else if (asset == NULL) code = NL_INVALID_TICKER;
  else {
    const VenuePosition *position = venue_position(account, asset, 0);
    const VenueHolding *holding = position == NULL ? &FLAT : isDayTrade ? &position->dayTrade : &position->all;
    fill_position(out, holding, position == NULL ? 0 : position->eventId);
  }
  sim_unlock();
  return code;
}

typedef struct {
  PdAssetIdentifier identifier;
  VenueAsset asset;
} AssetRow;

PROFIT_EXPORT int32_t EnumerateAllPositionAssets(const PdAccountIdentifier *account, uint8_t version, PdParam param,
                                                 PdEnumerateAssetsCallback callback) {
  int32_t code = venue_enter("EnumerateAllPositionAssets");
  if (code == NL_OK) code = venue_check_version("AssetIdentifier", version, 0);
  if (code == NL_OK && (account == NULL || callback == NULL)) code = NL_INVALID_ARGS;
  if (code == NL_OK && account->version != 0) code = NL_VERSION_NOT_SUPPORTED;
  if (code != NL_OK) return code;
  for (int32_t i = 0, goesOn = 1; goesOn; i++) {
    sim_lock();
    const int isEnd = i >= sim_venue.positionCount;
    const VenuePosition *position = isEnd ? NULL : &sim_venue.positions[i];
    const int isWanted = position != NULL && position->all.open != 0 && position->account == venue_account(account);
    AssetRow *row = isWanted ? sim_context(sizeof *row) : NULL;
    if (row != NULL) row->asset = *position->asset;
    sim_unlock();
    if (isEnd) break;
    if (row == NULL) continue;
    row->identifier.ticker = row->asset.ticker;
    row->identifier.exchange = row->asset.exchange;
    goesOn = callback(&row->identifier, param) != 0;
    sim_release(row);
  }
  return NL_OK;
}

// Books as a client keeps them: offers counted from the end with delta quantities, price depth read at each flush; or the usual mistakes.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client.h"

typedef struct {
  double price;
  int64_t quantity;
  int64_t offerId;
  int32_t agent;
} Offer;

static Offer lists[2][4096];
static int counts[2];
static int (*free_pointer)(void *, int32_t);

static void take_page(int side, const uint8_t *page) {
  int32_t count, bytes;
  memcpy(&count, page, 4);
  memcpy(&bytes, page + 4, 4);
  uint32_t flags;
  memcpy(&flags, page + bytes - 4, 4);
  if (flags & 2) counts[side] = 0;
  const uint8_t *at = page + 8;
  for (int32_t i = 0; i < count; i++) {
    Offer *offer = &lists[side][counts[side]++];
    uint16_t dateBytes;
    memset(offer, 0, sizeof *offer);
    memcpy(&offer->price, at, 8);
    if (has("narrow-entries")) {
      memcpy(&offer->quantity, at + 8, 4);
      memcpy(&offer->agent, at + 12, 4);
      memcpy(&offer->offerId, at + 16, 8);
      at += 49;
      continue;
    }
    memcpy(&offer->quantity, at + 8, 8);
    memcpy(&offer->agent, at + 16, 4);
    memcpy(&offer->offerId, at + 20, 8);
    memcpy(&dateBytes, at + 28, 2);
    at += 30 + dateBytes;
  }
  say("page %d %d %u", side, count, flags);
  if (has("no-free")) return;
  free_pointer((void *)page, has("wrong-size") ? bytes - 4 : bytes);
  if (has("double-free")) free_pointer((void *)page, bytes);
}

static bool flag(PdChar value) { return has("whole-char") ? value == 1 : (value & 0xFF) != 0; }

static void on_offer(PdAsset asset, int32_t action, int32_t position, int32_t side, int64_t quantity, int32_t agent, int64_t offerId,
                     double price, PdChar hasPrice, PdChar hasQuantity, PdChar hasDate, PdChar hasOfferId, PdChar hasAgent,
                     PdText date, void *sellArray, void *buyArray) {
  (void)asset, (void)hasDate, (void)date;
  if (action == 4) {
    if (buyArray != NULL) take_page(0, buyArray);
    if (sellArray != NULL) take_page(1, sellArray);
    return;
  }
  Offer *list = lists[side & 1];
  int *count = &counts[side & 1];
  int at = has("from-start") ? position : action == 0 ? *count - position : *count - position - 1;
  if (at < 0 || at > *count || (at == *count && action != 0)) {
    say("out-of-sync %d %d", side, position);
    return;
  }
  if (action == 0) {
    memmove(&list[at + 1], &list[at], (size_t)(*count - at) * sizeof *list);
    list[at] = (Offer){price, quantity, offerId, agent};
    ++*count;
  } else if (action == 1) {
    if (flag(hasQuantity)) list[at].quantity = has("replace") ? quantity : list[at].quantity + quantity;
    if (flag(hasPrice)) list[at].price = price;
    if (flag(hasOfferId)) list[at].offerId = offerId;
    if (flag(hasAgent)) list[at].agent = agent;
  } else if (action == 2) {
    memmove(&list[at], &list[at + 1], (size_t)(*count - at - 1) * sizeof *list);
    --*count;
  } else {
    *count = at;
  }
}

void offers_register(void) {
  free_pointer = import("FreePointer");
  if (!has("offers")) return;
  ((int32_t(*)(PdOfferBookV2Callback))import("SetOfferBookCallbackV2"))(on_offer);
}

void offers_finish(void) {
  for (int side = 0; side < 2 && has("offers"); side++) {
    for (int i = 0; i < counts[side]; i++) {
      const Offer *o = &lists[side][i];
      say("offer %d %.4f %lld %lld %d", side, o->price, (long long)o->quantity, (long long)o->offerId, o->agent);
    }
  }
}

static int32_t (*side_count)(const PdAssetIdentifier *, uint8_t);
static int32_t (*price_group)(const PdAssetIdentifier *, uint8_t, int32_t, PdPriceGroup *);

static void print_side(const PdAssetIdentifier *id, uint8_t side, char *out, size_t room) {
  int32_t count = side_count(id, side);
  for (int32_t i = 0; i < count && i < 5; i++) {
    PdPriceGroup group;
    memset(&group, 0, sizeof group);
    int32_t answer = price_group(id, side, i, &group);
    bool theoretical = (group.flags & 1) != 0 && !has("no-flags");
    size_t used = strlen(out);
    if (answer != 0) snprintf(out + used, room - used, " error%d", answer);
    else if (theoretical) snprintf(out + used, room - used, " theoretical*%lld", (long long)group.quantity);
    else snprintf(out + used, room - used, " %.1f*%lld/%u", group.price, (long long)group.quantity, group.count);
  }
}

static void on_depth(PdConnectorAsset asset, uint8_t side, int32_t position, uint8_t updateType) {
  (void)side, (void)position;
  if (!has("every-notice") && updateType != 4 && updateType != 6 && updateType != 7) return;
  char line[512];
  snprintf(line, sizeof line, "book %u buy", updateType);
  print_side(asset, 0, line, sizeof line);
  snprintf(line + strlen(line), sizeof line - strlen(line), " sell");
  print_side(asset, 1, line, sizeof line);
  say("%s", line);
}

void depth_register(void) {
  side_count = import("GetPriceDepthSideCount");
  price_group = import("GetPriceGroup");
  if (has("depth") && !has("no-depth-callback")) ((int32_t(*)(PdPriceDepthCallback))import("SetPriceDepthCallback"))(on_depth);
}

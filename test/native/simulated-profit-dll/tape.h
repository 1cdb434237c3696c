// The file that the simulated ProfitDLL plays: a head, its assets, then 64-byte records as in feed-record.h in the order of their time.
//
// Kinds: FEED_TRADE, FEED_TINY_BOOK, FEED_OFFER, FEED_THEORETICAL, FEED_TICKER_STATE and the long FEED_DEPTH, FEED_DAILY, FEED_OFFER_PAGE.
// `asset` in a record's head is a row of the table, from 1; `timeNs` is the exchange's local time of day in ns since 1970-01-01 00:00.
// An offer's quantity is a delta in an edit, as the vendor sends it. Little-endian.
#ifndef TAPE_H
#define TAPE_H

#include <stdint.h>

#define TAPE_MAGIC "QTSIMTAP"
#define TAPE_VERSION 1

typedef struct {
  char magic[8];
  uint32_t version;
  uint32_t assets;
  /** 64-byte records, continuations included. */
  uint64_t records;
  uint8_t reserved[40];
} TapeHead;

typedef struct {
  char ticker[24];
  char exchange[8];
  /** The dated contract that a continuous name follows; empty for others. */
  char dated[24];
  double tick;
  int64_t lot;
  /** BRL of one point of one contract. */
  double pointValue;
  uint8_t reserved[48];
} TapeAsset;

_Static_assert(sizeof(TapeHead) == 64 && sizeof(TapeAsset) == 128, "the tape's layout is fixed");

#endif

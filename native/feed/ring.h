// A ring of 64-byte records: whole messages of several producers in, the same messages in order to one reader out.
#ifndef FEED_RING_H
#define FEED_RING_H

#include "../include/feed-record.h"
#include "platform.h"
#include <stdatomic.h>

/** A record more may be needed to tell of an overflow, so that a message can never fill the smallest ring. */
#define RING_RECORDS_MIN 4096
#define RING_RECORDS_MAX (1u << 24)

/** Where records are written one after the other: a ring (mask = capacity - 1) or a flat buffer (mask = all ones). */
typedef struct {
  uint8_t *base;
  uint64_t mask;
  uint64_t next;
} RecordSpace;

/** Numbers that anybody may read at any time; written under the producers' lock. */
typedef struct {
  _Atomic uint64_t records, marketLost, reservedLost, highWater;
} RingCounters;

typedef struct {
  uint64_t capacity;
  /** Market messages are refused when more than this would be in use; the rest is for orders, accounts and states. */
  uint64_t marketLimit;
  FeedLock producers;
  RecordSpace space;
  uint64_t pendingLost;
  int64_t firstLostNs, lastLostNs;
  RingCounters counters;
  FeedLock waiters;
  FeedCondition filled;
  /** The reader's own: when it was woken last, and how often in short succession. */
  int64_t wokenNs;
  uint32_t quickWakes;
  /** The reader frees records up to `tail`, producers publish up to `head`; on lines of their own, each is written by one side. */
  _Alignas(64) _Atomic uint64_t head;
  _Alignas(64) _Atomic uint64_t tail;
  _Alignas(64) _Atomic int32_t waiting;
  _Atomic int32_t ended;
  _Atomic int32_t hasPendingLost;
} FeedRing;

/** `records`: a power of two within the limits above. 0 when there is no memory. */
int ring_init(FeedRing *ring, uint32_t records);

void ring_lock(FeedRing *ring);
/**
 * With the lock: makes room for a message of `parts` records and tells a pending overflow before it. 0 when there is no room:
 * the message is counted as lost.
 */
int ring_stage(FeedRing *ring, int isMarket, uint32_t parts, int64_t timeNs);
/** With the lock: shows everything written to `space` since ring_stage to the reader, at once. */
void ring_publish(FeedRing *ring);
/** Gives the lock back, then wakes a waiting reader if there is something for it. */
void ring_unlock(FeedRing *ring);

/** Copies whole messages; gives the records copied, or minus the records that the first message needs when it does not fit. */
int32_t ring_read(FeedRing *ring, uint8_t *target, uint32_t maxRecords);
/** 1 something to read, 0 time over, -1 ended. */
int32_t ring_wait(FeedRing *ring, uint32_t timeoutMs);
void ring_end(FeedRing *ring);
uint64_t ring_used(FeedRing *ring);

#endif

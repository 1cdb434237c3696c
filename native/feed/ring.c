// The ring between the vendor's threads and the reader: messages staged under a short lock in, whole messages in order out.
#include "ring.h"
#include "message.h"
#include <stdlib.h>
#include <string.h>

/** Wake-ups that follow each other within this are a stream; after so many of them the reader naps for so long instead of waiting. */
#define QUICK_WAKE_NS 1000000
#define QUICK_WAKES 16
#define NAP_US 100

static void add(_Atomic uint64_t *counter, uint64_t count) {
  atomic_fetch_add_explicit(counter, count, memory_order_relaxed);
}

int ring_init(FeedRing *ring, uint32_t records) {
  memset(ring, 0, sizeof *ring);
  ring->space.base = calloc(records, FEED_RECORD_BYTES);
  if (ring->space.base == NULL) return 0;
  ring->space.mask = records - 1;
  ring->capacity = records;
  ring->marketLimit = records - records / 4;
  lock_init(&ring->producers);
  lock_init(&ring->waiters);
  condition_init(&ring->filled);
  return 1;
}

void ring_lock(FeedRing *ring) { lock_take(&ring->producers); }

static uint64_t limit_of(const FeedRing *ring, int isMarket) { return isMarket ? ring->marketLimit : ring->capacity; }

static void lose(FeedRing *ring, int isMarket, int64_t timeNs) {
  if (!isMarket) {
    add(&ring->counters.reservedLost, 1);
    return;
  }
  add(&ring->counters.marketLost, 1);
  // Two threads may come here in another order than they took the time.
  if (ring->pendingLost == 0 || timeNs < ring->firstLostNs) ring->firstLostNs = timeNs;
  if (ring->pendingLost == 0 || timeNs > ring->lastLostNs) ring->lastLostNs = timeNs;
  ring->pendingLost += 1;
  atomic_store_explicit(&ring->hasPendingLost, 1, memory_order_relaxed);
}

static void tell_lost(FeedRing *ring, int64_t timeNs) {
  const FeedOverflow overflow = {.lost = ring->pendingLost, .firstNs = ring->firstLostNs, .lastNs = ring->lastLostNs};
  message_short(&ring->space, FEED_OVERFLOW, 0, 0, timeNs, &overflow, sizeof overflow);
  ring->pendingLost = 0;
  atomic_store_explicit(&ring->hasPendingLost, 0, memory_order_relaxed);
}

int ring_stage(FeedRing *ring, int isMarket, uint32_t parts, int64_t timeNs) {
  const uint64_t used = ring->space.next - atomic_load_explicit(&ring->tail, memory_order_acquire);
  const uint64_t limit = limit_of(ring, isMarket);
  const int mustTell = ring->pendingLost > 0;
  if (used + parts + (mustTell ? 1 : 0) <= limit) {
    if (mustTell) tell_lost(ring, timeNs);
    return 1;
  }
  // An order that fits only without the news of the loss goes first; the news follows as soon as there is room.
  if (!isMarket && used + parts <= limit) return 1;
  lose(ring, isMarket, timeNs);
  return 0;
}

void ring_publish(FeedRing *ring) {
  const uint64_t next = ring->space.next;
  const uint64_t used = next - atomic_load_explicit(&ring->tail, memory_order_relaxed);
  if (used > atomic_load_explicit(&ring->counters.highWater, memory_order_relaxed)) {
    atomic_store_explicit(&ring->counters.highWater, used, memory_order_relaxed);
  }
  add(&ring->counters.records, next - atomic_load_explicit(&ring->head, memory_order_relaxed));
  // In one total order with `waiting`: either the reader sees the records or this side sees the reader wait.
  atomic_store(&ring->head, next);
}

void ring_unlock(FeedRing *ring) {
  lock_give(&ring->producers);
  if (atomic_load(&ring->waiting) == 0) return;
  if (ring_used(ring) == 0) return;
  lock_take(&ring->waiters);
  // Once is enough: what follows before the reader runs must not pay for waking it again.
  atomic_store(&ring->waiting, 0);
  condition_wake_all(&ring->filled);
  lock_give(&ring->waiters);
}

uint64_t ring_used(FeedRing *ring) {
  const uint64_t tail = atomic_load_explicit(&ring->tail, memory_order_acquire);
  return atomic_load(&ring->head) - tail;
}

/** An overflow with nothing behind it would stay untold until the next message: the reader tells it when it has made room. */
static void tell_without_message(FeedRing *ring) {
  ring_lock(ring);
  const uint64_t used = ring->space.next - atomic_load_explicit(&ring->tail, memory_order_relaxed);
  if (ring->pendingLost > 0 && used < ring->marketLimit) {
    tell_lost(ring, clock_now_ns());
    ring_publish(ring);
  }
  lock_give(&ring->producers);
}

static uint16_t parts_at(const FeedRing *ring, uint64_t index) {
  FeedHead head;
  memcpy(&head, ring->space.base + (index & ring->space.mask) * FEED_RECORD_BYTES, sizeof head);
  return head.parts;
}

int32_t ring_read(FeedRing *ring, uint8_t *target, uint32_t maxRecords) {
  const uint64_t tail = atomic_load_explicit(&ring->tail, memory_order_relaxed);
  const uint64_t head = atomic_load_explicit(&ring->head, memory_order_acquire);
  uint64_t end = tail;
  while (end < head) {
    const uint16_t parts = parts_at(ring, end);
    if (end + parts - tail > maxRecords) {
      if (end == tail) return -(int32_t)parts;
      break;
    }
    end += parts;
  }
  const uint64_t count = end - tail;
  if (count > 0) {
    const uint64_t start = tail & ring->space.mask;
    const uint64_t first = start + count > ring->capacity ? ring->capacity - start : count;
    memcpy(target, ring->space.base + start * FEED_RECORD_BYTES, first * FEED_RECORD_BYTES);
    memcpy(target + first * FEED_RECORD_BYTES, ring->space.base, (count - first) * FEED_RECORD_BYTES);
    atomic_store_explicit(&ring->tail, end, memory_order_release);
  }
  if (atomic_load_explicit(&ring->hasPendingLost, memory_order_relaxed)) tell_without_message(ring);
  return (int32_t)count;
}

/**
 * To wake a sleeper costs the vendor's thread more than all the rest of a callback. In a stream of records the reader therefore looks
 * again after a nap, until one finds nothing: then the stream is over and it wants to be woken at once again.
 */
static int has_napped_to_data(FeedRing *ring) {
  if (ring->quickWakes < QUICK_WAKES) return 0;
  if (nap_us(NAP_US) && ring_used(ring) > 0) return 1;
  ring->quickWakes = 0;
  return 0;
}

static void note_wake(FeedRing *ring) {
  const int64_t nowNs = clock_now_ns();
  ring->quickWakes = nowNs - ring->wokenNs < QUICK_WAKE_NS ? ring->quickWakes + 1 : 0;
  ring->wokenNs = nowNs;
}

int32_t ring_wait(FeedRing *ring, uint32_t timeoutMs) {
  if (atomic_load(&ring->ended)) return -1;
  if (ring_used(ring) > 0) return 1;
  if (timeoutMs == 0) return 0;
  if (has_napped_to_data(ring)) return 1;
  const int64_t untilNs = clock_now_ns() + (int64_t)timeoutMs * 1000000;
  int32_t result = 0;
  lock_take(&ring->waiters);
  for (;;) {
    atomic_store(&ring->waiting, 1);
    if (atomic_load(&ring->ended)) result = -1;
    else if (ring_used(ring) > 0) result = 1;
    else if (clock_now_ns() >= untilNs) result = 0;
    else {
      condition_wait(&ring->filled, &ring->waiters, untilNs);
      continue;
    }
    break;
  }
  atomic_store(&ring->waiting, 0);
  lock_give(&ring->waiters);
  if (result == 1) note_wake(ring);
  return result;
}

void ring_end(FeedRing *ring) {
  lock_take(&ring->waiters);
  atomic_store(&ring->ended, 1);
  condition_wake_all(&ring->filled);
  lock_give(&ring->waiters);
}

// The exported face of the feed: opening, login, reading, waiting and counters, over the one state of the process.
#include "qt-feed.h"
#include "feed.h"
#include <stdio.h>
#include <string.h>

#define RING_RECORDS_DEFAULT (1u << 18)
#define DEPTH_LEVELS_DEFAULT 20

enum { FEED_CLOSED = 0, FEED_OPENING = 1, FEED_OPEN = 2 };

static int is_open(void) { return atomic_load(&feed.isOpen) == FEED_OPEN; }

static int32_t failed(int32_t code, const char *format, const char *what) {
  snprintf(feed.errorText, sizeof feed.errorText, format, what);
  atomic_store(&feed.isOpen, FEED_CLOSED);
  return code;
}

static int32_t open_library(const PdChar16 *path, uint32_t ringRecords) {
  char reason[ERROR_TEXT_BYTES / 2] = "";
  feed.vendor.library = library_load(path, reason, (int32_t)sizeof reason);
  if (feed.vendor.library == NULL) return failed(QT_FEED_CANNOT_LOAD, "the library cannot be loaded: %s", reason);
  const char *missing = vendor_resolve(&feed.vendor);
  if (missing != NULL) return failed(QT_FEED_MISSING_EXPORT, "the library does not export %s", missing);
  // Its own code must outlive every callback, also one that comes while the process ends.
  if (!library_pin((void *)&feed)) return failed(QT_FEED_CANNOT_LOAD, "the feed cannot be kept in memory%s", "");
  if (!assets_init(&feed.assets) || !ring_init(&feed.ring, ringRecords)) {
    return failed(QT_FEED_NO_MEMORY, "there is no memory for the ring%s", "");
  }
  atomic_store(&feed.isOpen, FEED_OPEN);
  return QT_FEED_OK;
}

int32_t QtFeedOpen(const PdChar16 *libraryPath, uint32_t ringRecords, uint32_t depthLevels) {
  const uint32_t records = ringRecords == 0 ? RING_RECORDS_DEFAULT : ringRecords;
  const uint32_t levels = depthLevels == 0 ? DEPTH_LEVELS_DEFAULT : depthLevels;
  const int isPowerOfTwo = (records & (records - 1)) == 0;
  if (libraryPath == NULL || libraryPath[0] == 0 || !isPowerOfTwo || records < RING_RECORDS_MIN || records > RING_RECORDS_MAX ||
      levels > DEPTH_LEVELS_MAX) {
    return QT_FEED_BAD_ARGUMENT;
  }
  int32_t closed = FEED_CLOSED;
  if (!atomic_compare_exchange_strong(&feed.isOpen, &closed, FEED_OPENING)) return QT_FEED_ALREADY_OPEN;
  feed.depthLevels = levels;
  return open_library(libraryPath, records);
}

int32_t QtFeedErrorText(PdChar16 *buffer, int32_t capacity) {
  int32_t length = 0;
  if (buffer == NULL || capacity < 1) return 0;
  for (; length < capacity - 1 && feed.errorText[length] != 0; length++) {
    const uint8_t byte = (uint8_t)feed.errorText[length];
    buffer[length] = byte < 0x80 ? byte : '?';
  }
  buffer[length] = 0;
  return length;
}

int32_t QtFeedInitialise(int32_t mode, PdText key, PdText user, PdText password) {
  return is_open() ? feed_initialise(mode, key, user, password) : QT_FEED_NOT_OPEN;
}

int32_t QtFeedFinalise(void) { return is_open() ? feed.vendor.finalize() : QT_FEED_NOT_OPEN; }

int32_t QtFeedRead(uint8_t *target, uint32_t maxRecords) { return is_open() ? ring_read(&feed.ring, target, maxRecords) : 0; }

int32_t QtFeedWait(uint32_t timeoutMs) { return is_open() ? ring_wait(&feed.ring, timeoutMs) : -1; }

void QtFeedWake(void) {
  if (is_open()) ring_end(&feed.ring);
}

int64_t QtFeedNowNs(void) { return clock_now_ns(); }

static uint64_t value_of(_Atomic uint64_t *counter) { return atomic_load_explicit(counter, memory_order_relaxed); }

void QtFeedCounters(uint64_t *out16) {
  memset(out16, 0, 16 * sizeof *out16);
  if (!is_open()) return;
  FeedRing *ring = &feed.ring;
  out16[0] = value_of(&feed.callbacks);
  out16[1] = value_of(&ring->counters.records);
  out16[2] = value_of(&ring->counters.marketLost);
  out16[3] = value_of(&feed.untranslated);
  out16[4] = value_of(&ring->counters.highWater);
  out16[5] = ring->capacity;
  out16[6] = value_of(&feed.longestNs);
  out16[7] = value_of(&feed.over1Ms);
  out16[8] = ring_used(ring);
  out16[9] = value_of(&ring->counters.reservedLost);
  out16[10] = value_of(&feed.pagesFreed);
  out16[11] = value_of(&feed.assets.count);
  out16[12] = value_of(&feed.assets.refused);
}

void QtFeedCallbackTimes(uint64_t *out64) {
  for (int bucket = 0; bucket < CALLBACK_TIME_BUCKETS; bucket++) out64[bucket] = value_of(&feed.callbackTimes[bucket]);
}

// Checks of the ring that need threads of their own: a seed in; one line per failed property, or `ok` with counts, out.
#include "../../../native/feed/message.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define RECORDS 4096
#define PRODUCERS_MAX 4
#define MESSAGES 30000
#define PAYLOAD_MAX 900
#define KIND_MARKET FEED_DEPTH
#define KIND_RESERVED FEED_ORDER

typedef struct {
  uint32_t producer, isReserved;
  uint64_t number;
} Stamp;

typedef struct {
  uint32_t id;
  uint64_t random;
  uint64_t pushed[2], refused[2];
} Producer;

static FeedRing ring;
static int failures = 0;

static void check(int holds, const char *what) {
  if (holds) return;
  printf("failed: %s\n", what);
  failures += 1;
}

static uint32_t next_random(uint64_t *state) {
  *state ^= *state << 13;
  *state ^= *state >> 7;
  *state ^= *state << 17;
  return (uint32_t)(*state >> 16);
}

static uint8_t byte_of(const Stamp *stamp, uint32_t at) { return (uint8_t)(stamp->number * 31 + stamp->producer * 7 + at); }

/** A message whose every byte follows from its stamp. */
static int push(const Stamp *stamp, uint32_t extra) {
  const uint32_t bytes = (uint32_t)sizeof *stamp + extra;
  uint8_t filling[PAYLOAD_MAX];
  for (uint32_t at = 0; at < extra; at++) filling[at] = byte_of(stamp, at);
  ring_lock(&ring);
  const int fits = ring_stage(&ring, !stamp->isReserved, parts_of(bytes), (int64_t)stamp->number);
  if (fits) {
    MessageWriter writer =
        message_long(&ring.space, stamp->isReserved ? KIND_RESERVED : KIND_MARKET, 0, stamp->producer, (int64_t)stamp->number, bytes);
    message_put(&writer, stamp, sizeof *stamp);
    // In two pieces, so that pieces of any length cross the borders of records.
    message_put(&writer, filling, extra / 3);
    message_put(&writer, filling + extra / 3, extra - extra / 3);
    ring_publish(&ring);
  }
  ring_unlock(&ring);
  return fits;
}

static void *produce(void *argument) {
  Producer *producer = argument;
  uint64_t numbers[2] = {0, 0};
  for (int at = 0; at < MESSAGES; at++) {
    const uint32_t random = next_random(&producer->random);
    const uint32_t isReserved = random % 16 == 0;
    const Stamp stamp = {.producer = producer->id, .isReserved = isReserved, .number = numbers[isReserved]++};
    const int fits = push(&stamp, (random >> 8) % ((random >> 4) % 8 == 0 ? PAYLOAD_MAX : 60));
    if (fits) producer->pushed[isReserved] += 1;
    else producer->refused[isReserved] += 1;
  }
  return NULL;
}

typedef struct {
  uint64_t messages[2], lost, overflows;
  /** The number that each producer and class is expected to have next, at least. */
  uint64_t next[PRODUCERS_MAX][2];
  /** Losses told since the last market message; of one producer the next message skips exactly these. */
  uint64_t told;
  int isSingle;
} Seen;

/** Copies the payload of a message together; gives its length. */
static uint32_t payload_at(const uint8_t *records, uint16_t parts, uint8_t *target) {
  uint32_t bytes;
  memcpy(&bytes, records + 16, sizeof bytes);
  check(parts_of(bytes) == parts, "a message has as many records as its length needs");
  memcpy(target, records + 20, FEED_FIRST_BYTES);
  for (uint16_t part = 1; part < parts; part++) {
    const uint8_t *record = records + part * FEED_RECORD_BYTES;
    check(record[0] == FEED_CONTINUATION, "a message is not divided");
    memcpy(target + FEED_FIRST_BYTES + (part - 1) * FEED_MORE_BYTES, record + 8, FEED_MORE_BYTES);
  }
  return bytes;
}

static void see_message(Seen *seen, const uint8_t *payload, uint32_t bytes) {
  Stamp stamp;
  memcpy(&stamp, payload, sizeof stamp);
  check(stamp.producer < PRODUCERS_MAX && stamp.isReserved < 2, "a stamp is whole");
  if (failures > 0) return;
  for (uint32_t at = 0; at + sizeof stamp < bytes; at++) check(payload[sizeof stamp + at] == byte_of(&stamp, at), "bytes are as written");
  uint64_t *next = &seen->next[stamp.producer][stamp.isReserved];
  check(stamp.number >= *next, "each producer's messages stay in order");
  if (!stamp.isReserved) {
    check(!seen->isSingle || stamp.number - *next == seen->told, "a loss is told with its exact count before what follows it");
    seen->told = 0;
  }
  *next = stamp.number + 1;
  seen->messages[stamp.isReserved] += 1;
}

static void see(Seen *seen, const uint8_t *records, int32_t count) {
  static uint8_t payload[RECORDS * FEED_RECORD_BYTES];
  for (int32_t at = 0; at < count && failures == 0;) {
    FeedHead head;
    memcpy(&head, records + at * FEED_RECORD_BYTES, sizeof head);
    check(head.kind != FEED_CONTINUATION && head.parts > 0 && at + head.parts <= count, "reads give whole messages");
    if (failures > 0) return;
    if (head.kind == FEED_OVERFLOW) {
      FeedOverflow overflow;
      memcpy(&overflow, records + at * FEED_RECORD_BYTES + sizeof head, sizeof overflow);
      check(overflow.lost > 0 && overflow.firstNs <= overflow.lastNs, "an overflow tells of something");
      seen->lost += overflow.lost;
      seen->told += overflow.lost;
      seen->overflows += 1;
    } else {
      see_message(seen, payload, payload_at(records + at * FEED_RECORD_BYTES, head.parts, payload));
    }
    at += head.parts;
  }
}

/** Producers on their own threads against a reader that is sometimes slow: nothing is damaged, and every loss is told. */
static void check_threads(uint64_t seed, int producers, int isSlow) {
  static uint8_t target[RECORDS * FEED_RECORD_BYTES];
  Producer states[PRODUCERS_MAX];
  pthread_t threads[PRODUCERS_MAX];
  Seen seen;
  memset(&seen, 0, sizeof seen);
  seen.isSingle = producers == 1;
  memset(states, 0, sizeof states);
  check(ring_init(&ring, RECORDS), "there is memory");
  for (int at = 0; at < producers; at++) {
    states[at].id = (uint32_t)at;
    states[at].random = seed * 977 + (uint64_t)at + 1;
    pthread_create(&threads[at], NULL, produce, &states[at]);
  }
  uint64_t random = seed + 99;
  uint64_t wanted = (uint64_t)producers * MESSAGES;
  while (failures == 0 && seen.messages[0] + seen.messages[1] + seen.lost + atomic_load(&ring.counters.reservedLost) < wanted) {
    if (ring_wait(&ring, 200) != 1) continue;
    if (isSlow && next_random(&random) % 4 == 0) nanosleep(&(struct timespec){.tv_nsec = 300000}, NULL);
    see(&seen, target, ring_read(&ring, target, 64 + next_random(&random) % 512));
  }
  uint64_t pushed[2] = {0, 0}, refused[2] = {0, 0};
  for (int at = 0; at < producers; at++) {
    pthread_join(threads[at], NULL);
    for (int class = 0; class < 2; class++) {
      pushed[class] += states[at].pushed[class];
      refused[class] += states[at].refused[class];
    }
  }
  for (int32_t count; (count = ring_read(&ring, target, RECORDS)) > 0;) see(&seen, target, count);
  check(seen.messages[0] == pushed[0] && seen.messages[1] == pushed[1], "everything taken is given");
  check(seen.lost == refused[0] && seen.lost == atomic_load(&ring.counters.marketLost), "told losses are the losses");
  check(atomic_load(&ring.counters.reservedLost) == refused[1], "losses of the reserved class are counted");
  check(atomic_load(&ring.counters.highWater) <= RECORDS, "no more is in use than there is");
  printf("threads %d slow %d: %llu messages, %llu lost in %llu overflows\n", producers, isSlow,
         (unsigned long long)(pushed[0] + pushed[1]), (unsigned long long)seen.lost, (unsigned long long)seen.overflows);
  free(ring.space.base);
}

/** Without a reader: the market gets three quarters, the rest takes orders, and the news of the loss comes in its place. */
static void check_reserve(void) {
  static uint8_t target[RECORDS * FEED_RECORD_BYTES];
  check(ring_init(&ring, RECORDS), "there is memory");
  Stamp stamp = {.producer = 0, .isReserved = 0, .number = 0};
  for (; push(&stamp, 0); stamp.number++) {
  }
  check(stamp.number == RECORDS / 4 * 3, "the market gets three quarters");
  for (int at = 0; at < 9; at++) push(&stamp, 0);
  stamp = (Stamp){.producer = 1, .isReserved = 1, .number = 0};
  for (; push(&stamp, 0); stamp.number++) {
  }
  // One record of the quarter is the news of the ten that were lost, told before the first order after them.
  check(stamp.number == RECORDS / 4 - 1, "orders get the last quarter");
  check(ring_used(&ring) == RECORDS, "the ring is full");
  check(ring_read(&ring, target, RECORDS) == RECORDS, "all of it is read at once");
  FeedHead head;
  FeedOverflow overflow;
  memcpy(&head, target + RECORDS / 4 * 3 * FEED_RECORD_BYTES, sizeof head);
  memcpy(&overflow, target + RECORDS / 4 * 3 * FEED_RECORD_BYTES + 16, sizeof overflow);
  check(head.kind == FEED_OVERFLOW && overflow.lost == 10, "the overflow stands between market and orders with its exact count");
  check(atomic_load(&ring.counters.reservedLost) == 1, "the order that found no place is counted");
  free(ring.space.base);
}

/** A loss with nothing behind it is told once there is room, without another message. */
static void check_last_loss(void) {
  static uint8_t target[RECORDS * FEED_RECORD_BYTES];
  check(ring_init(&ring, RECORDS), "there is memory");
  Stamp stamp = {.producer = 0, .isReserved = 0, .number = 0};
  for (; push(&stamp, 0); stamp.number++) {
  }
  check(ring_read(&ring, target, RECORDS) == RECORDS / 4 * 3, "the ring is emptied");
  check(ring_wait(&ring, 0) == 1 && ring_read(&ring, target, RECORDS) == 1 && target[0] == FEED_OVERFLOW, "the loss is told by itself");
  check(ring_wait(&ring, 1) == 0, "then there is nothing");
  push(&(Stamp){.producer = 0, .isReserved = 0, .number = 1}, 800);
  check(ring_read(&ring, target, 3) == -(int32_t)parts_of(816), "a message that does not fit the buffer tells its size and stays");
  check(ring_read(&ring, target, RECORDS) == (int32_t)parts_of(816), "and is read with a larger one");
  ring_end(&ring);
  check(ring_wait(&ring, 1000) == -1, "an ended ring is not waited for");
  free(ring.space.base);
}

int main(int count, char **arguments) {
  const uint64_t seed = count > 1 ? strtoull(arguments[1], NULL, 10) : 1;
  check_reserve();
  check_last_loss();
  for (int producers = 1; producers <= PRODUCERS_MAX && failures == 0; producers += 3) {
    check_threads(seed, producers, 0);
    check_threads(seed, producers, 1);
  }
  if (failures == 0) printf("ok\n");
  return failures == 0 ? 0 : 1;
}

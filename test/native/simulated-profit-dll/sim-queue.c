// The one queue and the one connector thread of the simulated ProfitDLL: ordered deliveries, delayed ones, poison after each.
#include "sim-queue.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "sim-platform.h"

#define ARENA_UNITS 65536
#define QUARANTINE 4096
#define POISON 0xDB

typedef struct {
  SimDeliver deliver;
  void *context;
  SimDeliver release;
  int64_t dueNs;
  uint64_t order;
} Item;

typedef struct {
  Item *items;
  uint32_t head, count, capacity;
} Fifo;

static SimMutex mutex = SIM_MUTEX;
static SimCondition arrived = SIM_CONDITION;
static SimCondition drained = SIM_CONDITION;
static Fifo ready;
static Item *delayed;
static uint32_t delayedCount, delayedCapacity;
static uint64_t nextOrder;
static bool ending, running;
static SimThread thread;
static _Thread_local bool delivering;
static _Atomic int64_t busySinceNs;
static PdChar16 *arena;
static uint32_t arenaUsed;

static SimMutex stateMutex = SIM_MUTEX;

void sim_lock(void) { sim_mutex_lock(&stateMutex); }
void sim_unlock(void) { sim_mutex_unlock(&stateMutex); }
bool sim_in_callback(void) { return delivering; }
int64_t sim_queue_busy_since_ns(void) { return atomic_load(&busySinceNs); }

static void *grown(void *memory, uint64_t bytes) {
  void *more = realloc(memory, bytes);
  if (more == NULL) sim_misuse("no memory for %llu bytes of queue", (unsigned long long)bytes);
  return more;
}

static void fifo_grow(void) {
  uint32_t capacity = ready.capacity == 0 ? 1024 : ready.capacity * 2;
  Item *items = grown(NULL, (uint64_t)capacity * sizeof *items);
  for (uint32_t i = 0; i < ready.count; i++) items[i] = ready.items[(ready.head + i) & (ready.capacity - 1)];
  free(ready.items);
  ready = (Fifo){items, 0, ready.count, capacity};
}

static void fifo_put(Item item, bool first) {
  if (ready.count == ready.capacity) fifo_grow();
  if (first) {
    ready.head = (ready.head - 1) & (ready.capacity - 1);
    ready.items[ready.head] = item;
  } else {
    ready.items[(ready.head + ready.count) & (ready.capacity - 1)] = item;
  }
  ready.count++;
}

static bool earlier(const Item *a, const Item *b) {
  return a->dueNs != b->dueNs ? a->dueNs < b->dueNs : a->order < b->order;
}

static void heap_put(Item item) {
  if (delayedCount == delayedCapacity) {
    delayedCapacity = delayedCapacity == 0 ? 256 : delayedCapacity * 2;
    delayed = grown(delayed, (uint64_t)delayedCapacity * sizeof *delayed);
  }
  uint32_t at = delayedCount++;
  while (at > 0 && earlier(&item, &delayed[(at - 1) / 2])) {
    delayed[at] = delayed[(at - 1) / 2];
    at = (at - 1) / 2;
  }
  delayed[at] = item;
}

static Item heap_take(void) {
  Item top = delayed[0];
  Item last = delayed[--delayedCount];
  uint32_t at = 0;
  for (;;) {
    uint32_t child = at * 2 + 1;
    if (child >= delayedCount) break;
    if (child + 1 < delayedCount && earlier(&delayed[child + 1], &delayed[child])) child++;
    if (!earlier(&delayed[child], &last)) break;
    delayed[at] = delayed[child];
    at = child;
  }
  delayed[at] = last;
  return top;
}

static void put(SimDeliver deliver, void *context, SimDeliver release, int64_t delayUs, bool first) {
  sim_mutex_lock(&mutex);
  Item item = {deliver, context, release, 0, nextOrder++};
  bool idle = ready.count == 0;
  if (delayUs > 0) {
    item.dueNs = sim_monotonic_ns() + delayUs * 1000;
    heap_put(item);
    idle = true;
  } else {
    fifo_put(item, first);
  }
  if (idle) sim_condition_wake(&arrived);
  sim_mutex_unlock(&mutex);
}

void sim_post(SimDeliver deliver, void *context, SimDeliver release, int64_t delayUs) {
  put(deliver, context, release, delayUs, false);
}

void sim_post_first(SimDeliver deliver, void *context, SimDeliver release) { put(deliver, context, release, 0, true); }

void sim_now_or_post(SimDeliver deliver, void *context, SimDeliver release) {
  if (!delivering) {
    put(deliver, context, release, 0, false);
    return;
  }
  deliver(context);
  if (release != NULL) release(context);
}

uint32_t sim_queue_length(void) {
  sim_mutex_lock(&mutex);
  uint32_t length = ready.count + delayedCount;
  sim_mutex_unlock(&mutex);
  return length;
}

bool sim_queue_wait_below(uint32_t limit) {
  sim_mutex_lock(&mutex);
  if (ready.count >= limit && running) sim_condition_wait(&drained, &mutex, 20000);
  bool below = ready.count < limit;
  sim_mutex_unlock(&mutex);
  return below;
}

const PdChar16 *sim_text(const char *utf8) {
  if (utf8 == NULL) return NULL;
  if (!delivering) sim_misuse("sim_text outside a delivery (mistake of the simulator)");
  PdChar16 *at = arena + arenaUsed;
  int32_t room = (int32_t)(ARENA_UNITS - 1 - arenaUsed);
  int32_t units = sim_utf16(utf8, at, room);
  arenaUsed += (uint32_t)(units < room ? units + 1 : room);
  return at;
}

/** Text that a client kept shows these units until its end is found at the end of the arena. */
static void poison_arena(void) {
  for (uint32_t i = 0; i < arenaUsed; i++) arena[i] = 0xDBDB;
  arenaUsed = 0;
}

static void deliver_item(Item item) {
  atomic_store(&busySinceNs, sim_monotonic_ns());
  delivering = true;
  item.deliver(item.context);
  poison_arena();
  delivering = false;
  atomic_store(&busySinceNs, 0);
  if (item.release != NULL) item.release(item.context);
}

/** Takes the next item that is due, with the mutex held; false when the thread must end. */
static bool take(Item *item) {
  for (;;) {
    int64_t waitUs = 1000000;
    if (delayedCount > 0) {
      int64_t leftNs = delayed[0].dueNs - sim_monotonic_ns();
      if (leftNs <= 0) {
        *item = heap_take();
        return true;
      }
      waitUs = leftNs / 1000 + 1;
    }
    if (ready.count > 0) {
      *item = ready.items[ready.head];
      ready.head = (ready.head + 1) & (ready.capacity - 1);
      ready.count--;
      if ((ready.count & 1023) == 0) sim_condition_wake(&drained);
      return true;
    }
    if (ending) return false;
    sim_condition_wait(&arrived, &mutex, waitUs);
  }
}

static void connector_main(void *unused) {
  (void)unused;
  Item item;
  sim_mutex_lock(&mutex);
  while (take(&item)) {
    sim_mutex_unlock(&mutex);
    deliver_item(item);
    sim_mutex_lock(&mutex);
  }
  sim_mutex_unlock(&mutex);
}

bool sim_queue_start(void) {
  arena = malloc(ARENA_UNITS * sizeof *arena);
  if (arena == NULL) return false;
  memset(arena, POISON, ARENA_UNITS * sizeof *arena);
  arena[ARENA_UNITS - 1] = 0;
  running = sim_thread_start(&thread, "ConnectorThread", connector_main, NULL);
  return running;
}

void sim_queue_drop(void) {
  sim_mutex_lock(&mutex);
  Fifo old = ready;
  Item *late = delayed;
  uint32_t lateCount = delayedCount;
  ready = (Fifo){0};
  delayed = NULL;
  delayedCount = delayedCapacity = 0;
  sim_mutex_unlock(&mutex);
  for (uint32_t i = 0; i < old.count; i++) {
    Item *item = &old.items[(old.head + i) & (old.capacity - 1)];
    if (item->release != NULL) item->release(item->context);
  }
  for (uint32_t i = 0; i < lateCount; i++) {
    if (late[i].release != NULL) late[i].release(late[i].context);
  }
  free(old.items);
  free(late);
}

void sim_queue_end(void) {
  sim_mutex_lock(&mutex);
  ending = true;
  sim_condition_wake(&arrived);
  sim_condition_wake(&drained);
  sim_mutex_unlock(&mutex);
  sim_thread_join(thread);
  running = false;
}

// Contexts: poisoned at release, given back to the system only after many others --------------------------------------------------

typedef struct {
  uint32_t bytes;
  uint32_t magic;
} Block;

static void *quarantine[QUARANTINE];
static uint32_t quarantineAt;
static SimMutex quarantineMutex = SIM_MUTEX;

void *sim_context(uint32_t bytes) {
  Block *block = calloc(1, sizeof *block + bytes);
  if (block == NULL) sim_misuse("no memory for %u bytes", bytes);
  block->bytes = bytes;
  block->magic = 0x51C7;
  return block + 1;
}

void sim_release(void *context) {
  if (context == NULL) return;
  Block *block = (Block *)context - 1;
  if (block->magic != 0x51C7) sim_misuse("a context was released twice (mistake of the simulator)");
  block->magic = 0xDEAD;
  memset(context, POISON, block->bytes);
  sim_mutex_lock(&quarantineMutex);
  void *old = quarantine[quarantineAt];
  quarantine[quarantineAt] = block;
  quarantineAt = (quarantineAt + 1) % QUARANTINE;
  sim_mutex_unlock(&quarantineMutex);
  free(old);
}

// Buffers that the client owns until FreePointer: the simulated library knows each one and its size, and ends at any mistake.
#include <stdlib.h>
#include <string.h>

#include "sim-market.h"
#include "sim-platform.h"

#define PAGES 65536
#define FREED 4096

typedef struct {
  void *memory;
  uint32_t bytes;
} Page;

static Page alive[PAGES];
static uint32_t aliveCount;
/** Freed pages keep their address for a while, so that a second FreePointer is seen as one. */
static Page freed[FREED];
static uint32_t freedAt;
static SimMutex mutex = SIM_MUTEX;

void *sim_page(uint32_t bytes) {
  void *memory = malloc(bytes);
  sim_mutex_lock(&mutex);
  if (memory == NULL || aliveCount == PAGES) sim_misuse("%u full-book buffers were never given to FreePointer", aliveCount);
  alive[aliveCount++] = (Page){memory, bytes};
  sim_mutex_unlock(&mutex);
  sim_count("pages-given", 1);
  sim_count("pages-alive", 1);
  return memory;
}

PROFIT_EXPORT int32_t FreePointer(void *pointer, int32_t size) {
  sim_mutex_lock(&mutex);
  uint32_t at = 0;
  while (at < aliveCount && alive[at].memory != pointer) at++;
  if (at == aliveCount) {
    for (uint32_t i = 0; i < FREED; i++) {
      if (pointer != NULL && freed[i].memory == pointer) sim_misuse("FreePointer twice for the same buffer");
    }
    sim_misuse("FreePointer of memory that is not a full-book buffer");
  }
  if (alive[at].bytes != (uint32_t)size) {
    sim_misuse("FreePointer with size %d for a buffer whose header says %u", size, alive[at].bytes);
  }
  Page page = alive[at];
  alive[at] = alive[--aliveCount];
  memset(page.memory, 0xDB, page.bytes);
  void *old = freed[freedAt].memory;
  freed[freedAt] = page;
  freedAt = (freedAt + 1) % FREED;
  sim_mutex_unlock(&mutex);
  free(old);
  sim_count("pages-alive", -1);
  return NL_OK;
}

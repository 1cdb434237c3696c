// What really traded, told or not, corrected or not: a text file for tests to compare with what a client made of it.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim-life.h"
#include "sim-market.h"

/**
 * Lines `TICKER NUMBER LOCAL_MS PRICE QUANTITY VOLUME BUY_AGENT SELL_AGENT TYPE`, written in the connector's turn and put in place by
 * rename.
 */
static void write_truth(void *path) {
  char work[1040];
  snprintf(work, sizeof work, "%s.part", (char *)path);
  FILE *file = fopen(work, "wb");
  if (file == NULL) sim_misuse("the truth cannot be written to %s", work);
  for (uint32_t number = 1; number <= sim_asset_count(); number++) {
    const SimAsset *asset = sim_asset_numbered(number);
    for (uint64_t i = 0; i < asset->market->tradeCount; i++) {
      const SimTrade *t = &asset->market->trades[i];
      fprintf(file, "%s %u %lld %.17g %lld %.17g %d %d %u\n", asset->ticker, t->number, (long long)t->localMs, t->price,
              (long long)t->quantity, t->volume, t->buyAgent, t->sellAgent, t->type);
    }
  }
  fclose(file);
  remove(path);
  if (rename(work, path) != 0) sim_misuse("the truth cannot be put to %s", (char *)path);
  sim_count("truth-written", 1);
}

/** `truth FILE`. */
bool sim_truth_command(const char *line) {
  char path[1024];
  if (sscanf(line, "truth %1023[^\n]", path) != 1) return false;
  char *copy = sim_context((uint32_t)strlen(path) + 1);
  strcpy(copy, path);
  sim_post(write_truth, copy, sim_release, 0);
  return true;
}

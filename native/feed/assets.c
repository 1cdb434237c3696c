// The table of assets: an open hash table over ticker and exchange, of fixed size; names in, numbers from 1 on out.
#include "assets.h"
#include <stdlib.h>
#include <string.h>

#define SLOTS (ASSETS_MAX * 2)
#define TEXT_UNITS (ASSETS_MAX * 24)

int assets_init(AssetTable *table) {
  memset(table, 0, sizeof *table);
  table->entries = calloc(ASSETS_MAX, sizeof *table->entries);
  table->slots = calloc(SLOTS, sizeof *table->slots);
  table->texts = calloc(TEXT_UNITS, sizeof *table->texts);
  return table->entries != NULL && table->slots != NULL && table->texts != NULL;
}

AssetEntry *asset_entry(AssetTable *table, uint32_t number) { return &table->entries[number - 1]; }

static uint32_t hash_of(const AssetName *name) {
  uint32_t hash = 2166136261u;
  for (int part = 0; part < 2; part++) {
    for (uint16_t at = 0; at < name->texts[part].count; at++) {
      hash = (hash ^ name->texts[part].units[at]) * 16777619u;
    }
    // Between ticker and exchange, so that AB+C is not A+BC.
    hash = (hash ^ 0xffffu) * 16777619u;
  }
  return hash;
}

static int is_named(const AssetTable *table, const AssetEntry *entry, const AssetName *name) {
  const PdChar16 *text = table->texts + entry->textStart;
  for (int part = 0; part < 2; part++) {
    const uint16_t count = entry->counts[part];
    if (count != name->texts[part].count) return 0;
    if (count > 0 && memcmp(text, name->texts[part].units, count * sizeof *text) != 0) return 0;
    text += count;
  }
  return 1;
}

static uint32_t add_asset(AssetTable *table, const AssetName *name, uint32_t hash) {
  const uint32_t units = (uint32_t)name->texts[0].count + name->texts[1].count;
  if (table->count == ASSETS_MAX || table->textUnits + units > TEXT_UNITS) {
    atomic_fetch_add_explicit(&table->refused, 1, memory_order_relaxed);
    return 0;
  }
  AssetEntry *entry = &table->entries[table->count];
  *entry = (AssetEntry){.hash = hash, .textStart = table->textUnits, .feed = name->feed};
  for (int part = 0; part < 2; part++) {
    const uint16_t count = name->texts[part].count;
    entry->counts[part] = count;
    if (count > 0) memcpy(table->texts + table->textUnits, name->texts[part].units, count * sizeof *table->texts);
    table->textUnits += count;
  }
  table->count += 1;
  return table->count;
}

uint32_t asset_number(AssetTable *table, const AssetName *name) {
  if (name->texts[0].count == 0) return 0;
  const uint32_t hash = hash_of(name);
  uint32_t slot = hash & (SLOTS - 1);
  while (table->slots[slot] != 0) {
    const AssetEntry *entry = asset_entry(table, table->slots[slot]);
    if (entry->hash == hash && is_named(table, entry, name)) return table->slots[slot];
    slot = (slot + 1) & (SLOTS - 1);
  }
  table->slots[slot] = add_asset(table, name, hash);
  return table->slots[slot];
}

void assets_end_batches(AssetTable *table) {
  for (uint32_t at = 0; at < table->count; at++) table->entries[at].isInBatch = 0;
}

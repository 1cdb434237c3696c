// Writes one message record by record: its payload in pieces of any size in, records of 64 bytes with zeroed ends out.
#include "message.h"
#include <string.h>

FeedText text_of(PdText text) {
  FeedText found = {.units = text, .count = 0};
  if (text == NULL) return found;
  while (found.count < TEXT_UNITS_MAX && text[found.count] != 0) found.count += 1;
  return found;
}

uint32_t text_bytes(const FeedText *texts, uint32_t count) {
  uint32_t bytes = 0;
  for (uint32_t at = 0; at < count; at++) bytes += 2 + 2 * (uint32_t)texts[at].count;
  return bytes;
}

uint32_t parts_of(uint32_t payloadBytes) {
  if (payloadBytes <= FEED_FIRST_BYTES) return 1;
  return 1 + (payloadBytes - FEED_FIRST_BYTES + FEED_MORE_BYTES - 1) / FEED_MORE_BYTES;
}

static uint8_t *next_record(RecordSpace *space) {
  uint8_t *record = space->base + (space->next & space->mask) * FEED_RECORD_BYTES;
  space->next += 1;
  memset(record, 0, FEED_RECORD_BYTES);
  return record;
}

void message_short(RecordSpace *space, uint8_t kind, uint8_t flags, uint32_t asset, int64_t timeNs, const void *payload, uint32_t bytes) {
  const FeedHead head = {.kind = kind, .flags = flags, .parts = 1, .asset = asset, .timeNs = timeNs};
  uint8_t *record = next_record(space);
  memcpy(record, &head, sizeof head);
  if (bytes > 0) memcpy(record + sizeof head, payload, bytes);
}

MessageWriter message_long(RecordSpace *space, uint8_t kind, uint8_t flags, uint32_t asset, int64_t timeNs, uint32_t payloadBytes) {
  const uint16_t parts = (uint16_t)parts_of(payloadBytes);
  const FeedHead head = {.kind = kind, .flags = flags, .parts = parts, .asset = asset, .timeNs = timeNs};
  uint8_t *record = next_record(space);
  memcpy(record, &head, sizeof head);
  memcpy(record + sizeof head, &payloadBytes, sizeof payloadBytes);
  MessageWriter writer = {
      .space = space,
      .at = record + FEED_RECORD_BYTES - FEED_FIRST_BYTES,
      .left = FEED_FIRST_BYTES,
      .partsLeft = parts,
      .asset = asset,
  };
  return writer;
}

/** A continuation carries the kind, the records that are left of its message, and the asset. */
static void continue_message(MessageWriter *writer) {
  const uint8_t kind = FEED_CONTINUATION;
  uint8_t *record = next_record(writer->space);
  writer->partsLeft -= 1;
  memcpy(record, &kind, sizeof kind);
  memcpy(record + 2, &writer->partsLeft, sizeof writer->partsLeft);
  memcpy(record + 4, &writer->asset, sizeof writer->asset);
  writer->at = record + FEED_RECORD_BYTES - FEED_MORE_BYTES;
  writer->left = FEED_MORE_BYTES;
}

void message_put(MessageWriter *writer, const void *data, uint32_t bytes) {
  const uint8_t *from = data;
  while (bytes > 0) {
    if (writer->left == 0) continue_message(writer);
    const uint32_t piece = bytes < writer->left ? bytes : writer->left;
    memcpy(writer->at, from, piece);
    writer->at += piece;
    writer->left -= piece;
    from += piece;
    bytes -= piece;
  }
}

void message_put_texts(MessageWriter *writer, const FeedText *texts, uint32_t count) {
  for (uint32_t at = 0; at < count; at++) {
    message_put(writer, &texts[at].count, sizeof texts[at].count);
    message_put(writer, texts[at].units, 2 * (uint32_t)texts[at].count);
  }
}

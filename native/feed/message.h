// Writes messages into records: kind, asset, time and payload in, one record or a first one with continuations out.
#ifndef FEED_MESSAGE_H
#define FEED_MESSAGE_H

#include "ring.h"

/** The longest message; larger things are told in several messages. A reader's buffer must hold at least one. */
#define MESSAGE_PARTS_MAX 1024
#define MESSAGE_BYTES_MAX (FEED_FIRST_BYTES + (MESSAGE_PARTS_MAX - 1) * FEED_MORE_BYTES)
/** UTF-16 units that are taken of one text of the vendor: one without an end must not run away. */
#define TEXT_UNITS_MAX 2048

typedef struct {
  PdText units;
  uint16_t count;
} FeedText;

/** A long message being written: where its next bytes go. */
typedef struct {
  RecordSpace *space;
  uint8_t *at;
  uint32_t left;
  uint16_t partsLeft;
  uint32_t asset;
} MessageWriter;

FeedText text_of(PdText text);
/** Bytes that texts take in a message: their lengths and their units. */
uint32_t text_bytes(const FeedText *texts, uint32_t count);
uint32_t parts_of(uint32_t payloadBytes);

void message_short(RecordSpace *space, uint8_t kind, uint8_t flags, uint32_t asset, int64_t timeNs, const void *payload, uint32_t bytes);
/** Begins a long message; exactly `payloadBytes` must be put after it. */
MessageWriter message_long(RecordSpace *space, uint8_t kind, uint8_t flags, uint32_t asset, int64_t timeNs, uint32_t payloadBytes);
void message_put(MessageWriter *writer, const void *data, uint32_t bytes);
void message_put_texts(MessageWriter *writer, const FeedText *texts, uint32_t count);

#endif

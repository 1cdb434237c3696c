// UTF-16 text of the simulated venue: copies that always end, comparison, length; a missing text counts as an empty one.
#include "sim-venue-engine.h"

static const PdChar16 EMPTY[1] = {0};

int32_t text16_length(PdText text) {
  int32_t length = 0;
  if (text == 0) return 0;
  while (text[length] != 0) length++;
  return length;
}

void text16_copy(PdChar16 *target, int32_t capacity, PdText source) {
  int32_t i = 0;
  if (source == 0) source = EMPTY;
  for (; i < capacity - 1 && source[i] != 0; i++) target[i] = source[i];
  target[i] = 0;
}

void text16_ascii(PdChar16 *target, int32_t capacity, const char *source) {
  int32_t i = 0;
  for (; i < capacity - 1 && source[i] != 0; i++) target[i] = (unsigned char)source[i];
  target[i] = 0;
}

int text16_equal(PdText left, PdText right) {
  if (left == 0) left = EMPTY;
  if (right == 0) right = EMPTY;
  while (*left != 0 && *left == *right) {
    left++;
    right++;
  }
  return *left == *right;
}

// Digest of the warm-up records of an epoch: the sender states it, the engine computes it again.

import { Digest128 } from '../digest128.ts';
import type { EventBatch } from '../market/event-batch.ts';
import { F64_EXCHANGE, I32_INSTRUMENT, RECORD_I32 } from '../market/event-record.ts';

const FIRST_PAYLOAD_WORD = 8;

/** Adds one bar or bar-flow record: instrument, close time and payload; seq and received time differ from run to run. */
export function addWarmupRecord(digest: Digest128, batch: EventBatch, index: number): void {
  const i = index * RECORD_I32;
  digest.word(batch.i32[i]!).word(batch.i32[i + I32_INSTRUMENT]!);
  digest.number(batch.f64[batch.f64At(index) + F64_EXCHANGE]!);
  for (let word = FIRST_PAYLOAD_WORD; word < RECORD_I32; word++) digest.word(batch.i32[i + word]!);
}

/** Hex digest of a whole warm-up batch. */
export function warmupDigestOf(batch: EventBatch): string {
  const digest = new Digest128();
  for (let index = 0; index < batch.length; index++) addWarmupRecord(digest, batch, index);
  return digest.hex();
}

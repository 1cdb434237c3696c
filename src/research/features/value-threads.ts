// Sessions of candles and features in; their values, computed on several threads where that is worth it, out.

import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { featureById } from '../../core/catalogue/catalogue.ts';
import type { FeatureSpec } from '../../core/features/feature.ts';
import { featureSchemaText } from '../../core/features/schema-text.ts';
import type { CandleBlock } from './candle-block.ts';
import { computeValues, type SessionSpan, specsById } from './compute-values.ts';
import { type ValueBlock, valueBlock } from './value-block.ts';
import type { WorkerTask } from './value-worker.ts';

/** Below this many values (candles, warm-up included, times features) starting a thread takes longer than it saves. */
const WORTH_A_THREAD = 8_000_000;
const MOST_THREADS = 8;

/**
 * `threads` of 1 stays on this thread. Features that are not of the catalogue as it stands can only be computed here: beside others
 * this thread computes them, and the other threads the catalogue's.
 */
export async function candleValues(
  specs: readonly FeatureSpec[],
  block: CandleBlock,
  threads = availableParallelism(),
  worthAThread = WORTH_A_THREAD,
): Promise<ValueBlock> {
  const out = valueBlock(block.rows, specs.length);
  const worth = Math.floor((block.flags.length * specs.length) / worthAThread) + 1;
  const wanted = Math.min(threads, MOST_THREADS, block.sessions.length + 1, worth);
  const places = specs.flatMap((spec, column) => (isOfCatalogue(spec) ? [column] : []));
  const ids = places.map((column) => specs[column]!.meta.id);
  const isMixed = places.length < specs.length;
  if (wanted === 1 || places.length === 0) {
    computeValues(specsById(specs), block, spansOf(block, 1)[0]!, out);
    return out;
  }
  const spans = spansOf(block, isMixed ? wanted - 1 : Math.min(wanted, block.sessions.length));
  // what is computed here is computed while the others start
  const others = (isMixed ? spans : spans.slice(1)).map((span) => inThread({ ids, places, block, span, out }));
  if (isMixed) {
    const here = specs.flatMap((_, column) => (places.includes(column) ? [] : [column]));
    computeValues(specsById(here.map((column) => specs[column]!)), block, spansOf(block, 1)[0]!, out, here);
  } else computeValues(specsById(specs), block, spans[0]!, out);
  await Promise.all(others);
  return out;
}

function isOfCatalogue(spec: FeatureSpec): boolean {
  const known = featureById(spec.meta.id);
  return spec.own !== true && known !== undefined && featureSchemaText([known]) === featureSchemaText([spec]);
}

/** About as many candles in each. */
function spansOf(block: CandleBlock, count: number): readonly SessionSpan[] {
  const spans: SessionSpan[] = [];
  const share = block.flags.length / count;
  let first = 0;
  let row = 0;
  let next = 0;
  for (const [at, { from, start, end }] of block.sessions.entries()) {
    if (at > first && spans.length < count - 1 && from >= share * (spans.length + 1)) {
      spans.push({ first, end: at, row });
      first = at;
      row = next;
    }
    next += end - start;
  }
  spans.push({ first, end: block.sessions.length, row });
  return spans;
}

function inThread(task: WorkerTask): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const worker = new Worker(new URL('./value-worker.ts', import.meta.url), { workerData: task });
  worker.once('message', () => resolve());
  worker.once('error', reject);
  worker.once('exit', (code) => {
    if (code !== 0) reject(new Error(`a thread that computes features ended with code ${code}`));
  });
  return promise;
}

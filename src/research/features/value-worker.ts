// One thread of a computation: ids of the catalogue and a span of sessions in; their values, written into shared memory, out.

import { parentPort, workerData } from 'node:worker_threads';
import { featureById } from '../../core/catalogue/catalogue.ts';
import type { CandleBlock } from './candle-block.ts';
import { computeValues, type SessionSpan, specsById } from './compute-values.ts';
import type { ValueBlock } from './value-block.ts';

export interface WorkerTask {
  readonly ids: readonly string[];
  /** Their columns in `out`. */
  readonly places: readonly number[];
  readonly block: CandleBlock;
  readonly span: SessionSpan;
  readonly out: ValueBlock;
}

const { ids, places, block, span, out } = workerData as WorkerTask;
computeValues(specsById(ids.map((id) => featureById(id)!)), block, span, out, places);
parentPort!.postMessage('done');

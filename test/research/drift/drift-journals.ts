// A home, a model and what shall be drifted in; run folders with journals of days as that model would see them out.

import { createRunFolder, writeRunInfo } from '../../../src/adapters/journal/run-folder.ts';
import type { RunInfo } from '../../../src/adapters/journal/run-info.ts';
import { RunJournal } from '../../../src/adapters/journal/run-journal.ts';
import type { ModelFolder } from '../../../src/adapters/onnx/model-folders.ts';
import { formatDay, parseDay } from '../../../src/core/market/civil-day.ts';
import { Random } from '../../../src/simulation/random.ts';
import { sampleDecision } from '../../adapters/journal/plain-samples.ts';
import { sampleRunInfo } from '../../adapters/journal/run-samples.ts';

export interface PlannedJournal {
  readonly model: ModelFolder;
  readonly seed: number;
  readonly days: number;
  readonly firstDay?: string;
  readonly mode?: RunInfo['mode'];
  /** Deviations by which the mean of an input has moved. */
  readonly moved?: Readonly<Record<string, number>>;
  readonly manifestSha256?: string;
  /** Of the names of the run, six hex digits. */
  readonly suffix: string;
}

const CANDLES = 40;

/** Inputs are normal with mean and deviation of training, within its ends; each day has half a deviation of its own in common. */
export function plannedJournal(home: string, plan: PlannedJournal): string {
  const { model, seed, days, firstDay = '2027-03-01', mode = 'paper', moved = {}, suffix } = plan;
  const { manifest } = model;
  const { manifestSha256 = model.manifestSha256 } = plan;
  const info = sampleRunInfo({
    ...{ mode, finishedAtUtc: '2027-04-01T00:00:00.000Z' },
    model: { name: manifest.name, path: model.folder, manifestSha256, thresholds: 'fitted' },
  });
  const folder = createRunFolder(home, { ...info, suffix });
  writeRunInfo(folder, info);
  const journal = new RunJournal(folder, { mode: 'bulk', events: null });
  const random = new Random(seed, 'journal');
  let index = 0;
  for (let day = 0; day < days; day += 1) {
    const common = manifest.inputs.map(() => 0.5 * random.normal());
    for (let candle = 0; candle < CANDLES; candle += 1) {
      const candleCloseUs =
        Date.parse(`${formatDay(parseDay(firstDay)! + day)}T13:00:00Z`) * 1000 + candle * 60_000_000;
      const values = manifest.inputs.map((id, place) => {
        const { mean, deviation, low, high } = manifest.profile!.inputs[place]!;
        const value = mean + deviation * ((moved[id] ?? 0) + common[place]! + 0.866 * random.normal());
        return [id, Math.min(high, Math.max(low, value))] as const;
      });
      const plain = sampleDecision(index);
      const inputs = {
        ...plain.inputs,
        features: Object.fromEntries(values),
        candleCloseUs,
        price: 5500 + random.normal(),
      };
      journal.decision({ ...plain, inputs, timeUs: candleCloseUs });
      index += 1;
    }
  }
  journal.close();
  return folder;
}

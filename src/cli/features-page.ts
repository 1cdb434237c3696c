// `qt features page`: every feature on one page, with a picture of each on a day of one's own data.

import type { Command } from 'commander';
import { replaceDurably } from '../adapters/durable-file.ts';
import { UserError } from '../adapters/user-error.ts';
import { InvariantError } from '../core/assert.ts';
import { catalogue } from '../core/catalogue/catalogue.ts';
import type { FeatureSpec } from '../core/features/feature.ts';
import { parseDay } from '../core/market/civil-day.ts';
import { isColumnFeature } from '../research/feature-checks/column-feature.ts';
import { loadFeatures } from '../research/feature-checks/load-features.ts';
import type { FeatureTrace } from '../research/feature-page/feature-picture.ts';
import { htmlPage } from '../research/feature-page/html-page.ts';
import { pageSections } from '../research/feature-page/page-sections.ts';
import { storedTrace } from '../research/feature-page/stored-trace.ts';
import { contextOf } from './context-of.ts';
import { counted } from './counted.ts';
import { unwritable } from './unwritable.ts';

interface PageOptions {
  readonly instrument: string;
  readonly day: string;
  readonly out: string;
  readonly file?: string;
}

export function featuresPageCommand(features: Command): void {
  features
    .command('page')
    .summary('all features as one HTML page, drawn on a day of your data')
    .requiredOption('--instrument <symbol>', 'a root, a continuous name or a contract')
    .requiredOption('--day <YYYY-MM-DD>')
    .requiredOption('--out <file>', 'the page; it needs no network')
    .option('--file <file>', 'your own features as well, from a TypeScript file that exports them')
    .addHelpText('after', '\nExample:\n  qt features page --instrument WDOFUT --day 2025-10-15 --out features.html')
    .action(async (options: PageOptions, command: Command) => {
      const context = contextOf(command);
      const { instrument, day, out, file } = options;
      if (parseDay(day) === undefined) throw badDay(day);
      const { own, columns } = await ownFeatures(file);
      const specs = [...catalogue.values(), ...own];
      const name = `${instrument} on ${day}`;
      const trace = await explained(file, () => storedTrace(context.store, specs, instrument, day, name));
      const page = htmlPage(pageSections(specs), trace);
      write(out, page.text);
      const result = { file: out, instrument, day, features: specs.length, pictures: page.pictures, columns };
      const notes = columns.map((id) => `${id}: a column is no feature and is left out`);
      const said = `${counted(specs.length, 'feature')}, ${counted(page.pictures, 'picture')}, written to ${out}`;
      context.result(result, [...notes, said].join('\n'));
    });
}

interface Own {
  readonly own: readonly FeatureSpec[];
  /** Ids of columns, which cannot be told candle by candle. */
  readonly columns: readonly string[];
}

async function ownFeatures(file: string | undefined): Promise<Own> {
  if (file === undefined) return { own: [], columns: [] };
  const loaded = (await loadFeatures(file)).map(({ feature }) => feature);
  const own = loaded.filter((feature): feature is FeatureSpec => !isColumnFeature(feature));
  const ids = new Set(catalogue.keys());
  for (const { meta } of own) {
    if (ids.has(meta.id)) throw takenId(file, meta.id);
    ids.add(meta.id);
  }
  return { own, columns: loaded.filter(isColumnFeature).map(({ id }) => id) };
}

/** What an own feature breaks is told as such. */
async function explained(file: string | undefined, trace: () => Promise<FeatureTrace>): Promise<FeatureTrace> {
  try {
    return await trace();
  } catch (error) {
    if (file === undefined || !(error instanceof InvariantError)) throw error;
    throw new UserError({
      code: 'features-broken',
      message: `A feature of ${file} cannot be computed: ${error.message}`,
      file,
      fix: `qt features check ${file} says what it breaks`,
      cause: error,
    });
  }
}

function write(file: string, text: string): void {
  try {
    replaceDurably(file, text);
  } catch (error) {
    throw unwritable(error, file, 'out');
  }
}

function badDay(day: string): UserError {
  return new UserError({
    code: 'bad-option',
    message: `${day} is no day`,
    field: 'day',
    fix: 'Write the day as YYYY-MM-DD',
  });
}

function takenId(file: string, id: string): UserError {
  return new UserError({
    code: 'features-broken',
    message: `${file} has a feature ${id}, and so has the catalogue or the same file`,
    file,
    field: 'id',
    fix: 'Give it an id of its own',
  });
}

// Nothing in; docs/features.md of the catalogue as it stands, and the pictures beside it from the real data sets, out.
//
//   npm run features-page         draws all pictures anew where the data sets are on this machine, else keeps those that there are
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { realData } from '../bench/real-data.ts';
import { importFiles } from '../src/adapters/datasets/importing/import.ts';
import type { PartKind } from '../src/adapters/datasets/schema.ts';
import { type DatasetStore, openStore } from '../src/adapters/datasets/store.ts';
import { parseCandleInterval } from '../src/core/candles/candle-interval.ts';
import { catalogue } from '../src/core/catalogue/catalogue.ts';
import type { FeatureInput } from '../src/core/features/feature.ts';
import { rootInstrument } from '../src/core/market/instrument-table.ts';
import { documentationPage, documentedSections } from '../src/research/feature-page/documentation-page.ts';
import { type FeatureTrace, featurePicture } from '../src/research/feature-page/feature-picture.ts';
import { playedTrace } from '../src/research/feature-page/played-trace.ts';
import { storedTrace } from '../src/research/feature-page/stored-trace.ts';
import { repositoryRoot } from './checks.ts';

const page = join(repositoryRoot, 'docs/features.md');
const pictures = join(repositoryRoot, 'docs/features');
const specs = [...catalogue.values()];

const CANDLES = { file: 'b3-wdo-m1-2025/WDO_M1_contract_20250805_20260129.csv.gz', day: '2025-10-15' };
const TICKS = { file: 'b3-dolk20-mt5/DOLK20_ticks_20200402.csv.gz', contract: 'DOLK20', day: '2020-04-02' };
const BROKERS = { file: 'b3-neg-options/NEG_OPCOES_20160622.TXT.gz', day: '2016-06-22' };
const BOOK = { file: 'binance-l2-20240808/usdm_btcusdt_20240808.jsonl.gz', contract: 'BTCUSDT', day: '2024-08-08' };

async function importInto(home: string, file: string, more: object = {}): Promise<void> {
  await importFiles({ home, format: 'auto', files: [realData(file)!], ...more });
}

/** The contract with the most trades of the day. */
function mostTraded(store: DatasetStore, day: string): string {
  const rows = store
    .instruments()
    .flatMap((name) => store.parts(name, 'trades').filter((part) => part.day === day))
    .map((part) => ({ name: part.instrument, rows: store.manifest(part).rows }));
  return rows.sort((a, b) => b.rows - a.rows)[0]!.name;
}

interface Played {
  readonly contract: string;
  readonly day: string;
  readonly kinds: readonly PartKind[];
  readonly inputs: readonly FeatureInput[];
  readonly candle: string;
  readonly tick: number;
  readonly name: string;
}

/** Features that read one of `inputs`, on a market without a session calendar of ours. */
async function played(store: DatasetStore, market: Played): Promise<FeatureTrace> {
  const { contract, day, kinds, candle, tick, name } = market;
  const wanted = specs.filter(({ meta }) => market.inputs.some((input) => meta.inputs.includes(input)));
  const events = await store.readDayEvents(contract, day, 0, kinds);
  const openUs = Math.floor(events.exchangeTimeUsAt(0) / 60e6) * 60e6;
  const closeUs = events.exchangeTimeUsAt(events.length - 1);
  const instrument = { ...rootInstrument('WDO'), symbol: contract, tick, ticksPerUnit: Math.round(1 / tick) };
  const session = { day, dayOfWeek: 3, openUs, closeUs, daysToRoll: 0, tick };
  const interval = parseCandleInterval(candle)!;
  return playedTrace(wanted, { market: events, instrumentId: 0, instrument, interval, openUs, session }, name);
}

async function realTraces(home: string): Promise<readonly FeatureTrace[]> {
  await importInto(home, CANDLES.file);
  await importInto(home, TICKS.file, { instrument: TICKS.contract, inferSide: 'quoteRule' });
  await importInto(home, BROKERS.file);
  await importInto(home, BOOK.file, { instrument: BOOK.contract });
  // a file of one day looks to the gate like a day with gaps
  const store = openStore(home, { acceptRefused: true });
  return [
    await storedTrace(store, specs, 'WDO', CANDLES.day, 'one session of WDO'),
    await storedTrace(store, specs, TICKS.contract, TICKS.day, 'one session of DOL, sides by the quote rule'),
    await played(store, {
      ...{ contract: BOOK.contract, day: BOOK.day, kinds: ['trades', 'levels'], inputs: ['quotes', 'book'] },
      ...{ candle: '2s', tick: 0.1, name: 'minutes of the book of a Bitcoin future, candles of 2 s' },
    }),
    await played(store, {
      ...{ contract: mostTraded(store, BROKERS.day), day: BROKERS.day, kinds: ['trades'], inputs: ['agents'] },
      ...{ candle: '1m', tick: 0.01, name: 'one session of an option on a share' },
    }),
  ];
}

async function drawPictures(): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'features-page-'));
  try {
    const traces = await realTraces(home);
    rmSync(pictures, { recursive: true, force: true });
    mkdirSync(pictures, { recursive: true });
    for (const family of documentedSections().flatMap(({ families }) => families)) {
      const picture = featurePicture(family, traces);
      if (picture === undefined) console.log(`no picture of ${family.name}`);
      else writeFileSync(join(pictures, `${family.name}.svg`), `${picture.svg.markup}\n`);
    }
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

const missing = [CANDLES, TICKS, BROKERS, BOOK].map(({ file }) => file).filter((file) => realData(file) === undefined);
if (missing.length === 0) await drawPictures();
else
  console.log(
    `The pictures stay as they are: this machine does not have ${missing.join(', ')} (QT_REAL_DATA names the folder)`,
  );
writeFileSync(page, documentationPage(pictures));
console.log(`docs/features.md: ${specs.length} features, ${readdirSync(pictures).length} pictures`);

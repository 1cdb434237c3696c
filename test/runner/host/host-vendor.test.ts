// Trades of a real day through the simulated library, a vendor process, the host and its link, compared with the file they came from.
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, expect, it } from 'vitest';
import { utcUsOf } from '../../../src/core/market/civil-time.ts';
import type { EventBatch } from '../../../src/core/market/event-batch.ts';
import { F64_A, Kind } from '../../../src/core/market/event-record.ts';
import { Host } from '../../../src/runner/host/host.ts';
import { HostClock } from '../../../src/runner/host/host-clock.ts';
import type { HostExchange } from '../../../src/runner/host/host-exchange.ts';
import { FileHostLog, logFolder } from '../../../src/runner/host/host-log.ts';
import { liveVendor } from '../../../src/runner/host/vendor/live-vendor.ts';
import type { VendorService } from '../../../src/runner/host/vendor/vendor-service.ts';
import { hostStream, readStream, toldTrade, WHOLE_DAY } from '../../support/host-stream.ts';
import { describeWithRealData } from '../../support/real-data.ts';
import { simulatedDll } from '../../support/simulated-dll.ts';
import { SimulatedTape } from '../../support/simulated-tape.ts';
import { newHome, removeHome, until } from './test-host.ts';
import { QUICK, SECRETS } from './vendor/vendor-stage.ts';

const DOL = { ticker: 'DOLK20', exchange: 'F' };
const DAY = '2020-04-02';
const START_US = utcUsOf(DAY, 9 * 3_600_000_000);
const LAG_US = 3 * 3_600_000_000;
const TRADES = 12_000;

interface Row {
  readonly number: number;
  readonly localMs: number;
  readonly price: number;
  readonly quantity: number;
  readonly tradeType: number;
}

/** The first trades of the file, numbered in its order; sides by turns, since the file tells none. */
function rowsOf(path: string): readonly Row[] {
  const rows: Row[] = [];
  for (const line of gunzipSync(readFileSync(path)).toString().split('\r\n')) {
    const [date = '', time = '', , , last = '', volume = ''] = line.split('\t');
    if (!(Number(last) > 0 && Number(volume) > 0)) continue;
    const number = rows.length + 1;
    const localMs = Date.parse(`${date.replaceAll('.', '-')}T${time}Z`);
    rows.push({ number, localMs, price: Number(last), quantity: Number(volume), tradeType: 2 + (number % 2) });
    if (rows.length === TRADES) break;
  }
  return rows;
}

function writeTape(path: string, rows: readonly Row[]): void {
  const tape = new SimulatedTape([{ ...DOL }]);
  for (const row of rows) tape.trade(1, { ...row, buyAgent: 3, sellAgent: 8 });
  tape.write(path);
}

interface Stage {
  readonly host: Host;
  readonly home: string;
  readonly log: FileHostLog;
}

let stage: Stage | undefined;
const exchanges: HostExchange[] = [];

afterEach(async () => {
  for (const exchange of exchanges.splice(0)) exchange.close();
  await stage?.host.stop('the test is over');
  stage?.log.close();
  if (stage !== undefined) removeHome(stage.home);
  stage = undefined;
});

/** `runs`: the commands of each vendor process; the last one's for all further ones. */
async function start(rows: readonly Row[], runs: readonly (readonly string[])[]): Promise<Stage> {
  const home = newHome();
  const half = Math.floor(rows.length / 2);
  writeTape(join(home, 'day.tape'), rows);
  writeTape(join(home, 'first.tape'), rows.slice(0, half));
  writeTape(join(home, 'rest.tape'), rows.slice(half));
  const dllPath = await simulatedDll();
  const zeroMs = performance.now();
  const nowUs = (): number => START_US + Math.floor((performance.now() - zeroMs) * 1000);
  const log = new FileHostLog(home);
  const working = join(home, 'work');
  mkdirSync(working);
  let run = 0;
  const prepare = (): void => {
    const commands = runs[Math.min(run, runs.length - 1)]!;
    run += 1;
    rmSync(join(working, 'simulation-commands.txt'), { force: true });
    writeFileSync(join(working, 'simulation.txt'), `${commands.join('\n').replaceAll('FOLDER', home)}\n`);
  };
  prepare();
  let vendor: VendorService | undefined;
  const host = await Host.start({
    home,
    log,
    clock: new HostClock({ monotonicNs: () => process.hrtime.bigint(), utcUs: nowUs }),
    vendor: (door) => {
      vendor = liveVendor({
        door,
        mode: 'market',
        settings: { dllPath, feed: 'native', ringRecords: 2 ** 16, depthLevels: 10, versionBytes: {} },
        spawn: { workingFolder: working, output: (line) => log.info('vendorSays', { line }) },
        limits: QUICK,
        clock: { nowMs: () => performance.now(), localMs: () => (nowUs() - LAG_US) / 1000 },
      });
      vendor.listen({
        ...noListener,
        process: (state) => {
          if (state.kind === 'waiting') prepare();
        },
      });
      return vendor;
    },
    acceptVendor: (peer) => vendor?.accept(peer),
  });
  stage = { host, home, log };
  return stage;
}

const noListener = {
  processStarted: () => {},
  records: () => {},
  service: () => {},
  process: () => {},
  gap: () => {},
  backfilled: () => {},
  subscription: () => {},
  lateAnswer: () => {},
};

interface Told {
  readonly rows: Row[];
  /** Price limits, low and high. */
  readonly limits: (readonly number[])[];
  epochs: number;
  completed: number;
}

/** Trades of the present epoch, as rows; `epochs` counts them. */
async function read(home: string): Promise<Told> {
  const told: Told = { rows: [], limits: [], epochs: 0, completed: 0 };
  const exchange = hostStream({ ...WHOLE_DAY, home, name: 'reader', instruments: [DOL], quotes: false });
  exchanges.push(exchange);
  await exchange.connect();
  const take = (batch: EventBatch, index: number): void => {
    const kind = batch.kindAt(index);
    if (kind === Kind.epochStart) {
      told.epochs += 1;
      told.rows.length = 0;
    } else if (kind === Kind.backfillComplete) told.completed += 1;
    const f = batch.f64At(index) + F64_A;
    if (kind === Kind.priceLimits) told.limits.push([...batch.f64.subarray(f, f + 2)]);
    if (kind !== Kind.trade) return;
    const { number, timeUs, price, quantity, aggressor } = toldTrade(batch, index);
    const localMs = (timeUs - LAG_US) / 1000;
    told.rows.push({ number, localMs, price, quantity, tradeType: aggressor === 1 ? 2 : 3 });
  };
  void readStream(exchange, take);
  return told;
}

it('price limits of the day reach a reader when they change, and one that begins later once', {
  timeout: 60_000,
}, async () => {
  const rows = Array.from({ length: 200 }, (_, n) => {
    const localMs = (START_US - LAG_US) / 1000 + 10 * n;
    return { number: n + 1, localMs, price: 5200 + 0.5 * (n % 3), quantity: 5, tradeType: 2 };
  });
  const { host, home } = await start(rows, [['tape FOLDER/day.tape', 'rate 100', 'set daily-every 1']]);
  host.vendor.start(SECRETS);
  const early = await read(home);
  await until(() => early.rows.length > 10, 'the first trades');
  expect(early.limits).toEqual([]);
  const say = (line: string): void => appendFileSync(join(home, 'work', 'simulation-commands.txt'), `${line}\n`);
  say('price-limits DOLK20 4900.2 5500');
  await until(() => early.limits.length === 1, 'the limits');
  say('price-limits DOLK20 4800 5600');
  await until(() => early.limits.length === 2, 'the wider limits');
  expect(early.limits).toEqual([
    [4900.5, 5500],
    [4800, 5600],
  ]);
  const late = await read(home);
  await until(() => early.rows.length === 200 && late.rows.length === 200, 'all trades');
  expect(late.limits).toEqual([[4800, 5600]]);
  expect(early.limits).toHaveLength(2);
});

describeWithRealData('trades of DOLK20', ['b3-dolk20-mt5/DOLK20_ticks_20200402.csv.gz'], (file) => {
  const rows = rowsOf(file!);

  it('reach early and late readers field by field as the file has them, and no secret stays behind', {
    timeout: 60_000,
  }, async () => {
    const { host, home } = await start(rows, [['tape FOLDER/day.tape', 'rate 8000']]);
    host.vendor.start(SECRETS);
    const early = await read(home);
    await until(() => early.rows.length > 2000, 'the first trades');
    const late = await read(home);
    await until(() => early.rows.length >= TRADES && late.rows.length >= TRADES, 'all trades');
    expect(early.rows).toEqual(rows);
    expect(late.rows).toEqual(rows);
    const logged = readFileSync(join(logFolder(home), 'host.log'), 'utf8');
    for (const secret of [SECRETS.activationKey, SECRETS.user, SECRETS.password]) expect(logged).not.toContain(secret);
  });

  it('are whole in a new epoch after the vendor process has crashed', { timeout: 60_000 }, async () => {
    const { host, home } = await start(rows, [
      ['tape FOLDER/day.tape', 'rate 4000'],
      ['history FOLDER/first.tape', 'tape FOLDER/rest.tape', 'rate 8000'],
    ]);
    host.vendor.start(SECRETS);
    const told = await read(home);
    await until(() => told.completed === 1 && told.rows.length > 2000, 'the first epoch');
    appendFileSync(join(home, 'work', 'simulation-commands.txt'), 'crash segv\n');
    await until(() => told.completed === 2 && told.rows.length >= TRADES, 'the second epoch');
    expect(told.rows).toEqual(rows);
    expect(host.vendor.status().restarts).toBe(1);
  });
});

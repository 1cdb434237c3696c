// All trades of a real day through the simulated library, a vendor process, the host and its recorder into the dataset store, compared with their file.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, expect, it, vi } from 'vitest';
import { openStore } from '../../../src/adapters/datasets/store.ts';
import { utcUsOf } from '../../../src/core/market/civil-time.ts';
import { captureRoot, dayFolder } from '../../../src/runner/capture/capture-folder.ts';
import { compactDay } from '../../../src/runner/capture/compact-day.ts';
import { HostCapture } from '../../../src/runner/capture/host-capture.ts';
import { Host } from '../../../src/runner/host/host.ts';
import { HostClock } from '../../../src/runner/host/host-clock.ts';
import { FileHostLog } from '../../../src/runner/host/host-log.ts';
import { liveVendor } from '../../../src/runner/host/vendor/live-vendor.ts';
import type { VendorService } from '../../../src/runner/host/vendor/vendor-service.ts';
import { describeWithRealData } from '../../support/real-data.ts';
import { simulatedDll } from '../../support/simulated-dll.ts';
import { SimulatedTape, type TapeTrade } from '../../support/simulated-tape.ts';
import { newHome, removeHome } from '../host/test-host.ts';
import { QUICK, SECRETS } from '../host/vendor/vendor-stage.ts';

const DOL = { ticker: 'DOLK20', exchange: 'F' };
const DAY = '2020-04-02';
const LAG_US = 3 * 3_600_000_000;
const START_US = utcUsOf(DAY, 9 * 3_600_000_000);

/** Numbered in the order of the file; sides by turns, since it tells none. */
function tradesOf(path: string): readonly TapeTrade[] {
  const trades: TapeTrade[] = [];
  for (const line of gunzipSync(readFileSync(path)).toString().split('\r\n')) {
    const [date = '', time = '', , , last = '', volume = ''] = line.split('\t');
    if (!(Number(last) > 0 && Number(volume) > 0)) continue;
    const number = trades.length + 1;
    const localMs = Date.parse(`${date.replaceAll('.', '-')}T${time}Z`);
    const sides = { buyAgent: 3 + (number % 5), sellAgent: 85, tradeType: 2 + (number % 2) };
    trades.push({ number, localMs, price: Number(last), quantity: Number(volume), ...sides });
  }
  return trades;
}

let clean: (() => Promise<void>) | undefined;
afterEach(async () => {
  await clean?.();
  clean = undefined;
});

async function startHost(trades: readonly TapeTrade[]): Promise<{ home: string; host: Host; capture: HostCapture }> {
  const home = newHome();
  const tape = new SimulatedTape([{ ...DOL }]);
  for (const trade of trades) tape.trade(1, trade);
  tape.write(join(home, 'day.tape'));
  const working = join(home, 'work');
  mkdirSync(working);
  writeFileSync(join(working, 'simulation.txt'), `tape ${join(home, 'day.tape')}\nrate 10000\n`);
  const dllPath = await simulatedDll();
  const zeroMs = performance.now();
  const utcUs = (): number => START_US + Math.floor((performance.now() - zeroMs) * 1000);
  const clock = new HostClock({ monotonicNs: () => process.hrtime.bigint(), utcUs });
  const log = new FileHostLog(home);
  const capture = await HostCapture.open({ home, provenance: 'simulated', log, nowUs: () => clock.nowUs() });
  let vendor: VendorService | undefined;
  const host = await Host.start({
    ...{ home, log, clock, sinks: [capture.recorder], requests: capture.requests },
    vendor: (door) => {
      vendor = liveVendor({
        ...{ door, mode: 'market', limits: QUICK },
        settings: { dllPath, feed: 'native', ringRecords: 2 ** 16, depthLevels: 10, versionBytes: {} },
        spawn: { workingFolder: working, output: (line) => log.info('vendorSays', { line }) },
        clock: { nowMs: () => performance.now(), localMs: () => (utcUs() - LAG_US) / 1000 },
      });
      return vendor;
    },
    acceptVendor: (peer) => vendor?.accept(peer),
  });
  clean = async () => {
    await host.stop('the test is over');
    await capture.close();
    log.close();
  };
  return { home, host, capture };
}

describeWithRealData('a whole day of DOLK20', ['b3-dolk20-mt5/DOLK20_ticks_20200402.csv.gz'], (file) => {
  it('stands in the store trade by trade as the library told it', { timeout: 120_000 }, async () => {
    const trades = tradesOf(file!);
    const { home, host, capture } = await startHost(trades);
    await capture.requests['capture.start']!({ symbols: [DOL.ticker], book: 'none' }, host);
    capture.begin(host.market.subscriptions, host.vendor);
    host.vendor.start(SECRETS);
    const recorded = (): number =>
      capture.recorder
        .status()[0]
        ?.streams.reduce(
          (sum, { stream, records }) => sum + (stream === 'trades' || stream === 'backfill' ? records : 0),
          0,
        ) ?? 0;
    await vi.waitFor(() => expect(recorded()).toBe(trades.length), { timeout: 90_000, interval: 100 });
    await clean!();
    clean = undefined;

    const folder = dayFolder(captureRoot(home), DOL.ticker, DAY);
    const report = await compactDay({ contract: DOL.ticker, day: DAY, folder }, { store: openStore(home) });
    expect(report.faults).toEqual([]);
    const store = openStore(home, { acceptRefused: true });
    const part = await store.readPart(DOL.ticker, 'trades', DAY);
    expect([...part.time_us!]).toEqual(trades.map(({ localMs }) => localMs * 1000 + LAG_US));
    expect([...part.price!]).toEqual(trades.map(({ price }) => price));
    expect([...part.quantity!]).toEqual(trades.map(({ quantity }) => quantity));
    expect([...part.trade_id!]).toEqual(trades.map(({ number }) => number));
    expect([...part.aggressor!]).toEqual(trades.map(({ tradeType }) => tradeType - 1));
    expect([...part.buy_agent!]).toEqual(trades.map(({ buyAgent }) => buyAgent));
    expect([...part.sell_agent!]).toEqual(trades.map(({ sellAgent }) => sellAgent));
    expect(store.manifest(store.parts(DOL.ticker, 'trades')[0]!).provenance).toBe('simulated');
    removeHome(home);
  });
});

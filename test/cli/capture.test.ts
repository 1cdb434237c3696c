// `qt capture`, `qt history`, `qt host status` and `qt doctor` against a host whose vendor the test drives: they end, and say why nothing comes.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HostCapture } from '../../src/runner/capture/host-capture.ts';
import { HostHistory } from '../../src/runner/capture/host-history.ts';
import { Host } from '../../src/runner/host/host.ts';
import { HostClock } from '../../src/runner/host/host-clock.ts';
import { FileHostLog, logFolder } from '../../src/runner/host/host-log.ts';
import type { VendorProcessState, VendorStatus } from '../../src/runner/host/vendor/vendor-port.ts';
import { FakeTime, FakeVendor } from '../runner/host/fake-vendor.ts';
import { tradesFrom } from '../runner/host/test-host.ts';
import { QtHere } from './support/qt-here.ts';

class SickVendor extends FakeVendor {
  process: VendorProcessState = { kind: 'running', run: 1, pid: 1 };
  market: VendorStatus['market'] = { service: 'market', state: 'connected', detail: undefined };

  override status(): VendorStatus {
    return { ...super.status(), process: this.process, market: this.market };
  }
}

const STOPPED = {
  kind: 'stopped',
  reason: 'the password is wrong',
  fix: 'Set it with qt secrets set password',
} as const;

const qt = new QtHere();
let vendor: SickVendor;
let time: FakeTime;
let end: () => Promise<void>;

beforeEach(async () => {
  qt.open();
  const { home } = qt;
  time = new FakeTime();
  const clock = new HostClock(time);
  vendor = new SickVendor(time);
  const log = new FileHostLog(home);
  const capture = await HostCapture.open({ home, provenance: 'exchange', log, nowUs: () => clock.nowUs() });
  const host = await Host.start({
    ...{ home, clock, log },
    vendor: () => vendor,
    sinks: [capture.recorder],
    requests: { ...capture.requests, ...new HostHistory(home, 'exchange').requests },
  });
  vendor.start();
  capture.begin(host.market.subscriptions, vendor);
  end = async () => {
    await host.stop('the test is over');
    await capture.close();
    log.close();
  };
});

afterEach(() => qt.close(end));

const said = (text: string): Promise<void> =>
  vi.waitFor(() => expect(qt.err).toContain(text), { timeout: 20_000, interval: 20 });

describe('qt capture', () => {
  it('ends where the host refuses a symbol, and takes lower case', async () => {
    expect(await qt.run('capture', 'wdofut', 'xyz1')).toBe(1);
    expect(qt.err).toContain('the tick of XYZ1 is not known');
    expect(qt.err).toContain(`The host, process ${process.pid}, goes on and holds the key: qt host stop`);
    await qt.run('capture', '--status');
    expect(qt.out).toBe('nothing is recorded\n');
  });

  it('says why and ends where the vendor has stopped for good, detached or not', async () => {
    vendor.process = STOPPED;
    expect(await qt.run('capture', 'WDOFUT')).toBe(1);
    expect(qt.err).toContain('Nothing can be recorded: the library has stopped for good: the password is wrong');
    expect(qt.err).toContain('Set it with qt secrets set password; then qt host stop');
    expect(await qt.run('capture', 'WDOFUT', '--detach')).toBe(1);
    expect(await qt.run('capture', '--status')).toBe(0);
    expect(qt.out).toContain('WDOFUT: waits for market data WDOU25');
  });

  it('tells changes of the connection and gaps, and what is stored when it is stopped', async () => {
    vendor.market = { ...vendor.market, state: 'connecting' };
    const code = qt.run('capture', 'wdofut');
    await said('WDOFUT: waits for market data WDOU25');
    vendor.market = { ...vendor.market, state: 'connected' };
    await said('WDOFUT: recording WDOU25');
    vendor.trades('WDOU25', tradesFrom(time, 1, 120));
    vendor.process = { kind: 'waiting', run: 1, restartAtMs: 0, reason: 'signal SIGSEGV' };
    vendor.lose('WDOU25', 'the process ended: signal SIGSEGV');
    await said('NOTHING COMES: the library has ended and is started again: signal SIGSEGV');
    expect(qt.err).toContain('WDOU25 gap at 2025-08-05T14:00:00.000Z: the process ended: signal SIGSEGV');
    process.emit('SIGINT');
    expect(await code).toBe(0);
    expect(qt.out).toMatch(/^stopped; 120 trades.* of WDOU25 2025-08-05 stored\n$/);
    expect(qt.err).toContain('goes on and holds the key: qt host stop');
  }, 60_000);
});

describe('qt history', () => {
  it('asks for nothing where no day before today is a trading day', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2025, 7, 4, 14) });
    expect(await qt.run('history', 'WDO', '--days', '2')).toBe(0);
    vi.useRealTimers();
    expect(qt.out).toBe('None of the 2 days before today is a trading day: nothing is asked for\n');
  });

  it('leaves a day that is never answered when it is asked to stop', async () => {
    vi.spyOn(vendor, 'history').mockReturnValue(new Promise(() => {}));
    const code = qt.run('history', 'WDO', '--days', '5');
    await vi.waitFor(() => expect(vendor.history).toHaveBeenCalled(), { timeout: 10_000 });
    process.emit('SIGINT');
    expect(await code).toBe(0);
    expect(qt.out).toContain('left before it was answered');
  });
});

describe('a host that is there', () => {
  it('says in its status why the vendor has stopped', async () => {
    vendor.process = STOPPED;
    vendor.market = { ...vendor.market, state: 'disconnected', detail: 'the login was refused' };
    expect(await qt.run('host', 'status')).toBe(0);
    expect(qt.out).toContain('stopped: the password is wrong\n  Set it with qt secrets set password');
    expect(qt.out).toContain('market disconnected: the login was refused');
  });

  it('keeps the doctor from the key', async () => {
    expect(await qt.run('doctor', '--dll', '/nothing.dll')).toBe(1);
    expect(qt.err).toContain(`The host of this home (process ${process.pid}) uses the key; nothing was loaded`);
  });

  it('logs requests by name, but not the looks of those who watch', async () => {
    await qt.run('capture', '--status');
    await qt.run('capture', '--stop', 'WDO');
    const log = readFileSync(join(logFolder(qt.home), 'host.log'), 'utf8');
    expect(log).toContain('"what":"request","asked":"capture.stop"');
    expect(log).not.toContain('capture.status');
  });
});

describe('where no host is', () => {
  it('the same is said whoever asks', async () => {
    await end();
    end = async () => {};
    expect(await qt.run('capture', '--status')).toBe(1);
    expect(await qt.run('host', 'status')).toBe(1);
    const words = 'No host runs for this home.\nStart it: qt host start.\n';
    expect(qt.err).toBe(words + words);
  });
});

// A demo session over the simulated library that trades, hangs, dies, and whose host dies too; what its terminal and qt status show of each.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../end-to-end/host-stage.ts';
import { TICKER } from '../live/session-day.ts';
import { DEMO_ACCOUNT, type DemoSession, DemoStage } from './support/demo-stage.ts';

const PATIENCE_MS = 20_000;

describe('what a person sees of a live session', { timeout: 3 * PATIENCE_MS }, () => {
  const stage = new DemoStage();
  let session: DemoSession;

  beforeAll(async () => {
    await stage.start();
    session = await stage.trading(PATIENCE_MS);
  }, 6 * PATIENCE_MS);

  afterAll(() => stage.close());

  it('on its terminal: gates, entries, fills, stops and results, each with the time of São Paulo', async () => {
    await until('a result', () => session.said().includes('flat, this trade'), PATIENCE_MS);
    const said = session.said();
    expect(said).toMatch(/^10:0\d:\d\d -03 {2}every gate is open$/m);
    expect(said).toMatch(new RegExp(`^10:0\\d:\\d\\d -03 {2}entry: (buy|sell) 1 ${TICKER} `, 'm'));
    expect(said).toMatch(new RegExp(`^10:0\\d:\\d\\d -03 {2}FILLED entry: (bought|sold) 1 ${TICKER} at `, 'm'));
    expect(said).toMatch(new RegExp(`^10:0\\d:\\d\\d -03 {2}stop: (buy|sell) 1 ${TICKER} stop `, 'm'));
    expect(said).toMatch(/; flat, this trade [+-]\d+\.\d\d BRL, today [+-]\d+\.\d\d BRL after costs$/m);
    expect(said).not.toMatch(/T\d\d:\d\d:\d\d/);
  });

  it('in qt status: position, protection, result, host and guardian before anything else', async () => {
    const held = await until('a position in qt status', async () => {
      const { code, stdout } = await stage.run('status');
      return /holds -?1 .* stop 1 at \S+ working/s.test(stdout) && { code, lines: stdout.split('\n') };
    });
    expect(held.code).toBe(0);
    expect(held.lines[0]).toMatch(/^demo eager \(\S+, process \d+\): active$/);
    expect(held.lines[1]).toMatch(
      /^ {2}holds -?1 \S+ at \S+ \((long|short)\); open result [+-]\d+\.\d\d BRL at \S+, traded 10:0\d:\d\d -03, \d+ s ago$/,
    );
    expect(held.lines[2]).toMatch(/^ {2}.*stop 1 at \S+ working/);
    expect(held.lines[3]).toMatch(
      /^ {2}realised result of the day [+-]\d+\.\d\d BRL after costs; with the open position/,
    );
    expect(held.lines[4]).toContain('host: runs');
    expect(held.lines[5]).toContain('the guardian watches');
    expect(held.lines.join('\n')).not.toMatch(/\d{4}-\d\d-\d\dT/);
  });

  it('when it hangs: that the session does not answer, and not that the host cannot be reached', async () => {
    await until('a position', () => stage.held !== 0);
    session.child.kill('SIGSTOP');
    const { code, stdout } = await stage.run('status');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^demo eager \(\S+, process \d+\): does not answer \(no answer in 3000 ms\)$/m);
    expect(stdout).toContain('host: runs');
    expect(stdout).not.toContain('cannot be reached');
    expect(stdout).toContain('YOU ARE NEEDED: demo eager');
  });

  it('when it is dead: which one, since when, what is open by the host, and what to do', async () => {
    session.child.kill('SIGKILL');
    await session.ended;
    const { code, stdout } = await stage.run('status');
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^demo eager \(\S+\): DEAD: the process \d+ died without an end; session 2026-09-14, last event 2026-09-14 10:0\d:\d\d -03$/m,
    );
    expect(stdout).toMatch(new RegExp(`account ${DEMO_ACCOUNT}, by the host: holds (-?1 ${TICKER}|nothing); works: `));
    expect(stdout).toContain('start it again: it takes up its orders');
    const { stdout: json } = await stage.run('status', '--json');
    expect(JSON.parse(json)).toMatchObject({ sessions: [], dead: [{ mode: 'demo', account: DEMO_ACCOUNT }] });
  });

  it('when the host is dead too: NO HOST, and what the session itself held when it died', async () => {
    stage.host.kill();
    await stage.host.ended;
    const { code, stdout } = await stage.run('status');
    expect(code).toBe(1);
    expect(stdout).toMatch(/last event 2026-09-14 10:0\d:\d\d -03, NO HOST$/m);
    expect(stdout).toMatch(
      /by its own journal it held (nothing|-?1 contract of WDOFUT) and (1 order was|\d orders were) open/,
    );
    expect(stdout).toContain('host: NO HOST');
  });

  it('when it is killed without a host: that the kill waits on the disk', async () => {
    expect((await stage.run('kill', '--reason', 'nobody there')).code).toBe(1);
    const { code, stdout } = await stage.run('status');
    expect(code).toBe(1);
    expect(stdout).toMatch(
      new RegExp(`^account ${DEMO_ACCOUNT}: KILLED by \\S+ via qt kill: nobody there; the next host closes`, 'm'),
    );
    expect(stdout).toMatch(new RegExp(`YOU ARE NEEDED: .*account ${DEMO_ACCOUNT} is killed by \\S+ via qt kill`));
  });
});

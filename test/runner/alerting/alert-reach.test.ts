// Whether anybody is told of alerts: said at the start, once more when nothing arrives, and shown as a gate that never shuts.
import { describe, expect, it } from 'vitest';
import type { AlertOutcome } from '../../../src/runner/alerting/alert-outcome.ts';
import { AlertReach, type AlertWay } from '../../../src/runner/alerting/alert-reach.ts';

const PHONE: AlertWay = { name: 'telegram', level: 'info' };
const alert = { alertId: 'a', code: 'stopLost' };
const undelivered: AlertOutcome = { kind: 'undelivered', ...alert, severity: 'critical' };
const delivered: AlertOutcome = { kind: 'delivered', ...alert, target: 'telegram', attempts: 1 };

function reachOf(...ways: readonly AlertWay[]): { readonly reach: AlertReach; readonly said: string[] } {
  const said: string[] = [];
  return { reach: new AlertReach(ways, (text) => said.push(text)), said };
}

describe('alerts without any way', () => {
  it('are said to reach nobody at each start of a session, with what to set', () => {
    const { reach, said } = reachOf();
    reach.remind();
    reach.remind();
    expect(said).toHaveLength(2);
    expect(said[0]).toContain('ALERTS REACH NOBODY');
    expect(said[0]).toContain('qt alerts test');
    expect(reach.gate).toMatchObject({ id: 'alerts', state: 'open', warns: true });
    expect(JSON.parse(JSON.stringify(reach.gate))).toMatchObject({ text: expect.stringContaining('NOBODY') });
  });

  it('are not told again one by one', () => {
    const { reach, said } = reachOf();
    reach.take(undelivered);
    expect(said).toEqual([]);
  });
});

describe('alerts with a way', () => {
  it('need no word while they arrive', () => {
    const { reach, said } = reachOf(PHONE);
    reach.remind();
    reach.take(delivered);
    expect(said).toEqual([]);
    expect(reach.gate).toMatchObject({ state: 'open', text: 'telegram from info', warns: false });
  });

  it('that reach nobody are said once, until one arrives again', () => {
    const { reach, said } = reachOf(PHONE);
    reach.take({ kind: 'late', ...alert, severity: 'critical' });
    reach.take({ ...undelivered, alertId: 'b' });
    reach.take({ kind: 'failed', ...alert, target: 'telegram', reason: 'x' });
    expect(said).toHaveLength(1);
    expect(said[0]).toContain('telegram took none of the last 1, such as critical stopLost');
    expect(reach.gate).toMatchObject({ warns: true, text: expect.stringContaining('none of the last 2') });
    reach.take(delivered);
    expect(said[1]).toBe('alerts arrive again: by telegram');
    expect(reach.gate.warns).toBe(false);
    reach.take(undelivered);
    expect(said).toHaveLength(3);
  });

  it('count once where one is late first and then given up', () => {
    const { reach, said } = reachOf(PHONE);
    reach.take({ kind: 'late', ...alert, severity: 'critical' });
    reach.take(undelivered);
    expect(reach.gate.text).toContain('none of the last 1, ');
    reach.take({ ...undelivered, alertId: 'b' });
    expect(reach.gate.text).toContain('none of the last 2, ');
    expect(said).toHaveLength(1);
  });
});

// What the host knows of an account and why it has no connection; the warning that goes before orders and positions.
import { describe, expect, it } from 'vitest';
import { brokerWarning, connectionFault, spanText } from '../../src/cli/broker-word.ts';

const current = { isConnected: true, isCurrent: true, asOfUs: 1_804_000_000_000_000, ageMs: 0 };
const away = { isConnected: false, isCurrent: false, asOfUs: null, ageMs: null };

describe('what is shown of an account', () => {
  it('goes without a warning while the broker is heard', () => {
    expect(brokerWarning(current, null)).toBeUndefined();
  });

  it('is unknown where the broker has never told it', () => {
    expect(brokerWarning(away, 'the password is wrong')).toMatch(
      /^NO CONNECTION TO THE BROKER \(the password is wrong\)/,
    );
    expect(brokerWarning(away, null)).toContain('What is open there is unknown');
    expect(brokerWarning({ ...away, isConnected: true }, null)).toContain('has not told its orders yet');
  });

  it('has an age where the connection is gone', () => {
    const old = { ...current, isConnected: false, isCurrent: false, ageMs: 130_000 };
    expect(brokerWarning(old, null)).toMatch(/shown as of \d\d:\d\d:\d\d -03, 2 min ago$/);
    expect([spanText(9000), spanText(7_200_000)]).toEqual(['9 s', '2 h']);
  });

  it('names why the library has stopped rather than that orders are away', () => {
    const routing = { service: 'routing', state: 'disconnected', detail: 'logged out' } as const;
    const stopped = { kind: 'stopped', reason: 'the password is wrong', fix: undefined } as const;
    expect(connectionFault({ process: stopped, routing })).toBe('the library is stopped: the password is wrong');
    const running = { kind: 'running', run: 1, pid: 7 } as const;
    expect(connectionFault({ process: running, routing })).toBe('orders are disconnected: logged out');
    expect(connectionFault({ process: running, routing: { ...routing, state: 'connected' } })).toBeNull();
  });
});

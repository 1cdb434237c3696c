// Takes what differs; gives an alert as it is sent.
import type { OutgoingAlert } from '../../../src/adapters/alerts/outgoing-alert.ts';

export function sampleAlert(fields: Partial<OutgoingAlert> = {}): OutgoingAlert {
  return {
    id: 'a-1',
    severity: 'critical',
    code: 'stopLost',
    source: 'wdo-regime live',
    timeUtc: '2026-11-23T13:00:00.000Z',
    language: 'en',
    title: 'A stop is gone',
    happened: 'stop 2-137107-1s is rejected: <b>"x"</b> $(calc)',
    systemDid: 'A new stop is being placed',
    personShould: 'Look at the broker',
    ...fields,
  };
}

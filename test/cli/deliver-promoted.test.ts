// What stands behind --to of qt promote is a day or a place; a place that nothing would be delivered to is refused before the gates run.

import { describe, expect, it } from 'vitest';
import { withTarget } from '../../src/cli/deliver-promoted.ts';
import { refusalOf } from '../promotion/support/sample-release.ts';

describe('withTarget', () => {
  it.each(['2027-03-01', '2027-3-1', '27/03/2027', '01.03.2027', undefined])('%s is a day, or meant as one', (to) => {
    expect(withTarget({ to })).toEqual({ to });
  });

  it.each(['/mnt/pc', 'trader@pc:/srv/qt', '10.0.0.7:qt', '10.0.0.7:/srv/qt', 'https://pc.example:8443', 'D:\\qt'])(
    '%s is a place',
    (to) => expect(withTarget({ to })).toEqual({ to: undefined, deliver: to }),
  );

  it('a day and a place go together', () => {
    expect(withTarget({ to: '2027-03-01', deliver: '/mnt/pc' })).toEqual({ to: '2027-03-01', deliver: '/mnt/pc' });
  });

  it('no place is refused at once', () => {
    expect(refusalOf(() => withTarget({ deliver: 'http://pc.example:80' })).code).toBe('delivery-target');
  });

  it.each([{ candidate: true }, { dryRun: true }])('with %j there is nothing to deliver', (flags) => {
    expect(refusalOf(() => withTarget({ ...flags, to: '/mnt/pc' }))).toMatchObject({
      code: 'bad-option',
      field: 'deliver',
    });
    expect(withTarget({ ...flags, to: '2027-03-01' })).toMatchObject({ to: '2027-03-01' });
  });
});

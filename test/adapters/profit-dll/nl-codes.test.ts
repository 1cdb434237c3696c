// Every answer code of the vendor becomes an error with the vendor's name, a meaning and a way out.
import { describe, expect, it } from 'vitest';
import { NL_CODES, type NlName, nlName, nlValue } from '../../../src/adapters/profit-dll/nl-codes.ts';
import { checked, VendorError } from '../../../src/adapters/profit-dll/vendor-error.ts';

const names = Object.keys(NL_CODES) as NlName[];

describe('the codes of the vendor', () => {
  it('are those of the reference, 1 to 0x2e without a hole', () => {
    expect(names.map((name) => NL_CODES[name].n)).toEqual(Array.from({ length: 0x2e }, (_, index) => index + 1));
    expect(nlValue('NL_INTERNAL_ERROR')).toBe(-2147483647);
    expect(nlValue('NL_INVALID_ARGS')).toBe(-2147483645);
    expect(nlValue('NL_WAITING_SERVER')).toBe(-2147483644);
    expect(nlValue('NL_LICENSE_NOT_ALLOWED')).toBe(-2147483630);
    expect(nlValue('NL_HISTORY_PERIOD_LIMIT')).toBe(-2147483602);
  });

  it.each(names)('%s is known from 32 bits and sign-extended from 64', (name) => {
    const value = nlValue(name);
    expect(nlName(value)).toBe(name);
    expect(nlName(BigInt.asIntN(64, BigInt(value)))).toBe(name);
    expect(() => checked('SendOrder', value)).toThrow(VendorError);
    const error = new VendorError('SendOrder', value);
    expect(error).toMatchObject({ nlCode: name, value, call: 'SendOrder' });
    expect(error.message).toContain(`SendOrder answered ${name}`);
    expect(error.fix.length).toBeGreaterThan(10);
  });

  it('that this version does not know stay errors, with their value', () => {
    const error = new VendorError('GetPositionV2', -2147483000n);
    expect(error).toMatchObject({ nlCode: undefined, code: 'nl-unknown' });
    expect(error.message).toContain('0x80000288');
  });

  it('leave counts and OK alone', () => {
    expect(checked('GetAccountCount', 0)).toBe(0);
    expect(checked('GetAccountCount', 17)).toBe(17);
    expect(nlName(0)).toBeUndefined();
    expect(nlName(5)).toBeUndefined();
  });
});

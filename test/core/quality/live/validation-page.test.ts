// docs/validation.md names every fault of the code, and how it ends; every code of a HOLD about inputs is there too.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type InputFault, inputFaults } from '../../../../src/core/quality/live/input-fault.ts';
import { holdCodes } from '../../../../src/core/signal/hold-code.ts';

const page = readFileSync(join(import.meta.dirname, '../../../../docs/validation.md'), 'utf8');

it('the page of validation has each fault, and how it ends', () => {
  const rows = [...page.matchAll(/^\| `(\w+)` \|.*\| (next epoch|by itself) \|$/gm)].map(([, name, end]) => [
    name,
    end,
  ]);
  const faults = Object.entries(inputFaults).map(([name, { recovery }]: [string, InputFault]) => [
    name,
    recovery === 'latched' ? 'next epoch' : 'by itself',
  ]);
  expect(rows.toSorted()).toEqual(faults.toSorted());
});

it('the page of validation has each code of a HOLD about inputs', () => {
  const codes = [
    'badInput',
    'staleInput',
    'tooManyFilled',
    'outOfRange',
    'frozenInput',
    'unlikelyInput',
    'unlikelyInputs',
  ];
  expect(codes.filter((code) => !(holdCodes as readonly string[]).includes(code))).toEqual([]);
  expect(codes.filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
});

// A field of a strategy with a value it must not have in; the RangeError that says what is expected there out.

/** Throws RangeError that names the strategy, the field and what is expected. */
export type Refuse = (field: string, expected: string, value: unknown) => never;

export function refuseSetting(name: string, field: string, expected: string, value: unknown): never {
  throw new RangeError(`strategy ${name}: ${field} must be ${expected}, is ${JSON.stringify(value)}`);
}

/** Undefined passes: the field has a default. */
export function checkWhole(refuse: Refuse, field: string, value: unknown, least: number, most: number): void {
  if (value === undefined) return;
  if (!Number.isInteger(value) || (value as number) < least || (value as number) > most)
    refuse(field, `a whole number from ${least} to ${most}`, value);
}

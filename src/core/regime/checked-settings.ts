// A detector's settings over their defaults in; the whole of them out, or a RangeError that names the one that is unusable.

export interface SettingRules<T> {
  /** The maker's name, for messages. */
  readonly name: string;
  readonly defaults: T;
  /** Those that are whole numbers, with the least that each may be. */
  readonly whole: Readonly<Partial<Record<keyof T, number>>>;
}

/** All numbers are finite and 0 or more. */
export function checkedSettings<T extends { readonly [K in keyof T]: number }>(
  { name, defaults, whole }: SettingRules<T>,
  given: Partial<T>,
): T {
  for (const setting of Object.keys(given)) {
    if (!Object.hasOwn(defaults, setting)) refuseSetting(name, `has no setting ${setting}`);
  }
  const settings = { ...defaults, ...given };
  for (const [setting, value] of Object.entries<number>(settings)) {
    if (!(Number.isFinite(value) && value >= 0)) {
      refuseSetting(name, `${setting} must be a number of 0 or more, not ${value}`);
    }
  }
  for (const [setting, least] of Object.entries<number | undefined>(whole)) {
    const value = settings[setting as keyof T];
    if (!Number.isSafeInteger(value) || value < (least ?? 1)) {
      refuseSetting(name, `${setting} must be a whole number from ${least ?? 1}, not ${value}`);
    }
  }
  return settings;
}

export function refuseSetting(name: string, what: string): never {
  throw new RangeError(`${name}: ${what}`);
}

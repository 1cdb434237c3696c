// What the wall clock shows at a reading of the monotonic clock, by QT_TEST_CLOCK as MICROSECONDS:NANOSECONDS, in; `Date` of this process by that out.
const [startUs, zeroNs] = process.env.QT_TEST_CLOCK!.split(':');
const start = Number(startUs);
const zero = BigInt(zeroNs!);
const RealDate = Date;
const nowMs = (): number => (start + Number((process.hrtime.bigint() - zero) / 1000n)) / 1000;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args: readonly unknown[]) =>
    Reflect.construct(target, args.length === 0 ? [nowMs()] : args) as Date,
  get: (target, name) => (name === 'now' ? () => Math.floor(nowMs()) : Reflect.get(target, name)),
});

// Quiet hours and a time in; how long an alert that is not critical waits out.

const DAY_MINUTES = 1440;
const MINUTE_MS = 60_000;
const SAO_PAULO = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'America/Sao_Paulo',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** Milliseconds until they end, 0 outside of them. Times of day of Sao Paulo; they may span midnight. */
export function quietForMs(quiet: { readonly from: string; readonly to: string } | undefined, nowMs: number): number {
  if (quiet === undefined) return 0;
  const now = minutesOf(SAO_PAULO.format(nowMs));
  const from = minutesOf(quiet.from);
  const to = minutesOf(quiet.to);
  const isQuiet = from < to ? now >= from && now < to : now >= from || now < to;
  if (!isQuiet) return 0;
  const minutes = (to - now + DAY_MINUTES) % DAY_MINUTES;
  return minutes * MINUTE_MS - (nowMs % MINUTE_MS);
}

function minutesOf(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));
}

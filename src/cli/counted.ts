// A number, with or without sign, and a noun in; `1 session`, `2 sessions` out.

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${Math.abs(count) === 1 ? '' : 's'}`;
}

// What is said of several features that differ in their windows in; one text that holds for all of them, with a letter for the window, out.

export interface SaidOf {
  readonly id: string;
  readonly text: string;
  readonly parameters: Readonly<Record<string, number>>;
}

const NUMBER = /(\d+(?:\.\d+)?)/;

/** Numbers that follow from a parameter, as the formulas use them. */
const DERIVED: readonly (readonly [(value: number) => number, (name: string) => string])[] = [
  [(value) => value, (name) => name],
  [(value) => value + 1, (name) => `(${name} + 1)`],
  [(value) => value - 1, (name) => `(${name} − 1)`],
  [(value) => 2 * value, (name) => `2·${name}`],
];

/**
 * `mean of the last 5 closes` and `mean of the last 20 closes` give `mean of the last n closes`. What is worded otherwise, or has a
 * number that follows from no parameter, stands beside it with its id.
 */
export function generalText(members: readonly SaidOf[], otherTexts: readonly string[] = []): string {
  const byWording = Map.groupBy(members, ({ text }) => text.split(NUMBER).map(wordOrGap).join(''));
  const texts = [...byWording.values()].flatMap((alike) => {
    const general = alike.length === 1 ? undefined : filledIn(alike, letterOf([...otherTexts, alike[0]!.text]));
    if (general !== undefined) return [general];
    const distinct = Map.groupBy(alike, ({ text }) => text);
    if (byWording.size === 1 && distinct.size === 1) return [alike[0]!.text];
    return [...distinct].map(([text, [first]]) => `${text} (${first!.id})`);
  });
  return texts.join('; ');
}

function wordOrGap(part: string, at: number): string {
  return at % 2 === 1 ? '#' : part;
}

/** The letter by which the texts already call the window, so that no second one stands beside it. */
function letterOf(texts: readonly string[]): string {
  const said = ['k', 'n', 'p', 'q'].filter((letter) =>
    texts.some((text) => new RegExp(`(?<![A-Za-z])${letter}(?![A-Za-z])`).test(text)),
  );
  return said[0] ?? 'n';
}

function filledIn(members: readonly SaidOf[], letter: string): string | undefined {
  const split = members.map(({ text }) => text.split(NUMBER));
  const names = varyingNames(members);
  const parts = split[0]!.map((part, at) => {
    if (at % 2 === 0 || split.every((each) => each[at] === part)) return part;
    for (const name of names) {
      for (const [derive, say] of DERIVED) {
        if (split.every((each, k) => Number(each[at]) === derive(members[k]!.parameters[name]!))) {
          return say(names.length === 1 ? letter : name);
        }
      }
    }
    return undefined;
  });
  return parts.every((part) => part !== undefined) ? parts.join('') : undefined;
}

function varyingNames(members: readonly SaidOf[]): readonly string[] {
  const [first, ...others] = members;
  return Object.keys(first!.parameters).filter((name) =>
    others.some(({ parameters }) => parameters[name] !== first!.parameters[name]),
  );
}

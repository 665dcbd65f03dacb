import { type Person, type Scenario, type ScenarioLine } from './scenario.ts';

/** A line of the story: a fraudster's number under its own key, a person's phone under the person's. */
export interface StoryLine extends ScenarioLine {
  /** How calls to it go; unset: answered. */
  readonly answers?: NonNullable<Person['answers']>;
}

/** First three digits of mobile numbers, by the operator that was given them; all others are the mobile operator's. */
const PREFIXES: ReadonlyMap<string, readonly string[]> = new Map([
  ['operator-united', ['130', '131', '132', '145', '155', '156', '166', '167', '171', '175', '176', '185', '186', '196']],
  ['operator-fixed', ['133', '149', '153', '162', '173', '177', '180', '181', '189', '190', '191', '193', '199']],
  ['operator-cable', ['192']],
]);

/** All lines of a story, each with its operator: that of `people` where it is written, else by the number. */
export function linesOf({ lines, people }: Scenario): readonly StoryLine[] {
  const phones = [...people.values()].flatMap(({ key, phone, operator, answers }) => {
    if (phone === undefined) return [];
    return [{ key, number: phone, operator: operator ?? operatorOf(phone), ...(answers === undefined ? {} : { answers }) }];
  });
  return [...lines.values(), ...phones];
}

function operatorOf(phone: string): string {
  const national = phone.replaceAll(/[ -]/g, '').replace(/^\+?86/, '');
  for (const [operator, prefixes] of PREFIXES) if (prefixes.includes(national.slice(0, 3))) return operator;
  return 'operator-mobile';
}

import { passesIdCheck, passesLuhn } from './numbers.ts';
import { CALL_RESULTS, type Habits, type CaseHabits, type Person, type ScenarioAccount, type ScenarioLine, type Wait } from './scenario.ts';
import { entriesOf, fenFrom, keyOf, mistake, optional, type Spot, textAt, textOf, under, waitOf } from './spot.ts';

/** Codes of the members that a story may name. */
export interface Members {
  /** Banks and payment institutions. */
  readonly banks: readonly string[];
  readonly operators: readonly string[];
}

const DIGITS = /^\d+$/;

export function readPeople(spot: Spot, members: Members): ReadonlyMap<string, Person> {
  const people = new Map<string, Person>();
  for (const person of entriesOf(spot)) {
    const idNumber = textAt(person, 'idNumber');
    if (!passesIdCheck(idNumber))
      mistake(under(person, 'idNumber'), 'ID_NUMBER_CHECK', 'fails the check of GB 11643 (birth date, check character)');
    operatorKnown(under(person, 'operator'), members);
    people.set(keyOf(person), {
      key: keyOf(person),
      name: textAt(person, 'name'),
      idNumber,
      ...optional('phone', textOf(under(person, 'phone'))),
      ...optional('operator', textOf(under(person, 'operator'))),
      ...optional('group', textOf(under(person, 'group'))),
      ...optional(
        'answers',
        CALL_RESULTS.find((result) => result === textAt(person, 'answers')),
      ),
    });
  }
  return people;
}

export function readAccounts(spot: Spot, members: Members): ReadonlyMap<string, ScenarioAccount> {
  const accounts = new Map<string, ScenarioAccount>();
  const owners = new Map<string, string>();
  for (const account of entriesOf(spot)) {
    const key = keyOf(account);
    const bank = textAt(account, 'bank');
    const number = textAt(account, 'number');
    const kind = textAt(account, 'kind') === 'corporate' ? 'corporate' : 'personal';
    if (bank !== '' && !members.banks.includes(bank)) {
      mistake(under(account, 'bank'), 'UNKNOWN_BANK', `${bank} is no bank of the joint office; known are ${members.banks.join(', ')}`);
    }
    if (kind === 'personal' && DIGITS.test(number) && !passesLuhn(number)) {
      mistake(under(account, 'number'), 'ACCOUNT_NUMBER_CHECK', 'fails the Luhn check of personal cards (kind: corporate is exempt)');
    }
    const owner = owners.get(`${bank} ${number}`);
    if (owner === undefined) owners.set(`${bank} ${number}`, key);
    else mistake(under(account, 'number'), 'DUPLICATE_ACCOUNT_NUMBER', `is also the number of ${owner} at the same bank`);
    accounts.set(key, { key, bank, holder: textAt(account, 'holder'), number, kind, openingFen: fenFrom(under(account, 'yuan'), 'zero') });
  }
  return accounts;
}

export function readLines(spot: Spot, members: Members, people: ReadonlyMap<string, Person>): ReadonlyMap<string, ScenarioLine> {
  const lines = new Map<string, ScenarioLine>();
  for (const line of entriesOf(spot)) {
    if (people.has(keyOf(line)))
      mistake(line, 'DUPLICATE_NAME', `${keyOf(line)} is already the name of a person, whose phone is a line of that name`);
    operatorKnown(under(line, 'operator'), members);
    lines.set(keyOf(line), { key: keyOf(line), number: textAt(line, 'number'), operator: textAt(line, 'operator') });
  }
  return lines;
}

function operatorKnown(spot: Spot, { operators }: Members): void {
  const operator = textOf(spot);
  if (operator === undefined || operators.includes(operator)) return;
  mistake(spot, 'UNKNOWN_OPERATOR', `${operator} is no operator of the joint office; known are ${operators.join(', ')}`);
}

const MINUTE = 60_000;
/** Scenarios.md section 3: what holds where a file says nothing. */
const DEFAULTS: CaseHabits = {
  intake: 3 * MINUTE,
  officerConfirms: 2 * MINUTE,
  corrects: 5 * MINUTE,
  files: 'never',
  freezes: 30 * MINUTE,
  renews: 'never',
  watches: 'never',
};
const BANK_ANSWERS: Wait = 4 * MINUTE;

export function readHabits(spot: Spot, { banks }: Members): Habits {
  const answers = under(spot, 'bankAnswers');
  const byBank = new Map<string, Wait>();
  for (const one of answers.tree?.kind === 'map' ? entriesOf(answers) : []) {
    const bank = keyOf(one);
    if (bank === 'default') continue;
    if (!banks.includes(bank)) mistake(one, 'UNKNOWN_BANK', `${bank} is no bank of the joint office; known are ${banks.join(', ')}`);
    byBank.set(bank, waitOf(one, BANK_ANSWERS));
  }
  const all = answers.tree?.kind === 'map' ? under(answers, 'default') : answers;
  return { ...readCaseHabits(spot, DEFAULTS), bankAnswers: { default: waitOf(all, BANK_ANSWERS), byBank } };
}

/** A case's own habits over those of the file. */
export function readCaseHabits(spot: Spot, over: CaseHabits): CaseHabits {
  return {
    intake: waitOf(under(spot, 'intake'), over.intake),
    officerConfirms: waitOf(under(spot, 'officerConfirms'), over.officerConfirms),
    corrects: waitOf(under(spot, 'corrects'), over.corrects),
    files: waitOf(under(spot, 'files'), over.files),
    freezes: waitOf(under(spot, 'freezes'), over.freezes),
    renews: waitOf(under(spot, 'renews'), over.renews),
    watches: waitOf(under(spot, 'watches'), over.watches),
  };
}

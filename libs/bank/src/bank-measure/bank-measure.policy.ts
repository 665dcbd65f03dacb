import { type AccountInQuestionV1, type FreezeOrderedV1, type StopOrderedV1 } from '@interlock/contracts';
import { type Memory, type Message, type Reaction, policy, to } from '@interlock/kernel';
import { type MeasureApplied, type MeasureLifted } from './bank-measure.events.ts';
import { bankMeasure } from './bank-measure.stream.ts';

type Question = AccountInQuestionV1 | StopOrderedV1 | FreezeOrderedV1;
type Remembered = Question | MeasureApplied | MeasureLifted;

/** Which accounts an order or a proposal named, and which measures stand on each account. */
export interface AccountsInQuestion {
  readonly inQuestion: Set<string>;
  readonly standing: Map<string, Set<string>>;
}

const QUESTIONS = ['police.account-in-question.v1', 'police.stop-ordered.v1', 'police.freeze-ordered.v1'] as const;

export const accountsInQuestion: Memory<AccountsInQuestion> = {
  name: 'bank_accounts_in_question',
  initial: () => ({ inQuestion: new Set(), standing: new Map() }),
  on: [...QUESTIONS, 'MeasureApplied', 'MeasureLifted'],
  evolve(state, event) {
    if (!isRemembered(event)) return state;
    const { accountRef } = event;
    const measures = state.standing.get(accountRef) ?? new Set();
    if (event.type === 'MeasureApplied') state.standing.set(accountRef, measures.add(event.measureId));
    else if (event.type === 'MeasureLifted') measures.delete(event.measureId);
    else state.inQuestion.add(accountRef);
    return state;
  },
};

/** The memory hears only of what it listens to. */
function isRemembered(event: Message): event is Remembered {
  return accountsInQuestion.on.includes(event.type);
}

/** Present holds are told when the account comes into question, later ones as they are applied. */
export const tellMeasuresWhenAccountInQuestion = policy<Question | MeasureApplied, AccountsInQuestion>({
  name: 'bank_tell_measures_when_account_in_question',
  on: [...QUESTIONS, 'MeasureApplied'],
  memory: accountsInQuestion,
  keys: (event) => [event.accountRef],
  react(event, _recorded, { inQuestion, standing }) {
    const { accountRef } = event;
    if (event.type === 'MeasureApplied') return inQuestion.has(accountRef) ? [tellOf(event.measureId)] : [];
    return [...(standing.get(accountRef) ?? [])].map(tellOf);
  },
});

function tellOf(measureId: string): Reaction {
  return to(bankMeasure, measureId, { type: 'TellMeasure' }, { purpose: measureId });
}

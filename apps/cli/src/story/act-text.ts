import { type Amount, type Act, type Scenario, type Step, type Story } from '@interlock/simulator';
import { unreachable, yuanFromFen } from '@interlock/kernel';

/** What was just done, in words. */
export function actText(act: Act, story: Story): string {
  const account = (ref: string): string => story.keys.get(ref) ?? ref.slice(0, 12);
  switch (act.do) {
    case 'step':
      return stepText(act.step, story.scenario);
    case 'enter':
      return `police enter case ${story.cases.get(act.report)?.caseNo ?? ''}`;
    case 'file':
      return `police file case ${story.cases.get(act.report)?.caseNo ?? ''}`;
    case 'confirm':
      return `an officer and a second one order the stop of ${account(act.accountRef)}`;
    case 'answer':
      return `${act.task.bank} ${ANSWERS[act.task.kind]} ${account(act.task.accountRef)}`;
    case 'correct':
      return `the order on ${account(act.accountRef)} is corrected`;
    case 'renew':
      return `the stop of ${account(act.accountRef)} is extended`;
    case 'freeze':
      return `a freeze of ${account(act.accountRef)} is ordered`;
    case 'watch':
      return `a watch on ${account(act.accountRef)} is asked for`;
    case 'tell-watched':
      return `${act.bank} tells what moved on ${account(act.accountRef)}`;
    default:
      return unreachable(act);
  }
}

const ANSWERS = {
  stop: 'answers the stop order on',
  release: 'answers the release of',
  detail: 'tells what happened on',
  freeze: 'answers the freeze of',
  lift: 'answers the lifting at',
} as const;

function stepText(step: Step, { people }: Scenario): string {
  switch (step.verb) {
    case 'pay':
      return `${step.from} pays ${amountText(step.amount)} to ${step.to}`;
    case 'move':
      return `${amountText(step.amount)} of ${step.from} moves on to ${step.to}`;
    case 'cashOut':
      return `${amountText(step.amount)} of ${step.from} is taken out (${step.how})`;
    case 'report':
      return `${people.has(step.by) ? step.by : 'somebody'} reports to the police`;
    case 'bankHold':
      return `the bank of ${step.account} holds it of its own`;
    case 'bankRelease':
      return `the bank of ${step.account} ends its own hold`;
    case 'tick':
      return 'time passes';
    default:
      return step.verb;
  }
}

function amountText(amount: Amount): string {
  switch (amount.kind) {
    case 'fen':
      return yuanText(amount.fen);
    case 'share':
      return `${String((Number(amount.numerator) * 100) / Number(amount.denominator))} %`;
    case 'all':
      return 'all';
    default:
      return unreachable(amount);
  }
}

/** `1,660,000.00`. */
export function yuanText(fen: number): string {
  const [yuan = '', rest = ''] = yuanFromFen(fen).split('.');
  return `${yuan.replaceAll(/\B(?=(\d{3})+$)/g, ',')}.${rest.padEnd(2, '0')}`;
}

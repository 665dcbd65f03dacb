import { unreachable } from '@interlock/kernel';
import {
  type BankHoldStep,
  type BankReleaseStep,
  type CaseActStep,
  type FreezeStep,
  type LiftStep,
  type MovementStep,
  type RenewFreezeStep,
  type ReportStep,
  type Step,
  type StopActStep,
} from '../file/scenario.ts';
import { APPROVING_HEAD, OFFICER, operatorOf, SECOND_OFFICER } from './cast.ts';
import { fileCase, freezeAccount, liftFreeze, orderRenewal, release, renewFreeze } from './officers.ts';
import { executedPayments } from './payments.ts';
import { textOf } from './read-answer.ts';
import { type PlayedCase, type Story, planOnce, sendFor } from './story.ts';
import { doWarningStep } from './warnings.ts';

const CASH = { atm: 'cash-atm', pos: 'pos', abroad: 'abroad', 'virtual-currency': 'virtual-currency' } as const;

/** Does what the file says at this moment. */
export async function doStep(story: Story, step: Step): Promise<void> {
  switch (step.verb) {
    case 'pay':
    case 'move':
    case 'cashOut':
      return doMovement(story, step);
    case 'report':
      return reportCase(story, step);
    case 'bankHold':
      return holdByBank(story, step);
    case 'bankRelease':
      return releaseByBank(story, step);
    case 'tick':
      return;
    case 'file':
    case 'refuseFiling':
    case 'withdraw':
    case 'close':
      return actOnCase(story, step);
    case 'freeze':
    case 'renewFreeze':
    case 'lift':
      return actOnFreeze(story, step);
    case 'renew':
    case 'release':
      return actOnStop(story, step);
    case 'warn':
    case 'read':
    case 'call':
    case 'visit':
    case 'outcome':
    case 'suspendLine':
    case 'reverify':
      return doWarningStep(story, step);
    default:
      return unreachable(step);
  }
}

async function doMovement(story: Story, step: MovementStep): Promise<void> {
  const movement = `step-${step.index}`;
  const result = await story.world.move({
    movement,
    from: step.from,
    amount: step.amount,
    ...(step.verb === 'cashOut' ? { how: CASH[step.how] } : { to: step.to }),
  });
  if (step.verb === 'pay') story.payments.set(step.payment, { movement, result });
  if (result.done === 'refused') story.refusedMovements.push({ step: step.index, reason: result.reason });
}

/** the report is taken and accepted at once; the facts are entered `intake` later. */
async function reportCase(story: Story, step: ReportStep): Promise<void> {
  const person = story.scenario.people.get(step.by);
  if (!person) throw new Error(`No person ${step.by}`);
  const reportedAt = story.city.now();
  const outcome = await sendFor(story, 'police', {
    name: 'police.report-case.v1',
    about: [step.report],
    by: OFFICER,
    body: {
      how: HOW[step.how] ?? 'phone',
      reportedAt,
      ...(step.scam !== undefined && { scamType: step.scam }),
      reporter: { name: person.name, idNumber: person.idNumber, ...(person.phone !== undefined && { phone: person.phone }) },
      payments: reportedPayments(story, step),
    },
  });
  if (outcome?.['caseId'] === undefined) return;
  const one: PlayedCase = {
    report: step.report,
    caseId: textOf(outcome, 'caseId'),
    caseNo: textOf(outcome, 'caseNo'),
    reportedAt,
    habits: step.habits,
  };
  story.cases.set(step.report, one);
  await sendFor(story, 'police', { name: 'police.accept-case.v1', about: [step.report], by: OFFICER, body: { caseId: one.caseId } });
  planOnce(story, `enter/${step.report}`, { after: reportedAt, wait: step.habits.intake, act: { do: 'enter', report: step.report } });
}

const HOW: Readonly<Record<string, string>> = { phone: 'phone', counter: 'counter', 'in-person': 'counter', online: 'online' };

function reportedPayments(story: Story, step: ReportStep): readonly unknown[] {
  return executedPayments(story, step).map(({ from, to, amountFen, at, wrong }) => ({
    from: { bank: from.bank, number: from.number, holder: from.holder },
    to: { bank: to.bank, number: wrong?.number ?? to.number, holder: wrong?.holder ?? to.holder },
    amountFen: wrong?.amountFen ?? amountFen,
    paidAt: wrong?.paidAt ?? at,
    voucher: true,
  }));
}

const KEYWORD = /^[a-z][a-z0-9-]{1,60}$/;

/** in its core system, and told to Interlock. */
async function holdByBank(story: Story, step: BankHoldStep): Promise<void> {
  const account = story.scenario.accounts.get(step.account);
  // The bank’s own words are told to Interlock only, sealed.
  const reason = KEYWORD.test(step.reason) ? step.reason : 'monitoring';
  if (!account || !(await story.world.beginOwnHold({ key: `step-${step.index}`, account: step.account, reason }))) return;
  const outcome = await sendFor(story, account.bank, {
    name: 'bank.apply-measure.v1',
    about: [step.index],
    by: operatorOf(account.bank),
    body: {
      account: { number: account.number },
      kind: 'suspend',
      reason,
      grade: 'high',
      why: step.reason,
      remedy: { channel: 'counter', papers: ['id-card'] },
    },
  });
  if (outcome?.['measureId'] !== undefined) story.measures.set(step.account, textOf(outcome, 'measureId'));
}

async function releaseByBank(story: Story, step: BankReleaseStep): Promise<void> {
  await story.world.endOwnHolds(step.account);
  const account = story.scenario.accounts.get(step.account);
  const measureId = story.measures.get(step.account);
  if (!account || measureId === undefined) return;
  story.measures.delete(step.account);
  await sendFor(story, account.bank, {
    name: 'bank.lift-measure.v1',
    about: [step.index],
    by: operatorOf(account.bank),
    body: { measureId, reason: 'released' },
  });
}

async function actOnCase(story: Story, step: CaseActStep): Promise<void> {
  const one = story.cases.get(step.report);
  if (!one) {
    story.problems.add(`steps[${step.index}]: report ${step.report} has not been taken`);
    return;
  }
  const reason = step.reason ?? 'as the story says';
  switch (step.verb) {
    case 'file':
      return fileCase(story, one);
    case 'refuseFiling':
      await sendFor(story, 'police', {
        name: 'police.refuse-filing.v1',
        about: [step.index],
        by: OFFICER,
        second: APPROVING_HEAD,
        body: { caseId: one.caseId, reason },
      });
      return;
    case 'withdraw':
      await sendFor(story, 'police', {
        name: 'police.withdraw-case.v1',
        about: [step.index],
        by: OFFICER,
        body: { caseId: one.caseId, reason },
      });
      return;
    case 'close':
      await sendFor(story, 'police', {
        name: 'police.close-case.v1',
        about: [step.index],
        by: OFFICER,
        body: { caseId: one.caseId, reason },
      });
      return;
    default:
      return unreachable(step.verb);
  }
}

async function actOnFreeze(story: Story, step: FreezeStep | RenewFreezeStep | LiftStep): Promise<void> {
  const one = story.cases.get(step.report);
  const accountRef = story.refs.get(step.account);
  if (!one || accountRef === undefined) return;
  const { caseId } = one;
  const about = step.index;
  switch (step.verb) {
    case 'freeze': {
      const { sumFen, period } = step;
      return freezeAccount(story, { caseId, accountRef, ...(sumFen !== undefined && { sumFen }), ...(period && { period }) });
    }
    case 'renewFreeze':
      return renewFreeze(story, { caseId, accountRef, about, ...(step.period && { period: step.period }) });
    case 'lift':
      return liftFreeze(story, { caseId, accountRef, about });
    default:
      return unreachable(step);
  }
}

async function actOnStop(story: Story, step: StopActStep): Promise<void> {
  const accountRef = story.refs.get(step.account);
  if (accountRef === undefined) return;
  if (step.verb === 'renew') return orderRenewal(story, { accountRef, about: step.index });
  return release(story, { accountRef, reason: step.reason ?? 'as the story says', about: step.index, second: SECOND_OFFICER });
}

import { idOf } from '@interlock/kernel';
import { type Cast } from '@interlock/simulator';
import { type CanaryCity, inText } from './canary-city.suite.ts';

const CENTRE = 'city-centre';
const OFFICER: Cast = { member: 'police', person: 'p-1001', role: 'duty-officer', unit: CENTRE };
const SECOND: Cast = { member: 'police', person: 'p-1002', role: 'officer', unit: CENTRE };
const HEAD: Cast = { member: 'police', person: 'p-1003', role: 'approving-head', unit: CENTRE };
const COORDINATOR: Cast = { member: 'police', person: 'p-1004', role: 'coordinator', unit: CENTRE };
const operatorOf = (member: string): Cast => ({ member, person: 'o-2001', role: 'operator', unit: CENTRE });

type Row = Readonly<Record<string, unknown>>;

/** What no verb of a story says: done by hand after it, each by who may, and each has to be taken. */
export async function sayTheRest(open: CanaryCity): Promise<void> {
  const { list, done } = hands(open);
  const mismatched = await list('police', 'police.stop-orders.v1', OFFICER, { state: 'mismatched' });
  const ofM3 = { number: '6216611200005561041', holder: '金丝雀更正的户名' };
  for (const { accountRef, orderId } of mismatched)
    await done('police', 'police.correct-stop.v1', { by: OFFICER, second: SECOND }, { accountRef, orderId, corrected: ofM3 });
  const [frozen] = await list('police', 'police.freezes.v1', OFFICER, { state: 'in-force' });
  await done(
    'police',
    'police.lift-freeze.v1',
    { by: OFFICER, second: HEAD },
    { accountRef: frozen?.['accountRef'], freezeId: frozen?.['freezeId'], reason: '金丝雀解冻的理由' },
  );
  await reportOnceMore(open);
  const bank = 'bank-agriculture';
  const [measure] = await list(bank, 'bank.measures.v1', operatorOf(bank), {});
  const measureId = measure?.['measureId'];
  await done(bank, 'bank.appeal-measure.v1', { by: operatorOf(bank) }, { measureId, grounds: '金丝雀申诉的理由' });
  const duties = await list('office', 'office.duties.v1', COORDINATOR, {});
  const overdue = duties.find(({ isOverdue, escalations }) => isOverdue === true && Array.isArray(escalations) && escalations.length > 0);
  await done(
    'office',
    'office.reply-to-escalation.v1',
    { by: { member: String(overdue?.['member']), person: 'l-3001', role: 'liaison', unit: CENTRE } },
    { caseId: overdue?.['caseId'], dutyId: overdue?.['dutyId'], reply: '金丝雀被催办的答复' },
  );
  await sayOfLines(open);
}

async function reportOnceMore(open: CanaryCity): Promise<void> {
  const { done } = hands(open);
  await done('police', 'police.report-case.v1', { by: OFFICER }, { summary: '金丝雀案情摘要，家住金华市婺城区金丝雀路七号' });
  await done(
    'bank-industry',
    'bank.report-case.v1',
    { by: operatorOf('bank-industry') },
    {
      kind: '01',
      reporter: { name: '金丝雀柜台客户', idNumber: '330781198812120446', phone: '13905797005' },
      payments: [
        {
          ...{ reference: 'PAY-CANARY-1', amountFen: 1_000, paidAt: '2021-03-12T04:00:00.000Z' },
          from: { number: '6225880000001231044', holder: '金丝雀柜台付款人' },
          to: { bank: 'bank-rural', number: '6228480000007771041', holder: '金丝雀柜台收款人' },
        },
      ],
    },
  );
}

async function sayOfLines(open: CanaryCity): Promise<void> {
  const { list, done } = hands(open);
  const operator = 'operator-mobile';
  await done(
    'police',
    'police.ask-line-stop.v1',
    { by: OFFICER },
    { operator, number: '17005797006', kind: 'suspend', legalBasis: 'r-605', grade: 'high' },
  );
  const [stopped] = await list(operator, 'telecom.line-measures.v1', operatorOf(operator), { state: 'standing' });
  const about = { line: { number: '17005797004' }, measureId: stopped?.['measureId'], reason: 'objection-verified' };
  await done(operator, 'telecom.ask-restoration.v1', { by: operatorOf(operator) }, about);
  await done(operator, 'telecom.restore-line.v1', { by: operatorOf(operator) }, about);
}

/** Typed numbers and purposes; what is answered in clear is what was asked for. */
export async function lookEverythingUp(open: CanaryCity): Promise<void> {
  const ask = (name: string, body: Row) => open.ask('police', { name, by: OFFICER, body });
  const looks = [
    { for: 'account', bank: 'bank-rural', number: '6216619990005561049' },
    { for: 'number', phone: '13905797007' },
    { for: 'person', idNumber: '330726196503041556' },
  ];
  for (const [index, look] of looks.entries()) await ask('police.find-reference.v1', { purpose: `金丝雀查询的目的${String(index)}`, look });
  const { list } = hands(open);
  const [measure] = await list('bank-agriculture', 'bank.measures.v1', operatorOf('bank-agriculture'), {});
  await ask('police.open-fields.v1', { purpose: '金丝雀打开的目的', fields: [measure?.['why']] });
}

/** Lists and commands as a person at a desk uses them. */
function hands(open: CanaryCity) {
  return {
    async list(node: string, name: string, by: Cast, body: Row): Promise<readonly Row[]> {
      await open.settled();
      const answer = await open.ask(node, { name, by, body });
      const items: unknown = isRow(answer) ? answer['items'] : undefined;
      if (!Array.isArray(items) || items.length === 0) throw new Error(`${name}: nothing of ${inText(body)}`);
      return items.filter(isRow).map(rowIn);
    },
    async done(node: string, name: string, who: { readonly by: Cast; readonly second?: Cast }, body: Row): Promise<void> {
      const answer = await open.send(node, { name, commandId: idOf('by-hand', name, inText(body)), body, ...who });
      if (!answer.ok) throw new Error(`${name}: ${inText(answer)}`);
      await open.settled();
    },
  };
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null;
}

/** Lists give a row by itself, or beside its cursor under its own name. */
function rowIn(item: Row): Row {
  const [inner] = Object.entries(item).filter(([name, value]) => name !== 'cursor' && isRow(value));
  return 'cursor' in item && inner && isRow(inner[1]) ? inner[1] : item;
}

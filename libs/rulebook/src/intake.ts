import { type Instant, plusHours, plusMinutes } from '@interlock/kernel';
import { type ClosedList, codesOf } from './closed-list.ts';
import { ALWAYS, type Dated, inForce } from './dated.ts';
import { type Rule } from './rule.ts';
import { always, INTAKE_PRACTICE, INTERFACE, PROCEDURE } from './sources.ts';

/** kinds of a bank's own report (message 100401). */
export const BANK_REPORT_TYPES = {
  '01': { zh: '报案', en: 'report' },
  '02': { zh: '已止付补流程', en: 'paperwork after a stop already applied' },
} as const satisfies ClosedList<string>;
export type BankReportType = keyof typeof BANK_REPORT_TYPES;

/** what a report must say before an order can follow. */
export const REPORT_ITEMS = {
  victimName: { zh: '被害人姓名', en: "victim's name" },
  victimIdNumber: { zh: '被害人证件号码', en: "victim's id number" },
  outgoingAccount: { zh: '转出账号', en: 'outgoing account' },
  outgoingBank: { zh: '转出账户开户行', en: "outgoing account's bank" },
  amount: { zh: '准确金额', en: 'exact amount' },
  transferTime: { zh: '准确转账时间', en: 'exact transfer time' },
  suspectAccount: { zh: '涉案账号', en: 'suspect account number' },
  suspectHolder: { zh: '涉案账户户名', en: "suspect account's holder" },
  suspectBank: { zh: '涉案账户开户行', en: "suspect account's bank" },
  voucher: { zh: '转账凭证或截图', en: 'voucher or screenshot' },
} as const satisfies ClosedList<string>;
export type ReportItem = keyof typeof REPORT_ITEMS;

/** minutes from the acceptance of a report to its entry with the first-level account. A late entry is marked, never blocked. */
export const ENTRY_MINUTES_MAX: Dated = [{ from: ALWAYS, value: 30 }];

/** what became of the receipt. Procedure rules art. 171. */
export const RECEIPT_RESULTS = {
  given: { zh: '已交付', en: 'given' },
  refused: { zh: '拒收', en: 'refused' },
  undeliverable: { zh: '无法送达', en: 'undeliverable' },
} as const satisfies ClosedList<string>;
export type ReceiptResult = keyof typeof RECEIPT_RESULTS;

/** hours from the decision to the transfer to the organ in charge. Procedure rules art. 175. */
export const TRANSFER_HOURS_MAX: Dated = [{ from: ALWAYS, value: 24 }];

/** what is missing, in the order in which it is asked for. */
export function missingItems(present: ReadonlySet<ReportItem>): readonly ReportItem[] {
  return codesOf(REPORT_ITEMS).filter((item) => !present.has(item));
}

/** the moment after which an entry is late. */
export function entryDueAt(acceptedAt: Instant): Instant {
  return plusMinutes(acceptedAt, inForce(ENTRY_MINUTES_MAX, acceptedAt));
}

/** the moment after which a transfer of jurisdiction is late. */
export function transferDueAt(decidedAt: Instant): Instant {
  return plusHours(decidedAt, inForce(TRANSFER_HOURS_MAX, decidedAt));
}

export const INTAKE_RULES: readonly Rule[] = [
  {
    id: 'R-101',
    zh: '被害人可向公安机关(110 或任何派出所、刑侦部门)报案,也可向银行报案;银行报案使用案件举报报文 100401,类型为报案或已止付补流程。',
    en: 'A victim reports to the police (110, any station or criminal unit) or at a bank; a bank passes it on as message 100401, as a report or as paperwork after a stop.',
    basis: always(`${INTAKE_PRACTICE};${INTERFACE}`, 'report'),
  },
  {
    id: 'R-102',
    zh: '报案须写明被害人姓名和证件号码、转出账户及开户行、准确金额、准确转账时间、涉案账号、户名及开户行、凭证或截图,方可据以止付;缺项逐一告知,报案仍立即登记。',
    en: 'A report leads to an order only with all its items (victim, outgoing account, amount, time, suspect account, voucher); what is missing is listed back, and a partial report is stored at once.',
    basis: always(INTAKE_PRACTICE, 'report'),
  },
  {
    id: 'R-103',
    zh: '受理单位自受理起 {ENTRY_MINUTES_MAX} 分钟内录入简要案情和一级账户;逾期标注,不阻断。',
    en: 'Within {ENTRY_MINUTES_MAX} minutes of acceptance the receiving unit enters the brief facts and the first-level account; a late entry is marked, never blocked.',
    basis: always(INTAKE_PRACTICE, 'report'),
    constants: { ENTRY_MINUTES_MAX },
  },
  {
    id: 'R-104',
    zh: '银行报案报文逐笔注明该笔交易是否已止付。',
    en: "A bank's report says of each transaction whether it is already stopped.",
    basis: always(INTERFACE, 'code'),
  },
  {
    id: 'R-105',
    zh: '对每起报案登记并向报案人出具回执;拒收或无法送达的予以注明。',
    en: 'Every report is registered and answered with a receipt; one refused or undeliverable is noted.',
    basis: always(`${PROCEDURE}第一百七十一条`, 'law'),
  },
  {
    id: 'R-106',
    zh: '不属于本机关管辖的,在 {TRANSFER_HOURS_MAX} 小时内移送;必须采取紧急措施的,先采取措施再办手续,止付不得等待管辖决定。',
    en: 'A case of another organ is transferred within {TRANSFER_HOURS_MAX} hours; emergency measures come first, and a stop never waits for a decision on jurisdiction.',
    basis: always(`${PROCEDURE}第一百七十五条`, 'law'),
    constants: { TRANSFER_HOURS_MAX },
  },
];

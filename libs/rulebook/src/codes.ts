import { unreachable } from '@interlock/kernel';
import { type ClosedList, isIn } from './closed-list.ts';
import { type Rule } from './rule.ts';
import { always, INTERFACE, STOP_NOTICE } from './sources.ts';

/** an institution's business answers, a closed list; the first two digits are the family. */
export const ANSWER_CODES = {
  '0000': { zh: '成功', en: 'success' },
  '0100': { zh: '身份信息不符', en: 'identity mismatch' },
  '0200': { zh: '金额不符', en: 'amount does not match' },
  '0300': { zh: '账号不存在', en: 'account not found' },
  '0301': { zh: '户名不符', en: 'account name does not match' },
  '0302': { zh: '白名单账户', en: 'account is whitelisted' },
  '0303': { zh: '账户已挂失', en: 'account is reported lost' },
  '0400': { zh: '原申请不存在', en: 'original order not found' },
  '0500': { zh: '必填项缺失', en: 'required field missing' },
  '0600': { zh: '缺少法律文书', en: 'legal document missing' },
  '0700': { zh: '机构代码错误', en: 'bad institution code' },
  '0800': { zh: '时间不符', en: 'time does not match' },
  '0801': { zh: '超出法定期限', en: "outside the order's legal period" },
  '0900': { zh: '已处理', en: 'already processed' },
  '1000': { zh: '业务不支持', en: 'not supported' },
  '1100': { zh: '无法到达', en: 'unreachable' },
  '1200': { zh: '止付成功,余额不足', en: 'stop applied, balance insufficient' },
  '1300': { zh: '止付失败', en: 'stop failed' },
  '1301': { zh: '账户已止付', en: 'account is already stopped' },
  '1302': { zh: '账户已部分冻结', en: 'account is already frozen in part' },
  '1303': { zh: '账户已全额冻结', en: 'account is already frozen in full' },
  '1304': { zh: '超过允许次数', en: 'exceeds permitted number' },
  '1800': { zh: '延期失败', en: 'extension failed' },
  '1900': { zh: '解除失败', en: 'release failed' },
} as const satisfies ClosedList<string>;
export type AnswerCode = keyof typeof ANSWER_CODES;

/** codes that the rules name, by what they mean. */
export const ANSWER = {
  success: '0000',
  amountMismatch: '0200',
  accountNotFound: '0300',
  nameMismatch: '0301',
  originalNotFound: '0400',
  fieldMissing: '0500',
  timeMismatch: '0800',
  alreadyProcessed: '0900',
  /** */
  partly: '1200',
  alreadyStopped: '1301',
  frozenInPart: '1302',
  frozenInFull: '1303',
  /** */
  limitReached: '1304',
  /** */
  extensionTooLate: '1800',
  /** */
  releaseTooLate: '1900',
} as const satisfies Readonly<Record<string, AnswerCode>>;

/** What an answer means for the chase: money is held, part of it is, it was so already, the order can be corrected, or it is refused. */
export type AnswerMeaning = 'held' | 'partly' | 'already' | 'mismatch' | 'refused';

/** Whether the text is a code of the closed list; any other answer is bad input. */
export function isAnswerCode(code: string): code is AnswerCode {
  return isIn(ANSWER_CODES, code);
}

/** whether an order that was refused so may go out once more as it is: the bank could not carry it out, and said nothing against the stop. */
export function mayOrderAnew(code: AnswerCode): boolean {
  const technical: readonly AnswerCode[] = ['0500', '0600', '0700', '1100', '1300'];
  return technical.includes(code);
}

/** how the case goes on after a bank's answer. Only `mismatch` and `refused` hold nothing. */
export function meaningOf(code: AnswerCode): AnswerMeaning {
  switch (code) {
    case '0000':
      return 'held';
    case '1200':
      return 'partly';
    case '0900':
    case '1301':
    case '1302':
    case '1303':
      return 'already';
    case '0200':
    case '0300':
    case '0301':
    case '0800':
      return 'mismatch';
    case '0100':
    case '0302':
    case '0303':
    case '0400':
    case '0500':
    case '0600':
    case '0700':
    case '0801':
    case '1000':
    case '1100':
    case '1300':
    case '1304':
    case '1800':
    case '1900':
      return 'refused';
    default:
      return unreachable(code);
  }
}

export const CODE_RULES: readonly Rule[] = [
  {
    id: 'R-110',
    zh: '银行在本行系统核对账号、户名、汇款金额、交易时间;全部一致立即止付,有一项不一致不得止付。',
    en: 'The bank compares account number, account name, remitted amount and transaction time with its own books: all consistent, stop at once; any inconsistent, do not stop.',
    basis: always(STOP_NOTICE, 'report'),
  },
  {
    id: 'R-115',
    zh: '余额不足的止付是一种真实状态(1200):随即追踪下级账户,不得结束。',
    en: 'A stop over too small a balance (1200) is a state of its own: it leads to the tracing of onward accounts, not to closure.',
    basis: always(INTERFACE, 'code'),
  },
  {
    id: 'R-116',
    zh: '止付指令幂等:重复指令答复 0900,已止付 1301,已部分冻结 1302,已全额冻结 1303;均不作为案件错误。',
    en: 'Orders are idempotent: a repeat is answered 0900, a stopped account 1301, one frozen in part 1302, in full 1303; none of them is an error of the case.',
    basis: always(INTERFACE, 'code'),
  },
  {
    id: 'R-130',
    zh: '业务应答码为封闭清单,前两位为类别。',
    en: 'Business answers come from a closed list of codes; the first two digits are the family.',
    basis: always(INTERFACE, 'code'),
  },
];

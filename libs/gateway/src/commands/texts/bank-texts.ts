import { type ErrorTexts } from './local-text.ts';

/** Refusals of a bank’s streams and handlers. */
export const BANK_TEXTS = {
  ANOTHER_BEING_ANSWERED: {
    zh: '同一账户另有指令在办，请待其办结后再试',
    en: 'Another order on this account is being answered: try again when it is done',
  },
  APPEAL_IS_OPEN: { zh: '已有申诉尚未办结，请先办结', en: 'An appeal is open: decide it first' },
  BEING_ANSWERED: { zh: '正在核心系统办理，请等待结果', en: 'It is at the core system now: wait for its result' },
  GRADING_MISSING: { zh: '缺少风险等级或依据，请按所列补充', en: 'Grade or grounds are missing: add what is listed' },
  NOTHING_STOPPED: {
    zh: '补办报告须至少有一笔已止付，请标明',
    en: 'A report that follows a stop has to name what is stopped: mark those payments',
  },
  NO_OPEN_APPEAL: { zh: '没有未结申诉，请先登记申诉', en: 'No appeal is open: take one down first' },
  NO_SUCH_LIFT: { zh: '没有该解除冻结指令，请核对编号', en: 'The police ordered no such lift: check its id' },
  NO_SUCH_RELEASE: { zh: '没有该解除止付指令，请核对编号', en: 'The police ordered no such release: check its id' },
  PAYMENT_IN_FUTURE: { zh: '转账时间在将来，请更正所列各笔', en: 'A payment lies in the future: correct those listed' },
  PAYMENT_TWICE: { zh: '同一笔转账出现两次，请删去重复', en: 'A payment is named twice: leave one out' },
  REPORT_EXISTS: { zh: '该编号的报告已存在，请换用新编号', en: 'A report with this id exists: take a new id' },
  REPORT_UNDER_WAY: { zh: '上一次报告正在办理，请等待其完成', en: 'A report of this watch is under way: wait until it is done' },
} as const satisfies ErrorTexts;

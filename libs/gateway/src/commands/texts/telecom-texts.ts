import { type ErrorTexts } from './local-text.ts';

/** Refusals of an operator’s streams and handlers. */
export const TELECOM_TEXTS = {
  AT_THE_NETWORK: { zh: '正在网络侧执行，请等待结果', en: 'It is at the network now: wait for its result' },
  NOTICE_MISSING: { zh: '尚未告知用户，请告知后再登记', en: 'The user was given no notice: give it, then record this' },
  NO_SUCH_REVERIFICATION: { zh: '没有该实人复核，请核对编号', en: 'There is no such re-verification: check its id' },
  ONLY_HOLDS_END_BY_THEMSELVES: {
    zh: '只有保护性停机可设截止时间，请去掉',
    en: 'Only a protective hold ends by itself: leave the end out',
  },
  ORDER_INCOMPLETE: { zh: '缺少依据、等级或截止时间，请按所列补充', en: 'Legal basis, grade or end is missing: add what is listed' },
  RESTORATION_ALREADY_ASKED: {
    zh: '此前已登记恢复申请，请按所示时间恢复',
    en: 'Restoration was asked for before: restore it by the time shown',
  },
  REVERIFICATION_DECIDED: { zh: '复核已有结果，无需再登记', en: 'The re-verification is decided: nothing is left to do' },
  REVERIFICATION_RUNNING: { zh: '该号码正在复核，请待其结束', en: 'A re-verification of this line is running: wait until it is decided' },
  UNTIL_NOT_AHEAD: { zh: '截止时间已过，请填写将来的时间', en: 'The end named has passed: name one that lies ahead' },
} as const satisfies ErrorTexts;

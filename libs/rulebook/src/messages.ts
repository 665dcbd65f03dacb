import { type Text } from './rule.ts';

/** A message of the management platform: the order's number, its feedback's number, and who sends the order. */
export interface MessageKind extends Text {
  readonly order: string;
  /** Even, and one above its order. */
  readonly feedback: string;
  readonly from: 'police' | 'institution';
}

/** Catalogue of messages, as public code of 2016 has it; whether every number is current is not confirmed. */
export const MESSAGES = [
  { order: '100101', feedback: '100102', from: 'police', zh: '止付', en: 'stop payment' },
  { order: '100103', feedback: '100104', from: 'police', zh: '止付解除', en: 'release stop' },
  { order: '100105', feedback: '100106', from: 'police', zh: '止付延期', en: 'extend stop' },
  { order: '100201', feedback: '100202', from: 'police', zh: '冻结', en: 'freeze' },
  { order: '100203', feedback: '100204', from: 'police', zh: '冻结解除', en: 'unfreeze' },
  { order: '100205', feedback: '100206', from: 'police', zh: '冻结延期', en: 'extend freeze' },
  { order: '100301', feedback: '100302', from: 'police', zh: '账户交易明细查询', en: 'transaction detail query' },
  { order: '100303', feedback: '100304', from: 'police', zh: '账户持卡主体查询', en: 'card-holder query' },
  { order: '100305', feedback: '100306', from: 'police', zh: '账户动态查询', en: 'dynamic watch' },
  { order: '100307', feedback: '100308', from: 'police', zh: '账户动态查询解除', en: 'end dynamic watch' },
  { order: '100309', feedback: '100310', from: 'police', zh: '客户全账户查询', en: 'all accounts of a customer' },
  { order: '100401', feedback: '100402', from: 'institution', zh: '案件举报', en: 'case report' },
] as const satisfies readonly MessageKind[];
export type OrderMessage = (typeof MESSAGES)[number]['order'];

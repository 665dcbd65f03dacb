import { type Instant } from '@interlock/kernel';
import { ALWAYS, type Dated } from './dated.ts';
import { type Basis, type Certainty } from './rule.ts';

/** Anti-Telecom and Online Fraud Law: in force from 1 December 2022, city time. */
export const FRAUD_LAW_FROM: Instant = '2022-11-30T16:00:00.000Z';
/** Personal Information Protection Law: in force from 1 November 2021, city time. */
export const PERSONAL_DATA_LAW_FROM: Instant = '2021-10-31T16:00:00.000Z';
/** Joint notice on phone cards used in fraud: of 2 June 2021, city time. */
export const CARD_NOTICE_FROM: Instant = '2021-06-01T16:00:00.000Z';

export const STOP_NOTICE =
  '中国人民银行、工业和信息化部、公安部、工商总局关于建立电信网络新型违法犯罪涉案账户紧急止付和快速冻结机制的通知(银发〔2016〕86号)';
export const PROCEDURE = '公安机关办理刑事案件程序规定(2020)';
export const FRAUD_LAW = '中华人民共和国反电信网络诈骗法';
export const PERSONAL_DATA_LAW = '中华人民共和国个人信息保护法';
export const CARD_NOTICE =
  '工业和信息化部、公安部关于依法清理整治涉诈电话卡、物联网卡以及关联互联网账号的通告(工信部联网安函〔2021〕133号)';
export const INTAKE_PRACTICE = '公安部紧急止付工作要求(见于报道,未见原文)';
export const FILING_OPINION = '公安部关于改革完善受案立案制度的意见';
export const INTERFACE = '电信网络新型违法犯罪交易风险事件管理平台接口(2016年公开代码)';
export const DESIGN = '本系统设计';
/** The newspaper story of 2021 that the demo retells: a benchmark, no law. */
export const SEED = '演示所依据的2021年城市反诈报道';

/** One basis for all times that the stories reach. */
export function always(source: string, sure: Certainty): Dated<Basis> {
  return [{ from: ALWAYS, value: { source, sure } }];
}

/** Before the law the demo keeps the same rule as its own reading, and says so. */
export function designUntil(from: Instant, source: string, sure: Certainty): Dated<Basis> {
  return [
    { from: ALWAYS, value: { source: DESIGN, sure: 'design' } },
    { from, value: { source, sure } },
  ];
}

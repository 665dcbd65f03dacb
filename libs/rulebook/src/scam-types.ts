import { type ClosedList } from './closed-list.ts';
import { type Rule } from './rule.ts';
import { always, DESIGN } from './sources.ts';

/** stable codes; each year's official list is a view over them. English names are this project's. */
export const SCAM_TYPES = {
  T01: { zh: '刷单返利', en: 'Task or rebate (brushing)' },
  T02: { zh: '虚假网络投资理财', en: 'Fake online investment' },
  T03: { zh: '虚假购物、服务', en: 'Fake shopping or service' },
  T04: { zh: '冒充电商物流客服', en: 'Fake e-commerce or courier support' },
  T05: { zh: '虚假贷款', en: 'Fake loan' },
  T06: { zh: '虚假征信', en: 'Fake credit-record repair' },
  T07: { zh: '冒充领导、熟人', en: 'Fake boss or acquaintance' },
  T08: { zh: '冒充公检法及政府机关', en: 'Fake police, court or government' },
  T09: { zh: '网络婚恋、交友', en: 'Romance or friendship' },
  T10: { zh: '网络游戏产品虚假交易', en: 'Fake game-item trade' },
  T11: { zh: '机票退改签', en: 'Air-ticket change or refund' },
  T12: { zh: '杀猪盘(交友诱导投资、博彩)', en: 'Long-con romance to investment or gambling' },
  T13: { zh: '虚拟币投资', en: 'Virtual-currency investment' },
  T14: { zh: '注销校园贷', en: '"Close your campus loan"' },
  T15: { zh: '网络赌博', en: 'Online gambling' },
  T16: { zh: '冒充党政、乡镇领导', en: 'Fake party or town leader' },
  T17: { zh: '冒充公司领导(QQ 群骗财务)', en: 'Fake boss to finance staff' },
  T18: { zh: '购物退款', en: 'Shopping refund' },
  T19: { zh: '疫苗接种预约', en: 'Vaccination booking' },
  T20: { zh: '木马、钓鱼、盗刷', en: 'Malware, phishing, account takeover' },
  T21: { zh: '中奖', en: 'Fake prize' },
  T22: { zh: '虚构险情(车祸、绑架)', en: 'Invented emergency' },
  T23: { zh: '裸聊敲诈', en: 'Sextortion' },
  T99: { zh: '其他', en: 'Other (say which)' },
} as const satisfies ClosedList<string>;
export type ScamType = keyof typeof SCAM_TYPES;

/** Kinds of a wider type: counted there in the official lists. */
export const SCAM_TYPE_WITHIN: Readonly<Partial<Record<ScamType, ScamType>>> = { T16: 'T07', T17: 'T07', T18: 'T04' };

/**
 * the official lists, entry by entry, as far as they could be read: of the ten of 2023 only six are confirmed.
 * In 2025 loans and credit records are one entry.
 */
export const OFFICIAL_LISTS: Readonly<Record<number, readonly (readonly ScamType[])[]>> = {
  2022: [['T01'], ['T02'], ['T04'], ['T05'], ['T08']],
  2023: [['T01'], ['T02'], ['T04'], ['T05'], ['T06'], ['T08']],
  2024: [['T01'], ['T02'], ['T03'], ['T04'], ['T05'], ['T06'], ['T07'], ['T08'], ['T09'], ['T10']],
  2025: [['T01'], ['T02'], ['T03'], ['T04'], ['T05', 'T06'], ['T07'], ['T08'], ['T09'], ['T10'], ['T11']],
};

/** the groups at risk that the seed names, and the types that meet them. */
export const RISK_GROUPS = {
  'owners-and-cadres': { zh: '企业主、村干部', en: 'business owners and village cadres' },
  'finance-staff': { zh: '企业财务人员', en: 'finance staff' },
  'women-and-mothers': { zh: '妇女、宝妈', en: 'women and young mothers' },
  'migrant-workers': { zh: '外来务工人员', en: 'migrant workers' },
  students: { zh: '学生', en: 'students' },
} as const satisfies ClosedList<string>;
export type RiskGroup = keyof typeof RISK_GROUPS;

export const RISK_GROUP_TYPES: Readonly<Record<RiskGroup, readonly ScamType[]>> = {
  'owners-and-cadres': ['T16'],
  'finance-staff': ['T17'],
  'women-and-mothers': ['T01', 'T12', 'T02', 'T13'],
  'migrant-workers': ['T01', 'T05', 'T18', 'T02', 'T15'],
  students: ['T01', 'T05', 'T14'],
};

/** the entry of a year's official list under which a type is counted; unset where that list has none. */
export function listEntryOf(type: ScamType, year: number): readonly ScamType[] | undefined {
  const counted = SCAM_TYPE_WITHIN[type] ?? type;
  return OFFICIAL_LISTS[year]?.find((entry) => entry.includes(counted));
}

export const SCAM_TYPE_RULES: readonly Rule[] = [
  {
    id: 'R-701',
    zh: '诈骗类型使用稳定代码。',
    en: 'Scam types have stable codes.',
    basis: always(`公安部历年公布的高发类型;代码为${DESIGN}`, 'report'),
    notYet: {
      zh: '按各年官方清单统计:清单是代码之上的视图,并有对应关系。',
      en: "Statistics by each year's official list, which is a view over the codes, with a mapping.",
      waiting: ['listEntryOf', 'OFFICIAL_LISTS', 'SCAM_TYPE_WITHIN'],
    },
  },
];

import { type ErrorTexts } from './local-text.ts';

/** What keeps a node from answering: its log, its keys, a second person’s token. */
export const STORE_TEXTS = {
  KEYS_CLOSED: {
    zh: '节点正在停止，未写入；请稍后用同一编号重试',
    en: 'The node is stopping and nothing was written: repeat with the same command id in a while',
  },
  KEYS_UNAVAILABLE: {
    zh: '密钥未能写入，请腾出磁盘空间后用同一编号重试',
    en: 'A key could not be written: make room on the disk, then repeat with the same command id',
  },
  KEY_DESTROYED: {
    zh: '所需个人信息的密钥已销毁，无法转发；请重新取得资料',
    en: 'The key of a personal field was destroyed, so it cannot be passed on: obtain the data again',
  },
  KEY_UNKNOWN: {
    zh: '本节点没有该个人信息的密钥，无法转发；请联系提供单位',
    en: 'This node has no key of a personal field, so it cannot be passed on: ask the member that provided it',
  },
  NOT_GRANTED: {
    zh: '提供单位未授权打开该个人信息；请联系该单位',
    en: 'The member that provided a personal field granted no key for it: ask that member',
  },
  SEAL_BROKEN: { zh: '个人信息封存已损坏，无法打开；请通知值班人员', en: 'The seal of a personal field is broken: tell the operator' },
  STORE_CLOSED: {
    zh: '节点正在停止，未写入；请稍后用同一编号重试',
    en: 'The node is stopping and nothing was written: repeat with the same command id in a while',
  },
  STORE_DAMAGED: {
    zh: '日志损坏，未写入；请通知值班人员',
    en: 'The log is damaged and nothing was written: tell the operator, who can run interlock verify',
  },
  STORE_FULL: {
    zh: '磁盘已满，未写入；请腾出空间后用同一编号重试',
    en: 'The disk is full and nothing was written: make room, then repeat with the same command id',
  },
  STORE_UNAVAILABLE: { zh: '日志暂不可写，请用同一编号重试', en: 'The log cannot be written now: repeat with the same command id' },
  TOKEN_EXPIRED: { zh: '第二签名人的令牌已过期，请其重新登录', en: 'The second person’s token expired: have them sign in again' },
  TOKEN_FORGED: {
    zh: '第二签名人的令牌签名不符，请其重新登录',
    en: 'The second person’s token does not hold its signature: have them sign in again',
  },
  TOKEN_MALFORMED: { zh: '第二签名人的令牌不完整，请完整复制', en: 'The second person’s token is not a whole token: copy all of it' },
  TOKEN_MISSING: { zh: '缺少第二签名人的令牌，请附上', en: 'The second person’s token is missing: send it as well' },
  TOKEN_UNKNOWN_MEMBER: {
    zh: '第二签名人的令牌不是由成员签发，请核对单位',
    en: 'No member issued the second person’s token: check whose it is',
  },
  TOKEN_WRONG_AUDIENCE: {
    zh: '第二签名人的令牌不适用于本节点，请为本节点签发',
    en: 'The second person’s token is for another node: have one issued for this one',
  },
} as const satisfies ErrorTexts;

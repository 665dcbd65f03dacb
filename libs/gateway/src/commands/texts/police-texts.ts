import { type ErrorTexts } from './local-text.ts';

/** Refusals of the police’s streams and handlers. */
export const POLICE_TEXTS = {
  ACCOUNT_UNKNOWN: { zh: '案中没有该账户，请核对账户', en: 'No case knows this account at a member bank: check the account' },
  ALREADY_ASKED: { zh: '已向运营商提出同样请求，请等待答复', en: 'The operator was asked the same already: wait for its answer' },
  ALREADY_ENTERED: { zh: '案情此前已录入，无需再录', en: 'The case was entered before: nothing is left to do' },
  ALREADY_FILED: { zh: '案件此前已立案，无需再办', en: 'The case was filed before: nothing is left to do' },
  ALREADY_LIFTING: { zh: '正在解除冻结，请等待银行答复', en: 'The freeze is being lifted: wait for the bank’s answer' },
  ALREADY_ORDERED: { zh: '该账户已有止付指令在办，请等待银行答复', en: 'A stop of this account is under way: wait for the bank’s answer' },
  ALREADY_PROPOSED: { zh: '该账户已有止付建议，请直接确认', en: 'A stop of this account is proposed already: confirm that proposal' },
  ALREADY_RELEASING: { zh: '正在解除止付，请等待银行答复', en: 'The stop is being released: wait for the bank’s answer' },
  ALREADY_RENEWED: { zh: '该止付此前已延期，请查看在后的止付', en: 'The stop was renewed before: look at the one that follows it' },
  ALREADY_REPORTED: { zh: '案件此前已登记，无需再报', en: 'The case was reported before: nothing is left to do' },
  ALREADY_STOPPED: {
    zh: '该账户已被止付，到期前请续止付或冻结',
    en: 'The account is stopped already: renew or freeze before that stop ends',
  },
  ALREADY_WATCHED: { zh: '该账户已在监控，无需再办', en: 'The account is watched already: nothing is left to do' },
  APPROVAL_NEEDED: {
    zh: '需要所示级别的有权负责人审批，请由其签名',
    en: 'The head of the level shown has to approve: have that head sign',
  },
  CASE_IS_OVER: { zh: '案件已了结，不能再办；如有新情况请另行登记', en: 'The case is over: report anew what came since' },
  CASE_NOT_ENTERED: { zh: '案情尚未录入，请先录入案情和转账', en: 'The case is not entered yet: enter its facts and payments first' },
  END_NEEDED: { zh: '保护性停机须有截止时间，请填写', en: 'A protective hold has to end: say until when' },
  END_PASSED: { zh: '截止时间已过，请填写将来的时间', en: 'The end named has passed: name one that lies ahead' },
  FILING_NOT_REFUSED: { zh: '未作出不立案决定，无需送达', en: 'Filing was not refused: there is nothing to serve' },
  FREEZE_NOT_IN_FORCE: {
    zh: '冻结未生效，或未到可续冻的时间；请到期前再办',
    en: 'The freeze is not in force, or it is too early to renew it: renew it shortly before it ends',
  },
  FREEZE_OVER: { zh: '冻结已结束；如仍需冻结请重新下达', en: 'The freeze is over: order a new one if it is still needed' },
  LIMIT_REACHED: {
    zh: '该账户止付次数已用完；请依法立案后冻结',
    en: 'The account had all the stops that the rule allows: file the case and freeze instead',
  },
  NOTHING_TO_FREEZE: {
    zh: '没有可冻结的涉案资金；请核对账户或注明金额',
    en: 'There is nothing of this case to freeze: check the account, or name a sum',
  },
  NOTHING_TRACED: {
    zh: '该账户没有涉案资金，不能止付；一旦追踪到资金，将重新提出止付建议',
    en: 'No traced money is on the account, so it cannot be stopped: it is proposed anew as soon as some is reported',
  },
  NOT_ENTERED: { zh: '案情尚未录入，请先录入', en: 'The case is not entered yet: enter it first' },
  NOT_FILED: { zh: '案件尚未立案，不能冻结；请先立案', en: 'The case is not filed yet, so nothing can be frozen: file it first' },
  NO_MISMATCH: { zh: '没有需更正的不符；请核对指令', en: 'No mismatch is open to be corrected: check which order it was' },
  NO_SUCH_CASE: { zh: '没有该案件，请核对案号', en: 'There is no such case: check its number' },
  NO_SUCH_PROPOSAL: {
    zh: '没有该建议，或已处理；请刷新建议列表',
    en: 'There is no such proposal, or it was decided: look at the list again',
  },
  OTHER_ORGAN: {
    zh: '须由原决定机关的负责人审批，请由所示单位办理',
    en: 'Another organ decided it: the head of the unit shown has to approve',
  },
  PAYMENTS_MISSING: { zh: '缺少转账信息，请按所列补充', en: 'Payments are missing: add what is listed' },
  PAYMENT_ALREADY_ENTERED: { zh: '该笔转账已录入另一案件；请核对流水号', en: 'The payment belongs to another case: check its reference' },
  SAME_ACCOUNT: { zh: '收付款账户相同，请更正', en: 'Payer and payee are the same account: correct one' },
  SECOND_OFFICER_NEEDED: { zh: '需要第二名民警签名，请附其令牌', en: 'A second officer has to sign: send their token as well' },
  STOP_OVER: {
    zh: '止付已结束，不能延期或解除；如仍需止付请重新下达',
    en: 'The stop is over and can be neither renewed nor released: order a new one if it is still needed',
  },
  SUM_EXCEEDS_TRACED: { zh: '金额超过可冻结的涉案资金，请减少', en: 'More than can be frozen of the traced money: name a smaller sum' },
  TOO_MANY_LOOK_UPS: { zh: '一小时内查询次数过多，请稍后再查', en: 'Too many look-ups within the hour: go on later' },
} as const satisfies ErrorTexts;

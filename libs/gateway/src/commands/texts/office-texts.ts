import { type ErrorTexts } from './local-text.ts';

/** Refusals of the joint office’s streams and handlers. */
export const OFFICE_TEXTS = {
  AI_CALL_NEVER_CLOSES: {
    zh: '智能外呼不能关闭该级预警，请由人员联系',
    en: 'An automatic call closes no warning of this level: have a person make contact',
  },
  ALREADY_ISSUED: { zh: '该预警此前已发出，无需再发', en: 'The warning was issued before: nothing is left to do' },
  ALREADY_LINKED: { zh: '该案件此前已关联，无需再办', en: 'The case was linked before: nothing is left to do' },
  ALREADY_ON_THE_ROTA: {
    zh: '此人该时段已在值班表上，请改时段或换人',
    en: 'The person is on the rota at that time already: change the time or the person',
  },
  ALREADY_READ: { zh: '此前已登记为已读，无需再办', en: 'It was recorded as read before: nothing is left to do' },
  ALREADY_SIGNED: { zh: '预警此前已签收，无需再办', en: 'The warning was signed for before: nothing is left to do' },
  ALREADY_THERE: { zh: '预警已在该地，无需移交', en: 'The warning is there already: nothing is left to do' },
  ALREADY_YOURS: { zh: '职责已在该单位该岗位，请另选接收方', en: 'The duty is with that member and post already: name another' },
  CHECKER_DID_IT: {
    zh: '办理人不能检查自己办的职责，请由他人检查',
    en: 'Nobody checks what they did themselves: have somebody else check',
  },
  CLOSING_INCOMPLETE: { zh: '关闭条件不齐，请按所列补充', en: 'What a closing needs is missing: add what is listed' },
  DEPUTY_IS_THE_HOLDER: { zh: '副职不能与正职为同一人，请另选', en: 'The deputy has to be another person than the holder: name another' },
  DUTY_IS_OVER: { zh: '职责已办结或解除，无需再办', en: 'The duty is over: nothing is left to do' },
  MEMBER_TWICE: { zh: '名册中同一成员出现两次，请删去重复', en: 'A member is listed twice: leave one out' },
  NOTHING_TO_LINK: { zh: '预警之后没有可关联的损失；请核对案件', en: 'There is no loss after the warning to link: check the case' },
  NOT_ASKED_TO_MOVE: {
    zh: '未向本地提出移交，请由被请求方答复',
    en: 'Your unit was not asked to take the warning: whoever was asked answers',
  },
  NOT_DONE: { zh: '职责尚未办结，不能检查；请待其办结', en: 'The duty is not done yet: check it when it is' },
  NOT_ESCALATED: { zh: '职责未被升级，无需答辩', en: 'The duty was not escalated: there is nothing to reply to' },
  NOT_OFFERED_TO_YOU: {
    zh: '该职责未移交给本单位，请由接收方答复',
    en: 'The duty was not offered to your member: whoever it was offered to answers',
  },
  NOT_REACHED: { zh: '未联系到本人，不能关闭；请继续联系', en: 'The person was not reached, so this cannot close: go on trying' },
  NOT_YOUR_DUTY: { zh: '该职责不属于本单位，请由责任单位办理', en: 'The duty is not your member’s: the member named has to do it' },
  NOT_YOUR_MEMBER: {
    zh: '只能办理本单位事项，请由该单位或联席办办理',
    en: 'You act for your own member only: have that member or the office do it',
  },
  NO_DUTY_LIST: { zh: '该案件没有职责清单，请核对案件', en: 'The case has no duty list: check the case' },
  NO_SUCH_DUTY: { zh: '没有该职责，请核对编号', en: 'There is no such duty: check its id' },
  NO_SUCH_SHIFT: { zh: '没有该班次，请核对编号', en: 'There is no such shift: check its id' },
  NO_SUCH_WARNING: { zh: '没有该预警，请核对编号', en: 'There is no such warning: check its id' },
  OUTCOME_DOES_NOT_CLOSE: {
    zh: '该结果不能关闭预警，请登记结果并继续工作',
    en: 'This outcome closes no warning: record it without closing, and go on',
  },
  POST_IS_VACANT: { zh: '该岗位本就空缺，无需再办', en: 'Nobody holds that seat of the post: nothing is left to do' },
  REGISTER_INCOMPLETE: { zh: '名册与规定数目不符，请按所列补齐', en: 'The register is not what the rule counts: complete it as listed' },
  RUNG_SKIPPED: { zh: '须逐级升级，请先办所示一级', en: 'A rung of the ladder was skipped: begin with the one shown' },
  SHIFT_ENDS_BEFORE_IT_BEGINS: { zh: '班次结束早于开始，请更正', en: 'The shift ends before it begins: correct its times' },
  STEP_SKIPPED: { zh: '须逐级升级，请先办所示一级', en: 'A step of the ladder was skipped: begin with the one shown' },
  WARNING_IS_CLOSED: { zh: '预警已关闭，不能再办；如有新情况请另发预警', en: 'The warning is closed: issue another for what came since' },
} as const satisfies ErrorTexts;

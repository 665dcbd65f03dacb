/** A refusal's code in words, for people; the code is the contract. */
export interface LocalText {
  readonly zh: string;
  readonly en: string;
}

/** One line a code: `CODE: 中文 | English`. A code without a line is shown by its words. */
const TEXTS = new Map(
  `
ACCOUNT_UNKNOWN: 本行无此账户 | No such account here
ALREADY_ACCEPTED: 案件已受理 | The case was accepted before
ALREADY_ANSWERED: 已经答复 | It was answered before
ALREADY_ENTERED: 案情已录入 | The case was entered before
ALREADY_FILED: 案件已立案 | The case was filed before
ALREADY_LIFTING: 正在解除冻结 | The freeze is being lifted
ALREADY_ORDERED: 该账户已有在办止付 | A stop of this account is under way
ALREADY_PROPOSED: 该账户已有建议 | A stop of this account is proposed already
ALREADY_RELEASING: 正在解除止付 | The stop is being released
ALREADY_RENEWED: 已经续期 | It was renewed before
ALREADY_REPORTED: 已经上报 | It was reported before
ALREADY_STOPPED: 该账户已被止付 | The account is stopped already
ALREADY_WATCHED: 该账户已在监控 | The account is watched already
ANOTHER_BEING_ANSWERED: 同一账户另有指令在办 | Another order on this account is being answered
APPEAL_IS_OPEN: 申诉尚未办结 | An appeal is open
APPROVAL_NEEDED: 需要有权负责人审批 | The approving head has to sign
BEING_ANSWERED: 正在办理 | It is being answered
CASE_IS_OVER: 案件已了结 | The case is over
CASE_NOT_ENTERED: 案情尚未录入 | The case is not entered yet
COMMAND_EXPIRED: 指令已过期,未执行 | The command came too late and was not carried out
FILING_NOT_REFUSED: 未作出不立案决定 | Filing was not refused
FREEZE_NOT_IN_FORCE: 冻结不在生效中 | The freeze is not in force
FREEZE_OVER: 冻结已到期 | The freeze is over
GRADING_MISSING: 缺少分级和依据 | Grade and grounds are missing
IDEMPOTENCY_CONFLICT: 同一指令编号内容不同 | The same command id came with another body
INVALID: 填写不符合要求 | The input does not fit
LIMIT_REACHED: 已达次数上限 | The limit is reached
MEASURE_EXISTS: 措施已存在 | The measure exists
MEASURE_IS_OVER: 措施已解除 | The measure is over
NODE_UNAVAILABLE: 主管节点暂不可用,请用同一编号重试 | The owning node is not available: repeat with the same command id
NO_MISMATCH: 没有需更正的不符 | There is no mismatch to correct
NO_OPEN_APPEAL: 没有未结申诉 | There is no open appeal
NO_SUCH_CASE: 没有该案件 | No such case
NO_SUCH_FREEZE: 没有该冻结 | No such freeze
NO_SUCH_LIFT: 没有该解除冻结指令 | No such lift
NO_SUCH_MEASURE: 没有该措施 | No such measure
NO_SUCH_ORDER: 没有该止付指令 | No such order
NO_SUCH_PROPOSAL: 没有该建议 | No such proposal
NO_SUCH_RELEASE: 没有该解除止付指令 | No such release
NO_SUCH_REQUEST: 没有该请求 | No such request
NO_SUCH_WATCH: 没有该监控 | No such watch
NOT_ACCEPTED: 案件尚未受理 | The case is not accepted yet
NOT_DUE_YET: 时限未到 | It is not due yet
NOT_ENTERED: 案情尚未录入 | The case is not entered yet
NOT_FILED: 案件尚未立案 | The case is not filed yet
NOTHING_STOPPED: 没有在止付的资金 | Nothing is stopped there
NOTHING_TO_FREEZE: 没有可冻结的涉案资金 | There is nothing to freeze
NOTHING_TRACED: 该账户没有涉案资金 | No traced money is on the account
OTHER_ORGAN: 应由原批准机关办理 | Another organ approved it
PAYMENT_ALREADY_ENTERED: 该笔转账已录入 | The payment was entered before
PAYMENT_IN_FUTURE: 转账时间在将来 | The payment lies in the future
PAYMENT_TWICE: 同一笔转账出现两次 | A payment is named twice
PAYMENTS_MISSING: 缺少转账信息 | Payments are missing
REMEDY_MISSING: 缺少救济途径说明 | The remedy is missing
REPORT_EXISTS: 该报告已存在 | The report exists
REPORT_UNDER_WAY: 报告正在办理 | The report is under way
SAME_ACCOUNT: 收付款账户相同 | Payer and payee are the same account
SECOND_OFFICER_NEEDED: 需要第二名民警签名 | A second officer has to sign
SECOND_PERSON_IS_THE_SAME: 第二签名人不能是本人 | The second person has to be another one
SECOND_PERSON_NOT_ALLOWED: 第二签名人无此职权 | The second person may not sign this
SECOND_PERSON_REQUIRED: 需要第二人签名 | A second person has to sign
STALE_VERSION: 数据已更新,请刷新后重试 | Somebody was faster: look again, then repeat
STOP_OVER: 止付已结束 | The stop is over
SUM_EXCEEDS_TRACED: 超过涉案金额 | More than the traced money
TIME_IN_FUTURE: 时间在将来 | The time lies in the future
TOO_MANY_LOOK_UPS: 查询次数过多 | Too many look-ups
UNKNOWN_COMMAND: 主管节点不识此指令 | The owning node does not know the command
UNKNOWN_MEMBER: 不是成员单位 | Not a member
KEYS_UNAVAILABLE: 密钥未能写入,请腾出磁盘空间后用同一编号重试 | A key could not be written: make room on the disk, then repeat with the same command id
STORE_DAMAGED: 日志损坏,未写入;请通知值班人员 | The log is damaged and nothing was written: tell the operator, who can run interlock verify
STORE_FULL: 磁盘已满,未写入;请腾出空间后用同一编号重试 | The disk is full and nothing was written: make room, then repeat with the same command id
STORE_UNAVAILABLE: 日志暂不可写,请用同一编号重试 | The log cannot be written now: repeat with the same command id
`
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [, code = '', zh = '', en = ''] = /^(\w+): (.*) \| (.*)$/.exec(line) ?? [];
      return [code, { zh, en }] as const;
    }),
);

export function textOf(code: string): LocalText {
  const words = code.toLowerCase().replaceAll('_', ' ');
  return TEXTS.get(code) ?? { zh: `未能办理(${code})`, en: words.charAt(0).toUpperCase() + words.slice(1) };
}

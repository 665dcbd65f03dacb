import { type ErrorTexts } from './local-text.ts';

/** What several nodes say, and the machinery before any stream is asked. */
export const COMMON_TEXTS = {
  ALREADY_ACCEPTED: { zh: '此前已经受理或接收，无需再办', en: 'It was accepted before: nothing is left to do' },
  ALREADY_ANSWERED: { zh: '此前已经答复，请查看已有答复', en: 'It was answered before: read that answer' },
  CERTIFICATE_REFUSED: {
    zh: '主管节点不认可所出示的证书，未办理；请联系运维更换证书',
    en: 'The owning node does not take the certificate that it was shown, and nothing was done: have your operator renew it',
  },
  COMMAND_EXPIRED: {
    zh: '指令已过有效期，未执行；如仍需办理，请用新编号重新发出',
    en: 'The command came after its time and was not carried out: if it is still wanted, send it again under a new command id',
  },
  IDEMPOTENCY_CONFLICT: {
    zh: '此指令编号已被他人或另一内容使用，未执行；请换用新编号',
    en: 'This command id was used before, by another person or for another body, and nothing was done: take a new id',
  },
  INVALID: { zh: '填写不符合要求，请按所指字段更正', en: 'The input does not fit: correct the field that is named' },
  MEASURE_EXISTS: { zh: '该编号的措施已存在，请换用新编号', en: 'A measure with this id exists: take a new id' },
  MEASURE_IS_OVER: { zh: '措施已经结束，无需再办', en: 'The measure is over: nothing is left to do' },
  NODE_UNAVAILABLE: { zh: '主管节点暂不可用，请用同一编号重试', en: 'The owning node is not available: repeat with the same command id' },
  NOT_ACCEPTED: { zh: '尚未受理，请先受理', en: 'It is not accepted yet: accept it first' },
  NOT_DUE_YET: { zh: '时限未到，请到所示时间再办', en: 'It is not due yet: wait until the time shown' },
  NO_SUCH_FREEZE: { zh: '没有该冻结，请核对编号', en: 'There is no such freeze: check its id' },
  NO_SUCH_MEASURE: { zh: '没有该措施，请核对编号', en: 'There is no such measure: check its id' },
  NO_SUCH_ORDER: { zh: '没有该止付指令，请核对编号', en: 'There is no such stop order: check its id' },
  NO_SUCH_REQUEST: { zh: '没有该请求，请核对编号', en: 'There is no such request: check its id' },
  NO_SUCH_WATCH: { zh: '没有该监控，请核对编号', en: 'There is no such watch: check its id' },
  OUTCOME_UNKNOWN: {
    zh: '主管节点未及时答复，是否已办尚不可知；请用同一编号重发，直至得到答复',
    en: 'No answer came in time, and whether it was carried out is not known: repeat with the same command id until it is answered',
  },
  PEER_CERTIFICATE_REFUSED: {
    zh: '在主管节点地址答话的一方出示不了该节点证书，未发送任何内容；请立即告知运维',
    en: 'Whoever answers at the owning node’s address cannot show its certificate, and nothing was sent: tell your operator at once',
  },
  REMEDY_MISSING: { zh: '缺少理由或救济途径说明，请按所列补充', en: 'Reason or remedy is missing: add what is listed' },
  SECOND_PERSON_IS_THE_SAME: {
    zh: '第二签名人不能是本人，请由另一人签名',
    en: 'The second person has to be another one: have somebody else sign',
  },
  SECOND_PERSON_NOT_ALLOWED: {
    zh: '第二签名人无此职权，请由所列职务的人签名',
    en: 'The second person may not sign this: have somebody sign whose role is listed',
  },
  SECOND_PERSON_REQUIRED: { zh: '需要第二人签名，请附其令牌', en: 'A second person has to sign: send their token as well' },
  STALE_VERSION: { zh: '数据已被更新，请刷新后重试', en: 'Somebody was faster: look again, then send it anew' },
  TIME_IN_FUTURE: { zh: '所填时间在将来，请更正', en: 'The time named lies in the future: correct it' },
  UNKNOWN_COMMAND: {
    zh: '主管节点不识此指令，请联系值班人员升级',
    en: 'The owning node does not know the command: ask its operator to update it',
  },
  UNKNOWN_MEMBER: {
    zh: '所指单位不是成员，或不办理此类业务；请按成员名册更正',
    en: 'No member of that kind has this code: take one from the member register',
  },
  VERSION_OF_MANY: {
    zh: '一个版本号不能对应多个对象；请逐个办理，或不填版本号',
    en: 'One expected version cannot be that of several: send each by itself, or leave it out',
  },
} as const satisfies ErrorTexts;

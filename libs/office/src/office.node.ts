import { caseAcceptedV1, caseEndedV1, caseEnteredV1, caseFiledV1, caseReportedV1, warningDeliveredV1 } from '@interlock/contracts';
import { type NodeDefinition } from '@interlock/kernel';
import { duties } from './duty-list/duties.view.ts';
import { dutyCommands, dutyQueries } from './duty-list/duty-list.handler.ts';
import { keepDutiesWhenCaseMoves } from './duty-list/duty-list.policy.ts';
import { dutyList } from './duty-list/duty-list.stream.ts';
import { escalateDuties } from './duty-list/duty-list.timers.ts';
import { postHolders } from './duty-list/post-holders.memory.ts';
import { alertWhenDutyHasNoHolder } from './duty-list/post-holders.policy.ts';
import { memberCommands, memberQueries } from './member/member.handler.ts';
import { memberStream } from './member/member.stream.ts';
import { members, rota } from './member/members.view.ts';
import { warnedPersons } from './warning/warned-persons.memory.ts';
import { warningCommands, warningQueries } from './warning/warning.handler.ts';
import { linkLossWhenCaseEntered, recordDeliveryWhenOperatorTells } from './warning/warning.policy.ts';
import { warningStream } from './warning/warning.stream.ts';
import { keepWarningDeadlines } from './warning/warning.timers.ts';
import { warnings } from './warning/warnings.view.ts';

/** The joint office: its members, who owes what in each case, and the warnings. It tells the city, and operators whom to warn. */
export const officeNode: NodeDefinition = {
  kind: 'office',
  streams: [memberStream, dutyList, warningStream],
  receives: [caseReportedV1, caseAcceptedV1, caseEnteredV1, caseFiledV1, caseEndedV1, warningDeliveredV1],
  views: [members, rota, duties, warnings],
  memories: [postHolders, warnedPersons],
  policies: [keepDutiesWhenCaseMoves, alertWhenDutyHasNoHolder, linkLossWhenCaseEntered, recordDeliveryWhenOperatorTells],
  effects: [],
  timers: [escalateDuties, keepWarningDeadlines],
  commands: [...memberCommands, ...dutyCommands, ...warningCommands],
  queries: [...memberQueries, ...dutyQueries, ...warningQueries],
};

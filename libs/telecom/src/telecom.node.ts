import { lineStopAskedV1, warningCallAskedV1 } from '@interlock/contracts';
import { type NodeDefinition } from '@interlock/kernel';
import { lineMeasures } from './line/line-measures.view.ts';
import { lineTasks } from './line/line-tasks.view.ts';
import { workLine } from './line/line.effect.ts';
import { lineCommands } from './line/line.handler.ts';
import { receiveRequestWhenPoliceAsk } from './line/line.policy.ts';
import { line } from './line/line.stream.ts';
import { endHolds, missRestorations, missReverifications } from './line/line.timers.ts';
import { type TelecomPorts } from './ports.ts';
import { telecomQueries } from './queries.handler.ts';
import { deliverWarning } from './warning-delivery/warning-delivery.effect.ts';
import { deliverWhenOfficeAsks } from './warning-delivery/warning-delivery.policy.ts';
import { warningDelivery } from './warning-delivery/warning-delivery.stream.ts';

/** A telecom operator: each runs it as a node of its own, with its own log and keys. */
export const telecomNode: NodeDefinition<TelecomPorts> = {
  kind: 'telecom',
  streams: [line, warningDelivery],
  receives: [lineStopAskedV1, warningCallAskedV1],
  views: [lineTasks, lineMeasures],
  memories: [],
  policies: [receiveRequestWhenPoliceAsk, deliverWhenOfficeAsks],
  effects: [workLine, deliverWarning],
  timers: [missReverifications, missRestorations, endHolds],
  commands: lineCommands,
  queries: telecomQueries,
};

import { type StopLapsedV1, type StopOrderedV1, type StopReleaseOrderedV1 } from '@interlock/contracts';
import { policy, to, unreachable } from '@interlock/kernel';
import { type ReceivedOrder } from './account-hold.decider.ts';
import { accountHold } from './account-hold.stream.ts';

type Heard = StopOrderedV1 | StopReleaseOrderedV1 | StopLapsedV1;

/** orders and releases of the police wait for a person; that the police saw a stop lapse is only a second alarm. */
export const receiveStopsWhenPoliceAsk = policy<Heard>({
  name: 'bank_receive_stops_when_police_ask',
  on: ['police.stop-ordered.v1', 'police.stop-release-ordered.v1', 'police.stop-lapsed.v1'],
  keys: (fact) => [fact.caseId, fact.accountRef],
  react(fact) {
    switch (fact.type) {
      case 'police.stop-ordered.v1':
        return [to(accountHold, fact.accountRef, { type: 'ReceiveOrder', order: receivedOrder(fact) })];
      case 'police.stop-release-ordered.v1': {
        const { orderId, accountRef, caseId, orderedAt } = fact;
        return [to(accountHold, accountRef, { type: 'AskRelease', orderId, accountRef, caseId, orderedAt })];
      }
      case 'police.stop-lapsed.v1':
        return [to(accountHold, fact.accountRef, { type: 'ExpireStop', orderId: fact.orderId }, { settles: ['NotDueYet'] })];
      default:
        return unreachable(fact);
    }
  },
});

function receivedOrder({ type: _, bank: __, signers, paidFrom, corrects, continues, ...order }: StopOrderedV1): ReceivedOrder {
  return {
    ...order,
    ...(signers && { signers }),
    ...(paidFrom !== undefined && { paidFrom }),
    ...(corrects !== undefined && { corrects }),
    ...(continues && { continues: continues.orderId }),
  };
}

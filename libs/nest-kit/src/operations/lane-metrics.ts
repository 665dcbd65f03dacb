import { type Clock, MS_PER_SECOND, msBetween } from '@interlock/kernel';
import { type Registry } from 'prom-client';
import { type Nodes } from '../nodes/nodes.ts';
import { gauge } from './gauges.ts';
import { laneStates } from './node-state.ts';
import { type Surroundings, exchangeStands } from './surroundings.ts';

interface LaneMetricsOptions {
  /** The nodes’ own. */
  readonly clock: Clock;
  readonly surroundings: Surroundings;
}

/** How far each recipient is behind, for how long that has been seen (machine time), and whether its clock agrees with the source’s. */
export function laneMetrics(registry: Registry, nodes: Nodes, { clock, surroundings }: LaneMetricsOptions): void {
  untoldMetrics(registry, nodes, clock);
  const behindSince = new Map<string, number>();
  gauge(registry, {
    ...{
      name: 'interlock_lane_lag_facts',
      help: 'Facts sent and not yet received, where both ends run in one process',
      labels: ['from', 'to'],
    },
    collect(set) {
      for (const { from, to, behind } of laneStates(nodes)) if (behind !== undefined) set({ from, to }, behind);
    },
  });
  gauge(registry, {
    ...{ name: 'interlock_lane_trouble', help: '1 while a lane fails or is halted, by code', labels: ['from', 'to', 'code'] },
    collect(set) {
      for (const { from, to, problem } of laneStates(nodes)) if (problem !== undefined) set({ from, to, code: problem }, 1);
    },
  });
  gauge(registry, {
    name: 'interlock_member_delivery_lag_seconds',
    help: 'For how long a member has not received all that was told',
    labels: ['agency'],
    collect(set) {
      const now = performance.now();
      const longest = new Map<string, number>();
      for (const { from, to, behind } of lags(nodes, surroundings)) {
        const lane = `${from}>${to}`;
        if (behind === 0) behindSince.delete(lane);
        else if (!behindSince.has(lane)) behindSince.set(lane, now);
        longest.set(to, Math.max(longest.get(to) ?? 0, (now - (behindSince.get(lane) ?? now)) / MS_PER_SECOND));
      }
      for (const [agency, seconds] of longest) set({ agency }, seconds);
    },
  });
  gauge(registry, {
    name: 'interlock_clock_skew_seconds',
    help: 'How far the clock of another node is ahead of this one’s, as its last batches show; below 0 it is behind, or they were late',
    labels: ['node', 'peer'],
    collect(set) {
      for (const { from, to, aheadMs } of laneStates(nodes))
        if (aheadMs !== undefined) set({ node: to, peer: from }, aheadMs / MS_PER_SECOND);
    },
  });
}

/** What waits at a lane’s source. A recipient that is down, or behind a broker that is away, cannot tell of it. */
function untoldMetrics(registry: Registry, nodes: Nodes, clock: Clock): void {
  const labels = ['from', 'to'] as const;
  gauge(registry, {
    ...{
      name: 'interlock_lane_untold_facts',
      help: 'Facts in the log of a lane’s source that neither broker nor recipient has taken',
      labels,
    },
    collect(set) {
      for (const { from, to, untold } of laneStates(nodes)) if (untold) set({ from, to }, untold.facts);
    },
  });
  gauge(registry, {
    ...{
      name: 'interlock_lane_untold_seconds',
      help: 'Since the oldest fact that waits at a lane’s source was recorded; 0 where none does',
      labels,
    },
    collect(set) {
      for (const { from, to, untold } of laneStates(nodes)) {
        if (untold?.facts === 0) set({ from, to }, 0);
        else if (untold?.since !== undefined) set({ from, to }, Math.max(0, msBetween(untold.since, clock.now())) / MS_PER_SECOND);
      }
    },
  });
}

/** What the two ends say where both run here; what the broker says where a lane comes from elsewhere. */
function lags(
  nodes: Nodes,
  surroundings: Surroundings,
): readonly { readonly from: string; readonly to: string; readonly behind: number }[] {
  const atBroker = new Map(
    exchangeStands(surroundings).flatMap(({ stand }) => stand.lanes.map(({ lane, lag }) => [`${lane.from}>${lane.to}`, lag] as const)),
  );
  return laneStates(nodes).flatMap(({ from, to, behind }) => {
    const known = behind ?? atBroker.get(`${from}>${to}`);
    return known === undefined ? [] : [{ from, to, behind: known }];
  });
}

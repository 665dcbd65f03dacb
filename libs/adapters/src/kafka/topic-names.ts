import { type Lane } from '@interlock/kernel';

/** The topic of a lane, all its epochs: one partition, written by one node and read by one. */
export function laneTopic(prefix: string, { from, to }: Pick<Lane, 'from' | 'to'>): string {
  return `${prefix}.lane.${from}.${to}`;
}

/** The consumer group of a node: one for all lanes that it hears. */
export function nodeGroup(prefix: string, node: string): string {
  return `${prefix}.node.${node}`;
}

import { type RosterEntry } from '@interlock/hosting';
import { DEFINITIONS } from '../embedded/definitions.ts';

/** Roles in which people of the member are heard by some node: read off what the nodes answer, so that it is never a list beside it. */
export function rolesOf(member: string, roster: readonly RosterEntry[]): readonly string[] {
  const kind = roster.find(({ code }) => code === member)?.kind ?? 'member';
  const roles = roster.flatMap((node) =>
    entriesOf(node).flatMap((entry) => {
      const [who = '', role = ''] = entry.includes('/') ? entry.split('/') : [node.member, entry];
      return ['*', member, `@${kind}`].includes(who) ? [role] : [];
    }),
  );
  return [...new Set(roles)].sort();
}

function entriesOf({ kind }: RosterEntry): readonly string[] {
  const { commands, queries } = DEFINITIONS[kind];
  return [...commands.flatMap(({ roles, secondRoles = [] }) => [...roles, ...secondRoles]), ...queries.flatMap(({ roles }) => roles)];
}

import { type Node } from '@interlock/kernel';
import { type Log } from './logging.ts';
import { requestIdNow } from './request-id.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The same node; each command that it answers is a line: which, whose role, of which case, with what outcome, and how long it took. */
export function logCommands(node: Node, log: Log): Node {
  return {
    ...node,
    async execute(request) {
      const { name: command, commandId, actor, body, traceparent } = request;
      const begunMs = performance.now();
      const requestId = requestIdNow();
      const about = {
        ...{ node: node.code, command, commandId, member: actor.member, role: actor.role },
        ...caseIn(body),
        ...(requestId !== undefined && { requestId }),
        ...(traceparent !== undefined && { traceId: traceparent.slice(3, 35) }),
      };
      const ms = (): number => Math.round(performance.now() - begunMs);
      try {
        const answer = await node.execute(request);
        if (answer.ok) log.info('command accepted', { ...about, ms: ms(), ...(answer.repeated && { repeated: true }) });
        else log.info('command refused', { ...about, ms: ms(), refusals: answer.errors.map(({ code, rule }) => rule ?? code) });
        return answer;
      } catch (error) {
        log.error('command failed', { ...about, ms: ms(), error });
        throw error;
      }
    },
  };
}

/** A command on its way to the node of another process: joins the request’s id to the command’s, by which its node’s line is found. */
export function logSent(log: Log | undefined, sent: { readonly to: string; readonly name: string; readonly commandId: string }): void {
  const requestId = requestIdNow();
  const { to: node, name: command, commandId } = sent;
  log?.info('command sent', { node, command, commandId, ...(requestId !== undefined && { requestId }) });
}

/** Of a body only what is an id: all else in it may be somebody’s name. */
function caseIn(body: unknown): { readonly caseId?: string } {
  if (typeof body !== 'object' || body === null || !('caseId' in body)) return {};
  const { caseId } = body;
  return typeof caseId === 'string' && UUID.test(caseId) ? { caseId } : {};
}
